/** Which activities were processed and what must be sent for each: the reply is written down before it is sent. */
import type { JoinBuilder } from 'kysely';
import { cardWriter } from './cards.ts';
import { json, parseJson, time } from './columns.ts';
import { type Engine, only, prepare, type Query, run, seldom, together, type Work } from './engine.ts';
import { isFree } from './lease.ts';
import type { Tables } from './schema.ts';
import type { ActivityKey, Commit, HeldReply, RecordedReply, ReplyStore, UnsentReply } from './store.ts';

/** How long a reply belongs to the process that commits it: longer than one request to the channel may take. */
const firstLease = 30_000;

export function replyStore(engine: Engine): ReplyStore {
  const { db, dialect } = engine;
  const findReply = replyFinder(engine);
  const putCard = cardWriter(engine);
  const noteDone = prepare(engine, (_, { tenant, conversation, activity, sentIds, at }: Note) =>
    unsent({ tenant, conversation, activity }).set({ ...wellAgain, sent_ids: sentIds, sent_at: at }),
  );
  const notePart = prepare(engine, (_, { tenant, conversation, activity, sentIds, at }: Note) =>
    unsent({ tenant, conversation, activity }).set({ ...wellAgain, sent_ids: sentIds, claimed_until: at }),
  );

  function unsent({ tenant, conversation, activity }: ActivityKey) {
    return db
      .updateTable('activities')
      .where('tenant', '=', tenant)
      .where('conversation', '=', conversation)
      .where('activity', '=', activity)
      .where('sent_at', 'is', null);
  }

  /** False when the caller does not hold it any more. */
  async function updateHeld(held: HeldReply, change: Partial<Tables['activities']>): Promise<boolean> {
    const query = unsent(held).set(change).where('attempts', '=', held.attempts);
    return (await engine.write(only<unknown>(seldom(query)))).changed === 1;
  }

  function due(now: string) {
    return db
      .selectFrom('activities')
      .innerJoin('replies', join => onActivity(join))
      .select(unsentColumns)
      .where('sent_at', 'is', null)
      .where('gave_up_at', 'is', null)
      .where(isFree(now))
      .orderBy('received_at');
  }

  return {
    async findReply(key) {
      const { rows } = await engine.read(findReply(key));
      return rows[0] && toReply(rows[0]);
    },

    async lastReply({ tenant, conversation, personId }) {
      const query = db
        .selectFrom('activities')
        .innerJoin('replies', join => onActivity(join))
        .select('reply')
        .where('activities.tenant', '=', tenant)
        .where('person_id', '=', personId)
        .where('activities.conversation', '=', conversation)
        .orderBy('received_at', 'desc')
        .limit(1);
      const { rows } = await engine.read(seldom(query));
      return rows[0] && parseJson(rows[0].reply);
    },

    async noteSent({ tenant, conversation, activity, at, sentIds, isDone, cards, mayWait = false }) {
      const queries: Query[] = cards.map(card => putCard({ tenant, ...card }));
      if (activity !== undefined) {
        const note = { tenant, conversation, activity, sentIds: json(sentIds) };
        queries.unshift(isDone ? noteDone({ ...note, at: time(at) }) : notePart({ ...note, at: later(at) }));
      }
      if (queries.length === 0) return;
      await (mayWait ? engine.noteSoon(together(queries)) : engine.note(together(queries)));
    },

    async claimUnsent({ now, leaseUntil, limit }) {
      // Most of the time there is nothing, and nobody has to wait for a transaction.
      if ((await engine.read(seldom(due(now).limit(1)))).rows.length === 0) return [];
      return engine.write(function* () {
        const query = due(now)
          .limit(limit)
          // SQLite has one writer at a time and needs no row locks.
          .$if(dialect === 'postgres', locked => locked.forUpdate('activities').skipLocked());
        const { rows } = yield* run(seldom(query));
        const claimed = rows.map(row => ({ ...row, attempts: row.attempts + 1 }));
        for (const { attempts, ...row } of claimed)
          yield* run<unknown>(seldom(unsent(row).set({ claimed_until: time(leaseUntil), attempts })));
        return claimed.map(toUnsent);
      });
    },

    claimReply: (key, leaseUntil) =>
      engine.write(function* () {
        const query = unsent(key).set(({ eb }) => ({
          claimed_until: time(leaseUntil),
          attempts: eb('attempts', '+', 1),
          gave_up_at: null,
          gave_up_why: null,
        }));
        const { changed } = yield* run<unknown>(seldom(query));
        if (changed !== 1) return undefined;
        const taken = db
          .selectFrom('activities')
          .innerJoin('replies', join => onActivity(join))
          .select(unsentColumns)
          .where('activities.tenant', '=', key.tenant)
          .where('activities.conversation', '=', key.conversation)
          .where('activities.activity', '=', key.activity);
        const { rows } = yield* run(seldom(taken));
        return rows[0] && toUnsent(rows[0]);
      }),

    holdReply: (held, leaseUntil) => updateHeld(held, { claimed_until: time(leaseUntil) }),

    postponeReply: (held, { at, unclear }) => updateHeld(held, { claimed_until: time(at), unclear }),

    giveUpReply: (held, { at, why }) => updateHeld(held, { gave_up_at: time(at), gave_up_why: why }),
  };
}

interface Note extends ActivityKey {
  readonly sentIds: string;
  readonly at: string;
}

/** What was in trouble and went on is as good as new. */
const wellAgain = { unclear: 0, gave_up_at: null, gave_up_why: null };

const unsentColumns = [
  'activities.tenant',
  'activities.conversation',
  'activities.activity',
  'replies.reply',
  'received_at',
  'attempts',
  'sent_ids',
  'unclear',
] as const;

type UnsentRow = Pick<
  Tables['activities'] & Tables['replies'],
  'tenant' | 'conversation' | 'activity' | 'reply' | 'received_at' | 'attempts' | 'sent_ids' | 'unclear'
>;

function toUnsent({ reply, received_at, sent_ids, ...rest }: UnsentRow): UnsentReply {
  return { ...rest, reply: parseJson(reply), receivedAt: received_at, sentIds: idsIn(sent_ids) };
}

function idsIn(text: string): readonly string[] {
  return (parseJson(text) ?? []) as string[];
}

function later(at: string): string {
  return new Date(Date.parse(at) + firstLease).toISOString();
}

function onActivity<Join extends JoinBuilder<Tables, 'activities' | 'replies'>>(join: Join): Join {
  return join
    .onRef('replies.tenant', '=', 'activities.tenant')
    .onRef('replies.conversation', '=', 'activities.conversation')
    .onRef('replies.activity', '=', 'activities.activity') as Join;
}

export function replyFinder(engine: Engine) {
  return prepare(engine, (db, { tenant, conversation, activity }: ActivityKey) =>
    db
      .selectFrom('activities')
      .leftJoin('replies', join => onActivity(join))
      .select(['reply', 'sent_at', 'sent_ids'])
      .where('activities.tenant', '=', tenant)
      .where('activities.conversation', '=', conversation)
      .where('activities.activity', '=', activity),
  );
}

export interface ReplyRow {
  readonly reply: string | null;
  readonly sent_at: string | null;
  readonly sent_ids: string;
}

export function toReply({ reply, sent_at, sent_ids }: ReplyRow): RecordedReply {
  return {
    reply: reply === null ? null : parseJson(reply),
    // What was given up long ago says nothing any more.
    sent: sent_at !== null || reply === null,
    sentIds: idsIn(sent_ids),
  };
}

type Answer = Pick<Commit<unknown>, 'tenant' | 'conversation' | 'at' | 'by' | 'activity'> & {
  readonly case?: { readonly id: string } | undefined;
};

type NewActivity = Pick<
  Tables['activities'],
  'tenant' | 'conversation' | 'activity' | 'case_id' | 'person_id' | 'received_at' | 'claimed_until'
>;

/** An activity whose reply belongs to this process for now. */
export function activityRow({ tenant, conversation, at, by, case: change }: Answer, activity: string): NewActivity {
  return {
    tenant,
    conversation,
    activity,
    case_id: change?.id ?? null,
    person_id: by?.id ?? null,
    received_at: time(at),
    claimed_until: later(at),
  };
}

export type ActivityRecorder = (commit: Answer) => Work<{ kind: 'recorded' } | { kind: 'repeated'; reply: unknown }>;

/**
 * The first delivery wins. A second one at the same moment waits here until the first is committed (and is a repetition)
 * or rolled back (and takes its place).
 */
export function activityRecorder(engine: Engine): ActivityRecorder {
  const findReply = replyFinder(engine);
  const insert = prepare(engine, (db, row: NewActivity) =>
    db
      .insertInto('activities')
      .values({
        tenant: row.tenant,
        conversation: row.conversation,
        activity: row.activity,
        case_id: row.case_id,
        person_id: row.person_id,
        received_at: row.received_at,
        claimed_until: row.claimed_until,
        sent_at: null,
        sent_ids: json([]),
        attempts: 0,
        ...wellAgain,
      })
      .onConflict(conflict => conflict.doNothing()),
  );
  const insertReply = prepare(engine, (db, { tenant, conversation, activity, reply }: Tables['replies']) =>
    db.insertInto('replies').values({ tenant, conversation, activity, reply }),
  );
  return function* (commit) {
    const { tenant, conversation, activity } = commit;
    if (activity === undefined) return { kind: 'recorded' };
    const key = { tenant, conversation, activity: activity.id };
    for (;;) {
      const { changed } = yield* run<unknown>(insert(activityRow(commit, activity.id)));
      if (changed === 1) {
        yield* run<unknown>(insertReply({ ...key, reply: activity.json ?? json(activity.reply) }));
        return { kind: 'recorded' };
      }
      const { rows } = yield* run(findReply(key));
      // None when it was forgotten between the two statements: then this delivery is the first again.
      if (rows[0]) return { kind: 'repeated', reply: toReply(rows[0]).reply };
    }
  };
}
