/** What one process holds until a time, so that no other does the same. */
import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import { time } from './columns.ts';

interface Held {
  readonly claimed_until: string | null;
}

/** Nobody holds or puts off anything for longer: the pauses between attempts end at twenty minutes. */
const longestHold = 3_600_000;

/** Whether it can be taken up. What is held for longer than anything ever is was held before the clock was set back. */
export function isFree(now: string): Expression<SqlBool> {
  const { eb, or } = expressionBuilder<{ held: Held }, 'held'>();
  return or([
    eb('claimed_until', 'is', null),
    eb('claimed_until', '<=', time(now)),
    eb('claimed_until', '>', time(new Date(Date.parse(now) + longestHold).toISOString())),
  ]);
}
