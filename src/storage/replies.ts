/** Which activities were processed and what must be sent for each: the reply is written down before it is sent. */
import type { Kysely } from 'kysely';
import { writeCard } from './cards.ts';
import { json, parseJson, time } from './columns.ts';
import type { Db, Dialect, Tables } from './schema.ts';
import type { ActivityKey, Commit, HeldReply, ReplyStore, UnsentReply } from './store.ts';
import { inTransaction } from './transaction.ts';

/** How long a reply belongs to the process that commits it: longer than one request to the channel may take. */
const firstLease = 30_000;

export function replyStore(db: Kysely<Tables>, dialect: Dialect): ReplyStore {
  return {
    findReply: key => findReply(db, key),

    async noteSent({ tenant, conversation, activity, at, sentIds, isDone, cards }) {
      await inTransaction(db, async transaction => {
        if (activity !== undefined) {
          await transaction
            .updateTable('activities')
            .set({
              sent_ids: json(sentIds),
              ...(isDone ? { sent_at: time(at) } : { claimed_until: later(at, firstLease) }),
              unclear: 0,
              gave_up_at: null,
              gave_up_why: null,
            })
            .where('tenant', '=', tenant)
            .where('conversation', '=', conversation)
            .where('activity', '=', activity)
            .where('sent_at', 'is', null)
            .execute();
        }
        for (const { caseId, ...card } of cards) await writeCard(transaction, tenant, caseId, card);
      });
    },

    async claimUnsent({ now, leaseUntil, limit }) {
      // Most of the time there is nothing, and nobody has to wait for a transaction.
      if ((await dueReplies(db, now).limit(1).execute()).length === 0) return [];
      return inTransaction(db, async transaction => {
        const rows = await dueReplies(transaction, now)
          .limit(limit)
          // SQLite has one writer at a time and needs no row locks.
          .$if(dialect === 'postgres', query => query.forUpdate().skipLocked())
          .execute();
        const claimed = rows.map(row => ({ ...row, attempts: row.attempts + 1 }));
        for (const { tenant, conversation, activity, attempts } of claimed) {
          await transaction
            .updateTable('activities')
            .set({ claimed_until: time(leaseUntil), attempts })
            .where('tenant', '=', tenant)
            .where('conversation', '=', conversation)
            .where('activity', '=', activity)
            .execute();
        }
        return claimed.map(toUnsent);
      });
    },

    claimReply: ({ tenant, conversation, activity }, leaseUntil) =>
      inTransaction(db, async transaction => {
        const row = await transaction
          .updateTable('activities')
          .set(({ eb }) => ({
            claimed_until: time(leaseUntil),
            attempts: eb('attempts', '+', 1),
            gave_up_at: null,
            gave_up_why: null,
          }))
          .where('tenant', '=', tenant)
          .where('conversation', '=', conversation)
          .where('activity', '=', activity)
          .where('sent_at', 'is', null)
          .returning(unsentColumns)
          .executeTakeFirst();
        return row && toUnsent(row);
      }),

    holdReply: (held, leaseUntil) => updateHeld(db, held, { claimed_until: time(leaseUntil) }),

    postponeReply: (held, { at, unclear }) => updateHeld(db, held, { claimed_until: time(at), unclear }),

    giveUpReply: (held, { at, why }) => updateHeld(db, held, { gave_up_at: time(at), gave_up_why: why }),

    forgetActivities: before =>
      inTransaction(db, async transaction => {
        await transaction
          .updateTable('activities')
          .set({ reply: json(null) })
          .where('gave_up_at', 'is not', null)
          .where('received_at', '<', time(before))
          .execute();
        const { numDeletedRows } = await transaction
          .deleteFrom('activities')
          .where('received_at', '<', time(before))
          .where('sent_at', 'is not', null)
          .executeTakeFirst();
        return Number(numDeletedRows);
      }),
  };
}

const unsentColumns = [
  'tenant',
  'conversation',
  'activity',
  'reply',
  'received_at',
  'attempts',
  'sent_ids',
  'unclear',
] as const;

function dueReplies(db: Db, now: string) {
  return db
    .selectFrom('activities')
    .select(unsentColumns)
    .where('sent_at', 'is', null)
    .where('gave_up_at', 'is', null)
    .where(({ eb, or }) => or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', time(now))]))
    .orderBy('received_at');
}

function toUnsent(row: Pick<Tables['activities'], (typeof unsentColumns)[number]>): UnsentReply {
  const { reply, received_at, sent_ids, ...rest } = row;
  return { ...rest, reply: parseJson(reply), receivedAt: received_at, sentIds: parseJson(sent_ids) as string[] };
}

/** False when the caller does not hold it any more. */
function updateHeld(
  db: Kysely<Tables>,
  { tenant, conversation, activity, attempts }: HeldReply,
  change: Partial<Tables['activities']>,
): Promise<boolean> {
  return inTransaction(db, async transaction => {
    const { numUpdatedRows } = await transaction
      .updateTable('activities')
      .set(change)
      .where('tenant', '=', tenant)
      .where('conversation', '=', conversation)
      .where('activity', '=', activity)
      .where('attempts', '=', attempts)
      .where('sent_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

function later(at: string, milliseconds: number): string {
  return new Date(Date.parse(at) + milliseconds).toISOString();
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
        claimed_until: later(at, firstLease),
        attempts: 0,
        unclear: 0,
        gave_up_at: null,
        gave_up_why: null,
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
      // What was given up long ago says nothing any more.
      sent: row.sent_at !== null || row.reply === json(null),
      sentIds: parseJson(row.sent_ids) as string[],
    }
  );
}
