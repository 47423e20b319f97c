/** A channel waits only so long for an answer: what takes longer goes on behind, and the card follows. */

/** @returns what `work` came to, or `late` when it takes longer than so many milliseconds */
export function inTime<Result>(work: Promise<Result>, milliseconds: number): Promise<Result | 'late'> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds, 'late' as const);
    work.then(resolve, reject).then(() => clearTimeout(timer));
  });
}
