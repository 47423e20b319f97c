import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../schema.ts';

/** A reply belongs to one process at a time from its commit on, and what is given up stays visible. */
export async function createLeases(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;

  await db.schema.alterTable('activities').addColumn('gave_up_at', text).execute();
  await db.schema.alterTable('activities').addColumn('gave_up_why', text).execute();
  await db.schema
    .alterTable('activities')
    .addColumn('unclear', 'integer', column => column.notNull().defaultTo(0))
    .execute();
  await db.schema.dropIndex('activities_unsent').execute();
  await sql`create index activities_due on activities (claimed_until) where sent_at is null and gave_up_at is null`.execute(
    db,
  );
  await sql`create index activities_given_up on activities (gave_up_at) where gave_up_at is not null`.execute(db);
}
