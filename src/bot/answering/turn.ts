/** One activity, from its shape to what was sent. Never ends in silence: what goes wrong gets a sentence and a reference. */
import { randomBytes } from 'node:crypto';
import type { Desk } from '../desk.ts';
import { type InvokeAnswer, notice, type Reply, replyWith } from '../reply.ts';
import { type CaseCards, createCaseCards, createSender, type Sender, sendUnsent } from '../sending/index.ts';
import { type Kind, kindOf } from './activity-kind.ts';
import { doDue } from './do-due.ts';
import { expectsReplies, forResponse, respond } from './expected-replies.ts';
import { inTime } from './in-time.ts';
import { cardAnswer, failedExtension, invokeAnswer, lateAnswer } from './invoke-answer.ts';
import { logFailure } from './log-failure.ts';
import { openTurn, type Turn } from './open-turn.ts';
import { settleLost } from './probing/settle-lost.ts';
import { type IncomingActivity, tenantOf } from './read-activity.ts';
import { replyTo } from './reply-to.ts';
import { typingAfter } from './typing.ts';
import { strangerOf } from './who-reads.ts';

export interface Turns {
  /** @returns what an invoke is answered with; undefined for everything else */
  handle(activity: IncomingActivity): Promise<InvokeAnswer | undefined>;
  /** Sends what a process that ended in the middle left behind. */
  catchUp(): Promise<number>;
  /** Asks what is due to be asked about cases. */
  doDue(): Promise<number>;
  /** Resolves when nothing is left to send. */
  settled(): Promise<void>;
}

export interface TurnTimes {
  /** Teams gives up on an invoke after ten to fifteen seconds and delivers it again. */
  readonly answerWithin: number;
  /** After this the person sees that somebody is typing. */
  readonly typingAfter: number;
}

const usualTimes: TurnTimes = { answerWithin: 4_000, typingAfter: 1_000 };

/** What a turn works with besides the desk. */
interface Tools {
  readonly desk: Desk;
  readonly cards: CaseCards;
  readonly sender: Sender;
  readonly times: TurnTimes;
  /** Work that goes on after the answer. */
  later(work: Promise<unknown>): void;
}

export function createTurns(desk: Desk, times: TurnTimes = usualTimes): Turns {
  const cards = createCaseCards(desk);
  const pending = new Set<Promise<unknown>>();
  const tools: Tools = {
    desk,
    cards,
    sender: createSender(desk, cards),
    times,
    later: work => {
      const watched = work.catch(() => undefined).finally(() => pending.delete(watched));
      pending.add(watched);
    },
  };
  // The same delivery may arrive again while the first is still being answered: both get the first one's answer.
  const underWay = new Map<string, Promise<InvokeAnswer | undefined>>();
  return {
    handle: activity => {
      const key = JSON.stringify([tenantOf(activity), activity.conversation.id, activity.id ?? randomBytes(8)]);
      const running = underWay.get(key);
      if (running) return running;
      const turn = answer(tools, activity).finally(() => underWay.delete(key));
      underWay.set(key, turn);
      return turn;
    },
    catchUp: () => {
      const sending = sendUnsent(desk, tools.sender);
      tools.later(sending);
      return sending;
    },
    doDue: () => {
      const doing = settleLost(desk).then(() => doDue(desk, tools.sender));
      tools.later(doing);
      return doing;
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
      await cards.settled();
    },
  };
}

async function answer(tools: Tools, activity: IncomingActivity): Promise<InvokeAnswer | undefined> {
  const kind = kindOf(activity);
  if (kind === 'unknown-invoke') return respond(activity, { status: 501 });
  if (kind === undefined) return respond(activity, undefined);
  const { desk, times, later } = tools;
  const isExpected = expectsReplies(activity);
  const stopTyping =
    kind === 'message' && !isExpected ? typingAfter(desk, activity, times.typingAfter, later) : () => {};
  const turn = work(tools, kind, activity).finally(stopTyping);
  later(turn);
  // Nothing could follow this response.
  if (isExpected) return turn;
  const answered = await inTime(turn, times.answerWithin);
  if (answered !== 'late') return answered;
  return activity.type === 'invoke'
    ? lateAnswer(kind, desk.strings[strangerOf(desk, activity).locale].say('slow'), activity)
    : undefined;
}

async function work(tools: Tools, kind: Kind, activity: IncomingActivity): Promise<InvokeAnswer | undefined> {
  const { desk, sender, later } = tools;
  const isInvoke = activity.type === 'invoke';
  let reader = strangerOf(desk, activity);
  let reply: Reply;
  let turn: Turn | undefined;
  try {
    turn = await openTurn(desk, kind, activity, later, sender);
    reader = turn.reader;
    reply = forResponse(activity, turn.answered ?? (await turn.end(await replyTo(desk, kind, turn, activity))));
  } catch (error) {
    const reference = randomBytes(4).toString('hex');
    logFailure(desk, reference, error);
    const sorry = replyWith(desk, reader, notice('failed', { reference }));
    const [card] = sorry.messages;
    if (kind === 'extension') return respond(activity, failedExtension(desk, reader, activity, reference));
    if (isInvoke) return respond(activity, card?.kind === 'card' ? cardAnswer(card.card) : { status: 500 });
    if (expectsReplies(activity)) return respond(activity, undefined, sorry.messages);
    await sender
      .send(reader, activity, { ...sorry, isFleeting: true })
      .catch(failure => logFailure(desk, reference, failure));
    return undefined;
  }
  const sending = send(turn).catch(error => logFailure(desk, randomBytes(4).toString('hex'), error));
  if (!isInvoke) await sending;
  later(sending);
  return respond(activity, isInvoke ? invokeAnswer(reply) : undefined, reply.inResponse);

  async function send(one: Turn): Promise<void> {
    // The card that was pressed in a response has no id that the channel knows.
    const answered = expectsReplies(activity) ? { type: activity.type, id: activity.id } : activity;
    if (one.answered) return sender.sendAgain(reader, answered);
    // Another process has answered this very activity meanwhile, and sends what it decided.
    if (!one.isOvertaken()) await sender.send(reader, answered, reply, one.decidedAt());
  }
}
