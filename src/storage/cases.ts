/** Cases, their events, and the one transaction that a turn ends in. */
import type { Kysely } from 'kysely';
import type { CaseEvent } from '../triage/case.ts';
import { writeCard } from './cards.ts';
import { json, parseJson, time } from './columns.ts';
import { insertFacts } from './memory.ts';
import { recordActivity } from './replies.ts';
import type { Db, Tables } from './schema.ts';
import type { CaseStore, CaseSummary, Commit, CommitResult, StoredCase } from './store.ts';
import { inTransaction, Rollback } from './transaction.ts';

export function caseStore<Value>(db: Kysely<Tables>): CaseStore<Value> {
  return {
    commit: commit => inTransaction(db, transaction => commitTurn(transaction, commit)),

    async loadCase(tenant, caseId) {
      const row = await db
        .selectFrom('cases')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('id', '=', caseId)
        .executeTakeFirst();
      return row && toCase<Value>(row);
    },

    async caseVersion(tenant, caseId) {
      const row = await db
        .selectFrom('cases')
        .select('version')
        .where('tenant', '=', tenant)
        .where('id', '=', caseId)
        .executeTakeFirst();
      return row?.version;
    },

    async currentCase({ tenant, conversation }) {
      const row = await db
        .selectFrom('conversations')
        .innerJoin('cases', join =>
          join.onRef('cases.tenant', '=', 'conversations.tenant').onRef('cases.id', '=', 'conversations.case_id'),
        )
        .selectAll('cases')
        .where('conversations.tenant', '=', tenant)
        .where('conversations.conversation', '=', conversation)
        .executeTakeFirst();
      return row && toCase<Value>(row);
    },

    async listCases({ tenant, conversation, personId, limit }) {
      let query = db.selectFrom('cases').select(summaryColumns).where('tenant', '=', tenant);
      if (conversation !== undefined) query = query.where('conversation', '=', conversation);
      if (personId !== undefined) query = query.where('person_id', '=', personId);
      const rows = await query.orderBy('updated_at', 'desc').orderBy('id').limit(limit).execute();
      return rows.map(toSummary);
    },

    async caseEvents(tenant, caseId) {
      const rows = await db
        .selectFrom('case_events')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('case_id', '=', caseId)
        .orderBy('seq')
        .execute();
      return rows.map(row => ({
        seq: row.seq,
        kind: row.kind,
        at: row.at,
        by: row.by_id === null ? null : { id: row.by_id, name: row.by_name ?? '' },
        data: parseJson(row.data),
      }));
    },

    async rememberCard({ tenant, conversation }, caseId, activity) {
      await inTransaction(db, transaction => writeCard(transaction, tenant, caseId, { conversation, activity }));
    },

    async cardOf({ tenant, conversation }, caseId) {
      const row = await db
        .selectFrom('cards')
        .select('activity')
        .where('tenant', '=', tenant)
        .where('case_id', '=', caseId)
        .where('conversation', '=', conversation)
        .executeTakeFirst();
      return row?.activity;
    },

    cardsOf: (tenant, caseId) =>
      db
        .selectFrom('cards')
        .select(['conversation', 'activity'])
        .where('tenant', '=', tenant)
        .where('case_id', '=', caseId)
        .orderBy('conversation')
        .execute(),

    async caseOfCard({ tenant, conversation, activity }) {
      const row = await db
        .selectFrom('cards')
        .select('case_id')
        .where('tenant', '=', tenant)
        .where('conversation', '=', conversation)
        .where('activity', '=', activity)
        .executeTakeFirst();
      return row?.case_id;
    },

    async tookPart(tenant, caseId, personId) {
      const row = await db
        .selectFrom('case_events')
        .select('seq')
        .where('tenant', '=', tenant)
        .where('case_id', '=', caseId)
        .where('by_id', '=', personId)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    addEvent: (tenant, caseId, event) =>
      inTransaction(db, async transaction => {
        // Locks the row, as a turn that changes the case does: events are numbered without a gap.
        const { numUpdatedRows } = await transaction
          .updateTable('cases')
          .set(({ ref }) => ({ version: ref('version') }))
          .where('tenant', '=', tenant)
          .where('id', '=', caseId)
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) return false;
        await appendEvents(transaction, tenant, caseId, [event]);
        return true;
      }),

    async articleCounts(tenant, since, limit) {
      const rows = await db
        .selectFrom('cases')
        .select(({ fn }) => ['article', fn.countAll().as('count'), fn.max('opened_at').as('last_at')])
        .where('tenant', '=', tenant)
        .where('article', 'is not', null)
        .where('opened_at', '>=', time(since))
        .groupBy('article')
        .orderBy('count', 'desc')
        .orderBy('article')
        .limit(limit)
        .execute();
      return rows.map(row => ({ article: row.article!, count: Number(row.count), lastAt: row.last_at }));
    },
  };
}

/** Tables are written in one order by everybody (activity, case, events, conversation, memory), so no two wait for each other. */
async function commitTurn<Value>(db: Db, commit: Commit<Value>): Promise<CommitResult> {
  if (commit.activity !== undefined) {
    const first = await recordActivity(db, commit);
    if (first.kind === 'repeated') return first;
  }
  const version = await writeCase(db, commit);
  await setCurrentCase(db, commit);
  if (commit.remember !== undefined) await insertFacts(db, { ...commit, facts: commit.remember });
  return { kind: 'committed', version };
}

async function writeCase<Value>(db: Db, { tenant, conversation, at, by, case: change }: Commit<Value>) {
  if (change === undefined) return null;
  const { id, expectedVersion, article, state, events } = change;
  const version = expectedVersion + 1;
  const content = { version, value: json(change.value), article, state, updated_at: time(at) };
  const written =
    expectedVersion === 0
      ? await db
          .insertInto('cases')
          .values({ tenant, id, conversation, person_id: by?.id ?? null, opened_at: time(at), ...content })
          .onConflict(conflict => conflict.doNothing())
          .executeTakeFirst()
      : await db
          .updateTable('cases')
          .set(content)
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .where('version', '=', expectedVersion)
          .executeTakeFirst();
  const rows = 'numUpdatedRows' in written ? written.numUpdatedRows : written.numInsertedOrUpdatedRows;
  if (rows !== 1n) throw new Rollback<CommitResult>({ kind: 'conflict' });
  await appendEvents(db, tenant, id, events);
  return version;
}

/** The case's row is locked by now, so nobody else appends. */
async function appendEvents(db: Db, tenant: string, caseId: string, events: readonly CaseEvent[]): Promise<void> {
  if (events.length === 0) return;
  const last = await db
    .selectFrom('case_events')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .where('tenant', '=', tenant)
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  const before = last?.seq ?? 0;
  const rows = events.map((event, index) => ({
    tenant,
    case_id: caseId,
    seq: before + index + 1,
    kind: event.kind,
    at: time(event.at),
    by_id: event.by.id,
    by_name: event.by.name,
    data: json(event.data),
  }));
  await db.insertInto('case_events').values(rows).execute();
}

async function setCurrentCase<Value>(db: Db, { tenant, conversation, currentCase }: Commit<Value>): Promise<void> {
  if (currentCase === undefined) return;
  if (currentCase === null) {
    await db
      .deleteFrom('conversations')
      .where('tenant', '=', tenant)
      .where('conversation', '=', conversation)
      .execute();
    return;
  }
  await db
    .insertInto('conversations')
    .values({ tenant, conversation, case_id: currentCase })
    .onConflict(conflict => conflict.columns(['tenant', 'conversation']).doUpdateSet({ case_id: currentCase }))
    .execute();
}

const summaryColumns = [
  'id',
  'version',
  'conversation',
  'person_id',
  'article',
  'state',
  'opened_at',
  'updated_at',
] as const;

type SummaryRow = Pick<Tables['cases'], (typeof summaryColumns)[number]>;

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

/** The value is what a `Store<Value>` wrote; who reads it back across versions of the program validates it there. */
function toCase<Value>(row: Tables['cases']): StoredCase<Value> {
  return { ...toSummary(row), tenant: row.tenant, value: parseJson(row.value) as Value };
}
