/**
 * The CPU time of some work in milliseconds, the least of a few tries: other processes on the machine do not count.
 * @param enough so little ends the tries: it is all that is asked
 */
export function cpuTime(work: () => void, tries = 3, enough = 0): number {
  let least = Number.POSITIVE_INFINITY;
  for (let number = 0; number < tries && least > enough; number += 1) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
