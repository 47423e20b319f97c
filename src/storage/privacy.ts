/** Deleting: on request of a person, and after the retention time. */
import { type Compilable, sql } from 'kysely';
import { nobody, type TriageCase, untouchedCase } from '../triage/case.ts';
import { caseWords } from '../triage/case-words.ts';
import { wordWriter } from './case-words.ts';
import { time } from './columns.ts';
import { type Engine, only, run, seldom, type Work } from './engine.ts';
import { forgetExpert } from './experts.ts';
import type { Tables } from './schema.ts';
import { draftState, type ForgetCounts, type PrivacyStore } from './store.ts';

export function privacyStore(engine: Engine): PrivacyStore {
  const { db } = engine;
  return {
    async forget(who) {
      const counts = await engine.write(() => forgetPerson(engine, who));
      await emptyLog(engine);
      return counts;
    },

    async deleteOlderThan(before) {
      const replies = await deleteBefore(engine, 'activities', 'received_at', before);
      const cases = await deleteBefore(engine, 'cases', 'updated_at', before, wasOpened(before));
      const chatMessages = await deleteBefore(engine, 'chat_messages', 'at', before);
      await deleteBefore(engine, 'places', 'seen_at', before);
      await deleteBefore(engine, 'due_work', 'due_at', before);
      await deleteBefore(engine, 'probes', 'at', before);
      await emptyLog(engine);
      return { cases, replies, chatMessages };
    },

    async forgetActivities(before) {
      const givenUp = db
        .selectFrom('activities')
        .select(['tenant', 'conversation', 'activity'])
        .where('gave_up_at', 'is not', null)
        .where('received_at', '<', time(before));
      const emptied = db
        .deleteFrom('replies')
        .where(({ eb, refTuple }) =>
          eb(
            refTuple('tenant', 'conversation', 'activity'),
            'in',
            givenUp.$asTuple('tenant', 'conversation', 'activity'),
          ),
        );
      await engine.write(only<unknown>(seldom(emptied)));
      return deleteBefore(engine, 'activities', 'received_at', before, sql<boolean>`sent_at is not null`);
    },

    async forgetDrafts(before) {
      const isDraft = sql<boolean>`state = ${sql.lit(draftState)} and ${wasOpened(before)}`;
      const cases = await deleteBefore(engine, 'cases', 'updated_at', before, isDraft);
      return cases + (await deleteBefore(engine, 'drafts', 'at', before));
    },

    forgetGaps: before => deleteBefore(engine, 'gaps', 'at', before),

    async forgetMemory(before) {
      const counts = [
        await forgetPartners(engine, before),
        await deleteBefore(engine, 'hosts', 'at', before),
        await deleteBefore(engine, 'partner_letters', 'last_at', before),
        await deleteBefore(engine, 'memory_changes', 'at', before),
        await deleteBefore(engine, 'solutions', 'solved_at', before),
        await deleteBefore(engine, 'facts', 'at', before),
      ];
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };

  /** Old pages of a SQLite file live on in its write-ahead log until that is emptied; best effort, another process may be reading. */
  async function emptyLog({ dialect }: Engine): Promise<void> {
    if (dialect === 'sqlite')
      await engine.read(seldom({ compile: () => sql`pragma wal_checkpoint(truncate)`.compile(db) }));
  }
}

/** So many rows go in one transaction: whoever wants to write in between waits for no more. */
const mostAtOnce = 500;

const keys = {
  activities: ['tenant', 'conversation', 'activity'],
  cases: ['tenant', 'id'],
  chat_messages: ['conversation', 'seq'],
  places: ['tenant', 'conversation'],
  drafts: ['tenant', 'id'],
  gaps: ['tenant', 'at', 'id'],
  due_work: ['case_id', 'tenant'],
  hosts: ['tenant', 'host'],
  partner_letters: ['case_id', 'tenant'],
  memory_changes: ['subject', 'tenant', 'kind', 'seq'],
  solutions: ['case_id', 'tenant'],
  facts: ['subject', 'tenant', 'name'],
  probes: ['id', 'tenant'],
} as const;

/** What did not change since then was opened before it. No index has the time of the last change, which every press moves. */
function wasOpened(before: string) {
  return sql<boolean>`opened_at < ${time(before)}`;
}

async function deleteBefore<Table extends keyof typeof keys>(
  engine: Engine,
  table: Table,
  column: keyof Tables[Table] & string,
  before: string,
  which = sql<boolean>`true`,
): Promise<number> {
  const key = sql.join(keys[table].map(name => sql.ref(name)));
  const due = sql`select ${key} from ${sql.table(table)} where ${sql.ref(column)} < ${time(before)} and ${which} limit ${sql.lit(mostAtOnce)}`;
  const query = sql`delete from ${sql.table(table)} where (${key}) in (${due})`;
  for (let deleted = 0; ; ) {
    const { changed } = await engine.write(only(seldom({ compile: () => query.compile(engine.db) })));
    deleted += changed;
    if (changed < mostAtOnce) return deleted;
  }
}

/** Partners that nobody wrote to or changed since then, with the words by which they were found. */
async function forgetPartners(engine: Engine, before: string): Promise<number> {
  const { db } = engine;
  const old = db.selectFrom('partners').select(['tenant', 'domain']).where('used_at', '<', time(before));
  for (let deleted = 0; ; ) {
    const changed = await engine.write(function* (): Work<number> {
      const { rows } = yield* run(seldom(old.limit(mostAtOnce)));
      for (const { tenant, domain } of rows) {
        const { changed } = yield* run(
          seldom(
            db
              .deleteFrom('partners')
              .where('tenant', '=', tenant)
              .where('domain', '=', domain)
              .where('used_at', '<', time(before)),
          ),
        );
        // Somebody wrote to them at this very moment.
        if (changed === 0) continue;
        yield* run(seldom(db.deleteFrom('partner_words').where('domain', '=', domain).where('tenant', '=', tenant)));
      }
      return rows.length;
    });
    deleted += changed;
    if (changed < mostAtOnce) return deleted;
  }
}

function* forgetPerson(
  engine: Engine,
  { tenant, conversation, personId }: Parameters<PrivacyStore['forget']>[0],
): Work<ForgetCounts> {
  const { db } = engine;
  const ownCases = db.selectFrom('cases').select('id').where('tenant', '=', tenant).where('person_id', '=', personId);
  // Locks the cases first: who is changing one at this moment finishes or gets a conflict.
  yield* change(
    db
      .updateTable('cases')
      .set(({ eb }) => ({ version: eb('version', '+', 1) }))
      .where('tenant', '=', tenant)
      .where('person_id', '=', personId),
  );
  const replies = yield* change(
    db
      .deleteFrom('activities')
      .where('tenant', '=', tenant)
      .where(({ eb, or }) => or([eb('person_id', '=', personId), eb('case_id', 'in', ownCases)])),
  );
  const events = yield* change(
    db.deleteFrom('case_events').where('tenant', '=', tenant).where('case_id', 'in', ownCases),
  );
  yield* change(db.deleteFrom('due_work').where('tenant', '=', tenant).where('case_id', 'in', ownCases));
  yield* change(db.deleteFrom('case_words').where('tenant', '=', tenant).where('case_id', 'in', ownCases));
  const cards = yield* change(db.deleteFrom('cards').where('tenant', '=', tenant).where('case_id', 'in', ownCases));
  const cases = yield* change(db.deleteFrom('cases').where('tenant', '=', tenant).where('person_id', '=', personId));
  const people = yield* change(db.deleteFrom('people').where('tenant', '=', tenant).where('id', '=', personId));
  yield* change(db.deleteFrom('drafts').where('tenant', '=', tenant).where('person_id', '=', personId));
  yield* change(db.deleteFrom('gaps').where('tenant', '=', tenant).where('person_id', '=', personId));
  yield* change(db.deleteFrom('places').where('tenant', '=', tenant).where('person_id', '=', personId));
  yield* forgetExpert(engine, tenant, personId);
  yield* leaveCasesOfOthers(engine, tenant, personId);
  let anonymised = 0;
  for (const table of [
    'case_events',
    'hosts',
    'partners',
    'memory_changes',
    'solutions',
    'facts',
    'experts',
    'probes',
  ] as const) {
    anonymised += yield* change(
      db
        .updateTable(table)
        .set({ by_id: null, by_name: null })
        .where('tenant', '=', tenant)
        .where('by_id', '=', personId),
    );
  }
  const chatMessages = yield* change(db.deleteFrom('chat_messages').where('conversation', '=', conversation));
  return { cases, events, replies, cards, people, chatMessages, anonymised };
}

/** How many rows it changed. */
function* change(query: Compilable<unknown>): Work<number> {
  return (yield* run(seldom(query))).changed;
}

/** Answers and ticks stay in the cases of others, without saying whose they were. */
function* leaveCasesOfOthers(engine: Engine, tenant: string, personId: string): Work<void> {
  const { db } = engine;
  const writeWords = wordWriter(engine);
  const touched = db
    .selectFrom('case_events')
    .select('case_id')
    .where('tenant', '=', tenant)
    .where('by_id', '=', personId);
  // Locks them before they are read, as above.
  yield* change(
    db
      .updateTable('cases')
      .set(({ eb }) => ({ version: eb('version', '+', 1) }))
      .where('tenant', '=', tenant)
      .where('id', 'in', touched),
  );
  const { rows } = yield* run(
    seldom(
      db
        .selectFrom('cases')
        .select(['id', 'value', 'opened_at'])
        .where('tenant', '=', tenant)
        .where('id', 'in', touched),
    ),
  );
  for (const { id, value, opened_at } of rows) {
    const left = withoutPerson(value, personId);
    yield* change(db.updateTable('cases').set({ value: left }).where('tenant', '=', tenant).where('id', '=', id));
    // By what they noted nothing is found any more.
    const kept = wordsOf(left);
    const removed = wordsOf(value).filter(word => !kept.includes(word));
    yield* writeWords(tenant, { id, words: { added: [], removed } }, opened_at);
  }
}

function wordsOf(value: string): readonly string[] {
  try {
    return caseWords({ ...untouchedCase, ...(JSON.parse(value) as TriageCase) });
  } catch {
    return [];
  }
}

/** How many of the words that were told to the experts of an incident are left; what comes after those is still to be told. */
function toldLeft({ incident, escalations }: TriageCase, personId: string): number {
  const words = escalations.at(-1)?.exchanges.filter(({ from }) => from === 'reporter') ?? [];
  return words.slice(0, incident!.told).filter(({ by }) => by.id !== personId).length;
}

/**
 * Wherever a value names a person it does so with id and name; a card shows the dots in place of the name. What somebody
 * noted in their own words goes with them.
 */
function withoutPerson(value: string, personId: string): string {
  const isThem = (part: { id?: unknown; name?: unknown } | null) =>
    typeof part === 'object' && part?.id === personId && typeof part.name === 'string';
  // Parts come before the whole: who noted it is taken out by then.
  const isTheirs = (note: { by?: unknown } | null) => typeof note === 'object' && note?.by === nobody;
  const cleaned = (name: string, part: unknown) => {
    if (isThem(part as object | null)) return nobody;
    if ((name === 'notes' || name === 'exchanges') && Array.isArray(part)) return part.filter(one => !isTheirs(one));
    if (name === 'ended' && isTheirs(part as object | null)) return { ...(part as object), text: null };
    return isTheirs(part as object | null) && 'noted' in (part as object)
      ? { ...(part as object), noted: [], untaken: [] }
      : part;
  };
  try {
    const left = JSON.parse(value, cleaned) as TriageCase;
    if (!left.incident) return JSON.stringify(left);
    const told = toldLeft(JSON.parse(value) as TriageCase, personId);
    return JSON.stringify({ ...left, incident: { ...left.incident, told } });
  } catch {
    // A damaged text opens for nobody; it stays until its time is over.
    return value;
  }
}
