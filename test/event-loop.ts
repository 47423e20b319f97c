/** How long the event loop stood still. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * @returns ends the watch, with the longest stop in milliseconds. A machine with more to do than processors lets every
 * process wait, so a stop counts only as far as this thread worked through it.
 */
export function watchEventLoop(): () => number {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  let [worked, before] = [0, cpuMilliseconds()];
  const timer = setInterval(() => {
    const now = cpuMilliseconds();
    worked = Math.max(worked, now - before);
    before = now;
  }, 1);
  return () => {
    clearInterval(timer);
    delay.disable();
    return Math.min(delay.max / 1e6, worked);
  };
}

function cpuMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
