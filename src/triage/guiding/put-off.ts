/** What the bot asks by itself is put off, or left alone for good. */
import type { TriageCase } from '../case.ts';
import { plus } from '../durations.ts';
import type { Change, InputContext, Press } from './press.ts';

const hour = 3_600_000;

type PuttingOff = Press & { readonly verb: 'remind-later' | 'no-reminders' };

export function isPuttingOff(press: Press): press is PuttingOff {
  return press.verb === 'remind-later' || press.verb === 'no-reminders';
}

/** A partner has a day more, a change an hour. Nothing is asked about what is solved. */
export function putOff(
  before: TriageCase,
  verb: PuttingOff['verb'],
  { now }: Pick<InputContext, 'now'>,
): Change | null {
  const { reminders, outcome } = before;
  if (outcome?.kind === 'solved' || reminders.isOff) return null;
  if (verb === 'no-reminders')
    return { case: { reminders: { ...reminders, isOff: true } }, events: [{ kind: 'left-alone', data: {} }] };
  const snoozedUntil = plus(now, outcome ? 24 * hour : hour);
  return {
    case: { reminders: { ...reminders, snoozedUntil } },
    events: [{ kind: 'snoozed', data: { until: snoozedUntil } }],
  };
}
