/** Bots and load on processors of their own, so that neither slows the other. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Cores {
  readonly bot: number | undefined;
  readonly load: number | undefined;
}

/** One processor for the bots; this process (and the PostgreSQL it starts) goes to another. */
export function takeCores(): Cores {
  const list = /^Cpus_allowed_list:\s{1,20}(?<list>[\d,-]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]!;
  // 0-3,8
  const cores = list.split(',').flatMap(range => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, n) => first + n);
  });
  const [bot, load] = cores;
  const hasTaskset = spawnSync('taskset', ['--version']).status === 0;
  if (bot === undefined || load === undefined || !hasTaskset) {
    console.log(
      `Bots and load share the processors: there is ${hasTaskset ? 'only one' : 'no taskset (package util-linux)'}.`,
    );
    return { bot: undefined, load: undefined };
  }
  spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(load), String(process.pid)]);
  return { bot, load };
}
