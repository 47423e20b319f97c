/** Deleting: on request of a person, and after the retention time. */
import { type Kysely, sql } from 'kysely';
import { nobody } from '../triage/case.ts';
import { time } from './columns.ts';
import { deleteActivities } from './replies.ts';
import type { Db, Dialect, Tables } from './schema.ts';
import type { ForgetCounts, PrivacyStore } from './store.ts';
import { inTransaction } from './transaction.ts';

export function privacyStore(db: Kysely<Tables>, dialect: Dialect): PrivacyStore {
  return {
    async forget(who) {
      const counts = await inTransaction(db, transaction => forgetPerson(transaction, who));
      await emptyLog(db, dialect);
      return counts;
    },

    async deleteOlderThan(before) {
      const counts = await inTransaction(db, async transaction => {
        const replies = await deleteActivities(transaction, before);
        const cases = await transaction.deleteFrom('cases').where('updated_at', '<', time(before)).executeTakeFirst();
        const chatMessages = await transaction
          .deleteFrom('chat_messages')
          .where('at', '<', time(before))
          .executeTakeFirst();
        await transaction.deleteFrom('places').where('seen_at', '<', time(before)).execute();
        return { cases: Number(cases.numDeletedRows), replies, chatMessages: Number(chatMessages.numDeletedRows) };
      });
      await emptyLog(db, dialect);
      return counts;
    },

    async forgetDrafts(before) {
      const { numDeletedRows } = await inTransaction(db, transaction =>
        transaction.deleteFrom('drafts').where('at', '<', time(before)).executeTakeFirst(),
      );
      return Number(numDeletedRows);
    },
  };
}

async function forgetPerson(
  db: Db,
  { tenant, conversation, personId }: Parameters<PrivacyStore['forget']>[0],
): Promise<ForgetCounts> {
  const ownCases = db.selectFrom('cases').select('id').where('tenant', '=', tenant).where('person_id', '=', personId);
  // Locks the cases first: who is changing one at this moment finishes or gets a conflict.
  await db
    .updateTable('cases')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .where('tenant', '=', tenant)
    .where('person_id', '=', personId)
    .execute();
  const replies = await db
    .deleteFrom('activities')
    .where('tenant', '=', tenant)
    .where(({ eb, or }) => or([eb('person_id', '=', personId), eb('case_id', 'in', ownCases)]))
    .executeTakeFirst();
  const events = await db
    .deleteFrom('case_events')
    .where('tenant', '=', tenant)
    .where('case_id', 'in', ownCases)
    .executeTakeFirst();
  const cards = await db
    .deleteFrom('cards')
    .where('tenant', '=', tenant)
    .where('case_id', 'in', ownCases)
    .executeTakeFirst();
  const cases = await db
    .deleteFrom('cases')
    .where('tenant', '=', tenant)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  const people = await db
    .deleteFrom('people')
    .where('tenant', '=', tenant)
    .where('id', '=', personId)
    .executeTakeFirst();
  await db.deleteFrom('drafts').where('tenant', '=', tenant).where('person_id', '=', personId).execute();
  await db.deleteFrom('places').where('tenant', '=', tenant).where('person_id', '=', personId).execute();
  await leaveCasesOfOthers(db, tenant, personId);
  let anonymised = 0n;
  for (const table of ['case_events', 'hosts', 'partners'] as const) {
    const { numUpdatedRows } = await db
      .updateTable(table)
      .set({ by_id: null, by_name: null })
      .where('tenant', '=', tenant)
      .where('by_id', '=', personId)
      .executeTakeFirst();
    anonymised += numUpdatedRows;
  }
  const chatMessages = await db.deleteFrom('chat_messages').where('conversation', '=', conversation).executeTakeFirst();
  return {
    cases: Number(cases.numDeletedRows),
    events: Number(events.numDeletedRows),
    replies: Number(replies.numDeletedRows),
    cards: Number(cards.numDeletedRows),
    people: Number(people.numDeletedRows),
    chatMessages: Number(chatMessages.numDeletedRows),
    anonymised: Number(anonymised),
  };
}

/** Answers and ticks stay in the cases of others, without saying whose they were. */
async function leaveCasesOfOthers(db: Db, tenant: string, personId: string): Promise<void> {
  const touched = db
    .selectFrom('case_events')
    .select('case_id')
    .where('tenant', '=', tenant)
    .where('by_id', '=', personId);
  // Locks them before they are read, as above.
  await db
    .updateTable('cases')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .where('tenant', '=', tenant)
    .where('id', 'in', touched)
    .execute();
  const cases = await db
    .selectFrom('cases')
    .select(['id', 'value'])
    .where('tenant', '=', tenant)
    .where('id', 'in', touched)
    .execute();
  for (const { id, value } of cases) {
    await db
      .updateTable('cases')
      .set({ value: withoutPerson(value, personId) })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute();
  }
}

/** Wherever a value names a person it does so with id and name; a card shows the dots in place of the name. */
function withoutPerson(value: string, personId: string): string {
  const isThem = (part: { id?: unknown; name?: unknown } | null) =>
    typeof part === 'object' && part?.id === personId && typeof part.name === 'string';
  try {
    return JSON.stringify(JSON.parse(value, (_, part) => (isThem(part) ? nobody : part)));
  } catch {
    // A damaged text opens for nobody; it stays until its time is over.
    return value;
  }
}

/** Old pages of a SQLite file live on in its write-ahead log until that is emptied; best effort, another process may be reading. */
async function emptyLog(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  if (dialect === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(db);
}
