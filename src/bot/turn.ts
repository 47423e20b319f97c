/** One activity, from its shape to what was sent. Never ends in silence: what goes wrong gets a sentence and a reference. */
import { randomBytes } from 'node:crypto';
import type { AdaptiveCard } from '../cards/render-card.ts';
import type { Desk, Reader } from './desk.ts';
import { onMessage } from './on-message.ts';
import { onPress } from './on-press.ts';
import { type IncomingActivity, localeOf, readPressed, tenantOf, timeZoneOf } from './read-activity.ts';
import { nothing, notice, type Reply, replyWith } from './reply.ts';

/** What a turn can do in its conversation; the adapter gives it the channel's way. */
export interface Channel {
  /** Sends a card or a preformatted text; returns the new activity's id. */
  sendCard(card: AdaptiveCard): Promise<string | undefined>;
  sendText(text: string): Promise<string | undefined>;
  /** False when the activity is gone. */
  updateCard(activityId: string, card: AdaptiveCard): Promise<boolean>;
}

export interface InvokeAnswer {
  readonly status: number;
  readonly body?: object;
}

export interface Turns {
  handle(activity: IncomingActivity, text: string, channel: Channel): Promise<InvokeAnswer | undefined>;
}

export function createTurns(desk: Desk): Turns {
  // The same delivery may arrive again while the first is still being answered: both get the first one's answer.
  const underWay = new Map<string, Promise<InvokeAnswer | undefined>>();
  return {
    handle: (activity, text, channel) => {
      if (activity.id === undefined) return answer(desk, activity, text, channel);
      const key = JSON.stringify([tenantOf(activity), activity.conversation.id, activity.id]);
      const running = underWay.get(key);
      if (running) return running;
      const turn = answer(desk, activity, text, channel).finally(() => underWay.delete(key));
      underWay.set(key, turn);
      return turn;
    },
  };
}

async function answer(
  desk: Desk,
  activity: IncomingActivity,
  text: string,
  channel: Channel,
): Promise<InvokeAnswer | undefined> {
  const isInvoke = activity.type === 'invoke';
  if (isInvoke && activity.name !== 'adaptiveCard/action') return { status: 501 };
  if (!isInvoke && activity.type !== 'message' && activity.type !== 'conversationUpdate') return undefined;
  let reader = strangerOf(desk, activity);
  try {
    reader = await readerOf(desk, activity);
    const first = await firstReply(desk, reader, activity);
    const reply = first ?? (await record(desk, reader, activity, await replyTo(desk, reader, activity, text)));
    await send(desk, reader, activity, reply, channel);
    return isInvoke ? invokeAnswer(reply) : undefined;
  } catch (error) {
    const reference = randomBytes(4).toString('hex');
    logFailure(desk, reference, error);
    const sorry = replyWith(desk, reader, notice('failed', { reference }));
    const card = sorry.messages[0];
    if (isInvoke) return card?.kind === 'card' ? cardAnswer(card.card) : { status: 500 };
    if (card?.kind === 'card') await channel.sendCard(card.card).catch(failure => logFailure(desk, reference, failure));
    return undefined;
  }
}

/** The answer that this very activity got before, if any; one that was never sent is sent now. */
async function firstReply(desk: Desk, reader: Reader, activity: IncomingActivity): Promise<Reply | undefined> {
  if (activity.id === undefined) return undefined;
  const found = await desk.store.findReply({ ...reader, activity: activity.id });
  if (!found) return undefined;
  const reply = found.reply as Reply;
  return found.sent ? { messages: [], replacement: reply.replacement } : reply;
}

/** Help and refusals have no case that was stored; their repetitions must find them all the same. */
async function record(desk: Desk, reader: Reader, activity: IncomingActivity, reply: Reply): Promise<Reply> {
  if (activity.id === undefined) return reply;
  const { tenant, conversation, person } = reader;
  const entry = { id: activity.id, reply };
  const result = await desk.store.commit({ tenant, conversation, at: desk.now(), by: person, activity: entry });
  return result.kind === 'repeated' ? (result.reply as Reply) : reply;
}

async function replyTo(desk: Desk, reader: Reader, activity: IncomingActivity, text: string): Promise<Reply> {
  if (activity.type === 'conversationUpdate') return welcome(desk, reader, activity);
  const button = activity.type === 'invoke' || text.trim() === '' ? readPressed(activity.value) : undefined;
  if (button) return onPress(desk, reader, { activityId: activity.id, ...button, inPlace: true });
  if (activity.type === 'invoke')
    return onPress(desk, reader, { activityId: activity.id, caseId: undefined, press: undefined, inPlace: true });
  return onMessage(desk, reader, activity.id, text);
}

/** Once, in a personal chat, when the bot itself was added. */
async function welcome(desk: Desk, reader: Reader, activity: IncomingActivity): Promise<Reply> {
  const added = (activity.membersAdded as { id?: string }[] | undefined) ?? [];
  const isBotAdded = added.some(member => member.id === activity.recipient?.id);
  const isPersonal = activity.conversation.conversationType === 'personal' || activity.conversation.isGroup !== true;
  if (!isBotAdded || !isPersonal) return nothing;
  const known = await desk.store.person(reader.tenant, reader.person.id);
  if (known?.welcomedAt) return nothing;
  await desk.store.savePerson(reader.tenant, reader.person.id, { name: reader.person.name, welcomedAt: desk.now() });
  return replyWith(desk, reader, notice('welcome'));
}

async function send(
  desk: Desk,
  reader: Reader,
  activity: IncomingActivity,
  reply: Reply,
  channel: Channel,
): Promise<void> {
  if (reply.replacement) await replaceCard(desk, reader, activity, reply.replacement, channel);
  for (const message of reply.messages) {
    const id = message.kind === 'card' ? await channel.sendCard(message.card) : await channel.sendText(message.text);
    if (message.kind === 'card' && message.caseId !== null && id !== undefined) {
      await desk.store.rememberCard(reader, message.caseId, id);
    }
  }
  if (activity.id !== undefined) await desk.store.markSent({ ...reader, activity: activity.id }, { at: desk.now() });
}

/** The stored activity is updated as well as the pressed card, else the card falls back when the chat is opened again. */
async function replaceCard(
  desk: Desk,
  reader: Reader,
  activity: IncomingActivity,
  { card, caseId }: NonNullable<Reply['replacement']>,
  channel: Channel,
): Promise<void> {
  const latest = caseId === null ? undefined : await desk.store.cardOf(reader, caseId);
  const pressed = activity.type === 'message' && activity.text === undefined ? activity.replyToId : undefined;
  const targets = new Set(
    [latest, pressed, activity.type === 'invoke' ? activity.replyToId : undefined].filter(id => id !== undefined),
  );
  let isShown = activity.type === 'invoke';
  for (const id of targets) isShown = (await channel.updateCard(id, card)) || isShown;
  if (isShown || caseId === null) return;
  const id = await channel.sendCard(card);
  if (id !== undefined) await desk.store.rememberCard(reader, caseId, id);
}

function invokeAnswer({ replacement }: Reply): InvokeAnswer {
  return replacement
    ? cardAnswer(replacement.card)
    : { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: '' } };
}

function cardAnswer(card: AdaptiveCard): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card } };
}

async function readerOf(desk: Desk, activity: IncomingActivity): Promise<Reader> {
  const stranger = strangerOf(desk, activity);
  const known = await desk.store.person(stranger.tenant, stranger.person.id);
  const chosen = localeOf(known?.locale ?? undefined);
  const zone = timeZoneOf(activity);
  if (zone !== undefined && zone !== known?.timeZone) {
    await desk.store.savePerson(stranger.tenant, stranger.person.id, { name: stranger.person.name, timeZone: zone });
  }
  return {
    ...stranger,
    locale: chosen ?? stranger.locale,
    hasChosenLocale: chosen !== undefined,
    timeZone: zone ?? known?.timeZone ?? 'UTC',
  };
}

/** The reader as the activity alone tells. */
function strangerOf(desk: Desk, activity: IncomingActivity): Reader {
  const { from, conversation } = activity;
  return {
    tenant: tenantOf(activity),
    conversation: conversation.id,
    person: { id: from.aadObjectId ?? from.id, name: from.name ?? '' },
    locale: localeOf(activity.locale) ?? desk.defaultLanguage,
    hasChosenLocale: false,
    hasClientLocale: localeOf(activity.locale) !== undefined,
    timeZone: timeZoneOf(activity) ?? 'UTC',
  };
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
