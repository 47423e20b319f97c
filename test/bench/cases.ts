/**
 * npm run bench -- --cases: lists, search and memory over a million cases of one tenant, in SQLite and in PostgreSQL. Prints
 * the fastest and the slowest of some runs of each, with its plan where a table is read whole, and fails on such a plan and
 * where even the fastest run takes longer than allowed. `-- --cases 10000` is for a first look, `--only postgres`
 * for one of them, `--plans` prints all plans.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Compilable, Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import pg from 'pg';
import { countOfWord } from '../../src/storage/case-words.ts';
import { hostsQuery, lettersQuery, partnersQuery } from '../../src/storage/directory.ts';
import { listQuery } from '../../src/storage/list-cases.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { recallQuery } from '../../src/storage/recall.ts';
import type { Dialect, Tables } from '../../src/storage/schema.ts';
import type { CaseFilter, Store } from '../../src/storage/store.ts';
import { untouchedCase } from '../../src/triage/case.ts';
import { noEvidence } from '../../src/triage/evidence.ts';
import { freshDatabase } from '../storage/postgres.ts';

const tenant = 'tenant';
const mostMilliseconds = 50;
const runs = 15;
const companies = 20_000;
const page = { tenant, limit: 7, isOpenFirst: true } as const;

/** @returns whether no query is slower than allowed, and none reads all of a table */
export async function measureCases(count: number, printsPlans: boolean, only: string | undefined): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'cases-'));
  try {
    let isFast = true;
    if (only !== 'postgres') {
      const file = join(folder, 'cases.db');
      isFast = await measure('sqlite', `sqlite:${file}`, count, printsPlans);
      console.log(`SQLite: ${Math.round(statSync(file).size / 1e6)} MB`);
    }
    if (only === 'sqlite') return isFast;
    return (await measure('postgres', await freshDatabase(), count, printsPlans)) && isFast;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(dialect: Dialect, url: string, count: number, printsPlans: boolean): Promise<boolean> {
  await (await openStore(url)).close();
  const database = connectTo(dialect, url);
  const began = performance.now();
  await fill(database, dialect, count);
  console.log(`\n${dialect}: ${count} cases in ${Math.round((performance.now() - began) / 1000)} s`);
  const store = await openStore(url);
  const rows: Record<string, object> = {};
  let isGood = true;
  for (const [name, ask] of Object.entries(questions(store, count))) {
    const times: number[] = [];
    let found = 0;
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      const answer = await ask(run);
      times.push(performance.now() - start);
      found = Array.isArray(answer) ? answer.length : answer === undefined ? 0 : 1;
    }
    times.sort((one, other) => one - other);
    isGood &&= times[0]! <= mostMilliseconds;
    const round = (ms: number) => Math.round(ms * 100) / 100;
    rows[name] = { fastest: round(times[0]!), median: round(times[runs >> 1]!), slowest: round(times.at(-1)!), found };
  }
  console.table(rows);
  await store.close();
  for (const [name, plan] of await plansOf(database, dialect)) {
    const whole = plan.match(
      dialect === 'sqlite' ? /^SCAN (?!asked|newest|own|some|few|found|\(|CONSTANT).*/m : /Seq Scan on .*/,
    );
    if (printsPlans || whole) console.log(`${name}:\n${plan}\n`);
    if (whole) isGood = false;
  }
  await database.close();
  return isGood;
}

/** As turns ask. The words are one that all have, one of some, one of few, and none. */
function questions(store: Store, count: number): Record<string, (run: number) => Promise<unknown>> {
  const list = (filter: Partial<CaseFilter>) => store.listCases({ ...page, ...filter });
  const company = (run: number) => `company${(run * 997) % companies}`;
  const about = (run: number) => ({
    host: `mail.${company(run)}.example`,
    domain: `${company(run)}.example`,
    nextHop: `${company(run)}.example`,
    articleId: `article${run % 100}`,
    caseId: 'another',
  });
  return {
    'cases: own': run => list({ personId: `person${run}` }),
    'cases: own, of somebody with half of all': () => list({ personId: 'busy' }),
    'cases: of a conversation': run => list({ conversation: `conversation${run}` }),
    'cases: of the team': () => list({}),
    'cases: of the team, tenth page': () => list({ offset: 60 }),
    'cases: of the team, with the experts': () => list({ states: ['experts'] }),
    'cases: own, waiting': run => list({ personId: `person${run}`, states: ['waiting'] }),
    'search: a word of all': () => list({ words: [['common']] }),
    'search: a code of many': run => list({ words: [[`4.4.${run % 60}`]] }),
    'search: a company': run => list({ words: [[company(run)]] }),
    'search: a ticket': run => list({ words: [[`inc-${10_000_000 + ((run * 7919) % count) + 1}`]] }),
    'search: nothing': () => list({ words: [['teapot']] }),
    'search: a word of all and a company': run => list({ words: [['common'], [company(run)]] }),
    'search: two words of many': run => list({ words: [['common'], [`4.4.${run % 60}`]] }),
    'search: two words that no case has together': run =>
      list({ words: [[`4.4.${run % 60}`], [`article${(run + 1) % 60}`]] }),
    'search: a problem by one of eight names': run =>
      list({ words: [Array.from({ length: 8 }, (_, index) => `article${(run + index) % 100}`)] }),
    'search: own, of somebody with half of all': run => list({ personId: 'busy', words: [[company(run)]] }),
    'search: own, two words of many': run => list({ personId: 'busy', words: [['common'], [`4.4.${run % 60}`]] }),
    'search: own, a word of none': () => list({ personId: 'busy', words: [['common'], ['teapot']] }),
    'memory: last time, host, partner, facts': run => store.recall(tenant, about(run)),
    'memory: partners': () => store.partners({ tenant, limit: 7 }),
    'memory: partners by a word of all': () => store.partners({ tenant, limit: 7, words: ['company'] }),
    'memory: a partner with letters': run => store.partner(tenant, `${company(run)}.example`),
    'memory: hosts': () => store.hosts({ tenant, limit: 7, after: 'mail.m' }),
    'memory: gaps of 30 days': () => store.gaps('2027-01-01T00:00:00.000Z'),
    'articles: most common': () => store.articleCounts(tenant, '2026-01-01T00:00:00.000Z', 50),
    'a case by its number': run => store.loadCase(tenant, `C${10_000_000 + run + 1}`),
    'its timeline': run => store.caseEvents(tenant, `C${10_000_000 + run + 1}`),
  };
}

interface Connection {
  run(sql: string): Promise<void>;
  explain(query: { readonly sql: string; readonly parameters: readonly unknown[] }): Promise<string>;
  readonly db: Kysely<Tables>;
  close(): Promise<void>;
}

function connectTo(dialect: Dialect, url: string): Connection {
  if (dialect === 'sqlite') {
    const file = new Database(url.replace('sqlite:', ''));
    file.pragma('synchronous = off');
    file.pragma('cache_size = -400000');
    return {
      run: async sql => void file.exec(sql),
      explain: async ({ sql, parameters }) =>
        (file.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[])
          .map(({ detail }) => detail)
          .join('\n'),
      db: new Kysely({ dialect: new SqliteDialect({ database: file }) }),
      close: async () => void file.close(),
    };
  }
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  return {
    run: async sql => void (await pool.query(sql)),
    explain: async ({ sql, parameters }) =>
      (await pool.query(`explain ${sql}`, [...parameters])).rows.map(row => row['QUERY PLAN']).join('\n'),
    db: new Kysely({ dialect: new PostgresDialect({ pool }) }),
    close: () => pool.end(),
  };
}

function plansOf({ db, explain }: Connection, dialect: Dialect): Promise<(readonly [name: string, plan: string])[]> {
  const words = [['common'], ['company7', 'article7']];
  const asked = { tenant, host: 'a', domain: 'b', hop: 'c', article: 'd', caseId: 'e' };
  const queries: Record<string, Compilable> = {
    'own list': listQuery(db, { ...page, personId: 'person7' }),
    'list of a conversation': listQuery(db, { ...page, conversation: 'conversation7' }),
    'list of the team': listQuery(db, page),
    'list with the experts': listQuery(db, { ...page, states: ['experts'] }),
    'search by a word': listQuery(db, { ...page, words: [['common']] }),
    'search by words': listQuery(db, { ...page, words }),
    'own search': listQuery(db, { ...page, personId: 'busy', words }),
    'count of a word': countOfWord(db, tenant, 'common'),
    recall: recallQuery(db, asked),
    partners: partnersQuery(db, { tenant, limit: 7, words: ['company', 'm'] }),
    hosts: hostsQuery(db, { tenant, limit: 7, words: ['mail'] }),
    letters: lettersQuery(db, tenant, 'company7.example'),
  };
  return Promise.all(
    Object.entries(queries).map(
      async ([name, query]) => [`${dialect}, ${name}`, await explain(query.compile())] as const,
    ),
  );
}

/** Made inside of the database: both know these words of SQL. */
async function fill({ run }: Connection, dialect: Dialect, count: number): Promise<void> {
  const series = (length: number) =>
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${length})`;
  const text = (expression: string) => `cast(${expression} as text)`;
  const id = `'C' || ${text('10000000 + i')}`;
  const company = `'company' || ${text(`i % ${companies}`)}`;
  const article = `'article' || ${text('i % 100')}`;
  const seconds = '1767225600 + i * 30';
  const at =
    dialect === 'sqlite'
      ? `strftime('%Y-%m-%dT%H:%M:%S.000Z', ${seconds}, 'unixepoch')`
      : `to_char(to_timestamp(${seconds}) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"')`;
  const state = `case when i % 1000 = 0 then 'experts' when i % 500 = 1 then 'waiting' when i % 50 = 2 then 'sent'
    when i % 10 < 8 then 'closed' else 'open' end`;
  const value = JSON.stringify({ ...untouchedCase, evidence: noEvidence }).replaceAll("'", "''");
  const into = (table: string, columns: string, values: string, length = count) =>
    run(`insert into ${table} (${columns}) ${series(length)} select ${values} from n`);

  // Nothing that is made here lacks its case, and an index of all is made faster than one that grows.
  await run(dialect === 'sqlite' ? 'pragma foreign_keys = off' : `set session_replication_role = 'replica'`);
  await run('drop index case_words_by_word');
  await into(
    'cases',
    'tenant, id, version, value, conversation, person_id, article, state, opened_at, updated_at',
    `'${tenant}', ${id}, 1, '${value}', 'conversation' || ${text('i % 5000')},
      case when i % 2 = 0 then 'busy' else 'person' || ${text('i % 400')} end, ${article}, ${state}, ${at}, ${at}`,
  );
  const words = [
    `'common'`,
    article,
    `'4.4.' || ${text('i % 60')}`,
    company,
    `${company} || '.example'`,
    `'mail.' || ${company} || '.example'`,
    `'inc-' || ${text('10000000 + i')}`,
  ];
  for (const word of words)
    await into('case_words', 'tenant, case_id, word, opened_at', `'${tenant}', ${id}, ${word}, ${at}`);
  await into(
    'case_events',
    'tenant, case_id, seq, kind, at, by_id, by_name, data',
    `'${tenant}', ${id}, 1, 'opened', ${at}, 'busy', 'Busy', '{}'`,
  );
  await into(
    'solutions',
    'tenant, case_id, next_hop, article, opened_at, solved_at, how, by_id, by_name',
    `'${tenant}', ${id}, ${company} || '.example', ${article}, ${at}, ${at}, '{}', 'busy', 'Busy'`,
  );
  const known = Math.min(count, companies);
  await into(
    'hosts',
    'tenant, host, owner, by_id, by_name, at',
    `'${tenant}', 'mail.' || ${company} || '.example', 'ours', 'busy', 'Busy', ${at}`,
    known,
  );
  await into(
    'partners',
    'tenant, domain, language, contacts, by_id, by_name, at, used_at',
    `'${tenant}', ${company} || '.example', 'sv', '[]', 'busy', 'Busy', ${at}, ${at}`,
    known,
  );
  await into('partner_words', 'tenant, word, domain', `'${tenant}', ${company}, ${company} || '.example'`, known);
  await into(
    'partner_letters',
    'tenant, case_id, domain, article, events, sent_at, last_at',
    `'${tenant}', ${id}, ${company} || '.example', ${article}, '[]', ${at}, ${at}`,
    Math.min(count, 200_000),
  );
  await into(
    'facts',
    'tenant, subject, name, value, at, by_id, by_name',
    `'${tenant}', ${company} || '.example', 'domain-type', 'x', ${at}, 'busy', 'Busy'`,
    known,
  );
  await into(
    'gaps',
    'tenant, at, id, person_id, locale, text, found, chosen, why',
    `'${tenant}', ${at}, ${id}, 'busy', 'en', 'some words', null, null, 'nothing-found'`,
    Math.min(count, 5000),
  );
  await run('create index case_words_by_word on case_words (word, tenant, opened_at, case_id)');
  // PostgreSQL does that by itself in a while.
  if (dialect === 'postgres') await run('vacuum analyze');
}
