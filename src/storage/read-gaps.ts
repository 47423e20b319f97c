/** The sentences for the authors, read from beside the bot: nothing is made or changed in its database. */
import { existsSync } from 'node:fs';
import { connect } from './connect.ts';
import { readDatabaseUrl, withoutPassword } from './database-url.ts';
import { gapStore } from './gaps.ts';
import { StorageError } from './storage-error.ts';
import type { KeptGap } from './store.ts';

export async function readGaps(databaseUrl: string, since: string): Promise<KeptGap[]> {
  const location = readDatabaseUrl(databaseUrl);
  if (location.kind === 'sqlite-in-memory') throw missing('found "sqlite::memory:", which nobody but the bot can read');
  // SQLite would make one.
  if (location.kind === 'sqlite' && !existsSync(location.file)) throw missing(`there is no database ${location.file}`);
  const engine = await connect(databaseUrl, () => {});
  try {
    const tables = await engine.db.introspection.getTables();
    if (!tables.some(({ name }) => name === 'gaps'))
      throw missing(`the database ${withoutPassword(databaseUrl)} holds no sentences yet`);
    return await gapStore(engine).gaps(since);
  } finally {
    await engine.close();
  }
}

function missing(what: string): StorageError {
  return new StorageError(
    'database-missing',
    `DATABASE_URL: ${what}; set the address of the bot's database, or start the bot with it once.`,
  );
}
