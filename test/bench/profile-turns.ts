/** Where the time of a turn goes, by folder, package and function. */
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SelfTime, selfTimes } from './cpu-profile.ts';
import { startBot, titles } from './turn-bots.ts';
import { gatherPeople } from './turn-people.ts';
import { measureRound } from './turn-rounds.ts';
import type { Run } from './turn-run.ts';

const lines = 25;

export async function printProfile(run: Run): Promise<void> {
  const { channel, folder, core, loadCore, connections, database, kind } = run;
  // It stays, to be opened in the developer tools of a browser.
  const profiles = mkdtempSync(join(tmpdir(), 'mailflow-profile-'));
  const seconds = run.seconds * 3;
  const bot = await startBot(database, { core, folder, flags: ['--cpu-prof', `--cpu-prof-dir=${profiles}`] });
  let measured: number;
  try {
    const people = gatherPeople(bot, channel, false);
    await measureRound({ bot, people, kind, connections, loadCore, seconds: run.seconds });
    const startedAt = performance.now();
    const { turnsPerSecond, cpu } = await measureRound({ bot, people, kind, connections, loadCore, seconds });
    measured = (performance.now() - startedAt) / 1000;
    console.log(
      `\n${titles[database]}, ${kind}: ${Math.round(turnsPerSecond)} turns/s, ${cpu.toFixed(2)} ms of processor time a turn, while it is profiled`,
    );
  } finally {
    // The profile is written at a proper end only.
    await bot.end('SIGTERM');
  }
  const [file] = readdirSync(profiles);
  if (file === undefined) throw new Error(`The bot left no profile in ${profiles}. It says: ${bot.output()}`);
  const { places, functions } = selfTimes(join(profiles, file), measured);
  console.log(`Profile: ${join(profiles, file)}\n\nSelf time by folder and package`);
  console.table(rowsOf(places));
  console.log('\nSelf time by function');
  console.table(rowsOf(functions));
}

function rowsOf(times: readonly SelfTime[]) {
  return Object.fromEntries(
    times
      .slice(0, lines)
      .map(({ name, milliseconds, share }) => [name, { ms: Math.round(milliseconds), '%': (share * 100).toFixed(1) }]),
  );
}
