/** Which activities were processed and what must be sent for each: the reply is written down before it is sent. */
import type { Kysely } from 'kysely';
import { json, parseJson, time } from './columns.ts';
import type { Db, Dialect, Tables } from './schema.ts';
import type { ActivityKey, Commit, ReplyStore } from './store.ts';
import { inTransaction } from './transaction.ts';

export function replyStore(db: Kysely<Tables>, dialect: Dialect): ReplyStore {
  return {
    findReply: key => findReply(db, key),

    async markSent({ tenant, conversation, activity }, { at, ids = [] }) {
      await inTransaction(db, transaction =>
        transaction
          .updateTable('activities')
          .set({ sent_at: time(at), sent_ids: json(ids) })
          .where('tenant', '=', tenant)
          .where('conversation', '=', conversation)
          .where('activity', '=', activity)
          .where('sent_at', 'is', null)
          .execute(),
      );
    },

    async claimUnsent({ now, receivedBefore, leaseUntil, limit }) {
      return inTransaction(db, async transaction => {
        const rows = await transaction
          .selectFrom('activities')
          .select(['tenant', 'conversation', 'activity', 'reply', 'attempts'])
          .where('sent_at', 'is', null)
          .where('received_at', '<', time(receivedBefore))
          .where(({ eb, or }) => or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', time(now))]))
          .orderBy('received_at')
          .limit(limit)
          // SQLite has one writer at a time and needs no row locks.
          .$if(dialect === 'postgres', query => query.forUpdate().skipLocked())
          .execute();
        const claimed = rows.map(row => ({ ...row, reply: parseJson(row.reply), attempts: row.attempts + 1 }));
        for (const { tenant, conversation, activity, attempts } of claimed) {
          await transaction
            .updateTable('activities')
            .set({ claimed_until: time(leaseUntil), attempts })
            .where('tenant', '=', tenant)
            .where('conversation', '=', conversation)
            .where('activity', '=', activity)
            .execute();
        }
        return claimed;
      });
    },

    forgetActivities: before => inTransaction(db, transaction => deleteActivities(transaction, before)),
  };
}

export async function deleteActivities(db: Db, before: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('activities')
    .where('received_at', '<', time(before))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/**
 * The first delivery wins. A second one at the same moment waits here until the first is committed (and is a repetition)
 * or rolled back (and takes its place).
 */
export async function recordActivity<Value>(
  db: Db,
  { tenant, conversation, at, by, activity, case: change }: Commit<Value>,
): Promise<{ kind: 'recorded' } | { kind: 'repeated'; reply: unknown }> {
  if (activity === undefined) return { kind: 'recorded' };
  const key = { tenant, conversation, activity: activity.id };
  for (;;) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('activities')
      .values({
        ...key,
        case_id: change?.id ?? null,
        person_id: by?.id ?? null,
        received_at: time(at),
        reply: json(activity.reply),
        sent_at: null,
        sent_ids: json([]),
        claimed_until: null,
        attempts: 0,
      })
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) return { kind: 'recorded' };
    const first = await findReply(db, key);
    // Undefined when it was forgotten between the two statements: then this delivery is the first again.
    if (first !== undefined) return { kind: 'repeated', reply: first.reply };
  }
}

async function findReply(db: Db, { tenant, conversation, activity }: ActivityKey) {
  const row = await db
    .selectFrom('activities')
    .select(['reply', 'sent_at', 'sent_ids'])
    .where('tenant', '=', tenant)
    .where('conversation', '=', conversation)
    .where('activity', '=', activity)
    .executeTakeFirst();
  return (
    row && {
      reply: parseJson(row.reply),
      sent: row.sent_at !== null,
      sentIds: (parseJson(row.sent_ids) ?? []) as string[],
    }
  );
}
