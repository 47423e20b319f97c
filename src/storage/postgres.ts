/** The shared database, for several instances of the bot. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { type Engine, type Query, type Result, Rollback, type Work } from './engine.ts';
import type { Tables } from './schema.ts';

/** A turn must end with a sentence, not wait for ever: neither for a free connection nor for a lock. */
const longestWait = 10_000;
const longestStatement = 60_000;
/** So often a transaction is tried that PostgreSQL ended in favour of another one. */
const attempts = 5;

export function openPostgres(url: string, onConnectionLost: (error: Error) => void): Engine {
  const settings = {
    connectionString: url,
    connectionTimeoutMillis: longestWait,
    statement_timeout: longestStatement,
    idle_in_transaction_session_timeout: longestStatement,
    keepAlive: true,
    application_name: 'mailflow-triage',
  };
  const pool = new pg.Pool({ ...settings, max: 8 });
  // What is noted waits neither for the disk nor for a connection that turns use.
  const notes = new pg.Pool({
    ...settings,
    max: 2,
    onConnect: client => client.query('set synchronous_commit to off'),
  });
  // Without a listener a lost idle connection ends the process. The pool drops it and opens another when needed.
  for (const one of [pool, notes]) one.on('error', onConnectionLost);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    dialect: 'postgres',
    db,
    read: query => send(pool, query),
    write: work => inTransaction(pool, work),
    note: async work => void (await inTransaction(notes, work)),
    // On a standby, and in Azure on a full disk, it answers and takes nothing.
    trouble: () =>
      send(pool, readOnly).then(
        ({ rows: [row] }) => (row?.value === 'on' ? 'not-writable' : undefined),
        () => 'unreachable' as const,
      ),
    close: async () => {
      await Promise.all([db.destroy(), notes.end()]);
    },
  };
}

async function send<Row>(to: pg.Pool | pg.PoolClient, { sql, values, name }: Query<Row>): Promise<Result<Row>> {
  const { rows, rowCount } = await to.query({ text: sql, values: values as unknown[], ...(name !== null && { name }) });
  return { rows, changed: rowCount ?? 0 };
}

const readOnly: Query<{ value: string }> = {
  sql: "select current_setting('transaction_read_only') as value",
  values: [],
  name: null,
};
const begin: Query = { sql: 'begin', values: [], name: null };
const commit: Query = { sql: 'commit', values: [], name: null };
const rollback: Query = { sql: 'rollback', values: [], name: null };

async function inTransaction<Outcome>(pool: pg.Pool, work: () => Work<Outcome>): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      if (!('queries' in work)) return await once(pool, work());
      // A statement alone is a transaction.
      return (await send(pool, asOne(work.queries as readonly Query[]))) as Outcome;
    } catch (error) {
      if (error instanceof Rollback) return error.outcome;
      if (!isWorthAnotherTry(error) || attempt === attempts) throw error;
    }
  }
}

async function once<Outcome>(pool: pg.Pool, steps: Work<Outcome>): Promise<Outcome> {
  const client = await pool.connect();
  let isBroken = false;
  // Without a listener a connection that is lost between two statements ends the process; the next statement fails.
  const onLost = () => {
    isBroken = true;
  };
  client.on('error', onLost);
  try {
    await send(client, begin);
    let step = steps.next();
    while (!step.done) step = steps.next(await send(client, step.value));
    await send(client, commit);
    return step.value;
  } catch (error) {
    await send(client, rollback).catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.off('error', onLost);
    client.release(isBroken);
  }
}

/** By the names of the queries in them. */
const joined = new Map<string, string>();

/** PostgreSQL writes inside of a query: all but the last one are written there. */
function asOne(queries: readonly Query[]): Query {
  const [first, ...others] = queries;
  if (first !== undefined && others.length === 0) return first;
  const name = queries.map(query => query.name).join('+');
  const sql = joined.get(name) ?? joinedSql(queries);
  joined.set(name, sql);
  return { sql, name, values: queries.flatMap(({ values }) => values) };
}

function joinedSql(queries: readonly Query[]): string {
  let before = 0;
  const parts = queries.map(({ sql, values }) => {
    const start = before;
    before += values.length;
    // $12
    return sql.replace(/\$(?<number>\d+)/g, (_, number) => `$${start + Number(number)}`);
  });
  const inside = parts.slice(0, -1).map((part, index) => `part_${index} as (${part})`);
  return `with ${inside.join(', ')} ${parts.at(-1)}`;
}

/** PostgreSQL chose this transaction as the one to give way (serialization_failure, deadlock_detected). */
function isWorthAnotherTry(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === '40001' || code === '40P01';
}
