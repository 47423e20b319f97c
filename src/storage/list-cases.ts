/** A page of cases: of a person, a place or a tenant, by state and by words, in time that does not grow with them. */
import { type Kysely, sql } from 'kysely';
import { countOfWord, foundByWords } from './case-words.ts';
import { type Engine, seldom } from './engine.ts';
import type { Tables } from './schema.ts';
import { type CaseFilter, closedState, draftState, expertsState, sentState, waitingState } from './store.ts';

/** As many of the newest are put in order, whoever opened a million waits no longer for it; an older one is found by its number. */
const mostListed = 500;
/** As many of somebody's own are looked through for words that many cases have. */
const mostSearched = 2_000;

export const summaryColumns = [
  'id',
  'version',
  'conversation',
  'person_id',
  'article',
  'state',
  'opened_at',
  'updated_at',
] as const;

export type SummaryRow = Pick<Tables['cases'], (typeof summaryColumns)[number]>;

/** Somebody waits for these, so all of them count, however old. An index holds them alone. */
const waitedFor: readonly string[] = [waitingState, expertsState, sentState];
const waiting = sql.join(waitedFor.map(state => sql.lit(state)));

/**
 * Exported for a look at its plan.
 * @param isRare so few cases have the words that all of them are looked at, whosever they are
 */
export function listQuery(db: Kysely<Tables>, filter: CaseFilter, isRare = false) {
  const { limit, offset = 0, isOpenFirst = false, states } = filter;
  let listed = db.selectFrom(newestOf(db, filter, isRare).as('newest')).select(summaryColumns);
  if (states !== undefined) listed = listed.where('state', 'in', [...states]);
  if (isOpenFirst) listed = listed.orderBy(({ eb }) => eb.case().when('state', '=', closedState).then(1).else(0).end());
  return listed.orderBy('updated_at', 'desc').orderBy('id').limit(limit).offset(offset);
}

function newestOf(
  db: Kysely<Tables>,
  { tenant, conversation, personId, states, words = [] }: CaseFilter,
  isRare: boolean,
) {
  const isOwn = conversation !== undefined || personId !== undefined;
  let newest = db.selectFrom('cases').select(summaryColumns).where('tenant', '=', tenant);
  // Conditions of an index stand in the query as they are, or SQLite would not use it.
  newest = newest.where(sql<boolean>`state <> ${sql.lit(draftState)}`);
  if (words.length > 0 && (isRare || !isOwn)) {
    // The few that are found are looked at, and no index of somebody's thousands leads away from them.
    if (conversation !== undefined) newest = newest.where(sql<boolean>`coalesce(conversation, '') = ${conversation}`);
    if (personId !== undefined) newest = newest.where(sql<boolean>`coalesce(person_id, '') = ${personId}`);
    return newest.where('id', 'in', foundByWords(db, tenant, words));
  }
  if (conversation !== undefined) newest = newest.where('conversation', '=', conversation);
  if (personId !== undefined) newest = newest.where('person_id', '=', personId);
  if (words.length > 0) {
    const own = newest.orderBy('opened_at', 'desc').limit(mostSearched);
    let found = db.selectFrom(own.as('own')).select(summaryColumns);
    for (const group of words)
      found = found.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('case_words')
            .select('case_words.word')
            .whereRef('case_words.case_id', '=', 'own.id')
            .where('case_words.tenant', '=', tenant)
            .where('case_words.word', 'in', [...group]),
        ),
      );
    return found.orderBy('opened_at', 'desc').limit(mostListed);
  }
  if (isOwn) return newest.orderBy('opened_at', 'desc').limit(mostListed);
  newest =
    states?.length === 1 && waitedFor.includes(states[0]!)
      ? newest.where(sql<boolean>`state in (${waiting}) and state = ${sql.lit(states[0]!)}`)
      : newest.where(sql<boolean>`length(tenant) > 0`);
  return newest.orderBy('opened_at', 'desc').limit(mostListed);
}

/** Of several words the one that fewest cases have is read from, so that none is overlooked for one that all have. */
export async function rarestFirst(
  engine: Engine,
  tenant: string,
  groups: readonly (readonly string[])[],
): Promise<{ readonly words: readonly (readonly string[])[]; readonly isRare: boolean }> {
  const counted = await Promise.all(
    groups.map(async group => {
      const counts = await Promise.all(group.map(word => engine.read(seldom(countOfWord(engine.db, tenant, word)))));
      return { group, count: counts.reduce((sum, { rows }) => sum + Number(rows[0]!.count), 0) };
    }),
  );
  const sorted = counted.toSorted((one, other) => one.count - other.count);
  return { words: sorted.map(({ group }) => group), isRare: (sorted[0]?.count ?? 0) <= mostListed };
}
