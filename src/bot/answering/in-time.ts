/** A channel waits only so long for an answer: what takes longer goes on behind, and the card follows. */
import { setTimeout as sleep } from 'node:timers/promises';

/** @returns what `work` came to, or `late` when it takes longer than so many milliseconds */
export async function inTime<Result>(work: Promise<Result>, milliseconds: number): Promise<Result | 'late'> {
  const late = new AbortController();
  try {
    return await Promise.race([work, sleep(milliseconds, 'late' as const, { signal: late.signal })]);
  } finally {
    late.abort();
  }
}
