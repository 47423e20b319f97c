/** What happens in a conversation on the chat page: the agent says and presses, the bot answers, every open page hears of it. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../http/refusal.ts';
import {
  ACTIVITY_MESSAGE,
  type Activity,
  ADAPTIVE_CARD,
  actionActivity,
  type BotActivity,
  cardIn,
  entryOf,
  feedbackActivity,
  fileActivity,
  InvokeResponse,
  messageActivity,
  type Person,
  type Sender,
  type SendFeedback,
  type SendFile,
  type SendInvoke,
  type SendMessage,
} from './activities.ts';
import type { Delivery } from './deliver.ts';
import type { ChatEvents } from './events.ts';
import type { ChatEntry, SaidMessage, Transcript } from './transcript.ts';

export interface ConversationParts {
  transcript: Transcript;
  events: ChatEvents;
  deliver(activity: Activity): Promise<Delivery>;
  baseUrl(): string;
  person: Person;
  now(): Date;
}

/** What a pressed button led to: the card's new state, a sentence, or why it did nothing. */
export interface PressAnswer {
  entry?: SaidMessage;
  message?: string;
  error?: string;
}

export interface Conversations {
  list(conversationId: string): Promise<ChatEntry[]>;
  say(conversationId: string, message: SendMessage): Promise<void>;
  /** The bot fetches the bytes by `downloadUrl`. */
  sendFile(conversationId: string, file: SendFile, downloadUrl: string): Promise<void>;
  press(conversationId: string, invoke: SendInvoke): Promise<PressAnswer>;
  /** Whether a card helped. Teams asks no more than that the bot takes it. */
  rate(conversationId: string, feedback: SendFeedback): Promise<SaidMessage>;
  startCase(conversationId: string, sender: Sender): Promise<void>;
  /** A new activity of the bot; gives its id. */
  hear(conversationId: string, activity: BotActivity, replyToId: string | undefined): Promise<string>;
  /** False when there is no such activity of the bot. */
  revise(conversationId: string, id: string, activity: BotActivity): Promise<boolean>;
  withdraw(conversationId: string, id: string): Promise<boolean>;
}

/** How many entries a page gets when it opens: a conversation can be months long. */
const SHOWN_ENTRIES = 200;

export function createConversations(parts: ConversationParts): Conversations {
  const { transcript, events, deliver, now } = parts;
  /** Agent's messages on their way to the bot. */
  const underWay = new Set<string>();
  /** Messages that the page sent on its own, while the bot answers them. */
  const silent = new Set<string>();

  return {
    async list(conversationId) {
      return (await transcript.list(conversationId)).slice(-SHOWN_ENTRIES).map(withLostDelivery);
    },

    async say(conversationId, message) {
      if (message.silent) await saySilently(conversationId, message);
      else await sayAloud(conversationId, message);
    },

    async sendFile(conversationId, file, downloadUrl) {
      const { clientId: id, name: text } = file;
      await add(conversationId, {
        kind: 'message',
        id,
        from: 'agent',
        at: now().toISOString(),
        text,
        textFormat: 'plain',
      });
      const { status } = await deliver(fileActivity(file, downloadUrl, envelope(conversationId)));
      if (isSuccess(status)) return;
      // The bytes are gone with the request: there is nothing that could be sent again.
      await withdraw(conversationId, id);
      throw new Refusal(502, 'The bot did not take the file.');
    },

    async press(conversationId, invoke) {
      const entry = await transcript.find(conversationId, invoke.activityId);
      if (!entry?.cards) throw new Refusal(404, 'That card is no longer here.');
      const { status, body } = await deliver(actionActivity(invoke, envelope(conversationId)));
      if (!isSuccess(status)) throw new Refusal(502, 'The bot did not answer.');
      return apply(conversationId, entry, body);
    },

    async rate(conversationId, feedback) {
      const entry = await transcript.find(conversationId, feedback.activityId);
      if (!entry?.asksFeedback) throw new Refusal(404, 'That card is no longer here.');
      const { status } = await deliver(feedbackActivity(feedback, envelope(conversationId)));
      if (!isSuccess(status)) throw new Refusal(502, 'The bot did not answer.');
      // The card may have changed while the bot wrote it down.
      const latest = (await transcript.find(conversationId, entry.id)) ?? entry;
      const rated = { ...latest, feedback: feedback.reaction };
      await replace(conversationId, rated);
      return rated;
    },

    async startCase(conversationId, sender) {
      const last = (await transcript.list(conversationId)).at(-1);
      if (last && last.kind !== 'new-case') {
        await add(conversationId, { kind: 'new-case', id: randomUUID(), at: now().toISOString() });
      }
      await saySilently(conversationId, { ...sender, clientId: randomUUID(), text: 'new', silent: true });
    },

    async hear(conversationId, activity, replyToId) {
      const id = randomUUID();
      if (activity.type === 'typing') events.publish(conversationId, { event: 'typing', data: {} });
      const entry = activity.type === 'message' ? entryOf(activity, id, now()) : undefined;
      if (entry && silent.has(replyToId ?? '')) await showInPassing(conversationId, entry);
      else if (entry) await add(conversationId, entry);
      return id;
    },

    async revise(conversationId, id, activity) {
      const before = await transcript.find(conversationId, id);
      const entry = before?.from === 'bot' ? entryOf(activity, id, new Date(before.at)) : undefined;
      if (!before || !entry) return false;
      return replace(conversationId, { ...entry, ...(before.feedback && { feedback: before.feedback }) });
    },

    withdraw,
  };

  async function withdraw(conversationId: string, id: string): Promise<boolean> {
    const isGone = await transcript.remove(conversationId, id);
    if (isGone) events.publish(conversationId, { event: 'removed', data: { id } });
    return isGone;
  }

  async function sayAloud(conversationId: string, message: SendMessage): Promise<void> {
    const entry: SaidMessage = {
      kind: 'message',
      id: message.clientId,
      from: 'agent',
      at: now().toISOString(),
      text: message.text,
      textFormat: 'plain',
    };
    underWay.add(entry.id);
    try {
      // Sent again after a failure, it is there already and only changes its state.
      await transcript.add(conversationId, { ...entry, delivery: 'sending' });
      await replace(conversationId, { ...entry, delivery: 'sending' });
      const { status } = await deliver(messageActivity(message, envelope(conversationId)));
      const isTaken = isSuccess(status);
      const isThere = await replace(conversationId, isTaken ? entry : { ...entry, delivery: 'failed' });
      // The message was "forget": nothing of the conversation is left, and the page must show just that.
      if (!isThere) events.publish(conversationId, { event: 'reset', data: {} });
      if (status === 413) throw new Refusal(413, 'The bot does not read that much at once.');
      if (!isTaken) throw new Refusal(502, 'The bot did not take the message.');
    } finally {
      underWay.delete(entry.id);
    }
  }

  /** No bubble for it, and `hear` keeps the answer quiet. */
  async function saySilently(conversationId: string, message: SendMessage): Promise<void> {
    silent.add(message.clientId);
    try {
      const { status } = await deliver(messageActivity(message, envelope(conversationId)));
      if (!isSuccess(status)) throw new Refusal(502, 'The bot did not take the message.');
    } finally {
      silent.delete(message.clientId);
    }
  }

  /** On a page where nothing was said yet, an answer to something that nobody asked would be noise. */
  async function showInPassing(conversationId: string, entry: SaidMessage): Promise<void> {
    const last = (await transcript.list(conversationId)).at(-1);
    if (!last || last.kind === 'new-case') return;
    const text = entry.text ?? String(entry.cards?.[0]?.fallbackText ?? '');
    events.publish(conversationId, { event: 'notice', data: { text } });
  }

  async function apply(conversationId: string, entry: SaidMessage, body: unknown): Promise<PressAnswer> {
    const answer = InvokeResponse.safeParse(body).data;
    if (!answer) return {};
    if (answer.statusCode >= 400) {
      const { message } = z.object({ message: z.string().optional() }).catch({}).parse(answer.value);
      return { error: message ?? '' };
    }
    if (answer.type === ACTIVITY_MESSAGE) return { message: String(answer.value ?? '') };
    const card = answer.type === ADAPTIVE_CARD ? cardIn(answer.value) : undefined;
    if (!card) return {};
    // The card may have been brought up to date meanwhile, with its sources.
    const latest = (await transcript.find(conversationId, entry.id)) ?? entry;
    const updated = { ...latest, cards: [card] };
    if (!(await replace(conversationId, updated))) {
      // The button was "Delete everything": this answer is all that is left, and the page must show just that.
      await transcript.add(conversationId, updated);
      events.publish(conversationId, { event: 'reset', data: {} });
    }
    return { entry: updated };
  }

  async function add(conversationId: string, entry: ChatEntry): Promise<void> {
    await transcript.add(conversationId, entry);
    events.publish(conversationId, { event: 'entry', data: entry });
  }

  async function replace(conversationId: string, entry: ChatEntry): Promise<boolean> {
    const isThere = await transcript.replace(conversationId, entry);
    if (isThere) events.publish(conversationId, { event: 'entry', data: entry });
    return isThere;
  }

  /** A message that was on its way when the process ended never arrived: the page offers to send it again. */
  function withLostDelivery(entry: ChatEntry): ChatEntry {
    if (entry.kind !== 'message' || entry.delivery !== 'sending' || underWay.has(entry.id)) return entry;
    return { ...entry, delivery: 'failed' };
  }

  function envelope(conversationId: string) {
    return { conversationId, serviceUrl: `${parts.baseUrl()}/chat/channel`, person: parts.person, now: now() };
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
