import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../schema.ts';

export async function createTables(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  // Plain byte order, as SQLite has: times and ids then sort the same under every locale of a PostgreSQL server.
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;

  await db.schema
    .createTable('cases')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('id', text, column => column.notNull())
    .addColumn('version', 'integer', column => column.notNull())
    .addColumn('value', text, column => column.notNull())
    .addColumn('conversation', text, column => column.notNull())
    .addColumn('person_id', text)
    .addColumn('article', text)
    .addColumn('state', text, column => column.notNull())
    .addColumn('opened_at', text, column => column.notNull())
    .addColumn('updated_at', text, column => column.notNull())
    .addPrimaryKeyConstraint('cases_key', ['tenant', 'id'])
    .execute();
  await db.schema
    .createIndex('cases_by_conversation')
    .on('cases')
    .columns(['tenant', 'conversation', 'updated_at'])
    .execute();
  await db.schema.createIndex('cases_by_person').on('cases').columns(['tenant', 'person_id', 'updated_at']).execute();
  await db.schema.createIndex('cases_by_age').on('cases').column('updated_at').execute();

  await db.schema
    .createTable('case_events')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('case_id', text, column => column.notNull())
    .addColumn('seq', 'integer', column => column.notNull())
    .addColumn('kind', text, column => column.notNull())
    .addColumn('at', text, column => column.notNull())
    .addColumn('by_id', text)
    .addColumn('by_name', text)
    .addColumn('data', text, column => column.notNull())
    .addPrimaryKeyConstraint('case_events_key', ['tenant', 'case_id', 'seq'])
    .addForeignKeyConstraint('case_events_case', ['tenant', 'case_id'], 'cases', ['tenant', 'id'], constraint =>
      constraint.onDelete('cascade'),
    )
    .execute();
  await db.schema.createIndex('case_events_by_person').on('case_events').columns(['tenant', 'by_id']).execute();

  await db.schema
    .createTable('activities')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('conversation', text, column => column.notNull())
    .addColumn('activity', text, column => column.notNull())
    .addColumn('case_id', text)
    .addColumn('person_id', text)
    .addColumn('received_at', text, column => column.notNull())
    .addColumn('reply', text, column => column.notNull())
    .addColumn('sent_at', text)
    .addColumn('sent_ids', text, column => column.notNull())
    .addColumn('claimed_until', text)
    .addColumn('attempts', 'integer', column => column.notNull())
    .addPrimaryKeyConstraint('activities_key', ['tenant', 'conversation', 'activity'])
    .execute();
  await db.schema.createIndex('activities_by_age').on('activities').column('received_at').execute();
  await db.schema.createIndex('activities_by_person').on('activities').columns(['tenant', 'person_id']).execute();
  await db.schema.createIndex('activities_by_case').on('activities').columns(['tenant', 'case_id']).execute();
  await sql`create index activities_unsent on activities (received_at) where sent_at is null`.execute(db);

  await db.schema
    .createTable('conversations')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('conversation', text, column => column.notNull())
    .addColumn('case_id', text, column => column.notNull())
    .addPrimaryKeyConstraint('conversations_key', ['tenant', 'conversation'])
    .addForeignKeyConstraint('conversations_case', ['tenant', 'case_id'], 'cases', ['tenant', 'id'], constraint =>
      constraint.onDelete('cascade'),
    )
    .execute();
  await db.schema.createIndex('conversations_by_case').on('conversations').columns(['tenant', 'case_id']).execute();

  await db.schema
    .createTable('cards')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('case_id', text, column => column.notNull())
    .addColumn('conversation', text, column => column.notNull())
    .addColumn('activity', text, column => column.notNull())
    .addPrimaryKeyConstraint('cards_key', ['tenant', 'case_id', 'conversation'])
    .addForeignKeyConstraint('cards_case', ['tenant', 'case_id'], 'cases', ['tenant', 'id'], constraint =>
      constraint.onDelete('cascade'),
    )
    .execute();

  await db.schema
    .createTable('people')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('id', text, column => column.notNull())
    .addColumn('name', text)
    .addColumn('locale', text)
    .addColumn('time_zone', text)
    .addColumn('welcomed_at', text)
    .addPrimaryKeyConstraint('people_key', ['tenant', 'id'])
    .execute();

  await db.schema
    .createTable('hosts')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('host', text, column => column.notNull())
    .addColumn('owner', text, column => column.notNull())
    .addColumn('by_id', text)
    .addColumn('by_name', text)
    .addColumn('at', text, column => column.notNull())
    .addPrimaryKeyConstraint('hosts_key', ['tenant', 'host'])
    .execute();

  await db.schema
    .createTable('partners')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('domain', text, column => column.notNull())
    .addColumn('language', text)
    .addColumn('ticket', text)
    .addColumn('name', text)
    .addColumn('by_id', text)
    .addColumn('by_name', text)
    .addColumn('at', text, column => column.notNull())
    .addPrimaryKeyConstraint('partners_key', ['tenant', 'domain'])
    .execute();

  await db.schema
    .createTable('chat_messages')
    .addColumn('conversation', text, column => column.notNull())
    .addColumn('seq', 'integer', column => column.notNull())
    .addColumn('activity', text, column => column.notNull())
    .addColumn('at', text, column => column.notNull())
    .addColumn('content', text, column => column.notNull())
    .addPrimaryKeyConstraint('chat_messages_key', ['conversation', 'seq'])
    .execute();
  await db.schema
    .createIndex('chat_messages_by_activity')
    .unique()
    .on('chat_messages')
    .columns(['conversation', 'activity'])
    .execute();
}
