/** The embedded database: one file, any number of processes. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';

/** How long a write waits for another process to finish its own before it fails. */
const longestWait = 10_000;

/** `file` is a path, or `:memory:`. */
export async function openSqlite(file: string): Promise<ImmediateSqliteDialect> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new Sqlite(file, { timeout: 0 });
  try {
    await whenFree(() => {
      database.pragma('journal_mode = WAL');
      // An acknowledged commit survives a power cut, not only the end of the process.
      database.pragma('synchronous = FULL');
      database.pragma('foreign_keys = ON');
      // What was deleted is overwritten: pasted text must not stay behind in free pages.
      database.pragma('secure_delete = ON');
    });
  } catch (error) {
    database.close();
    throw error;
  }
  return new ImmediateSqliteDialect({ database });
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: { readonly database: Sqlite.Database };

  constructor(config: { readonly database: Sqlite.Database }) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#config);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
}

/**
 * SQLite can change tables in a transaction. Saying so makes Kysely run all migrations in one, which (being immediate)
 * also keeps a second process out until they are done.
 */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  #connection: DatabaseConnection | undefined;

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= new PatientConnection(await super.acquireConnection());
    return this.#connection;
  }

  // A plain `begin` takes the write lock at the first write, when what was read may already be out of date (SQLITE_BUSY).
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/**
 * Waits for the write lock without blocking: SQLite's own busy_timeout would stop the event loop, and with it the very
 * transaction of this process that it waits for.
 */
class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return whenFree(() => this.#connection.executeQuery<Row>(query));
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#connection.streamQuery<Row>(query, chunkSize);
  }
}

async function whenFree<Result>(run: () => Result | Promise<Result>): Promise<Result> {
  const deadline = performance.now() + longestWait;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      // Uneven, so that two waiting processes do not keep meeting.
      await sleep(1 + Math.random() * 6);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(?:BUSY|LOCKED)/.test(error.code);
}
