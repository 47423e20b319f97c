/** Work that nobody waits for yet: in short turns, so that requests come in between. */

/** Milliseconds of one turn. Under load half of it takes twice as long to get done, and answers come no sooner. */
const usualTurn = 16;

/**
 * @param step does a little and says whether nothing is left; it has to last much less than a turn
 * @param done called when nothing is left
 * @returns ends it before it is done
 */
export function betweenRequests(step: () => boolean, done = () => {}, turn = usualTurn): () => void {
  let next: NodeJS.Immediate | undefined;
  const work = () => {
    const began = performance.now();
    next = undefined;
    while (!step()) {
      if (performance.now() - began < turn) continue;
      // Where nothing else is waiting, it goes on at once.
      next = setImmediate(work);
      return;
    }
    done();
  };
  next = setImmediate(work);
  return () => clearImmediate(next);
}
