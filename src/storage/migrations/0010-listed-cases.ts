import type { Kysely } from 'kysely';

/**
 * A list shows the newest cases of a person or a conversation, of which there may be very many. When a case was opened
 * never changes, so the order costs a press nothing.
 */
export async function listedCases(db: Kysely<unknown>): Promise<void> {
  for (const [name, column] of [
    ['cases_by_conversation', 'conversation'],
    ['cases_by_person', 'person_id'],
  ] as const) {
    await db.schema.dropIndex(name).execute();
    await db.schema.createIndex(name).on('cases').columns([column, 'tenant', 'opened_at']).execute();
  }
}
