/** The bots that are measured: the echo bot and the product over either database, each a process on the bots' processor. */
import { join } from 'node:path';
import { type BotProcess, root, startCommand, startProcess } from '../conversations/processes.ts';
import { freshDatabase } from '../storage/postgres.ts';

export type BotName = 'echo' | 'sqlite' | 'postgres';

export const titles: Readonly<Record<BotName, string>> = {
  echo: 'echo bot',
  sqlite: 'product, SQLite',
  postgres: 'product, PostgreSQL',
};

export interface StartOptions {
  readonly core: number | undefined;
  /** For SQLite's file. */
  readonly folder: string;
  /** A copy of the program, instead of this checkout. */
  readonly program?: string;
  /** Where the program may leave something for its next start. */
  readonly temporary?: string;
  /** Flags of Node besides those of `npm start`. */
  readonly flags?: readonly string[];
}

export async function startBot(name: BotName, options: StartOptions): Promise<BotProcess> {
  const { core, folder, program = root, temporary, flags = [] } = options;
  const isEcho = name === 'echo';
  const environment = {
    ...(name === 'sqlite' && { DATABASE_URL: `sqlite:${join(folder, 'bench.db')}` }),
    ...(name === 'postgres' && { DATABASE_URL: await freshDatabase() }),
    ...(temporary !== undefined && { TMPDIR: temporary }),
  };
  const command = isEcho ? [join(import.meta.dirname, 'echo-bot.ts')] : [...flags, ...startCommand()];
  return startProcess({ command, environment, folder: program, core });
}
