/**
 * What nearly every turn ends in, as one statement: PostgreSQL writes inside of a query, so all of it goes to the server
 * and back once. The first part decides, and the others are written where it wrote a row.
 */
import { type RawBuilder, sql } from 'kysely';
import { caseRow, changedColumns } from './case-row.ts';
import { insertion as wordInsertion } from './case-words.ts';
import { json, time } from './columns.ts';
import { dueRow } from './due-work.ts';
import { type Engine, only, prepare, type Query } from './engine.ts';
import { placeRow } from './places.ts';
import { activityRow, replyFinder, toReply } from './replies.ts';
import type { Tables } from './schema.ts';
import type { Commit, CommitResult } from './store.ts';

/** Returns undefined for a commit that holds something else too: that one takes several statements. */
export function atOnceCommitter<Value>(engine: Engine): (commit: Commit<Value>) => Promise<CommitResult> | undefined {
  const findReply = replyFinder(engine);
  const statements = new Map<string, (values: Values) => Query>();

  function prepared(kind: Kind, parts: readonly Part[]): (values: Values) => Query {
    return prepare(engine, (db, values: Values) => ({ compile: () => statementOf(kind, parts, values).compile(db) }));
  }

  async function write(commit: UsualCommit<Value>): Promise<CommitResult> {
    const { tenant, conversation, activity, case: change } = commit;
    const parts = partsOf(commit);
    const kind: Kind = change === undefined ? 'none' : change.expectedVersion === 0 ? 'open' : 'change';
    const shape = [kind, ...parts.map(({ table }) => table)].join();
    const statement = statements.get(shape) ?? prepared(kind, parts.map(withoutValues));
    statements.set(shape, statement);
    const isWritten = await engine.write(only(statement(valuesOf(parts)))).then(
      ({ changed }) => changed === 1,
      error => {
        if (!isTaken(error)) throw error;
        return false;
      },
    );
    if (isWritten) return { kind: 'committed', version: change === undefined ? null : change.expectedVersion + 1 };
    const { rows } = await engine.read(findReply({ tenant, conversation, activity: activity.id }));
    return rows[0] ? { kind: 'repeated', reply: toReply(rows[0]).reply } : { kind: 'conflict' };
  }

  return commit => (isUsual(commit) ? write(commit) : undefined);
}

type UsualCommit<Value> = Commit<Value> & { readonly activity: NonNullable<Commit<Value>['activity']> };

function isUsual<Value>(commit: Commit<Value>): commit is UsualCommit<Value> {
  const { activity, case: change, currentCase, person, remember = [] } = commit;
  if (activity === undefined || person !== undefined || remember.length > 0 || change?.due === null) return false;
  if (change?.words?.removed.length) return false;
  return currentCase === undefined || currentCase === change?.id;
}

/** Another turn has the key of a row: of the activity, the case, or the next event. Then all of the statement is undone. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

type Kind = 'open' | 'change' | 'none';

/** A row that is to be written, by column. */
interface Part {
  readonly table: keyof Tables;
  readonly row: Readonly<Record<string, unknown>>;
  /** Of an event: 1 for the first of this commit. */
  readonly number?: number;
}

/** The activity, the case if there is one, and the others. */
function partsOf<Value>(commit: UsualCommit<Value>): Part[] {
  const { tenant, conversation, activity, case: change, currentCase, place } = commit;
  const parts: Part[] = [
    { table: 'activities', row: { ...activityRow(commit, activity.id), sent_ids: json([]), attempts: 0 } },
  ];
  if (change !== undefined) parts.push({ table: 'cases', row: { ...caseRow(commit, change) } });
  parts.push({
    table: 'replies',
    row: { tenant, conversation, activity: activity.id, reply: activity.json ?? json(activity.reply) },
  });
  for (const [index, { kind, at, by, data }] of (change?.events ?? []).entries()) {
    const row = { tenant, case_id: change!.id, kind, at: time(at), by_id: by.id, by_name: by.name, data: json(data) };
    parts.push({ table: 'case_events', row, number: index + 1 });
  }
  if (change?.words) {
    const words = { tenant, caseId: change.id, words: json(change.words.added), openedAt: time(commit.at) };
    parts.push({ table: 'case_words', row: words });
  }
  if (change?.due) parts.push({ table: 'due_work', row: { ...dueRow(tenant, change.id, change.due) } });
  if (currentCase) parts.push({ table: 'conversations', row: { tenant, conversation, case_id: currentCase } });
  if (place !== undefined) parts.push({ table: 'places', row: { ...placeRow(place) } });
  return parts;
}

/** A statement stays, and with it nothing that was said in the turn that was the first of its kind. */
function withoutValues({ row, ...part }: Part): Part {
  return { ...part, row: Object.fromEntries(Object.keys(row).map(column => [column, null])) };
}

/** Of all parts, in their order. */
type Values = readonly unknown[];

function valuesOf(parts: readonly Part[]): Values {
  return parts.flatMap(({ row }) => Object.values(row));
}

/**
 * First the case, then its activity, which cannot be taken back once it is written. All that go this way do the same, so no
 * two wait for each other: not even deliveries of one activity of which one opens the case that the other changes. Of what
 * follows PostgreSQL writes the last first.
 * @param values gives a placeholder for every value
 */
function statementOf(kind: Kind, parts: readonly Part[], values: Values): RawBuilder<unknown> {
  let next = 0;
  const [activity, ...others] = parts.map(({ row, ...part }): Part => {
    const named = Object.keys(row).map(column => [column, values[next++]] as const);
    return { ...part, row: Object.fromEntries(named) };
  }) as [Part, ...Part[]];
  const [triageCase, ...rest] = others;
  switch (kind) {
    case 'none':
      return sql`with decided as (${newActivity(activity)}) ${following(others)}`;
    case 'open':
      return sql`with decided as (${openedCase(triageCase!, activity)}) ${following([activity, ...rest])}`;
    case 'change':
      return sql`with decided as (${changedCase(triageCase!, activity)}) ${following([activity, ...rest])}`;
  }
}

function newActivity({ row }: Part): RawBuilder<unknown> {
  return sql`insert into activities (${columnsIn(row)}) values (${valuesIn(row)}) on conflict do nothing returning 1`;
}

/** Nobody has opened it, and the activity is new. */
function openedCase({ row }: Part, activity: Part): RawBuilder<unknown> {
  return sql`insert into cases (${columnsIn(row)}) select ${valuesIn(row)} where ${isNew(activity)}
    on conflict do nothing returning 1`;
}

/** Nobody has changed it since, and the activity is new. */
function changedCase({ row }: Part, activity: Part): RawBuilder<unknown> {
  const set = changedColumns.map(column => sql`${sql.ref(column)} = ${row[column]}`);
  return sql`update cases set ${sql.join(set)}
    where tenant = ${row.tenant} and id = ${row.id} and version = ${row.version}::integer - 1 and ${isNew(activity)}
    returning 1`;
}

function isNew({ row: { tenant, conversation, activity } }: Part): RawBuilder<unknown> {
  return sql`not exists (
    select from activities where tenant = ${tenant} and conversation = ${conversation} and activity = ${activity}
  )`;
}

function following(parts: readonly Part[]): RawBuilder<unknown> {
  const written = parts
    .toReversed()
    .map((part, index) => sql`, ${sql.ref(`part_${index}`)} as (${insertion(part, 'decided')})`);
  return sql`${sql.join(written, sql` `)} select 1 from decided`;
}

/** @param decision what has a row if the part is to be written */
function insertion({ table, row, number }: Part, decision: string): RawBuilder<unknown> {
  const into = sql`insert into ${sql.table(table)}`;
  const inserted = sql`${into} (${columnsIn(row)}) select ${valuesIn(row)} from ${sql.table(decision)}`;
  switch (table) {
    case 'case_events':
      return sql`${into} (${columnsIn(row)}, seq) select ${valuesIn(row)}, ${sql.lit(number)} + coalesce(
        (select max(seq) from case_events where tenant = ${row.tenant} and case_id = ${row.case_id}), 0
      ) from ${sql.table(decision)}`;
    case 'case_words':
      return wordInsertion('postgres', row as never, sql`${sql.table(decision)},`);
    case 'conversations':
      return sql`${inserted} on conflict (tenant, conversation) do update set case_id = excluded.case_id
        where conversations.case_id <> excluded.case_id`;
    case 'due_work':
      return sql`${inserted} on conflict (case_id, tenant) do update set ${setFrom(row, ['tenant', 'case_id'])}`;
    case 'places':
      return sql`${inserted} on conflict (tenant, conversation) do update set ${setFrom(row)}`;
    default:
      return inserted;
  }
}

/** Every column but those of the key. */
function setFrom(row: Part['row'], key: readonly string[] = []): RawBuilder<unknown> {
  const changed = Object.keys(row).filter(column => !key.includes(column));
  return sql.join(changed.map(column => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`));
}

function columnsIn(row: Part['row']): RawBuilder<unknown> {
  return sql.join(Object.keys(row).map(column => sql.ref(column)));
}

function valuesIn(row: Part['row']): RawBuilder<unknown> {
  return sql.join(Object.values(row));
}
