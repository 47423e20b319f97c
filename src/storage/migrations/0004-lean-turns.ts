import type { Kysely } from 'kysely';

/** The newest cases of a tenant are counted by article; the ids of what was sent are kept with the cards alone. */
export async function leanTurns(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('cases_by_article').execute();
  await db.schema.createIndex('cases_by_opening').on('cases').columns(['tenant', 'opened_at', 'article']).execute();
  await db.schema.alterTable('activities').dropColumn('sent_ids').execute();
}
