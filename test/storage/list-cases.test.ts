import { deepEqual, ok } from 'node:assert/strict';
import Database from 'better-sqlite3';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import pg from 'pg';
import { countOfWord } from '../../src/storage/case-words.ts';
import { listQuery } from '../../src/storage/list-cases.ts';
import type { Tables } from '../../src/storage/schema.ts';
import type { CaseFilter } from '../../src/storage/store.ts';
import { onEachDatabase } from './databases.ts';

const page = { tenant: 't', limit: 7, isOpenFirst: true } as const;
const words = [['fabrikam'], ['4.4.316', '5.4.316']];
/** Each way to list, by the index that it has to be read from. */
const filters: Record<string, readonly [filter: CaseFilter, index: string]> = {
  'of a person': [{ ...page, personId: 'p' }, 'cases_by_person'],
  'of a conversation': [{ ...page, conversation: 'c', states: ['open', 'waiting'] }, 'cases_by_conversation'],
  'of the team': [page, 'cases_of_team'],
  'with the experts': [{ ...page, states: ['experts'] }, 'cases_by_state'],
  'by a word': [{ ...page, words: [['fabrikam']] }, 'case_words_by_word'],
  'by words': [{ ...page, words }, 'case_words_by_word'],
  'of a person, by words': [{ ...page, personId: 'p', words }, 'cases_by_person'],
};

onEachDatabase('a list of cases', database => {
  before(() => database.open());

  it('is read from an index and from no table as a whole, whatever is asked', async () => {
    const isSqlite = database.name === 'SQLite';
    const dialect = isSqlite
      ? new SqliteDialect({ database: new Database(':memory:') })
      : new PostgresDialect({ pool: new pg.Pool() });
    // It only compiles: nothing is asked through it.
    const db = new Kysely<Tables>({ dialect });
    const plans = await explained([
      ...Object.entries(filters).map(([name, [filter]]) => [name, listQuery(db, filter).compile()] as const),
      ['rare words', listQuery(db, { ...page, personId: 'p', words }, true).compile()] as const,
    ]);
    const [count] = await explained([['count', countOfWord(db, 't', 'fabrikam').compile()]]);

    for (const [name, plan] of [...plans, count!]) {
      const index = filters[name]?.[1] ?? 'case_words_by_word';
      ok(plan.includes(index), `${name}: ${plan}`);
      const scans = plan.match(isSqlite ? /^SCAN (?:cases|case_words)\b.*/gm : /Seq Scan on (?:cases|case_words).*/g);
      deepEqual(scans, null, `${name}: ${plan}`);
    }
  });

  type Compiled = readonly [name: string, query: { readonly sql: string; readonly parameters: readonly unknown[] }];

  async function explained(queries: readonly Compiled[]): Promise<(readonly [string, string])[]> {
    if (database.name === 'SQLite') {
      const file = new Database(database.url.replace('sqlite:', ''));
      const plans = queries.map(([name, { sql, parameters }]) => {
        const steps = file.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[];
        return [name, steps.map(({ detail }) => detail).join('\n')] as const;
      });
      file.close();
      return plans;
    }
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    // A table of a few rows is read whole, whatever there is: what is asked for is what could be used.
    await client.query('set enable_seqscan = off');
    const plans: (readonly [string, string])[] = [];
    for (const [name, { sql, parameters }] of queries) {
      const { rows } = await client.query(`explain ${sql}`, [...parameters]);
      plans.push([name, rows.map(row => row['QUERY PLAN']).join('\n')]);
    }
    await client.end();
    return plans;
  }
});
