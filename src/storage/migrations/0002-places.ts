import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../schema.ts';

/** Where the bot talks and how to get there, and findings that wait in a dialog. */
export async function createPlaces(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;

  await db.schema
    .createTable('places')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('conversation', text, column => column.notNull())
    .addColumn('kind', text, column => column.notNull())
    .addColumn('channel_id', text, column => column.notNull())
    .addColumn('service_url', text, column => column.notNull())
    .addColumn('bot_id', text, column => column.notNull())
    .addColumn('person_id', text)
    .addColumn('locale', text, column => column.notNull())
    .addColumn('time_zone', text, column => column.notNull())
    .addColumn('seen_at', text, column => column.notNull())
    .addColumn('gone_at', text)
    .addPrimaryKeyConstraint('places_key', ['tenant', 'conversation'])
    .execute();
  await db.schema.createIndex('places_by_person').on('places').columns(['tenant', 'person_id', 'seen_at']).execute();
  await db.schema.createIndex('places_by_age').on('places').column('seen_at').execute();

  await db.schema
    .createTable('drafts')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('id', text, column => column.notNull())
    .addColumn('person_id', text, column => column.notNull())
    .addColumn('at', text, column => column.notNull())
    .addColumn('value', text, column => column.notNull())
    .addPrimaryKeyConstraint('drafts_key', ['tenant', 'id'])
    .execute();
  await db.schema.createIndex('drafts_by_age').on('drafts').column('at').execute();

  await db.schema.createIndex('cases_by_article').on('cases').columns(['tenant', 'article', 'opened_at']).execute();
  await db.schema
    .createIndex('cards_by_activity')
    .on('cards')
    .columns(['tenant', 'conversation', 'activity'])
    .execute();
}
