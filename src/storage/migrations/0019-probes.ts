import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../schema.ts';

/** Who had what tested from here, when, and what came of it. */
export async function createProbes(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;

  await db.schema
    .createTable('probes')
    .addColumn('id', text, column => column.notNull())
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('conversation', text, column => column.notNull())
    .addColumn('case_id', text)
    .addColumn('by_id', text)
    .addColumn('by_name', text)
    .addColumn('at', text, column => column.notNull())
    .addColumn('name', text, column => column.notNull())
    .addColumn('state', text, column => column.notNull())
    .addColumn('why', text)
    .addColumn('addresses', text, column => column.notNull())
    .addColumn('card', text)
    .addColumn('held_until', text)
    .addColumn('ended_at', text)
    .addPrimaryKeyConstraint('probes_key', ['id', 'tenant'])
    .execute();
  // The last hour's are counted, and those that nobody holds are looked for.
  await db.schema.createIndex('probes_by_time').on('probes').columns(['at']).execute();
  await sql`create index probes_running on probes (held_until) where held_until is not null`.execute(db);
}
