/** The shared database, for several instances of the bot. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { type Engine, type Query, type Result, Rollback, type Together, type Work } from './engine.ts';
import type { Tables } from './schema.ts';

/** A turn must end with a sentence, not wait for ever: neither for a free connection nor for a lock. */
const longestWait = 10_000;
const longestStatement = 60_000;
/** The next turn may come minutes after the last one, and a new connection takes as long as twenty queries. */
const longestIdle = 600_000;
/** Before a router on the way forgets an idle connection. */
const keptAliveAfter = 30_000;
/** So often a transaction is tried that PostgreSQL ended in favour of another one. */
const attempts = 5;

export function openPostgres(url: string, onConnectionLost: (error: Error) => void): Engine {
  const settings = {
    connectionString: url,
    connectionTimeoutMillis: longestWait,
    statement_timeout: longestStatement,
    idle_in_transaction_session_timeout: longestStatement,
    keepAlive: true,
    keepAliveInitialDelayMillis: keptAliveAfter,
    application_name: 'mailflow-triage',
  };
  const pool = new pg.Pool({ ...settings, max: 8, idleTimeoutMillis: longestIdle });
  // Without a listener a lost idle connection ends the process. The pool drops it and opens another when needed.
  pool.on('error', onConnectionLost);
  const reads = openLane(settings, onConnectionLost);
  // What is noted does not wait for the disk.
  const notes = openLane(settings, onConnectionLost, 'set synchronous_commit to off');
  const note = async ({ queries }: Together<unknown>) => void (await notes.send(asOne(queries)));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    dialect: 'postgres',
    db,
    read: query => reads.send(query),
    write: work => inTransaction(pool, work),
    note,
    noteSoon: note,
    // On a standby, and in Azure on a full disk, it answers and takes nothing.
    trouble: () =>
      reads.send(readOnly).then(
        ({ rows: [row] }) => (row?.value === 'on' ? 'not-writable' : undefined),
        () => 'unreachable' as const,
      ),
    close: async () => {
      await Promise.all([db.destroy(), reads.close(), notes.close()]);
    },
  };
}

async function send<Row>(to: pg.ClientBase, { sql, values, name }: Query<Row>): Promise<Result<Row>> {
  const { rows, rowCount } = await to.query({ text: sql, values: values as unknown[], ...(name !== null && { name }) });
  return { rows, changed: rowCount ?? 0 };
}

interface Lane {
  send<Row>(query: Query<Row>): Promise<Result<Row>>;
  close(): Promise<void>;
}

/**
 * One connection for all who ask in the same moment: a query goes out at once, and is answered after those before it.
 * For short ones that wait for nobody and may be run twice, as what a lost connection left open is asked anew.
 * @param first is run before everything else
 */
function openLane(settings: pg.ClientConfig, onLost: (error: Error) => void, first?: string): Lane {
  let opened: Promise<pg.Client> | undefined;
  let isClosed = false;

  function open(): Promise<pg.Client> {
    const client = new pg.Client({ ...settings, pipeline: true });
    client.on('error', error => {
      if (forget()) onLost(error);
    });
    const opening = client.connect().then(async () => {
      if (first !== undefined) await client.query(first);
      return client;
    });
    opening.catch(forget);
    return opening;

    /** False when a new one is in its place already. */
    function forget(): boolean {
      if (opened !== opening) return false;
      opened = undefined;
      return true;
    }
  }

  return {
    async send(query) {
      for (let attempt = 1; ; attempt++) {
        if (isClosed) throw new Error('The database was closed');
        opened ??= open();
        const used = opened;
        const client = await used;
        try {
          return await send(client, query);
        } catch (error) {
          const isLost = opened !== used;
          if (!(isLost || isWorthAnotherTry(error)) || attempt === attempts) throw error;
        }
      }
    },

    async close() {
      isClosed = true;
      const client = await opened?.catch(() => undefined);
      await client?.end();
    },
  };
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
      return await once(pool, work);
    } catch (error) {
      if (error instanceof Rollback) return error.outcome;
      if (!isWorthAnotherTry(error) || attempt === attempts) throw error;
    }
  }
}

async function once<Outcome>(pool: pg.Pool, work: () => Work<Outcome>): Promise<Outcome> {
  const client = await pool.connect();
  let isBroken = false;
  // Without a listener a connection that is lost between two statements ends the process; the next statement fails.
  const onLost = () => {
    isBroken = true;
  };
  client.on('error', onLost);
  try {
    // A statement alone is a transaction.
    if ('queries' in work) return (await send(client, asOne(work.queries as readonly Query[]))) as Outcome;
    return await runAll(client, work()).catch(async error => {
      await send(client, rollback).catch(onLost);
      throw error;
    });
  } finally {
    client.off('error', onLost);
    client.release(isBroken);
  }
}

async function runAll<Outcome>(client: pg.PoolClient, steps: Work<Outcome>): Promise<Outcome> {
  await send(client, begin);
  let step = steps.next();
  while (!step.done) step = steps.next(await send(client, step.value));
  await send(client, commit);
  return step.value;
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
