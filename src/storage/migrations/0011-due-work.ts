import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../schema.ts';

/** What is to be done about a case by itself: one thing at a time, as what follows depends on how the case stands then. */
export async function createDueWork(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;

  await db.schema
    .createTable('due_work')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('case_id', text, column => column.notNull())
    .addColumn('what', text, column => column.notNull())
    .addColumn('due_at', text, column => column.notNull())
    .addColumn('claimed_until', text)
    .addColumn('attempts', 'integer', column => column.notNull())
    .addColumn('gave_up_at', text)
    .addColumn('gave_up_why', text)
    .addPrimaryKeyConstraint('due_work_key', ['case_id', 'tenant'])
    .execute();
  await db.schema
    .createIndex('due_work_by_time')
    .on('due_work')
    .column('due_at')
    .where(sql.ref('gave_up_at'), 'is', null)
    .execute();
}
