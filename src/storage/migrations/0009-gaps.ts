import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../schema.ts';

/** Sentences that articles lack. The key is the order of a tenant's rows, so that the oldest are found without an index. */
export async function createGaps(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;

  await db.schema
    .createTable('gaps')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('at', text, column => column.notNull())
    .addColumn('id', text, column => column.notNull())
    .addColumn('person_id', text, column => column.notNull())
    .addColumn('locale', text, column => column.notNull())
    .addColumn('text', text, column => column.notNull())
    .addColumn('found', text)
    .addColumn('chosen', text)
    .addColumn('why', text, column => column.notNull())
    .addPrimaryKeyConstraint('gaps_key', ['tenant', 'at', 'id'])
    .execute();
}
