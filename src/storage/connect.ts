/** From an address to a database that answers. */
import { readDatabaseUrl, withoutPassword } from './database-url.ts';
import { type Engine, seldom } from './engine.ts';
import { StorageError } from './storage-error.ts';

/** A database that answers, as it is: no tables are made or changed. */
export async function connect(databaseUrl: string, onConnectionLost: (error: Error) => void): Promise<Engine> {
  const engine = await open(databaseUrl, onConnectionLost);
  try {
    await engine.read(seldom(engine.db.selectNoFrom(({ lit }) => lit(1).as('one'))));
    return engine;
  } catch (error) {
    await engine.close();
    throw unreachable(databaseUrl, error);
  }
}

async function open(databaseUrl: string, onConnectionLost: (error: Error) => void): Promise<Engine> {
  const location = readDatabaseUrl(databaseUrl);
  try {
    // Each is loaded only where it is used.
    switch (location.kind) {
      case 'invalid':
        throw new StorageError('database-url', location.problem);
      case 'postgres':
        return (await import('./postgres.ts')).openPostgres(location.url, onConnectionLost);
      case 'sqlite':
        return await (await import('./sqlite.ts')).openSqlite(location.file);
      case 'sqlite-in-memory':
        return await (await import('./sqlite.ts')).openSqlite(':memory:');
    }
  } catch (error) {
    throw error instanceof StorageError ? error : unreachable(databaseUrl, error);
  }
}

export function unreachable(databaseUrl: string, error: unknown): StorageError {
  // `AggregateError` (both addresses of a name refused) has its words inside.
  const inner = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  const reason = inner instanceof Error ? inner.message : String(inner);
  return new StorageError(
    'database-unreachable',
    `DATABASE_URL: the database ${withoutPassword(databaseUrl)} cannot be opened: ${reason}; check the address, and that the server runs.`,
    { cause: error },
  );
}
