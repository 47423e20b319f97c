/** The store over whichever database the settings name, with its tables up to date. */
import { Kysely, type Dialect as KyselyDialect } from 'kysely';
import type { TriageCase } from '../triage/case.ts';
import { caseStore } from './cases.ts';
import { chatTranscript } from './chat-transcript.ts';
import { readDatabaseUrl, withoutPassword } from './database-url.ts';
import { memoryStore } from './memory.ts';
import { migrate } from './migrate.ts';
import { NoNulPlugin } from './no-nul.ts';
import { placeStore } from './places.ts';
import { openPostgres } from './postgres.ts';
import { privacyStore } from './privacy.ts';
import { replyStore } from './replies.ts';
import type { Dialect, Tables } from './schema.ts';
import { openSqlite } from './sqlite.ts';
import { StorageError } from './storage-error.ts';
import type { Store } from './store.ts';
import type { ReadCase } from './stored-case.ts';

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
  const { dialect, kyselyDialect } = await connect(databaseUrl, onConnectionLost);
  const db = new Kysely<Tables>({ dialect: kyselyDialect, plugins: [new NoNulPlugin()] });
  try {
    await db.selectNoFrom(({ lit }) => lit(1).as('one')).execute();
    await migrate(db, dialect);
  } catch (error) {
    await db.destroy();
    throw error instanceof StorageError ? error : unreachable(databaseUrl, error);
  }
  return {
    ...caseStore(db, readCase),
    ...replyStore(db, dialect),
    ...memoryStore(db),
    ...placeStore(db),
    ...privacyStore(db, dialect),
    chat: chatTranscript(db),
    healthy: () =>
      db
        .selectFrom('cases')
        .select('id')
        .limit(1)
        .execute()
        .then(
          () => true,
          () => false,
        ),
    close: () => db.destroy(),
  };
}

async function connect(
  databaseUrl: string,
  onConnectionLost: (error: Error) => void,
): Promise<{ dialect: Dialect; kyselyDialect: KyselyDialect }> {
  const location = readDatabaseUrl(databaseUrl);
  try {
    switch (location.kind) {
      case 'invalid':
        throw new StorageError('database-url', location.problem);
      case 'postgres':
        return { dialect: 'postgres', kyselyDialect: openPostgres(location.url, onConnectionLost) };
      case 'sqlite':
        return { dialect: 'sqlite', kyselyDialect: await openSqlite(location.file) };
      case 'sqlite-in-memory':
        return { dialect: 'sqlite', kyselyDialect: await openSqlite(':memory:') };
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
    `The database ${withoutPassword(databaseUrl)} cannot be opened: ${reason}. Check DATABASE_URL, and that the server runs or the folder may be written to.`,
    { cause: error },
  );
}
