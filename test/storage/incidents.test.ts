import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import pg from 'pg';
import {
  aboutQuery,
  besideQuery,
  countQuery,
  namedQuery,
  ofCaseQuery,
  reportsQuery,
  runningQuery,
} from '../../src/storage/incident-queries.ts';
import type { Tables } from '../../src/storage/schema.ts';
import type { Store } from '../../src/storage/store.ts';
import type { Remember } from '../../src/triage/guiding/index.ts';
import type { Problem } from '../../src/triage/incident.ts';
import { onEachDatabase } from './databases.ts';

const early = '2026-11-21T09:00:00.000Z';
const now = '2026-11-21T09:30:00.000Z';
const later = '2026-11-21T10:00:00.000Z';
const problem: Problem = { articleId: 'connection-refused', code: '4.4.316', nextHop: 'contoso.example' };
const towards: Problem = { ...problem, code: '' };

onEachDatabase('incidents', database => {
  let store: Store<unknown>;
  let other: Store<unknown>;
  let tenant: string;

  before(async () => {
    store = await database.open();
    other = await database.open();
  });
  beforeEach(() => {
    tenant = randomUUID();
  });

  const commit = (id: string, remember: Remember[], { at = now, version = 0, by = store, conversation = id } = {}) =>
    by.commit({
      tenant,
      conversation,
      at,
      by: { id: 'priya', name: 'Priya' },
      case: { id, expectedVersion: version, value: {}, article: problem.articleId, state: 'open', events: [] },
      remember,
    });
  const opened = (caseId: string, more: Partial<Remember & { kind: 'opening' }> = {}): Remember => ({
    kind: 'opening',
    caseId,
    domain: 'fabrikam.example',
    incident: null,
    isAfter: false,
    hasLeft: false,
    ...problem,
    ...more,
  });
  const begin = (id: string, by = store) =>
    commit(id, [{ kind: 'incident', caseId: id, from: early, ...towards }], { by });
  const join = (caseId: string, incident = 'INC') =>
    store.joinIncident(tenant, caseId, { incident, countAt: later, now });
  const due = async () =>
    (await store.claimDue({ now: later, leaseUntil: later, limit: 100 }))
      .filter(work => work.tenant === tenant)
      .map(({ caseId, what }) => `${caseId} ${what}`)
      .sort();

  it('are begun by one, however many see it in the same moment, with the cases that are of none yet', async () => {
    await commit('OLD', [opened('OLD')], { at: '2026-11-21T08:00:00.000Z' });
    for (const id of ['ONE', 'TWO']) await commit(id, [opened(id)]);
    await commit('ELSE', [opened('ELSE', { nextHop: 'tailspin.example' })]);
    assert.deepEqual(await store.reportsOf(tenant, problem, early), { cases: 2, hops: 2 });

    const began = await Promise.all(['INC', 'INC2', 'INC3'].map((id, n) => begin(id, n % 2 === 0 ? store : other)));
    assert.deepEqual(began.map(({ kind }) => kind).sort(), ['committed', 'conflict', 'conflict']);
    const [id] = await store.runningIncidents(tenant);
    assert.equal((await store.reported(tenant, id!)).count, 2);
    assert.equal((await store.incidentOf(tenant, 'ONE'))?.id, id);
    assert.deepEqual(
      [await store.incidentOf(tenant, 'OLD'), await store.incidentOf(tenant, 'ELSE')],
      [undefined, undefined],
    );
    assert.equal((await store.incidentAbout(tenant, problem, now))?.id, id);
    assert.deepEqual((await store.takeUnseen(tenant, id!)).toSorted(), ['ONE', 'TWO']);
    assert.deepEqual(await store.takeUnseen(tenant, id!), [], 'each once');
  });

  it('are joined while they run, and whoever thought so when they were just over is told', async () => {
    await begin('INC');
    await commit('ONE', [opened('ONE')]);
    assert.equal(await join('ONE'), true);
    await commit('TWO', [opened('TWO', { incident: 'INC' })]);
    await commit('INC', [{ kind: 'incident-over', caseId: 'INC', at: now }], { version: 1 });
    await commit('LATE', [opened('LATE', { incident: 'INC' })]);

    assert.equal(await join('LATE'), false);
    assert.deepEqual(await due(), ['INC count', 'LATE over', 'ONE over', 'TWO over']);
    assert.deepEqual(await store.runningIncidents(tenant), []);
    assert.equal((await store.incidentAbout(tenant, problem, early))?.endedAt, now, 'just over');
    assert.equal(await store.incidentAbout(tenant, problem, later), undefined);
  });

  it('have one voice in each conversation: the open case that was opened last', async () => {
    await begin('INC');
    for (const [id, at] of [
      ['FIRST', early],
      ['LAST', now],
    ] as const)
      await commit(id, [opened(id, { incident: 'INC' })], { at, conversation: 'group' });
    await commit('INC', [{ kind: 'incident-news', caseId: 'INC', at: now }], { version: 1 });
    assert.deepEqual(await due(), ['LAST news']);
    await commit('LAST', [{ kind: 'incident-left', caseId: 'LAST' }], { version: 1 });
    await commit('INC', [{ kind: 'incident-over', caseId: 'INC', at: now }], { version: 2 });

    assert.ok((await due()).includes('FIRST over'));
    assert.equal((await store.incidentOf(tenant, 'FIRST'))?.belonging, 'voice');
    assert.equal(await store.incidentOf(tenant, 'LAST'), undefined);
  });

  it('have the conversation that reported a case, also where the experts say which problem it is', async () => {
    await begin('INC');
    for (const id of ['ONE', 'TWO']) {
      await commit(id, []);
      await commit(id, [opened(id, { incident: 'INC' })], { version: 1, conversation: 'experts' });
    }

    await commit('INC', [{ kind: 'incident-news', caseId: 'INC', at: now }], { version: 1 });

    assert.deepEqual(await due(), ['ONE news', 'TWO news']);
  });

  it('lose a case that is about another problem by now, and keep one that is about the same', async () => {
    await begin('INC');
    await commit('ONE', [opened('ONE', { incident: 'INC' })]);
    await commit('ONE', [opened('ONE')], { version: 1 });
    assert.equal((await store.incidentOf(tenant, 'ONE'))?.id, 'INC');

    await commit('ONE', [opened('ONE', { articleId: 'mailbox-full', code: '5.2.2' })], { version: 2 });
    assert.equal(await store.incidentOf(tenant, 'ONE'), undefined);
  });

  it('are asked for without reading all of a table', async () => {
    const isSqlite = database.name === 'SQLite';
    // It only compiles: nothing is asked through it.
    const dialect = isSqlite
      ? new SqliteDialect({ database: new Database(':memory:') })
      : new PostgresDialect({ pool: new pg.Pool() });
    const db = new Kysely<Tables>({ dialect });
    const of = { tenant, incident: 'INC', caseId: 'ONE', conversation: 'group' };
    const { articleId: article, nextHop: hop, code } = problem;
    const queries = {
      'of a case': ofCaseQuery(db, of),
      'of a problem': aboutQuery(db, { tenant, article, hop, code, since: early }),
      count: countQuery(db, of),
      named: namedQuery(db, of, 'domain'),
      beside: besideQuery(db, of),
      reports: reportsQuery(db, tenant, problem, early),
      running: runningQuery(db, tenant),
    };
    const client = isSqlite ? undefined : new pg.Client({ connectionString: database.url });
    await client?.connect();
    // A table of a few rows is read whole, whatever there is: what is asked for is what could be used.
    await client?.query('set enable_seqscan = off');
    const file = isSqlite ? new Database(database.url.replace('sqlite:', '')) : undefined;
    for (const [name, query] of Object.entries(queries)) {
      const { sql, parameters } = query.compile();
      const plan = client
        ? (await client.query(`explain ${sql}`, [...parameters])).rows.map(row => row['QUERY PLAN'])
        : (file!.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[]).map(
            one => one.detail,
          );
      assert.doesNotMatch(plan.join('\n'), /Seq Scan|^SCAN /m, name);
    }
    await client?.end();
    file?.close();
  });
});
