import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import pg from 'pg';
import { listQuery } from '../../src/storage/list-cases.ts';
import { openStore } from '../../src/storage/open-store.ts';
import type { Tables } from '../../src/storage/schema.ts';
import { onEachDatabase, type TestCase, temporaryFolder } from './databases.ts';
import { freshDatabase } from './postgres.ts';
import { tick } from './tick.ts';

const talk = { tenant: 'tenant', conversation: 'talk' };

describe('a SQLite store', () => {
  it('makes its folder, closed to other users', async () => {
    const folder = join(temporaryFolder(), 'deep', 'data');

    const store = await openStore(`sqlite:${folder}/triage.db`);
    await store.close();

    if (process.platform !== 'win32') equal(statSync(folder).mode & 0o777, 0o700);
    deepEqual(readdirSync(folder), ['triage.db']);
  });

  it('reads no more than the newest cases of a person or a conversation for a list', async () => {
    const file = join(temporaryFolder(), 'triage.db');
    await (await openStore(`sqlite:${file}`)).close();
    const database = new Sqlite(file);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });

    for (const [whose, index] of [
      [{ personId: 'anna' }, 'cases_by_person'],
      [{ conversation: 'talk' }, 'cases_by_conversation'],
    ] as const) {
      const { sql, parameters } = listQuery(db, { tenant: 'tenant', limit: 6, isOpenFirst: true, ...whose }).compile();
      const steps = database.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[];
      const plan = steps.map(({ detail }) => detail);
      ok(
        plan.some(step => step.startsWith(`SEARCH cases USING INDEX ${index}`)),
        plan.join('\n'),
      );
      // What is sorted are the newest alone.
      equal(plan.filter(step => step.startsWith('USE TEMP B-TREE')).length, 1, plan.join('\n'));
    }
    await db.destroy();
  });

  it('waits for a writer outside, without stopping the process', async () => {
    const file = join(temporaryFolder(), 'triage.db');
    const store = await openStore<TestCase>(`sqlite:${file}`);
    const other = new Sqlite(file);
    other.exec('begin immediate');

    const ticking = tick(store, talk, 'case-1', 'waits');
    const first = await Promise.race([ticking, new Promise(done => setImmediate(done, 'still waiting'))]);
    other.exec('rollback');
    await ticking;

    equal(first, 'still waiting');
    equal((await store.loadCase('tenant', 'case-1'))?.version, 1);
    other.close();
    await store.close();
  });

  it('writes a note that may wait before it is closed', async () => {
    const url = `sqlite:${join(temporaryFolder(), 'triage.db')}`;
    const store = await openStore<TestCase>(url);
    const at = '2026-11-21T09:00:00.000Z';
    await store.commit({ ...talk, at, by: null, activity: { id: 'paste', reply: {} } });

    const noting = store.noteSent({
      ...talk,
      activity: 'paste',
      at,
      sentIds: [],
      isDone: true,
      cards: [],
      mayWait: true,
    });
    await store.close();
    await noting;

    const again = await openStore<TestCase>(url);
    equal((await again.findReply({ ...talk, activity: 'paste' }))?.sent, true);
    await again.close();
  });

  it('leaves no trace in its files of what was forgotten', async () => {
    const folder = temporaryFolder();
    const secret = 'pasted-by-anna@partner.example';
    const store = await openStore<TestCase>(`sqlite:${folder}/triage.db`);
    for (let number = 0; number < 50; number++) await tick(store, talk, `case-${number}`, `${secret} ${number}`);
    const inFiles = () => readdirSync(folder).some(name => readFileSync(join(folder, name)).includes(secret));
    ok(inFiles());

    await store.forget({ ...talk, personId: 'anna' });

    equal(inFiles(), false);
    await store.close();
  });

  it('in memory is gone when closed', async () => {
    const store = await openStore<TestCase>('sqlite::memory:');
    await tick(store, talk, 'case-1', 'item');
    equal((await store.loadCase('tenant', 'case-1'))?.version, 1);
    await store.close();

    const next = await openStore<TestCase>('sqlite::memory:');
    equal(await next.loadCase('tenant', 'case-1'), undefined);
    await next.close();
  });
});

onEachDatabase('a process killed in the middle of its work', database => {
  it('has lost no commit that it acknowledged, and left none half done', async () => {
    const program = fileURLToPath(new URL('tick-process.ts', import.meta.url));
    const child = spawn(process.execPath, [program, database.url, 'tenant', 'case-1', 'anna', '100000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const acknowledged: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      acknowledged.push(line);
      if (acknowledged.length === 40) child.kill('SIGKILL');
    }
    if (child.signalCode === null) await once(child, 'exit');

    const store = await database.open();
    const loaded = await store.loadCase('tenant', 'case-1');
    const events = await store.caseEvents('tenant', 'case-1');

    equal(child.signalCode, 'SIGKILL');
    ok(acknowledged.length >= 40);
    deepEqual(loaded?.value.ticks.slice(0, acknowledged.length), acknowledged);
    equal(loaded?.version, loaded?.value.ticks.length);
    equal(events.length, loaded?.version);
    for (const item of loaded?.value.ticks ?? []) {
      equal((await store.findReply({ ...talk, activity: `press ${item}` }))?.reply, item);
    }
  });
});

describe('a PostgreSQL store', () => {
  it('survives that the server closes its connections', async () => {
    const url = await freshDatabase();
    const lost: string[] = [];
    const store = await openStore<TestCase>(url, { onConnectionLost: error => lost.push(error.message) });
    await tick(store, talk, 'case-1', 'before');

    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    const { rowCount } = await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await admin.end();
    while (lost.length < rowCount!) await new Promise(done => setImmediate(done));

    await tick(store, talk, 'case-1', 'after');
    deepEqual((await store.loadCase('tenant', 'case-1'))?.value.ticks, ['before', 'after']);
    await store.close();
  });

  it('orders its turns so that they never wait for each other in a circle', async () => {
    const url = await freshDatabase();
    const stores = [await openStore<TestCase>(url), await openStore<TestCase>(url)];
    for (let number = 0; number < 8; number++)
      await Promise.all(
        Array.from({ length: 24 }, (_, item) => tick(stores[item % 2]!, talk, `case-${number}`, `item ${item % 20}`)),
      );
    await Promise.all(stores.map(store => store.close()));

    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    const { rows } = await admin.query(
      'select deadlocks::integer from pg_stat_database where datname = current_database()',
    );
    await admin.end();
    deepEqual(rows, [{ deadlocks: 0 }]);
  });

  it('looks at a few rows a turn, also in tables that were empty when it started', async () => {
    const url = await freshDatabase();
    const store = await openStore<TestCase>(url);
    const turns = 500;
    const at = '2026-11-21T09:00:00.000Z';
    for (let turn = 0; turn < turns; turn++) {
      const there = { tenant: 'tenant', conversation: `talk ${turn % 100}` };
      const caseId = `case ${turn}`;
      const change = { id: caseId, value: { ticks: [] }, article: null, state: 'open' };
      const by = { id: 'anna', name: 'Anna' };
      for (const [expectedVersion, activity] of [`paste ${turn}`, `press ${turn}`].entries()) {
        await store.openTurn({ ...there, activity, personId: 'anna' });
        await store.commit({
          ...there,
          at,
          by,
          activity: { id: activity, reply: 'card' },
          case: { ...change, expectedVersion, events: [{ kind: 'opened', at, by, data: {} }] },
          currentCase: caseId,
        });
        const cards = [{ conversation: there.conversation, caseId, activity: `card ${turn}` }];
        await store.noteSent({ ...there, activity, at, sentIds: [], isDone: true, cards });
        await store.cardsOf('tenant', caseId);
        await store.caseOfCard({ ...there, activity: `card ${turn}` });
      }
    }
    await store.close();

    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    const { rows } = await admin.query(
      "select indexrelname as name, idx_tup_read / $1 as read from pg_stat_user_indexes where schemaname = 'public' and idx_tup_read > $1 * 20",
      [turns],
    );
    await admin.end();
    deepEqual(rows, []);
  });
});

describe('a store that cannot be opened', () => {
  it('says which addresses are allowed', async () => {
    await rejects(openStore('triage.db'), { code: 'database-url', message: /found "triage\.db", allowed is sqlite:/ });
  });

  it('names the server, not the password', async () => {
    await rejects(openStore('postgres://bot:s3cret@127.0.0.1:1/triage'), {
      code: 'database-unreachable',
      message: /postgres:\/\/bot:\*\*\*@127\.0\.0\.1:1\/triage cannot be opened: connect ECONNREFUSED/,
    });
  });

  it('does not touch the tables of a newer version', async () => {
    const file = join(temporaryFolder(), 'triage.db');
    await openStore(`sqlite:${file}`).then(store => store.close());
    const database = new Sqlite(file);
    database
      .prepare('insert into kysely_migration values (?, ?)')
      .run('9999-from-the-future', new Date().toISOString());
    database.close();

    await rejects(openStore(`sqlite:${file}`), {
      code: 'database-newer',
      message: /newer version of this program .*9999-from-the-future/,
    });
  });
});
