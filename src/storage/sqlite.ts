/** The embedded database: one file, any number of processes. */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import { type Engine, only, type Query, type Result, Rollback, type Work } from './engine.ts';
import type { Tables } from './schema.ts';
import { identityOf, makePlaceFor, refusedBySqlite } from './sqlite-file.ts';
import { StorageError } from './storage-error.ts';
import type { StoreTrouble } from './store.ts';

/** How long a write waits for another process to finish its own before it fails. */
const longestWait = 10_000;
/** Milliseconds in which a note that may wait finds a commit to join. */
const shortWhile = 10;
/** As many transactions share one commit; more would keep the event loop too long. */
const mostTogether = 64;

/** `file` is a path, or `:memory:`. */
export async function openSqlite(file: string): Promise<Engine> {
  const isFile = file !== ':memory:';
  if (isFile) makePlaceFor(file);
  let database: Sqlite.Database | undefined;
  try {
    const opened = new Sqlite(file, { timeout: 0 });
    database = opened;
    await whenFree(() => {
      opened.pragma('journal_mode = WAL');
      // An acknowledged commit survives a power cut, not only the end of the process.
      opened.pragma('synchronous = FULL');
      opened.pragma('foreign_keys = ON');
      // What was deleted is overwritten: pasted text must not stay behind in free pages.
      opened.pragma('secure_delete = ON');
      // What is changed often is copied into the file once for many changes, and mostly found in memory.
      opened.pragma('wal_autocheckpoint = 4000');
      opened.pragma('cache_size = -8000');
      opened.exec(probe.sql);
    });
    return new SqliteEngine(opened, isFile ? identityOf(file) : () => true);
  } catch (error) {
    database?.close();
    throw refusedBySqlite(file, error);
  }
}

/** Writes a page of the file without changing anything: nobody uses this number. */
const probe: Query = { sql: 'pragma user_version = 0', values: [], name: 'probe' };

interface Waiting {
  readonly work: () => Work<unknown>;
  /** Whether anything is acknowledged once it is written. */
  readonly isDurable: boolean;
  /** Whether it waits for a commit that others want. */
  readonly mayWait: boolean;
  readonly resolve: (outcome: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** How one transaction of a shared commit ended. */
type Ended = { readonly outcome: unknown } | { readonly error: unknown };

class SqliteEngine implements Engine {
  readonly dialect = 'sqlite';
  readonly db: Kysely<Tables>;
  readonly #database: Sqlite.Database;
  readonly #isThere: () => boolean;
  readonly #prepared = new Map<string, Sqlite.Statement>();
  readonly #begin: Sqlite.Statement;
  readonly #commit: Sqlite.Statement;
  readonly #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #soon: NodeJS.Timeout | undefined;

  /** @param isThere whether the file is still the one that was opened */
  constructor(database: Sqlite.Database, isThere: () => boolean) {
    this.#database = database;
    this.#isThere = isThere;
    this.db = new Kysely<Tables>({ dialect: new MigratingSqliteDialect({ database }) });
    // A plain `begin` takes the write lock at the first write, when what was read may already be out of date (SQLITE_BUSY).
    this.#begin = database.prepare('begin immediate');
    this.#commit = database.prepare('commit');
  }

  // Between two turns of the event loop no transaction is open, so a read sees only what is committed.
  async read<Row>(query: Query<Row>): Promise<Result<Row>> {
    return whenFree(() => this.#run(query) as Result<Row>);
  }

  write<Outcome>(work: () => Work<Outcome>): Promise<Outcome> {
    const written = this.#enqueue(work, { isDurable: true, mayWait: false }, 'push');
    this.#writing ??= this.#writeAll();
    return written;
  }

  note(work: () => Work<unknown>): Promise<void> {
    const written = this.#enqueue(work, { isDurable: false, mayWait: false }, 'unshift');
    this.#writing ??= this.#writeAll();
    return written.then(() => undefined);
  }

  noteSoon(work: () => Work<unknown>): Promise<void> {
    const written = this.#enqueue(work, { isDurable: false, mayWait: true }, 'push');
    this.#writeSoon();
    return written.then(() => undefined);
  }

  #enqueue<Outcome>(
    work: () => Work<Outcome>,
    how: Pick<Waiting, 'isDurable' | 'mayWait'>,
    place: 'push' | 'unshift',
  ): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting[place]({ ...how, work, resolve: resolve as (outcome: unknown) => void, reject });
    });
  }

  async trouble(): Promise<StoreTrouble | undefined> {
    try {
      await this.write(only(probe));
      return undefined;
    } catch (error) {
      if (error instanceof StorageError && error.code === 'database-gone') return 'file-gone';
      return error instanceof Sqlite.SqliteError && isRefusal.test(error.code) ? 'not-writable' : 'unreachable';
    }
  }

  async close(): Promise<void> {
    while (this.#waiting.length > 0 || this.#writing) {
      this.#writing ??= this.#writeAll();
      await this.#writing;
    }
    clearTimeout(this.#soon);
    await this.db.destroy();
    if (this.#database.open) this.#database.close();
  }

  /** What other turns of this moment want to write joins in: the commit, an fsync, is by far the dearest part. */
  async #writeAll(): Promise<void> {
    do {
      await this.#gather();
      await this.#writeTogether(this.#waiting.splice(0, mostTogether));
    } while (this.#waiting.some(one => !one.mayWait));
    this.#writing = undefined;
    if (this.#waiting.length > 0) this.#writeSoon();
  }

  /** Waits as long as each turn of the event loop brings one more: whoever comes alone waits for one. */
  async #gather(): Promise<void> {
    for (let before = 0; this.#waiting.length > before && this.#waiting.length < mostTogether; ) {
      before = this.#waiting.length;
      await nextTurn();
    }
  }

  #writeSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      if (this.#waiting.length > 0) this.#writing ??= this.#writeAll();
    }, shortWhile);
  }

  async #writeTogether(together: readonly Waiting[]): Promise<void> {
    const isDurable = together.some(one => one.isDurable);
    let ended: readonly Ended[];
    try {
      ended = await whenFree(() => this.#writeInOne(together, isDurable));
    } catch (error) {
      for (const { reject } of together) reject(error);
      return;
    }
    for (const [index, one] of ended.entries()) {
      if ('error' in one) together[index]!.reject(one.error);
      else together[index]!.resolve(one.outcome);
    }
  }

  /** A savepoint costs a copy of every page that is written, so only where one fails all begin again, each in its own. */
  #writeInOne(together: readonly Waiting[], isDurable: boolean): readonly Ended[] {
    let isUndone = false;
    try {
      return this.#inTransaction(
        () =>
          together.map(({ work }) => {
            isUndone = true;
            const outcome = this.#runAll(work());
            isUndone = false;
            return { outcome };
          }),
        isDurable,
      );
    } catch (error) {
      if (!isUndone) throw error;
      return this.#inTransaction(() => together.map(({ work }) => this.#inSavepoint(work)), isDurable);
    }
  }

  /**
   * In one go: nothing else of this process comes in between. What is not durable becomes so with the next commit that
   * is, as the log is written in order.
   */
  #inTransaction<Outcome>(work: () => Outcome, isDurable: boolean): Outcome {
    if (isDurable) return this.#commitAfter(work);
    this.#database.exec('pragma synchronous = normal');
    try {
      return this.#commitAfter(work);
    } finally {
      this.#database.exec('pragma synchronous = full');
    }
  }

  #commitAfter<Outcome>(work: () => Outcome): Outcome {
    this.#begin.run();
    try {
      const outcome = work();
      // Looking costs some microseconds, the commit thousands.
      if (!this.#isThere()) throw gone();
      this.#commit.run();
      return outcome;
    } catch (error) {
      if (this.#database.open && this.#database.inTransaction) this.#database.exec('rollback');
      throw error;
    }
  }

  /** One that fails or rolls back leaves the others of its commit as they are. */
  #inSavepoint(work: () => Work<unknown>): Ended {
    this.#run(savepoint);
    let ended: Ended;
    try {
      ended = { outcome: this.#runAll(work()) };
    } catch (error) {
      this.#run(undo);
      ended = error instanceof Rollback ? { outcome: error.outcome } : { error };
    }
    this.#run(release);
    return ended;
  }

  #runAll<Outcome>(work: Work<Outcome>): Outcome {
    let step = work.next();
    while (!step.done) step = work.next(this.#run(step.value));
    return step.value;
  }

  #run({ sql, values, name }: Query): Result {
    let statement = name === null ? undefined : this.#prepared.get(name);
    if (!statement) {
      statement = this.#database.prepare(sql);
      if (name !== null) this.#prepared.set(name, statement);
    }
    if (statement.reader) {
      const rows = statement.all(...values);
      return { rows, changed: rows.length };
    }
    return { rows: [], changed: statement.run(...values).changes };
  }
}

const isRefusal = /^SQLITE_(?:READONLY|FULL|IOERR|CANTOPEN|PERM)/;

function gone(): StorageError {
  return new StorageError(
    'database-gone',
    'The database file was deleted or replaced; restore it and restart the bot.',
  );
}

const savepoint: Query = { sql: 'savepoint turn', values: [], name: 'savepoint' };
const undo: Query = { sql: 'rollback to turn', values: [], name: 'undo' };
const release: Query = { sql: 'release turn', values: [], name: 'release' };

/** For the migrations, which run before anything else. */
class MigratingSqliteDialect extends SqliteDialect {
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
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await whenFree(() => connection.executeQuery(CompiledQuery.raw('begin immediate')));
  }
}

/**
 * Waits for the write lock without blocking: SQLite's own busy_timeout would stop the event loop, and with it whatever
 * else this process does.
 */
async function whenFree<Outcome>(attempt: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  const deadline = performance.now() + longestWait;
  for (;;) {
    try {
      return await attempt();
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
