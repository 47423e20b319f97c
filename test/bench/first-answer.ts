/** How long it takes from starting a bot until its first answer has arrived. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../conversations/processes.ts';
import { type BotName, type StartOptions, startBot } from './turn-bots.ts';
import type { TurnChannel } from './turn-channel.ts';
import { gatherPeople } from './turn-people.ts';

export interface FirstAnswers {
  readonly echo: number;
  /** The first start after `npm ci`, which ends with a start that nobody sees. */
  readonly first: number;
  /** Where nothing is kept, and the next start after that. */
  readonly bare: number;
  readonly again: number;
}

/** One start of each, one after the other. */
export async function measureFirstAnswers(channel: TurnChannel, folder: string, core?: number): Promise<FirstAnswers> {
  const own = mkdtempSync(join(folder, 'start-'));
  const program = copyCheckout(join(own, 'program'));
  const prepared = copyCheckout(join(own, 'prepared'));
  spawnSync('npm', ['run', 'prepare'], { cwd: prepared });
  const temporary = join(own, 'temporary');
  mkdirSync(temporary);
  try {
    const echo = await firstAnswer('echo', channel, { core, folder: own });
    // What Node or the program keeps for its next start is in the checkout or among the temporary files.
    const bare = await firstAnswer('sqlite', channel, { core, folder: own, program, temporary });
    const again = await firstAnswer('sqlite', channel, { core, folder: own, program, temporary });
    const first = await firstAnswer('sqlite', channel, { core, folder: own, program: prepared, temporary });
    return { echo, first, bare, again };
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

async function firstAnswer(name: BotName, channel: TurnChannel, options: StartOptions): Promise<number> {
  const startedAt = performance.now();
  const bot = await startBot(name, options);
  try {
    await gatherPeople(bot, channel, name === 'echo').turn('paste', 0);
    return performance.now() - startedAt;
  } finally {
    await bot.end('SIGTERM');
  }
}

const notCopied = new Set(['.git', 'node_modules', 'data', 'test', 'manifest']);

function copyCheckout(folder: string): string {
  mkdirSync(folder);
  for (const name of readdirSync(root))
    if (!notCopied.has(name)) cpSync(join(root, name), join(folder, name), { recursive: true });
  // The packages are linked one by one: what somebody keeps beside them is not there yet.
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  return folder;
}
