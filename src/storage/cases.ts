/** Cases, their events, and the one transaction that a turn ends in. */
import { sql } from 'kysely';
import type { CaseEvent } from '../triage/case.ts';
import { type CaseKey, cardQueries } from './cards.ts';
import { caseColumns, caseRow, changedColumns, columnsOf } from './case-row.ts';
import { type WordWriter, wordWriter } from './case-words.ts';
import { json, parseJson, time } from './columns.ts';
import { atOnceCommitter } from './commit-at-once.ts';
import { type DueWriter, dueWriter } from './due-work.ts';
import { asked, type Engine, only, prepare, Rollback, run, seldom, type Work } from './engine.ts';
import { listQuery, rarestFirst, type SummaryRow } from './list-cases.ts';
import { type PlaceWriter, placeWriter } from './places.ts';
import { type FactWriter, factWriter } from './remember.ts';
import { type ActivityRecorder, activityRecorder } from './replies.ts';
import type { Tables } from './schema.ts';
import type { CaseStore, CaseSummary, Commit, CommitResult, ConversationKey, StoredCase } from './store.ts';
import type { ReadCase } from './stored-case.ts';

export function caseStore<Value>(engine: Engine, readCase: ReadCase<Value>): CaseStore<Value> {
  const commitTurn = turnCommitter<Value>(engine);
  const commitAtOnce = engine.dialect === 'postgres' ? atOnceCommitter<Value>(engine) : undefined;
  const appendEvent = eventAppender(engine);

  const findCase = prepare(engine, (db, { tenant, caseId }: CaseKey) =>
    db.selectFrom('cases').selectAll().where('tenant', '=', tenant).where('id', '=', caseId),
  );
  const findVersion = prepare(engine, (db, { tenant, caseId }: CaseKey) =>
    db.selectFrom('cases').select('version').where('tenant', '=', tenant).where('id', '=', caseId),
  );
  const findCurrent = prepare(engine, (db, { tenant, conversation }: ConversationKey) =>
    db
      .selectFrom('conversations')
      .innerJoin('cases', join =>
        join.onRef('cases.tenant', '=', 'conversations.tenant').onRef('cases.id', '=', 'conversations.case_id'),
      )
      .selectAll('cases')
      .where('conversations.tenant', '=', tenant)
      .where('conversations.conversation', '=', conversation),
  );
  const findEvents = prepare(engine, (db, { tenant, caseId }: CaseKey) =>
    db.selectFrom('case_events').selectAll().where('tenant', '=', tenant).where('case_id', '=', caseId).orderBy('seq'),
  );
  const cards = cardQueries(engine);
  const findPart = prepare(
    engine,
    (db, { tenant, caseId, personId, but }: CaseKey & { personId: string; but: string }) =>
      db
        .selectFrom('case_events')
        .select('seq')
        .where('tenant', '=', tenant)
        .where('case_id', '=', caseId)
        .where('by_id', '=', personId)
        .where('kind', '<>', but)
        .limit(1),
  );
  const lockCase = prepare(engine, (db, { tenant, caseId }: CaseKey) =>
    db
      .updateTable('cases')
      .set(({ ref }) => ({ version: ref('version') }))
      .where('tenant', '=', tenant)
      .where('id', '=', caseId),
  );

  return {
    commit: commit => commitAtOnce?.(commit) ?? engine.write(() => commitTurn(commit)),

    async loadCase(tenant, caseId) {
      const { rows } = await engine.read(findCase({ tenant, caseId }));
      return rows[0] && toCase(rows[0], readCase);
    },

    async caseVersion(tenant, caseId) {
      const { rows } = await engine.read(findVersion({ tenant, caseId }));
      return rows[0]?.version;
    },

    async currentCase({ tenant, conversation }) {
      const { rows } = await engine.read(findCurrent({ tenant, conversation }));
      return rows[0] && toCase(rows[0], readCase);
    },

    async listCases(filter) {
      const sought = filter.words && (await rarestFirst(engine, filter.tenant, filter.words));
      const query = listQuery(engine.db, { ...filter, words: sought?.words }, sought?.isRare);
      const { rows } = await engine.read(seldom(query));
      return rows.map(toSummary);
    },

    async caseEvents(tenant, caseId) {
      const { rows } = await engine.read(findEvents({ tenant, caseId }));
      return rows.map(row => ({
        seq: row.seq,
        kind: row.kind,
        at: row.at,
        by: row.by_id === null ? null : { id: row.by_id, name: row.by_name ?? '' },
        data: parseJson(row.data),
      }));
    },

    async rememberCard({ tenant, conversation }, caseId, activity) {
      await engine.write(only(cards.put({ tenant, caseId, conversation, activity })));
    },

    async cardOf({ tenant, conversation }, caseId) {
      const { rows } = await engine.read(cards.find({ tenant, caseId, conversation }));
      return rows[0]?.activity;
    },

    async cardsOf(tenant, caseId) {
      const { rows } = await engine.read(cards.findAll({ tenant, caseId }));
      return [...rows];
    },

    async caseOfCard({ tenant, conversation, activity }) {
      const { rows } = await engine.read(cards.findCase({ tenant, conversation, activity }));
      return rows[0]?.case_id;
    },

    async tookPart(tenant, caseId, personId, but = '') {
      const { rows } = await engine.read(findPart({ tenant, caseId, personId, but }));
      return rows.length > 0;
    },

    addEvent: (tenant, caseId, event) =>
      engine.write(function* () {
        // Locks the row, as a turn that changes the case does: events are numbered without a gap.
        const { changed } = yield* run(lockCase({ tenant, caseId }));
        if (changed !== 1) return false;
        yield* appendEvent(tenant, caseId, event);
        return true;
      }),

    async articleCounts(tenant, since, limit) {
      const latest = engine.db
        .selectFrom('cases')
        .select(['article', 'opened_at'])
        .where('tenant', '=', tenant)
        .where('opened_at', '>=', time(since))
        .where('article', 'is not', null)
        .orderBy('opened_at', 'desc')
        .limit(mostCounted)
        .as('latest');
      const query = engine.db
        .selectFrom(latest)
        .select(({ fn }) => ['article', fn.countAll().as('count'), fn.max('opened_at').as('last_at')])
        .groupBy('article')
        .orderBy('count', 'desc')
        .orderBy('article')
        .limit(limit);
      const { rows } = await engine.read(seldom(query));
      return rows.map(row => ({ article: row.article!, count: Number(row.count), lastAt: row.last_at }));
    },
  };
}

/** The newest cases tell what comes up; a tenant with a million of them waits no longer for it. */
const mostCounted = 5_000;

/** Tables are written in one order by everybody (activity, case, events, conversation, place, memory), so no two wait for each other. */
function turnCommitter<Value>(engine: Engine): (commit: Commit<Value>) => Work<CommitResult> {
  const recordActivity: ActivityRecorder = activityRecorder(engine);
  const writeFact: FactWriter = factWriter(engine);
  const writePlace: PlaceWriter = placeWriter(engine);
  const writeDue: DueWriter = dueWriter(engine);
  const writeWords: WordWriter = wordWriter(engine);
  const appendEvent = eventAppender(engine);

  const openCase = prepare(engine, (db, row: Tables['cases']) =>
    db
      .insertInto('cases')
      .values({ ...columnsOf(row, caseColumns) })
      .onConflict(conflict => conflict.doNothing()),
  );
  const changeCase = prepare(engine, (db, row: Tables['cases'] & { readonly expected: number }) =>
    db
      .updateTable('cases')
      .set(columnsOf(row, changedColumns))
      .where('tenant', '=', row.tenant)
      .where('id', '=', row.id)
      .where('version', '=', row.expected),
  );
  const setCurrent = prepare(engine, (db, { tenant, conversation, caseId }: ConversationKey & CaseKey) =>
    db
      .insertInto('conversations')
      .values({ tenant, conversation, case_id: caseId })
      .onConflict(conflict =>
        conflict
          .columns(['tenant', 'conversation'])
          .doUpdateSet({ case_id: caseId })
          .where('conversations.case_id', '<>', caseId),
      ),
  );
  const leaveCurrent = prepare(engine, (db, { tenant, conversation }: ConversationKey) =>
    db.deleteFrom('conversations').where('tenant', '=', tenant).where('conversation', '=', conversation),
  );

  function* writeCase(commit: Commit<Value>): Work<number | null> {
    const { tenant, case: change } = commit;
    if (change === undefined) return null;
    const { id, expectedVersion, events } = change;
    const row = caseRow(commit, change);
    const query = expectedVersion === 0 ? openCase(row) : changeCase({ ...row, expected: expectedVersion });
    const { changed } = yield* run<unknown>(query);
    if (changed !== 1) throw new Rollback<CommitResult>({ kind: 'conflict' });
    for (const event of events) yield* appendEvent(tenant, id, event);
    if (change.words !== undefined) yield* writeWords(tenant, change, commit.at);
    if (change.due !== undefined) yield* writeDue(tenant, id, change.due);
    return row.version;
  }

  return function* (commit) {
    if (commit.activity !== undefined) {
      const first = yield* recordActivity(commit);
      if (first.kind === 'repeated') return first;
    }
    const version = yield* writeCase(commit);
    const { tenant, conversation, currentCase } = commit;
    if (currentCase === null) yield* run(leaveCurrent({ tenant, conversation }));
    else if (currentCase !== undefined) yield* run(setCurrent({ tenant, conversation, caseId: currentCase }));
    if (commit.place !== undefined) yield* writePlace(commit.place);
    yield* writeFact(commit);
    return { kind: 'committed', version };
  };
}

/** The case's row is locked by now, so nobody else appends. */
function eventAppender(engine: Engine): (tenant: string, caseId: string, event: CaseEvent) => Work<void> {
  const append = prepare(engine, (db, row: Omit<Tables['case_events'], 'seq'>) =>
    db
      .insertInto('case_events')
      .columns(['tenant', 'case_id', 'seq', 'kind', 'at', 'by_id', 'by_name', 'data'])
      .expression(
        db
          .selectFrom(asked(db, row, ['tenant', 'case_id', 'kind', 'at', 'by_id', 'by_name', 'data']))
          .select(({ selectFrom, eb }) => [
            'asked.tenant',
            'asked.case_id',
            eb(
              selectFrom('case_events')
                .select(({ fn }) => fn.coalesce(fn.max('seq'), sql<number>`0`).as('last'))
                .whereRef('case_events.tenant', '=', 'asked.tenant')
                .whereRef('case_events.case_id', '=', 'asked.case_id'),
              '+',
              sql<number>`1`,
            ).as('seq'),
            'asked.kind',
            'asked.at',
            'asked.by_id',
            'asked.by_name',
            'asked.data',
          ]),
      ),
  );
  return function* (tenant, caseId, { kind, at, by, data }) {
    yield* run(
      append({ tenant, case_id: caseId, kind, at: time(at), by_id: by.id, by_name: by.name, data: json(data) }),
    );
  };
}

function toSummary(row: SummaryRow): CaseSummary {
  return {
    id: row.id,
    version: row.version,
    conversation: row.conversation,
    personId: row.person_id,
    article: row.article,
    state: row.state,
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
  };
}

/** The value may come from another version of the program; one that cannot be read is as good as not there. */
export function toCase<Value>(row: Tables['cases'], readCase: ReadCase<Value>): StoredCase<Value> | undefined {
  const summary = toSummary(row);
  const value = readCase(parseJson(row.value), summary);
  return value === undefined ? undefined : { ...summary, tenant: row.tenant, value };
}
