/**
 * What both databases do for the stores: read with one query, or write several in one transaction.
 *
 * A transaction is a generator that yields queries and gets their results. SQLite, whose calls block anyway, runs it in
 * one go, together with whatever else is to be written at that moment, and pays for one fsync; PostgreSQL awaits each.
 */
import type { Compilable, Kysely } from 'kysely';
import type { Dialect, Tables } from './schema.ts';
import type { StoreTrouble } from './store.ts';

/** A statement with its values, and the type of its rows. */
export interface Query<Row = unknown> {
  readonly sql: string;
  readonly values: readonly unknown[];
  /** Under which a connection keeps it prepared; null for a query that is not often asked. */
  readonly name: string | null;
  readonly row?: Row;
}

export interface Result<Row = unknown> {
  readonly rows: readonly Row[];
  /** How many rows were inserted, updated or deleted. */
  readonly changed: number;
}

/** Queries of one transaction. It may be run more than once and must touch nothing but the database. */
export type Work<Outcome> = Generator<Query, Outcome, Result>;

export interface Engine {
  readonly dialect: Dialect;
  /** Builds queries; nothing is run through it once the tables are up to date. */
  readonly db: Kysely<Tables>;
  read<Row>(query: Query<Row>): Promise<Result<Row>>;
  /** All of it or nothing, and durable once it resolves. */
  write<Outcome>(work: () => Work<Outcome>): Promise<Outcome>;
  /**
   * The same, first of all that is written in this moment: for what was just done outside and is to be noted. It outlives
   * the process, and need not outlive a power cut.
   */
  note(work: Together<unknown>): Promise<void>;
  /** The same with the next commit, or in a moment: for what may be done once more without any harm. */
  noteSoon(work: Together<unknown>): Promise<void>;
  /** Tries to write, or asks whether it could. */
  trouble(): Promise<StoreTrouble | undefined>;
  close(): Promise<void>;
}

/** Thrown inside of a transaction to undo everything and end with `outcome` all the same. */
export class Rollback<Outcome> extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super('rolled back on purpose');
    this.outcome = outcome;
  }
}

/** Runs one query of a transaction: `const { rows } = yield* run(query)`. */
export function* run<Row>(query: Query<Row>): Generator<Query, Result<Row>, Result> {
  return (yield query) as Result<Row>;
}

/** A transaction of queries that write different rows and wait for no result: they may go to the database as one. */
export interface Together<Outcome> {
  (): Work<Outcome>;
  readonly queries: readonly Query[];
}

/** @param queries built by `prepare` */
export function together(queries: readonly Query[]): Together<void> {
  const work = function* (): Work<void> {
    for (const query of queries) yield* run(query);
  };
  return Object.assign(work, { queries });
}

/** A transaction of one query. */
export function only<Row>(query: Query<Row>): Together<Result<Row>> {
  return Object.assign(() => run(query), { queries: [query] });
}

/** A query that is built where it is needed, for what happens once an hour. */
export function seldom<Row>(query: Compilable<Row>): Query<Row> {
  const { sql, parameters } = query.compile();
  return { sql, values: parameters.map(withoutNul), name: null };
}

/** Stands in a query for a value that is known later. */
class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

const placeholders = new Proxy(
  {},
  {
    get: (_, name) => new Placeholder(String(name)),
    ownKeys: () => {
      throw new TypeError('Name every value of a prepared query: "...rest" finds none.');
    },
  },
);

let prepared = 0;

/**
 * A query for every turn: built and compiled when it is first asked, and kept prepared by the connection.
 * @param build gets a placeholder for every value, by its name
 */
export function prepare<Values extends object, Row>(
  { db }: Pick<Engine, 'db'>,
  build: (db: Kysely<Tables>, values: Values) => Compilable<Row>,
): (values: Values) => Query<Row> {
  let compiled: { readonly sql: string; readonly parameters: readonly unknown[]; readonly name: string } | undefined;
  return values => {
    compiled ??= { ...build(db, placeholders as Values).compile(), name: `s${++prepared}` };
    const { sql, parameters, name } = compiled;
    return {
      sql,
      name,
      values: parameters.map(one =>
        withoutNul(one instanceof Placeholder ? (values as Record<string, unknown>)[one.name] : one),
      ),
    };
  };
}

/**
 * What is asked for, as one row that tables are joined to by name. SQLite plans a join anew at every run when values stand
 * in its conditions, as each might want another plan; that takes ten times as long as the query.
 */
export function asked<Values extends object, Name extends keyof Values & string>(
  db: Kysely<Tables>,
  values: Values,
  names: readonly Name[],
) {
  return db.selectNoFrom(({ val }) => names.map(name => val(values[name]).as(name))).as('asked');
}

/**
 * PostgreSQL text cannot hold U+0000 and refuses the whole statement. So that a pasted name or a made-up id fails
 * nowhere, and both databases hold the same, it is replaced in every value (JSON columns escape it themselves).
 */
function withoutNul(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
}
