import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../schema.ts';

/** Where a tenant's experts are, for which problems, and who is on call there. */
export async function createExperts(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;

  await db.schema
    .createTable('experts')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('conversation', text, column => column.notNull())
    .addColumn('problems', text, column => column.notNull())
    .addColumn('on_call', text, column => column.notNull())
    .addColumn('by_id', text)
    .addColumn('by_name', text)
    .addColumn('at', text, column => column.notNull())
    .addPrimaryKeyConstraint('experts_key', ['tenant', 'conversation'])
    .execute();
}
