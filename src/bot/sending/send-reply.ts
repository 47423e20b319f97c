/** Sends what a turn decided, message by message, and notes each right after it. What cannot be sent is left for later. */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { ActivityKey, HeldReply, SentNote, UnsentReply } from '../../storage/store.ts';
import { plus } from '../../triage/durations.ts';
import { threadOf } from '../../triage/side.ts';
import { ChannelError, type Patience } from '../channel.ts';
import type { Desk, Reader } from '../desk.ts';
import type { CardMessage, OutgoingMessage, Reply } from '../reply.ts';
import { readStoredReply } from '../stored-reply.ts';
import type { CaseCards } from './case-cards.ts';
import { createHold, type Hold } from './hold.ts';
import { lease, leaveForLater, type Stop } from './leave-for-later.ts';
import { cardActivity } from './outgoing.ts';
import { type Attempted, isSaid, sendMessage } from './send-message.ts';

/** Where an answer goes. */
export type Recipient = Pick<Reader, 'tenant' | 'conversation' | 'address'>;
/** What is answered. */
export interface Answered {
  readonly type?: string;
  readonly id?: string | undefined;
  readonly text?: string | undefined;
  /** For a press the card that was pressed. */
  readonly replyToId?: string | undefined;
}

export interface Sender {
  /**
   * What was decided just now. Rejects only for what is not stored, so that nobody sends it later.
   * @param decidedAt the time of its commit
   */
  send(to: Recipient, activity: Answered, reply: Reply, decidedAt?: string): Promise<void>;
  /** For a repeated delivery: what is left of the stored reply, unless it is being sent here at this moment. */
  sendAgain(to: Recipient, activity: Answered): Promise<void>;
  /** What somebody took up late and holds until then, tried once: the next attempt has its own time. */
  sendLate(to: Recipient, taken: UnsentReply, heldUntil: string): Promise<void>;
}

/** Milliseconds after which something that may have arrived is sent anew. */
const usualShortWhile = 2_000;
const notingTries = 4;

interface Task extends Pick<UnsentReply, 'attempts' | 'sentIds' | 'unclear'> {
  readonly to: Recipient;
  readonly activity: Answered;
  readonly reply: Reply;
  /** Of the stored reply; undefined: it is not stored. */
  readonly key: ActivityKey | undefined;
  /** Of what was taken up later than in its turn. */
  readonly receivedAt?: string;
  readonly isLate: boolean;
  readonly hold: Hold | undefined;
}

export function createSender(desk: Desk, cards: CaseCards, shortWhile = usualShortWhile): Sender {
  const { connector, store } = desk;
  const underWay = new Set<string>();
  const held = (reply: HeldReply, until: string) => createHold(desk, until, end => store.holdReply(reply, end));

  return {
    async send(to, activity, reply, decidedAt = desk.now()) {
      const key = reply.isFleeting ? undefined : keyOf(to, activity);
      const hold = key && held({ ...key, attempts: 0 }, plus(decidedAt, lease));
      const fresh = { attempts: 0, sentIds: [], unclear: 0, isLate: false };
      await alone(key, () => run({ to, activity, reply, key, hold, ...fresh }));
    },

    async sendAgain(to, activity) {
      const key = keyOf(to, activity);
      if (!key) return;
      await alone(key, async () => {
        const until = plus(desk.now(), lease);
        const taken = await store.claimReply(key, until);
        const reply = taken && readStoredReply(desk, key.activity, taken.reply);
        if (reply) await run({ ...taken, to, activity, reply, key, isLate: false, hold: held(taken, until) });
      });
    },

    async sendLate(to, taken, heldUntil) {
      const activity = { id: taken.activity };
      const reply = readStoredReply(desk, taken.activity, taken.reply);
      // A newer version may still read it, while it is not given up.
      const hold = held(taken, heldUntil);
      if (reply) await alone(taken, () => run({ ...taken, to, activity, reply, key: taken, isLate: true, hold }));
    },
  };

  /** One at a time in this process; several processes know each other's leases. */
  async function alone(key: ActivityKey | undefined, work: () => Promise<void>): Promise<void> {
    if (!key) return work();
    const name = JSON.stringify([key.tenant, key.conversation, key.activity]);
    if (underWay.has(name)) return;
    underWay.add(name);
    try {
      await work();
    } finally {
      underWay.delete(name);
    }
  }

  async function run(task: Task): Promise<void> {
    // Painted first: a card that is about to be followed by a newer one is brought up to date as well.
    const painting = paint(task);
    // Whoever pressed gets the answer first; whoever wrote sees nothing before the card is there.
    if (task.activity.type === 'invoke') await nextTurn();
    const { sentIds, stop } = await sendSteps(task, painting !== undefined);
    if (stop) return leave(task, stop);
    if (!painting) return;
    // Painted once more it would be the same.
    if (await painting) await note(task, { sentIds, isDone: true, cards: [], mayWait: true });
    else await leave(task, { kind: 'unsent', error: new Error('A card was not updated'), unclear: 0, isSaid: false });
  }

  /** The stored activity is updated as well as the pressed card, else the card falls back when the chat is opened again. */
  function paint({ to, activity, reply, receivedAt }: Task): Promise<boolean> | undefined {
    const { showsCase, showsVersion, replacement } = reply;
    if (showsCase === undefined) return undefined;
    // A list that was pressed shows the case among others, and is no card of it.
    const pressed = replacement && replacement.caseId === null ? undefined : pressedIn(activity);
    const isFresh = receivedAt === undefined && showsVersion !== undefined && replacement;
    return cards.show(to.tenant, showsCase, {
      pressed: pressed === undefined ? undefined : { conversation: to.conversation, activity: pressed },
      rendered: isFresh ? { version: showsVersion, address: to.address, card: replacement } : undefined,
    });
  }

  async function sendSteps(
    task: Task,
    isPainted: boolean,
  ): Promise<{ readonly sentIds: readonly string[]; readonly stop?: Stop }> {
    const sentIds = [...task.sentIds];
    const steps = stepsOf(task);
    if (steps.length === 0 && !isPainted) await note(task, { sentIds, isDone: true, cards: [], mayWait: true });
    let { unclear } = task;
    for (const { message, instead } of steps.slice(sentIds.length)) {
      const conversation = message.to ?? task.to.conversation;
      const attempted = await sendStep(task, message, instead, unclear).catch(
        (error: Error): Attempted => ({ kind: 'unsent', error, unclear }),
      );
      if (attempted.kind === 'not-there') {
        await store.leavePlace({ tenant: task.to.tenant, conversation }, desk.now());
        return { sentIds, stop: { kind: 'place-gone' } };
      }
      if (attempted.kind === 'unsent')
        return { sentIds, stop: { ...attempted, isSaid: isSaid(message, attempted.unclear) } };
      // Nothing else is done in between: a process that ends here leaves a message that will be sent twice.
      sentIds.push(attempted.id ?? '');
      const isDone = sentIds.length === steps.length && !isPainted;
      const where = startsThread(message) ? threadOf(conversation, attempted.id ?? '') : conversation;
      await note(task, { sentIds, isDone, cards: cardsIn(message, where, attempted) });
      task.hold?.noted();
      if (startsThread(message)) await followThread(task, message, conversation, where);
      unclear = 0;
    }
    return { sentIds };
  }

  /** Whatever is written in the thread is about the case of its first card. */
  async function followThread(
    { to: { tenant } }: Task,
    { caseId }: CardMessage,
    channel: string,
    conversation: string,
  ): Promise<void> {
    const place = await store.place({ tenant, conversation: channel });
    const at = desk.now();
    if (!place || caseId === null) return;
    await store.savePlace({ ...place, seenAt: at });
    await store.commit({
      tenant,
      conversation,
      at,
      by: null,
      currentCase: caseId,
      place: { ...place, conversation, seenAt: at },
    });
  }

  async function sendStep(
    task: Task,
    message: OutgoingMessage,
    instead: string | undefined,
    unclear: number,
  ): Promise<Attempted> {
    const { to, activity, isLate } = task;
    if (instead !== undefined && message.kind === 'card') {
      const updated = await connector.update(to.address, instead, cardActivity(message)).catch(() => 'gone' as const);
      if (updated === 'updated') return { kind: 'sent', id: instead, isWhole: true };
    }
    const place = message.to === undefined ? undefined : await store.place({ ...to, conversation: message.to });
    if (message.to !== undefined && (!place || place.goneAt !== null)) return { kind: 'not-there' };
    const there = await arrived(task, message);
    if (there !== undefined) return { kind: 'sent', id: there, isWhole: true };
    return sendMessage(message, unclear, {
      connector,
      address: place ?? to.address,
      replyToId: message.to === undefined ? activity.id : undefined,
      patience: patienceOf(task),
      shortWhile: isLate ? undefined : shortWhile,
    });
  }

  /** The card that opens a case, when somebody pressed it before anybody had noted that it was sent. */
  async function arrived({ to, receivedAt }: Task, message: OutgoingMessage): Promise<string | undefined> {
    if (receivedAt === undefined || message.kind !== 'card' || message.caseId === null) return undefined;
    const opened = await store.loadCase(to.tenant, message.caseId);
    return opened?.openedAt === receivedAt ? store.cardOf(to, message.caseId) : undefined;
  }

  /** Sent but not noted is sent again, so a database that is away for a moment is waited for. */
  async function note(
    { to, key }: Task,
    sent: Pick<SentNote, 'sentIds' | 'isDone' | 'cards' | 'mayWait'>,
  ): Promise<void> {
    if (!key && sent.cards.length === 0) return;
    const { tenant, conversation } = to;
    for (let tries = 1; ; tries++) {
      try {
        return await store.noteSent({ tenant, conversation, activity: key?.activity, at: desk.now(), ...sent });
      } catch (error) {
        if (tries === notingTries) throw error;
        await sleep(shortWhile);
      }
    }
  }

  async function leave({ key, attempts }: Task, stop: Stop): Promise<void> {
    if (key) return leaveForLater(desk, { ...key, attempts }, stop);
    throw stop.kind === 'unsent' ? stop.error : new ChannelError('refused', 'The bot is not there any more');
  }
}

/** As long as nobody else has taken the reply up. */
function patienceOf({ hold, isLate }: Task): Patience {
  return {
    ...(hold && { mayGo: hold.mayGo, mayWait: hold.forPause }),
    ...(isLate && { tries: 1 }),
  };
}

function keyOf({ tenant, conversation }: Recipient, { id }: Answered): ActivityKey | undefined {
  return id === undefined ? undefined : { tenant, conversation, activity: id };
}

function pressedIn({ type, text, replyToId }: Answered): string | undefined {
  return type === 'invoke' || text === undefined ? replyToId : undefined;
}

function startsThread(message: OutgoingMessage): message is CardMessage {
  return message.kind === 'card' && message.startsThread === true;
}

/** In order; `instead` is the activity that a message replaces where it can. */
function stepsOf({ activity, reply }: Task): { readonly message: OutgoingMessage; readonly instead?: string }[] {
  const { replacement, showsCase, messages } = reply;
  const below = messages.map(message => {
    const instead = message.kind === 'card' ? message.instead : undefined;
    return { message, ...(instead !== undefined && { instead }) };
  });
  // The cards of a case are painted, and an invoke is answered with its card.
  const isPainted = showsCase !== undefined && replacement?.caseId !== null;
  if (!replacement || isPainted || activity.type === 'invoke') return below;
  const instead = pressedIn(activity);
  return [{ message: replacement, ...(instead !== undefined && { instead }) }, ...below];
}

function cardsIn(message: OutgoingMessage, conversation: string, { id, isWhole }: Attempted & { kind: 'sent' }) {
  if (message.kind !== 'card' || message.caseId === null || id === undefined || !isWhole) return [];
  return [{ conversation, caseId: message.caseId, activity: id }];
}
