import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../schema.ts';

/** What is to be sent stands beside its activity: noting that it was sent then writes a short row and not the card again. */
export async function createReplies(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;

  await db.schema
    .createTable('replies')
    .addColumn('tenant', text, column => column.notNull())
    .addColumn('conversation', text, column => column.notNull())
    .addColumn('activity', text, column => column.notNull())
    .addColumn('reply', text, column => column.notNull())
    .addPrimaryKeyConstraint('replies_key', ['tenant', 'conversation', 'activity'])
    .addForeignKeyConstraint(
      'replies_activity',
      ['tenant', 'conversation', 'activity'],
      'activities',
      ['tenant', 'conversation', 'activity'],
      constraint => constraint.onDelete('cascade'),
    )
    .execute();
  await sql`insert into replies select tenant, conversation, activity, reply from activities`.execute(db);
  await db.schema.alterTable('activities').dropColumn('reply').execute();
}
