/** Bots over one database that are killed and replaced, and a channel that delivers until it is answered. */
import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import type { Card } from './bot-under-test.ts';
import { startConnectorStub } from './connector-stub.ts';
import { type BotProcess, startCommand, startProcess } from './processes.ts';
import type { TeamsActivity } from './teams-activities.ts';

export interface MortalBots {
  readonly serviceUrl: string;
  /** As Teams does it: what was not answered is sent again a moment later, under the same id, to whichever process is there. */
  deliver(activity: TeamsActivity): Promise<{ id: string; body: unknown }>;
  repeated(): number;
  /** Between two things that somebody does: short, and longer while a process starts, which needs the machine. */
  pause(random: () => number): Promise<void>;
  /** Cards that were posted in answer to an activity. */
  cardsFor(activityId: string): readonly Card[];
  /** What was posted in a conversation, in this order: the text, or the card's own sentence. */
  postedIn(conversation: string): readonly Posted[];
  /** The card that was posted or updated last in a conversation. */
  shownIn(conversation: string): Card | undefined;
  /** Whether a process that had this delivery was killed. */
  wasUnderWayAtAKill(activityId: string): boolean;
  /** Kills a process and starts another in its place; resolves when that one listens. */
  killOne(random: () => number): Promise<void>;
  /** What all processes logged. */
  log(): readonly string[];
  /** Resolves when no reply waits to be sent any more. */
  sendLeftovers(): Promise<void>;
  stop(): Promise<void>;
}

export interface Posted {
  readonly id: string;
  readonly text: string;
  readonly card: Card | undefined;
}

/** A process is back within one or two seconds, and far later on a busy machine; what is delivered by then never would be. */
const longestDelivery = 120_000;
const longestLeftovers = 120_000;
/** A little less than the time after which the bot answers that it is still working. */
const answeredWithin = 3_800;

export async function startMortalBots(databaseUrl: string, count: number): Promise<MortalBots> {
  const cards = new Map<string, Card[]>();
  const shown = new Map<string, Card>();
  const posts = new Map<string, Posted[]>();
  const take = (conversation: string, json: string) => {
    const { replyToId, attachments, text } = JSON.parse(json) as {
      replyToId?: string;
      attachments?: { content: Card }[];
      text?: string;
    };
    const card = attachments?.[0]?.content;
    if (card) shown.set(conversation, card);
    return { replyToId, card, text: text ?? card?.fallbackText ?? '' };
  };
  const stub = await startConnectorStub({
    posted(conversation, json, id) {
      const { replyToId, card, text } = take(conversation, json);
      posts.set(conversation, [...(posts.get(conversation) ?? []), { id, text, card }]);
      if (replyToId !== undefined && card) cards.set(replyToId, [...(cards.get(replyToId) ?? []), card]);
    },
    updated: take,
  });
  const startOne = () =>
    startProcess({
      command: startCommand(),
      // The same bounces again and again would be one incident.
      environment: { DATABASE_URL: databaseUrl, INCIDENT_CASES: '0' },
    });
  const processes: BotProcess[] = await Promise.all(Array.from({ length: count }, startOne));
  const dead: BotProcess[] = [];
  const known = new Map<string, TeamsActivity>();
  const underWay = new Map<string, BotProcess>();
  const struck = new Set<string>();
  let repeated = 0;
  let isStarting = false;

  const deliver: MortalBots['deliver'] = async activity => {
    known.set(activity.id, activity);
    const deadline = performance.now() + longestDelivery;
    for (;;) {
      const alive = processes.filter(one => one.isAlive());
      const bot = alive[Math.floor(Math.random() * alive.length)];
      if (bot) underWay.set(activity.id, bot);
      const sentAt = performance.now();
      const answer = bot && (await post(bot.url, activity));
      // What takes so long is answered before it is done.
      if (performance.now() - sentAt < answeredWithin) underWay.delete(activity.id);
      if (answer?.status === 200) return { id: activity.id, body: answer.body };
      if (performance.now() > deadline) throw new Error(`Not delivered, last answer: ${JSON.stringify(answer)}`);
      repeated += 1;
      await sleep(100 + Math.random() * 300);
    }
  };

  return {
    serviceUrl: stub.serviceUrl,
    deliver,
    repeated: () => repeated,
    pause: random => sleep(random() * 20 + (isStarting ? 1_000 : 0)),
    postedIn: conversation => posts.get(conversation) ?? [],
    shownIn: conversation => shown.get(conversation),
    cardsFor: id => cards.get(id) ?? [],
    wasUnderWayAtAKill: id => struck.has(id),
    async killOne(random) {
      const place = Math.floor(random() * processes.length);
      const victim = processes[place]!;
      for (const [id, bot] of underWay) if (bot === victim) struck.add(id);
      isStarting = true;
      await victim.end('SIGKILL');
      dead.push(victim);
      processes[place] = await startOne();
      isStarting = false;
    },
    log: () => [...dead, ...processes].flatMap(one => one.output().match(/^\{.*\}$/gm) ?? []),
    async sendLeftovers() {
      const deadline = performance.now() + longestLeftovers;
      for (;;) {
        const waiting = await unsent(databaseUrl);
        if (waiting.length === 0) return;
        assert.ok(performance.now() < deadline, `${waiting.length} replies are never sent`);
        await Promise.all(waiting.map(id => deliver(known.get(id)!)));
        await sleep(100);
      }
    },
    async stop() {
      await Promise.all(processes.map(one => one.end('SIGKILL')));
      await stub.close();
    },
  };
}

/** Undefined when the connection broke or there was none. */
async function post(url: string, activity: TeamsActivity): Promise<{ status: number; body: unknown } | undefined> {
  try {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(activity),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The activities whose replies wait to be sent. */
async function unsent(databaseUrl: string): Promise<string[]> {
  const text = 'select activity from activities where sent_at is null';
  if (databaseUrl.startsWith('sqlite:')) {
    const database = new Sqlite(databaseUrl.slice('sqlite:'.length), { readonly: true });
    const rows = database.prepare<[], { activity: string }>(text).all();
    database.close();
    return rows.map(row => row.activity);
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ activity: string }>(text);
  await client.end();
  return rows.map(row => row.activity);
}
