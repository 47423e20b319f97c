/** The words by which cases are found: written with the case, only when they change, and asked with bounded reads. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { json, time } from './columns.ts';
import { type Engine, prepare, run, type Work } from './engine.ts';
import type { Dialect, Tables } from './schema.ts';
import type { CaseChange } from './store.ts';

export type WordWriter = (tenant: string, change: Pick<CaseChange<unknown>, 'id' | 'words'>, at: string) => Work<void>;

interface Written {
  readonly tenant: string;
  readonly caseId: string;
  readonly words: string;
  readonly openedAt: string;
}

export function wordWriter(engine: Engine): WordWriter {
  const add = prepare(engine, (db, values: Written) => ({
    compile: () => insertion(engine.dialect, values).compile(db),
  }));
  const remove = prepare(engine, (db, { tenant, caseId, words }: Written) => ({
    compile: () =>
      sql`delete from case_words where case_id = ${caseId} and tenant = ${tenant}
        and word in (select value from ${listed(engine.dialect, words)})`.compile(db),
  }));
  return function* (tenant, { id: caseId, words }, at) {
    const values = { tenant, caseId, openedAt: time(at) };
    if (words?.removed.length) yield* run<unknown>(remove({ ...values, words: json(words.removed) }));
    if (words?.added.length) yield* run<unknown>(add({ ...values, words: json(words.added) }));
  };
}

/**
 * As one statement, however many there are.
 * @param from of what the rows are made besides; they are written where it has one
 */
export function insertion(
  dialect: Dialect,
  { tenant, caseId, words, openedAt }: Record<keyof Written, unknown>,
  from: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  // A case that is opened in this very statement is not seen yet.
  const opened = sql`coalesce((select opened_at from cases where tenant = ${tenant} and id = ${caseId}), ${openedAt})`;
  return sql`insert into case_words (tenant, case_id, word, opened_at)
    select ${tenant}, ${caseId}, value, ${opened} from ${from} ${listed(dialect, words)} where true
    on conflict do nothing`;
}

function listed(dialect: Dialect, words: unknown): RawBuilder<unknown> {
  return dialect === 'postgres'
    ? sql`json_array_elements_text(${words}::json) as listed(value)`
    : sql`json_each(${words}) as listed`;
}

/** So many of the newest that have a word are looked through for the others. */
const mostScanned = 2_000;
/** And so many that have all of them are put in order. */
const mostFound = 500;

/**
 * Ids of the newest cases that have a word of each group. Each word is read from its newest case back, so a word that a
 * million cases have costs no more than one of two thousand.
 * @param groups the one that fewest cases have comes first
 */
export function foundByWords(db: Kysely<Tables>, tenant: string, groups: readonly (readonly string[])[]) {
  const [first = [], ...others] = groups;
  const ways = first.map(word => {
    let some = db
      .selectFrom(
        db
          .selectFrom('case_words')
          .select(['case_id', 'opened_at'])
          .where('word', '=', word)
          .where('tenant', '=', tenant)
          .orderBy('opened_at', 'desc')
          .limit(others.length === 0 ? mostFound : mostScanned)
          .as('newest'),
      )
      .select(['newest.case_id', 'newest.opened_at']);
    for (const group of others)
      some = some.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('case_words as other')
            .select('other.word')
            .whereRef('other.case_id', '=', 'newest.case_id')
            .where('other.tenant', '=', tenant)
            .where('other.word', 'in', [...group]),
        ),
      );
    const found = some.orderBy('newest.opened_at', 'desc').limit(mostFound).as('found');
    return db.selectFrom(found).select(['found.case_id', 'found.opened_at']);
  });
  const all = ways.reduce((union, one) => union.union(one)).as('all_found');
  return db.selectFrom(all).select('all_found.case_id').orderBy('all_found.opened_at', 'desc').limit(mostFound);
}

/** How many cases have a word, as far as it matters. */
export function countOfWord(db: Kysely<Tables>, tenant: string, word: string) {
  const some = db
    .selectFrom('case_words')
    .select('case_id')
    .where('word', '=', word)
    .where('tenant', '=', tenant)
    .limit(mostScanned);
  return db.selectFrom(some.as('some')).select(({ fn }) => fn.countAll().as('count'));
}
