import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../schema.ts';

/** How each case was solved, found by the problem and the next hop; and what was said or read of a domain. */
export async function createSolutions(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;

  await db.schema
    .createTable('solutions')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('case_id', text, column => column.notNull())
    .addColumn('next_hop', text, column => column.notNull())
    .addColumn('article', text, column => column.notNull())
    .addColumn('opened_at', text, column => column.notNull())
    .addColumn('solved_at', text, column => column.notNull())
    .addColumn('how', text, column => column.notNull())
    .addColumn('by_id', text)
    .addColumn('by_name', text)
    .addPrimaryKeyConstraint('solutions_key', ['case_id', 'tenant'])
    .execute();
  await db.schema
    .createIndex('solutions_by_hop')
    .on('solutions')
    .columns(['next_hop', 'article', 'tenant', 'solved_at'])
    .execute();
  await db.schema.createIndex('solutions_by_age').on('solutions').column('solved_at').execute();
  await db.schema.createIndex('solutions_by_person').on('solutions').columns(['by_id', 'tenant']).execute();

  await db.schema
    .createTable('facts')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('subject', text, column => column.notNull())
    .addColumn('name', text, column => column.notNull())
    .addColumn('value', text, column => column.notNull())
    .addColumn('at', text, column => column.notNull())
    .addColumn('by_id', text)
    .addColumn('by_name', text)
    .addPrimaryKeyConstraint('facts_key', ['subject', 'tenant', 'name'])
    .execute();
  await db.schema.createIndex('facts_by_age').on('facts').column('at').execute();
  await db.schema.createIndex('facts_by_person').on('facts').columns(['by_id', 'tenant']).execute();
}
