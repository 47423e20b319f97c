/** The CPU time of some work in milliseconds, the least of a few tries: other processes on the machine do not count. */
export function cpuTime(work: () => void, tries = 3): number {
  let least = Number.POSITIVE_INFINITY;
  for (let number = 0; number < tries; number += 1) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
