/** A reply that could not be sent: when it is tried again, when that ends, and what is left of it then. */
import type { GaveUpWhy, HeldReply } from '../../storage/store.ts';
import { ChannelError, type Trouble } from '../channel.ts';
import type { Desk } from '../desk.ts';

/** Milliseconds that a reply is held for: longer than one request to the channel may take. */
export const lease = 30_000;

/** With the turn's own: some six hours. */
const mostAttempts = 24;
const firstDelay = 15_000;
const longestDelay = 20 * 60_000;
/** Whoever asked yesterday has asked again by now. */
const oldest = 24 * 3_600_000;

/** Why nothing more of a reply is sent for now, or at all. */
export type Stop =
  | { readonly kind: 'place-gone' }
  | {
      readonly kind: 'unsent';
      readonly error: Error;
      /** How often what comes next may have arrived. */
      readonly unclear: number;
      /** Whether it may have arrived as often as it may be sent. */
      readonly isSaid: boolean;
    };

/** Nothing ends in silence: it is tried again at its time, or it stays in the database with the reason why not. */
export async function leaveForLater(desk: Desk, held: HeldReply, stop: Stop): Promise<void> {
  if (stop.kind === 'place-gone') return giveUp(desk, held, 'place-gone');
  const { trouble, status, retryAfter }: Partial<ChannelError> = stop.error instanceof ChannelError ? stop.error : {};
  const { tenant, attempts } = held;
  const delay = delayAfter(attempts, retryAfter);
  if (stop.isSaid || delay === undefined) return giveUp(desk, held, reasonOf(stop, trouble), status);
  const at = new Date(Date.parse(desk.now()) + delay).toISOString();
  if (!(await desk.store.postponeReply(held, { at, unclear: stop.unclear }))) return;
  const fields = { tenant, trouble, status, name: stop.error.name, attempts };
  desk.log[attempts === 0 ? 'warn' : 'info'](fields, 'A reply was not sent, it is tried again later');
}

/** The row stays, and a line in the log; neither says what was to be sent. */
export async function giveUp(desk: Desk, held: HeldReply, why: GaveUpWhy, status?: number): Promise<void> {
  const { tenant, attempts } = held;
  const isGivenUp = await desk.store.giveUpReply(held, { at: desk.now(), why });
  if (isGivenUp) desk.log.warn({ tenant, why, status, attempts }, 'A reply was given up');
}

/** Whether it comes too late to be of use. */
export function isTooOld(receivedAt: string, now: string): boolean {
  return Date.parse(now) - Date.parse(receivedAt) > oldest;
}

/**
 * @param attempts how often it was taken up after the turn itself
 * @param retryAfter milliseconds that the channel asks for
 * @returns milliseconds until the next attempt; undefined when there was the last one
 */
export function delayAfter(attempts: number, retryAfter = 0): number | undefined {
  if (attempts + 1 >= mostAttempts) return undefined;
  const delay = Math.min(firstDelay * 2 ** attempts, longestDelay);
  // Uneven, so that what failed in one moment does not come back in one.
  return Math.max(delay * (0.8 + 0.2 * Math.random()), Math.min(retryAfter, longestDelay));
}

function reasonOf({ isSaid }: Stop & { kind: 'unsent' }, trouble: Trouble | undefined): GaveUpWhy {
  if (isSaid) return 'unclear';
  return trouble === 'refused' || trouble === 'unacceptable' ? 'refused' : 'unreachable';
}
