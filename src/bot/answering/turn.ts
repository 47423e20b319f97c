/** One activity, from its shape to what was sent. Never ends in silence: what goes wrong gets a sentence and a reference. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from '../../storage/store.ts';
import type { Desk, Reader } from '../desk.ts';
import { nothing, notice, type Reply, replyWith } from '../reply.ts';
import { type CaseCards, createCaseCards } from '../sending/case-cards.ts';
import { createSender, type Sender } from '../sending/send-reply.ts';
import { sendUnsent } from '../sending/send-unsent.ts';
import type { InvokeAnswer } from '../serving/adapter.ts';
import { notPostedDialog, showDialog } from './extension/dialogs.ts';
import { isExtensionInvoke } from './extension/read-invoke.ts';
import { onCome, onLeave } from './on-come-and-leave.ts';
import { onExtension } from './on-extension.ts';
import { onFeedback } from './on-feedback.ts';
import { filesIn, onFiles, onOpenDraft } from './on-files.ts';
import { onMessage } from './on-message.ts';
import { onPress } from './on-press.ts';
import { isShared, keepPlace } from './place.ts';
import {
  type IncomingActivity,
  isInsertedCard,
  localeOf,
  readPressed,
  tenantOf,
  textOf,
  timeZoneOf,
} from './read-activity.ts';

export interface Turns {
  /** @returns what an invoke is answered with; undefined for everything else */
  handle(activity: IncomingActivity): Promise<InvokeAnswer | undefined>;
  /** Sends what a process that ended in the middle left behind. */
  catchUp(): Promise<number>;
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
    catchUp: () => sendUnsent(desk, tools.sender),
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
      await cards.settled();
    },
  };
}

type Kind = 'message' | 'press' | 'feedback' | 'extension' | 'come' | 'leave';

/** What this bot answers; undefined for what it lets pass: edits, deletions, reactions, events of others. */
function kindOf(activity: IncomingActivity): Kind | 'unknown-invoke' | undefined {
  const { type, name, action } = activity;
  switch (type) {
    case 'message':
      return 'message';
    case 'invoke':
      if (name === 'adaptiveCard/action') return 'press';
      if (isExtensionInvoke(name)) return 'extension';
      return name === 'message/submitAction' ? 'feedback' : 'unknown-invoke';
    case 'conversationUpdate':
      if (isBotAmong(activity, 'membersAdded')) return 'come';
      return isBotAmong(activity, 'membersRemoved') ? 'leave' : undefined;
    case 'installationUpdate':
      return action === 'add' ? 'come' : action === 'remove' ? 'leave' : undefined;
    default:
      return undefined;
  }
}

function isBotAmong(activity: IncomingActivity, list: 'membersAdded' | 'membersRemoved'): boolean {
  return (activity[list] ?? []).some(member => member.id === activity.recipient?.id);
}

async function answer(tools: Tools, activity: IncomingActivity): Promise<InvokeAnswer | undefined> {
  const kind = kindOf(activity);
  if (kind === 'unknown-invoke') return { status: 501 };
  if (kind === undefined) return undefined;
  const { desk, times } = tools;
  let isSlow: NodeJS.Timeout | undefined;
  if (kind === 'message') {
    const typing = () => desk.connector.send(addressOf(activity), { type: 'typing' }).catch(() => undefined);
    isSlow = setTimeout(() => tools.later(typing()), times.typingAfter);
  }
  const turn = work(tools, kind, activity).finally(() => clearTimeout(isSlow));
  tools.later(turn);
  const late = new AbortController();
  const inTime = await Promise.race([turn, sleep(times.answerWithin, 'late' as const, { signal: late.signal })]);
  late.abort();
  if (inTime !== 'late') return inTime;
  // The work goes on, and the card follows when it is done.
  return activity.type === 'invoke'
    ? lateAnswer(kind, desk.strings[strangerOf(desk, activity).locale].say('slow'), activity)
    : undefined;
}

async function work(tools: Tools, kind: Kind, activity: IncomingActivity): Promise<InvokeAnswer | undefined> {
  const { desk, sender, later } = tools;
  const isInvoke = activity.type === 'invoke';
  let reader = strangerOf(desk, activity);
  let reply: Reply;
  try {
    const place = await desk.store.place(reader);
    reader = await readerOf(desk, activity, place);
    // An extension is used in chats that the bot is no member of.
    if (kind !== 'leave' && kind !== 'extension') await keepPlace(desk, reader, place);
    const first = await firstReply(desk, reader, activity);
    reply = first ?? (await record(desk, reader, activity, await replyTo(tools, kind, reader, activity)));
  } catch (error) {
    const reference = randomBytes(4).toString('hex');
    logFailure(desk, reference, error);
    const sorry = replyWith(desk, reader, notice('failed', { reference }));
    const [card] = sorry.messages;
    if (kind === 'extension') return failedExtension(desk, reader, activity, reference);
    if (isInvoke) return card?.kind === 'card' ? cardAnswer(card.card) : { status: 500 };
    await sender.send(reader, activity, sorry).catch(failure => logFailure(desk, reference, failure));
    return undefined;
  }
  const sending = sender
    .send(reader, activity, reply)
    .catch(error => logFailure(desk, randomBytes(4).toString('hex'), error));
  // Whoever pressed gets the answer first; whoever wrote sees nothing before the card is there.
  if (!isInvoke) await sending;
  later(sending);
  return isInvoke ? invokeAnswer(reply) : undefined;
}

/** The answer that this very activity got before, if any; one that was never sent is sent now. */
async function firstReply(desk: Desk, reader: Reader, activity: IncomingActivity): Promise<Reply | undefined> {
  if (activity.id === undefined) return undefined;
  const found = await desk.store.findReply({ ...reader, activity: activity.id });
  if (!found) return undefined;
  const reply = found.reply as Reply;
  return found.sent ? { ...reply, messages: [] } : reply;
}

/** Help and refusals have no case that was stored; their repetitions must find them all the same. */
async function record(desk: Desk, reader: Reader, activity: IncomingActivity, reply: Reply): Promise<Reply> {
  if (activity.id === undefined || reply.isFleeting) return reply;
  const { tenant, conversation, person } = reader;
  const entry = { id: activity.id, reply };
  const result = await desk.store.commit({ tenant, conversation, at: desk.now(), by: person, activity: entry });
  return result.kind === 'repeated' ? (result.reply as Reply) : reply;
}

async function replyTo({ desk }: Tools, kind: Kind, reader: Reader, activity: IncomingActivity): Promise<Reply> {
  switch (kind) {
    case 'extension':
      return onExtension(desk, reader, activity);
    case 'come':
      return onCome(desk, reader, activity);
    case 'leave':
      await onLeave(desk, reader);
      return nothing;
    case 'feedback':
      await onFeedback(desk, reader, activity);
      return { ...nothing, answer: { body: {} } };
    case 'press':
    case 'message': {
      const text = textOf(activity);
      const isPress = kind === 'press' || text.trim() === '';
      const button = isPress ? readPressed(activity.value) : undefined;
      if (button?.verb === 'open-draft') return onOpenDraft(desk, reader, activity.id, button.draft ?? '');
      const files = kind === 'message' && !reader.isShared ? filesIn(activity) : [];
      if (files.length > 0) return onFiles(desk, reader, activity.id, files);
      if (kind === 'message' && isInsertedCard(activity)) return nothing;
      if (kind === 'message' && !button) return onMessage(desk, reader, activity.id, text);
      const pressed = button ?? { caseId: undefined, verb: '', press: undefined };
      return onPress(desk, reader, { activityId: activity.id, ...pressed, inPlace: true });
    }
    default:
      return kind satisfies never;
  }
}

function invokeAnswer({ replacement, answer }: Reply): InvokeAnswer {
  if (answer) {
    if ('toast' in answer) return toast(answer.toast);
    return 'body' in answer ? { status: 200, body: answer.body } : answer;
  }
  return replacement ? cardAnswer(replacement.card) : toast('');
}

/** What an invoke gets whose work takes too long: a sentence, in the shape that its kind asks for. */
function lateAnswer(kind: Kind, text: string, { name }: IncomingActivity): InvokeAnswer {
  if (kind === 'feedback') return { status: 200, body: {} };
  if (kind !== 'extension') return toast(text);
  const body =
    name === 'composeExtension/query'
      ? { composeExtension: { type: 'message', text } }
      : { task: { type: 'message', value: text } };
  return { status: 200, body };
}

function failedExtension(desk: Desk, reader: Reader, { name }: IncomingActivity, reference: string): InvokeAnswer {
  if (name !== 'composeExtension/query')
    return { status: 200, body: showDialog(notPostedDialog('failed', { reference }), desk.cards, reader.own) };
  const text = desk.strings[reader.own.locale].say('notice.failed.title');
  return { status: 200, body: { composeExtension: { type: 'message', text } } };
}

function toast(value: string): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value } };
}

function cardAnswer(card: object): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card } };
}

async function readerOf(desk: Desk, activity: IncomingActivity, place: Place | undefined): Promise<Reader> {
  const stranger = strangerOf(desk, activity);
  const known = await desk.store.person(stranger.tenant, stranger.person.id);
  const zone = timeZoneOf(activity);
  if (zone !== undefined && zone !== known?.timeZone) {
    await desk.store.savePerson(stranger.tenant, stranger.person.id, { name: stranger.person.name, timeZone: zone });
  }
  // Where others read along, the place has one language; elsewhere it is the person's.
  const chosen = localeOf((stranger.isShared ? place?.locale : known?.locale) ?? undefined);
  return {
    ...stranger,
    locale: chosen ?? stranger.locale,
    hasChosenLocale: chosen !== undefined,
    timeZone: (stranger.isShared ? place?.timeZone : undefined) ?? zone ?? known?.timeZone ?? 'UTC',
    own: {
      locale: localeOf(known?.locale ?? undefined) ?? stranger.locale,
      timeZone: zone ?? known?.timeZone ?? 'UTC',
    },
  };
}

/** The reader as the activity alone tells. */
function strangerOf(desk: Desk, activity: IncomingActivity): Reader {
  const { from, conversation } = activity;
  const locale = localeOf(activity.locale) ?? desk.defaultLanguage;
  const timeZone = timeZoneOf(activity) ?? 'UTC';
  return {
    tenant: tenantOf(activity),
    conversation: conversation.id,
    person: { id: from.aadObjectId ?? from.id, name: from.name ?? '' },
    memberId: from.id,
    address: addressOf(activity),
    isShared: isShared(activity),
    locale,
    hasChosenLocale: false,
    hasClientLocale: localeOf(activity.locale) !== undefined,
    timeZone,
    own: { locale, timeZone },
  };
}

function addressOf({ conversation, serviceUrl, channelId, recipient }: IncomingActivity) {
  return { conversation: conversation.id, serviceUrl, channelId, botId: recipient?.id ?? '' };
}

/** Messages of errors can quote what was pasted: only the kind of error and its place are logged. */
function logFailure(desk: Desk, reference: string, error: unknown): void {
  const { name, code, stack } =
    error instanceof Error ? (error as Error & { code?: string }) : { name: typeof error, code: undefined, stack: '' };
  const place = (stack ?? '')
    .split('\n')
    .filter(line => line.trimStart().startsWith('at '))
    .slice(0, 8);
  desk.log.error({ reference, name, code, place }, 'A turn failed');
}
