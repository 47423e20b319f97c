/**
 * npm run bench:turns: whole turns of the product beside a stock echo bot in the same run, over HTTP: under load, one at
 * a time, from the start to the first answer, and in memory. Bots on one processor, load and channel on another (Linux).
 *
 *   -- --quick               fewer and shorter rounds
 *   -- --rounds 9 --seconds 5
 *   -- --part load           only this: load, alone, start
 *   -- --check               exit code 1 when a target is missed
 *   -- --soak 50000          only this: so many turns, and the memory at each tenth
 *   -- --profile             only this: where the time of a paste goes; with --kind press or again, that of another turn
 *   -- --database postgres   what --soak and --profile run on; otherwise sqlite
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printProfile } from './profile-turns.ts';
import { soakTurns } from './soak-turns.ts';
import { openChannel } from './turn-channel.ts';
import { takeCores } from './turn-cores.ts';
import { measureAlone, measureLoad, measureStarts } from './turn-parts.ts';
import { printTargets, type Target } from './turn-targets.ts';

const parts = { load: measureLoad, alone: measureAlone, start: measureStarts };

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    part: { type: 'string' },
    check: { type: 'boolean', default: false },
    soak: { type: 'string' },
    profile: { type: 'boolean', default: false },
    kind: { type: 'string', default: 'paste' },
    database: { type: 'string', default: 'sqlite' },
  },
});
const { quick } = values;
const rounds = Number(values.rounds ?? (quick ? 2 : 5));
const seconds = Number(values.seconds ?? (quick ? 1.5 : 3));
const kind = oneOf('kind', values.kind, ['paste', 'again', 'press'] as const);
const database = oneOf('database', values.database, ['sqlite', 'postgres'] as const);
const part = values.part === undefined ? undefined : oneOf('part', values.part, ['load', 'alone', 'start'] as const);
const turns = Number(values.soak ?? 0);
if (!(rounds >= 1 && seconds > 0 && turns >= 0)) stop('--rounds, --seconds and --soak take a number.');
if (process.platform !== 'linux') stop('bench:turns reads /proc, so it runs on Linux only.');

const folder = mkdtempSync(join(tmpdir(), 'mailflow-turns-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const connections = 32;
const { bot: core, load: loadCore } = takeCores();
const channel = await openChannel(connections);
const run = { channel, folder, core, loadCore, connections, rounds, seconds, isQuick: quick, kind, database };

if (values.soak !== undefined) await soakTurns(run, turns);
else if (values.profile) await printProfile(run);
else {
  const targets: Target[] = [];
  for (const name of ['load', 'alone', 'start'] as const)
    if (part === undefined || part === name) targets.push(...(await parts[name](run)));
  const isMissed = printTargets(targets);
  // The embedded PostgreSQL ends with this process.
  process.exit(values.check && isMissed ? 1 : 0);
}
process.exit();

function oneOf<One extends string>(option: string, value: string, allowed: readonly One[]): One {
  return allowed.find(one => one === value) ?? stop(`--${option} takes ${allowed.join(' or ')}, not "${value}".`);
}

function stop(why: string): never {
  console.error(why);
  process.exit(2);
}
