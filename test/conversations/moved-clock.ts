/**
 * Loaded before the program (`node --import`): its clock is what the machine's says, and so many milliseconds more as the
 * file CLOCK_FILE has (one float64). Whoever writes there moves the clock of all that read it, also of one that is stopped.
 * What is looked at every ten seconds is looked at every half, so that no test waits for it.
 */
import { openSync, readSync } from 'node:fs';

const file = openSync(process.env.CLOCK_FILE!, 'r');
const bytes = new Float64Array(1);
const Machine = Date;

const now = () => {
  readSync(file, bytes, 0, 8, 0);
  return Machine.now() + bytes[0]!;
};

globalThis.Date = new Proxy(Machine, {
  construct: (target, given: unknown[]) => Reflect.construct(target, given.length === 0 ? [now()] : given),
  apply: () => new Machine(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

const every = globalThis.setInterval;
globalThis.setInterval = ((work: () => void, pause: number, ...given: []) =>
  every(work, pause === 10_000 ? 500 : pause, ...given)) as typeof setInterval;
