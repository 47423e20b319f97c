/** What Linux says of a process and of a processor, from outside. */
import { readFileSync } from 'node:fs';

/** A tick of /proc: 10 ms on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Seconds of processor time so far, of all threads (proc(5), fields 14 and 15). */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name in brackets, which may hold blanks: the third begins after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** What is in memory now, in MB. */
export function megabytes(pid: number): number {
  return Number(/^VmRSS:\s{1,20}(?<kilobytes>\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}

/** Seconds that a processor was not idle. */
export function busySeconds(core: number): number {
  const line = readFileSync('/proc/stat', 'utf8')
    .split('\n')
    .find(one => one.startsWith(`cpu${core} `))!;
  const [user, nice, system, , , interrupts, softInterrupts] = line.split(/\s+/).slice(1).map(Number);
  return (user! + nice! + system! + interrupts! + softInterrupts!) / ticksPerSecond;
}
