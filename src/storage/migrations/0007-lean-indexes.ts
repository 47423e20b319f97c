import { type Kysely, sql } from 'kysely';

/**
 * A press writes a case and an activity, and every index that it touches is a page more. So no index holds what changes
 * with a press, and what is asked once in a while is looked for among the rows of a day.
 */
export async function leanIndexes(db: Kysely<unknown>): Promise<void> {
  for (const name of ['cases_by_conversation', 'cases_by_person', 'cases_by_age', 'cases_drafts'])
    await db.schema.dropIndex(name).execute();
  await db.schema.createIndex('cases_by_conversation').on('cases').columns(['tenant', 'conversation']).execute();
  await db.schema.createIndex('cases_by_person').on('cases').columns(['tenant', 'person_id']).execute();
  await db.schema.createIndex('cases_by_age').on('cases').column('opened_at').execute();
  await sql`create index cases_drafts on cases (opened_at) where state = 'draft'`.execute(db);

  await db.schema.dropIndex('activities_by_person').execute();
  await db.schema.dropIndex('activities_by_case').execute();
}
