import { type Kysely, sql } from 'kysely';

/**
 * A connection of PostgreSQL keeps the plan that it made while a table was small. An index that begins with the tenant
 * looks as good as the key then, and reads the whole tenant later: so the others begin with what tells rows apart.
 * Deliveries are kept for a day, and few enough to be looked through when a person is forgotten.
 */
export async function choosyIndexes(db: Kysely<unknown>): Promise<void> {
  for (const name of ['activities_by_person', 'activities_by_case'])
    await db.schema.dropIndex(name).ifExists().execute();
  for (const [name, table, columns] of [
    ['cases_by_conversation', 'cases', ['conversation', 'tenant']],
    ['cases_by_person', 'cases', ['person_id', 'tenant']],
    ['case_events_by_person', 'case_events', ['by_id', 'tenant']],
    ['conversations_by_case', 'conversations', ['case_id', 'tenant']],
    ['places_by_person', 'places', ['person_id', 'tenant', 'seen_at']],
    ['cards_by_activity', 'cards', ['activity', 'conversation', 'tenant']],
  ] as const) {
    await db.schema.dropIndex(name).execute();
    await db.schema
      .createIndex(name)
      .on(table)
      .columns([...columns])
      .execute();
  }
  await db.schema.dropIndex('cases_by_opening').execute();
  await sql`create index cases_by_opening on cases (tenant, opened_at, article) where article is not null`.execute(db);
}
