/** The store over whichever database the settings name, with its tables up to date. */
import type { TriageCase } from '../triage/case.ts';
import { caseStore } from './cases.ts';
import { chatTranscript } from './chat-transcript.ts';
import { readDatabaseUrl, withoutPassword } from './database-url.ts';
import { type Engine, seldom } from './engine.ts';
import { gapStore } from './gaps.ts';
import { memoryStore } from './memory.ts';
import { migrate } from './migrate.ts';
import { placeStore } from './places.ts';
import { privacyStore } from './privacy.ts';
import { replyStore } from './replies.ts';
import { StorageError } from './storage-error.ts';
import type { Store } from './store.ts';
import type { ReadCase } from './stored-case.ts';
import { turnOpener } from './turns.ts';

export interface StoreOptions<Value> {
  /** Told when PostgreSQL closed an idle connection; the next query opens a new one. */
  readonly onConnectionLost?: (error: Error) => void;
  /** Checks the value of a case that comes back; without it the value is believed. */
  readonly readCase?: ReadCase<Value>;
}

export async function openStore<Value = TriageCase>(
  databaseUrl: string,
  { onConnectionLost = () => {}, readCase = value => value as Value }: StoreOptions<Value> = {},
): Promise<Store<Value>> {
  const engine = await connect(databaseUrl, onConnectionLost);
  const one = seldom(engine.db.selectNoFrom(({ lit }) => lit(1).as('one')));
  try {
    await engine.read(one);
    await migrate(engine);
  } catch (error) {
    await engine.close();
    throw error instanceof StorageError ? error : unreachable(databaseUrl, error);
  }
  return {
    ...caseStore(engine, readCase),
    ...replyStore(engine),
    ...memoryStore(engine),
    ...placeStore(engine),
    ...gapStore(engine),
    ...privacyStore(engine),
    openTurn: turnOpener(engine, readCase),
    chat: chatTranscript(engine),
    trouble: () => engine.trouble(),
    close: () => engine.close(),
  };
}

async function connect(databaseUrl: string, onConnectionLost: (error: Error) => void): Promise<Engine> {
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

function unreachable(databaseUrl: string, error: unknown): StorageError {
  // `AggregateError` (both addresses of a name refused) has its words inside.
  const inner = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  const reason = inner instanceof Error ? inner.message : String(inner);
  return new StorageError(
    'database-unreachable',
    `DATABASE_URL: the database ${withoutPassword(databaseUrl)} cannot be opened: ${reason}; check the address, and that the server runs.`,
    { cause: error },
  );
}
