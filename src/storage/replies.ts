/** Which activities were processed and what must be sent for each: the reply is written down before it is sent. */
import { cardWriter } from './cards.ts';
import { json, parseJson, time } from './columns.ts';
import { type Engine, prepare, run, seldom, type Work } from './engine.ts';
import type { Tables } from './schema.ts';
import type { ActivityKey, Commit, ReplyStore } from './store.ts';

export function replyStore(engine: Engine): ReplyStore {
  const { db, dialect } = engine;
  const findReply = replyFinder(engine);
  const markSent = prepare(engine, (builder, { tenant, conversation, activity, at }: ActivityKey & { at: string }) =>
    builder
      .updateTable('activities')
      .set({ sent_at: at })
      .where('tenant', '=', tenant)
      .where('conversation', '=', conversation)
      .where('activity', '=', activity)
      .where('sent_at', 'is', null),
  );
  const putCard = cardWriter(engine);

  return {
    async findReply(key) {
      const { rows } = await engine.read(findReply(key));
      return rows[0] && toReply(rows[0]);
    },

    async lastReply({ tenant, conversation, personId }) {
      const { rows } = await engine.read(
        seldom(
          db
            .selectFrom('activities')
            .select('reply')
            .where('tenant', '=', tenant)
            .where('person_id', '=', personId)
            .where('conversation', '=', conversation)
            .orderBy('received_at', 'desc')
            .limit(1),
        ),
      );
      return rows[0] && parseJson(rows[0].reply);
    },

    noteSent: ({ tenant, activity, at, cards = [] }) =>
      engine.write(function* () {
        if (activity !== undefined) yield* run(markSent({ tenant, ...activity, at: time(at) }));
        for (const card of cards) yield* run(putCard({ tenant, ...card }));
      }),

    claimUnsent: ({ now, receivedBefore, leaseUntil, limit }) =>
      engine.write(function* () {
        const { rows } = yield* run(
          seldom(
            db
              .selectFrom('activities')
              .select(['tenant', 'conversation', 'activity', 'reply', 'attempts'])
              .where('sent_at', 'is', null)
              .where('received_at', '<', time(receivedBefore))
              .where(({ eb, or }) => or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', time(now))]))
              .orderBy('received_at')
              .limit(limit)
              // SQLite has one writer at a time and needs no row locks.
              .$if(dialect === 'postgres', query => query.forUpdate().skipLocked()),
          ),
        );
        const claimed = rows.map(row => ({ ...row, reply: parseJson(row.reply), attempts: row.attempts + 1 }));
        for (const { tenant, conversation, activity, attempts } of claimed) {
          yield* run(
            seldom(
              db
                .updateTable('activities')
                .set({ claimed_until: time(leaseUntil), attempts })
                .where('tenant', '=', tenant)
                .where('conversation', '=', conversation)
                .where('activity', '=', activity),
            ),
          );
        }
        return claimed;
      }),
  };
}

function replyFinder(engine: Engine) {
  return prepare(engine, (db, { tenant, conversation, activity }: ActivityKey) =>
    db
      .selectFrom('activities')
      .select(['reply', 'sent_at'])
      .where('tenant', '=', tenant)
      .where('conversation', '=', conversation)
      .where('activity', '=', activity),
  );
}

export function toReply({ reply, sent_at }: Pick<Tables['activities'], 'reply' | 'sent_at'>) {
  return { reply: parseJson(reply), sent: sent_at !== null };
}

export type ActivityRecorder = (
  commit: Pick<Commit<unknown>, 'tenant' | 'conversation' | 'at' | 'by' | 'activity'> & {
    readonly case?: { readonly id: string } | undefined;
  },
) => Work<{ kind: 'recorded' } | { kind: 'repeated'; reply: unknown }>;

/**
 * The first delivery wins. A second one at the same moment waits here until the first is committed (and is a repetition)
 * or rolled back (and takes its place).
 */
export function activityRecorder(engine: Engine): ActivityRecorder {
  const findReply = replyFinder(engine);
  const insert = prepare(engine, (db, row: Omit<Tables['activities'], 'sent_at' | 'claimed_until' | 'attempts'>) =>
    db
      .insertInto('activities')
      .values({
        tenant: row.tenant,
        conversation: row.conversation,
        activity: row.activity,
        case_id: row.case_id,
        person_id: row.person_id,
        received_at: row.received_at,
        reply: row.reply,
        sent_at: null,
        claimed_until: null,
        attempts: 0,
      })
      .onConflict(conflict => conflict.doNothing()),
  );
  return function* ({ tenant, conversation, at, by, activity, case: change }) {
    if (activity === undefined) return { kind: 'recorded' };
    const key = { tenant, conversation, activity: activity.id };
    for (;;) {
      const { changed } = yield* run(
        insert({
          ...key,
          case_id: change?.id ?? null,
          person_id: by?.id ?? null,
          received_at: time(at),
          reply: json(activity.reply),
        }),
      );
      if (changed === 1) return { kind: 'recorded' };
      const { rows } = yield* run(findReply(key));
      // None when it was forgotten between the two statements: then this delivery is the first again.
      if (rows[0]) return { kind: 'repeated', reply: parseJson(rows[0].reply) };
    }
  };
}
