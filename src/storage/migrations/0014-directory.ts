import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../schema.ts';

/**
 * Partners with their contacts, what was written to them and what came back, who changed what, and words by which a partner
 * is found. What is kept of an organisation has an age, and whoever said it can be taken out.
 */
export async function createDirectory(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;

  await db.schema
    .alterTable('partners')
    .addColumn('contacts', text, column => column.notNull().defaultTo('[]'))
    .execute();
  await db.schema.alterTable('partners').addColumn('notes', text).execute();
  // When it was last changed or written to.
  await db.schema.alterTable('partners').addColumn('used_at', text).execute();
  await sql`update partners set used_at = at`.execute(db);

  await db.schema
    .createTable('partner_words')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('word', text, column => column.notNull())
    .addColumn('domain', text, column => column.notNull())
    .addPrimaryKeyConstraint('partner_words_key', ['tenant', 'word', 'domain'])
    .execute();
  // The domain itself is a word of what was known before.
  await sql`insert into partner_words (tenant, word, domain) select tenant, domain, domain from partners`.execute(db);
  await db.schema.createIndex('partner_words_by_domain').on('partner_words').columns(['domain', 'tenant']).execute();

  await db.schema
    .createTable('partner_letters')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('case_id', text, column => column.notNull())
    .addColumn('domain', text, column => column.notNull())
    .addColumn('article', text, column => column.notNull())
    .addColumn('events', text, column => column.notNull())
    .addColumn('sent_at', text, column => column.notNull())
    .addColumn('last_at', text, column => column.notNull())
    .addPrimaryKeyConstraint('partner_letters_key', ['case_id', 'tenant'])
    .execute();
  await db.schema
    .createIndex('partner_letters_by_domain')
    .on('partner_letters')
    .columns(['domain', 'tenant', 'sent_at'])
    .execute();

  await db.schema
    .createTable('memory_changes')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('kind', text, column => column.notNull())
    .addColumn('subject', text, column => column.notNull())
    .addColumn('seq', 'integer', column => column.notNull())
    .addColumn('what', text, column => column.notNull())
    .addColumn('at', text, column => column.notNull())
    .addColumn('by_id', text)
    .addColumn('by_name', text)
    .addPrimaryKeyConstraint('memory_changes_key', ['subject', 'tenant', 'kind', 'seq'])
    .execute();

  for (const [table, column] of [
    ['hosts', 'at'],
    ['partners', 'used_at'],
    ['partner_letters', 'last_at'],
    ['memory_changes', 'at'],
  ] as const)
    await db.schema.createIndex(`${table}_by_age`).on(table).column(column).execute();
  for (const table of ['hosts', 'partners', 'memory_changes'] as const)
    await db.schema.createIndex(`${table}_by_person`).on(table).columns(['by_id', 'tenant']).execute();
}
