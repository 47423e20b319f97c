/** The typing indicator: whoever wrote sees that somebody is at it. */
import type { Desk } from '../desk.ts';
import type { IncomingActivity } from './read-activity.ts';
import { addressOf } from './who-reads.ts';

/** Shows it after so many milliseconds, unless the returned function is called before. */
export function typingAfter(
  { connector }: Desk,
  activity: IncomingActivity,
  milliseconds: number,
  later: (work: Promise<unknown>) => void,
): () => void {
  const show = () => connector.send(addressOf(activity), { type: 'typing' }, { tries: 1 }).catch(() => undefined);
  const timer = setTimeout(() => later(show()), milliseconds);
  return () => clearTimeout(timer);
}
