/** What a process and all that it started have cost: its browser, its databases, its bots. */
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts it in hundredths of a second. */
const ticksPerSecond = 100;

interface Process {
  readonly parent: number;
  readonly seconds: number;
}

/** In seconds; what was started counts on Linux alone, which lists it. */
export function processorSeconds(): number {
  if (process.platform !== 'linux') {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  }
  const all = new Map<number, Process>();
  for (const name of readdirSync('/proc')) {
    const found = /^\d+$/.test(name) && readProcess(name);
    if (found) all.set(Number(name), found);
  }
  const isOurs = (id: number): boolean => id === process.pid || (all.has(id) && isOurs(all.get(id)!.parent));
  return [...all].reduce((sum, [id, { seconds }]) => sum + (isOurs(id) ? seconds : 0), 0);
}

/** `proc_pid_stat(5)`: the parent, and the time of itself and of the children that have ended. Undefined when it has just gone. */
function readProcess(id: string): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'latin1');
    // The name before it may hold anything; fields are counted from 1, and the state behind it is the third.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const times = fields.slice(14 - 3, 18 - 3);
    return { parent: fields[4 - 3]!, seconds: times.reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond };
  } catch {
    return undefined;
  }
}
