import { type Kysely, sql } from 'kysely';
import { type TriageCase, untouchedCase } from '../../triage/case.ts';
import { caseWords } from '../../triage/case-words.ts';
import { parseJson } from '../columns.ts';
import type { Dialect } from '../schema.ts';

/** So many cases are read at a time. */
const batch = 500;

/**
 * Words by which cases are found, the newest first; and indexes for the lists of a whole tenant, which hold neither drafts
 * nor anything that a press changes: the state changes with what is decided, not with a tick.
 */
export async function createCaseWords(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;
  await db.schema
    .createTable('case_words')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('case_id', text, column => column.notNull())
    .addColumn('word', text, column => column.notNull())
    .addColumn('opened_at', text, column => column.notNull())
    .addPrimaryKeyConstraint('case_words_key', ['case_id', 'tenant', 'word'])
    .addForeignKeyConstraint('case_words_case', ['tenant', 'case_id'], 'cases', ['tenant', 'id'], constraint =>
      constraint.onDelete('cascade'),
    )
    .execute();
  await addWords(db);
  await db.schema
    .createIndex('case_words_by_word')
    .on('case_words')
    .columns(['word', 'tenant', 'opened_at', 'case_id'])
    .execute();
  // A tenant is never empty: whatever does not say so cannot be led astray by an index that begins with the tenant.
  await sql`create index cases_of_team on cases (tenant, opened_at) where state <> 'draft' and length(tenant) > 0`.execute(
    db,
  );
  await sql`create index cases_by_state on cases (state, tenant, opened_at)
    where state in ('waiting', 'experts', 'sent')`.execute(db);
}

/** Of the cases that are there. What cannot be read has none. */
async function addWords(db: Kysely<unknown>): Promise<void> {
  for (let after = { tenant: '', id: '' }; ; ) {
    const { rows } = await sql<{ tenant: string; id: string; value: string; opened_at: string; state: string }>`
      select tenant, id, value, opened_at, state from cases
      where (tenant, id) > (${after.tenant}, ${after.id}) order by tenant, id limit ${batch}`.execute(db);
    const words = rows
      .filter(({ state }) => state !== 'draft')
      .flatMap(({ tenant, id, value, opened_at }) =>
        wordsIn(value).map(word => ({ tenant, case_id: id, word, opened_at })),
      );
    for (let from = 0; from < words.length; from += batch)
      await sql`insert into case_words (tenant, case_id, word, opened_at) values ${sql.join(
        words.slice(from, from + batch).map(one => sql`(${one.tenant}, ${one.case_id}, ${one.word}, ${one.opened_at})`),
      )}`.execute(db);
    const last = rows.at(-1);
    if (rows.length < batch || !last) return;
    after = last;
  }
}

function wordsIn(value: string): string[] {
  try {
    return caseWords({ ...untouchedCase, ...(parseJson(value) as TriageCase) });
  } catch {
    return [];
  }
}
