import { z } from 'zod';
import { type Shape, text, time, tolerantly } from '../storage/stored-shape.ts';

/** The two windows of the page: one's own chat with the bot, and a channel in which one is a colleague. */
export const places = ['chat', 'channel'] as const;
export type Place = (typeof places)[number];

/** One line of a conversation as the local chat page shows it. */
export type ChatEntry = SaidMessage | NewCaseMark;

export interface SaidMessage {
  kind: 'message';
  id: string;
  from: 'agent' | 'bot';
  /** ISO 8601, UTC. */
  at: string;
  text?: string;
  /** `plain` is to be copied as it stands, a `sentence` is read. */
  textFormat?: 'plain' | 'sentence' | 'markdown';
  /** What the text is called where it is kept as a file. */
  fileName?: string;
  /** Adaptive Cards, in the order in which the bot attached them. */
  cards?: AdaptiveCardJson[];
  locale?: string;
  /** What a card relies on; Teams shows these behind the marks [1] [2]. */
  sources?: Source[];
  /** The bot wants to know whether its card helped. */
  asksFeedback?: boolean;
  feedback?: Reaction;
  /** Only on the agent's messages, and only until the bot has taken them. */
  delivery?: 'sending' | 'failed';
}

/** Where the agent pressed "New case". */
export interface NewCaseMark {
  kind: 'new-case';
  id: string;
  at: string;
}

export interface Source {
  title: string;
  url: string;
  note: string;
}

export type Reaction = 'like' | 'dislike';

export type AdaptiveCardJson = Record<string, unknown>;

/** What is needed of the storage, so that a reload or a restart shows the same conversation. */
export interface TranscriptStore {
  /** Appending an id again changes nothing. */
  append(conversation: string, message: { id: string; at: string; activity: unknown }): Promise<unknown>;
  /** False when there is no such message. */
  update(conversation: string, id: string, activity: unknown): Promise<boolean>;
  remove(conversation: string, id: string): Promise<boolean>;
  /** In the order of the appending. */
  list(conversation: string): Promise<readonly { id: string; activity: unknown }[]>;
}

export interface Transcript {
  add(conversation: string, entry: ChatEntry): Promise<void>;
  /** False when it is no longer there: somebody said `forget`. */
  replace(conversation: string, entry: ChatEntry): Promise<boolean>;
  remove(conversation: string, id: string): Promise<boolean>;
  list(conversation: string): Promise<ChatEntry[]>;
  find(conversation: string, id: string): Promise<SaidMessage | undefined>;
}

/** @param onUnreadable told of a line that cannot be shown; it is left out, and stays stored */
export function openTranscript(store: TranscriptStore, onUnreadable: (id: string) => void): Transcript {
  const list = async (conversation: string) =>
    (await store.list(conversation)).flatMap(({ id, activity }) => {
      const entry = Stored.safeParse(activity).data;
      if (!entry) onUnreadable(id);
      return entry ?? [];
    });
  return {
    list,
    async add(conversation, entry) {
      await store.append(conversation, { id: entry.id, at: entry.at, activity: entry });
    },
    replace: (conversation, entry) => store.update(conversation, entry.id, entry),
    remove: (conversation, id) => store.remove(conversation, id),
    async find(conversation, id) {
      const entries = await list(conversation);
      return entries.find((entry): entry is SaidMessage => entry.kind === 'message' && entry.id === id);
    },
  };
}

// A line as it comes back, whichever version of the program wrote it.
const Stored = z.lazy(entryShape);
const Card: Shape<AdaptiveCardJson> = z.looseObject({ type: z.literal('AdaptiveCard') });

function entryShape(): Shape<ChatEntry> {
  const { object, list } = tolerantly;
  const said = object<SaidMessage, 'kind' | 'id' | 'at'>(
    {
      kind: z.literal('message'),
      id: text,
      from: z.enum(['agent', 'bot']),
      at: time,
      text: text.optional(),
      textFormat: z.enum(['plain', 'sentence', 'markdown']).optional(),
      fileName: text.optional(),
      cards: list(Card).optional(),
      locale: text.optional(),
      sources: list(object<Source, 'title' | 'url'>({ title: text, url: text, note: text }, { note: '' })).optional(),
      asksFeedback: z.boolean().optional(),
      feedback: z.enum(['like', 'dislike']).optional(),
      delivery: z.enum(['sending', 'failed']).optional(),
    },
    {
      from: 'bot',
      text: undefined,
      textFormat: undefined,
      fileName: undefined,
      cards: undefined,
      locale: undefined,
      sources: undefined,
      asksFeedback: undefined,
      feedback: undefined,
      delivery: undefined,
    },
  );
  const mark = object<NewCaseMark, 'kind' | 'id' | 'at'>({ kind: z.literal('new-case'), id: text, at: time }, {});
  return z.union([said, mark]);
}
