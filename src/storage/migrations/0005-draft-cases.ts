import { type Kysely, sql } from 'kysely';

/** Cases that nobody has chosen an article for are few, and looked for once an hour. */
export async function draftCases(db: Kysely<unknown>): Promise<void> {
  await sql`create index cases_drafts on cases (updated_at) where state = 'draft'`.execute(db);
}
