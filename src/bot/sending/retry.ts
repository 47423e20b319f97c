/** Trying again when a channel is busy: how often, after which pause, and Retry-After. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ChannelError, type Patience, type Trouble } from '../channel.ts';

/** Teams allows seven sends a second in one conversation and names the pause in Retry-After. */
const usualTries = 5;
/** What takes longer is not waited for here: a reply is then sent late, as late as the channel says. */
const longestPause = 30_000;

export interface Retry extends Patience {
  /** Milliseconds before the first repetition; it doubles, with jitter. */
  readonly firstPause: number;
  /** What is worth another try; everything else is thrown at once. */
  readonly on: readonly Trouble[];
}

export async function withRetries<Result>(
  work: () => Promise<Result>,
  { tries = usualTries, firstPause, on, mayWait, mayGo }: Retry,
): Promise<Result> {
  for (let tried = 1; ; tried++) {
    if (mayGo && !(await mayGo())) throw new ChannelError('busy', 'Somebody else has taken it up');
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ChannelError) || !on.includes(error.trouble) || tried >= tries) throw error;
      const doubled = Math.min(firstPause * 2 ** (tried - 1) * (1 + Math.random()), longestPause);
      const pause = Math.max(doubled, error.retryAfter ?? 0);
      if (pause > longestPause) throw error;
      if (mayWait && !(await mayWait(pause))) throw error;
      await sleep(pause);
    }
  }
}

/** Milliseconds, from seconds or from a date (RFC 9110, 10.2.3). */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (!value) return undefined;
  const seconds = Number(value);
  const pause = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isNaN(pause) ? undefined : Math.max(0, pause);
}
