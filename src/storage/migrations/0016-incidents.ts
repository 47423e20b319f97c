import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../schema.ts';

/** Which problem each case was opened with, where experts can be asked, and the incidents that many of them became. */
export async function createIncidents(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;

  await db.schema
    .createTable('incidents')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('case_id', text, column => column.notNull())
    .addColumn('article', text, column => column.notNull())
    // Of a problem towards one next hop any code, of one towards many that code.
    .addColumn('next_hop', text, column => column.notNull())
    .addColumn('code', text, column => column.notNull())
    .addColumn('since', text, column => column.notNull())
    .addColumn('ended_at', text)
    .addPrimaryKeyConstraint('incidents_key', ['case_id', 'tenant'])
    .addForeignKeyConstraint('incidents_case', ['tenant', 'case_id'], 'cases', ['tenant', 'id'], constraint =>
      constraint.onDelete('cascade'),
    )
    .execute();
  // Whoever is second to see that there are enough of them finds the first one's.
  await db.schema
    .createIndex('incidents_running')
    .unique()
    .on('incidents')
    .columns(['next_hop', 'article', 'code', 'tenant'])
    .where(sql.ref('ended_at'), 'is', null)
    .execute();
  await db.schema.createIndex('incidents_by_problem').on('incidents').columns(['article', 'tenant']).execute();
  await db.schema
    .createIndex('incidents_by_tenant')
    .on('incidents')
    .columns(['tenant', 'since'])
    .where(sql.ref('ended_at'), 'is', null)
    .execute();

  await db.schema
    .createTable('openings')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('case_id', text, column => column.notNull())
    .addColumn('article', text, column => column.notNull())
    .addColumn('next_hop', text, column => column.notNull())
    .addColumn('code', text, column => column.notNull())
    .addColumn('domain', text, column => column.notNull())
    .addColumn('conversation', text, column => column.notNull())
    .addColumn('at', text, column => column.notNull())
    .addColumn('incident', text)
    .addColumn('state', text, column => column.notNull())
    .addPrimaryKeyConstraint('openings_key', ['case_id', 'tenant'])
    .addForeignKeyConstraint('openings_case', ['tenant', 'case_id'], 'cases', ['tenant', 'id'], constraint =>
      constraint.onDelete('cascade'),
    )
    .execute();
  await db.schema
    .createIndex('openings_by_problem')
    .on('openings')
    .columns(['article', 'tenant', 'at', 'next_hop'])
    .execute();
  await db.schema
    .createIndex('openings_by_incident')
    .on('openings')
    .columns(['incident', 'tenant'])
    .where(sql.ref('incident'), 'is not', null)
    .execute();
}
