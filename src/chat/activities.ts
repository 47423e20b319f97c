// Between the page's small requests and Bot Framework activities: what Teams would send, and what the bot sends back.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type AdaptiveCardJson, places, type SaidMessage, type Source } from './transcript.ts';

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
export const ACTIVITY_MESSAGE = 'application/vnd.microsoft.activity.message';

/** 128 random bits: whoever does not know the id cannot read the conversation. */
export const ConversationId = z.string().regex(/^[0-9a-f]{32}$/);
/** Page and bot make their own ids for entries. */
export const EntryId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

export const Sender = z.object({
  place: z.enum(places).default('chat'),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/)
    .optional(),
  /** As the browser names it; whether it is one is the bot's to judge, as with every channel. */
  timeZone: z.string().max(64).optional().catch(undefined),
});
export type Sender = z.infer<typeof Sender>;

export const SendMessage = Sender.extend({
  clientId: EntryId,
  text: z.string().min(1).max(300_000),
  /** The page says this on its own: no bubble for it, and the answer is shown in passing. */
  silent: z.boolean().default(false),
});
export type SendMessage = z.infer<typeof SendMessage>;

/** An archive: what is in it is read by the bot, as in Teams. */
export const SendFile = Sender.extend({ clientId: EntryId, name: z.string().trim().min(1).max(255) });
export type SendFile = z.infer<typeof SendFile>;

export const SendInvoke = Sender.extend({
  activityId: EntryId,
  action: z.object({
    type: z.enum(['Action.Execute', 'Action.Submit']),
    id: z.string().max(200).optional(),
    verb: z.string().max(200).optional(),
    data: z.unknown().optional(),
  }),
});
export type SendInvoke = z.infer<typeof SendInvoke>;

export const SendFeedback = Sender.extend({ activityId: EntryId, reaction: z.enum(['like', 'dislike']) });
export type SendFeedback = z.infer<typeof SendFeedback>;

const Citation = z.object({
  position: z.number().optional(),
  appearance: z.object({
    name: z.string().min(1).max(300),
    url: z.url({ protocol: /^https$/ }).max(2_000),
    abstract: z.string().max(1_000).catch(''),
  }),
});
const Citations = z.object({ type: z.literal('https://schema.org/Message'), citation: z.array(z.unknown()) });

/** What the bot may post. Read tolerantly: everything else in an activity has no place on the page. */
export const BotActivity = z.object({
  type: z.string(),
  text: z.string().nullish(),
  textFormat: z.string().nullish(),
  locale: z.string().max(40).nullish(),
  replyToId: z.string().nullish(),
  entities: z.array(z.unknown()).nullish().catch(null),
  channelData: z
    .object({
      feedbackLoop: z.unknown(),
      feedbackLoopEnabled: z.unknown(),
      isSentence: z.boolean().catch(false),
      fileName: z.string().max(100).optional().catch(undefined),
    })
    .partial()
    .nullish()
    .catch(null),
  attachments: z.array(z.object({ contentType: z.string(), content: z.unknown() })).nullish(),
});
export type BotActivity = z.infer<typeof BotActivity>;

export const InvokeResponse = z.object({ statusCode: z.number(), type: z.string().optional(), value: z.unknown() });

/** As many as Teams shows. */
const mostSources = 20;

const Card = z.looseObject({ type: z.literal('AdaptiveCard') });

export interface Person {
  id: string;
  name: string;
}

/** Whoever is in the channel. A first name that every language knows, as the page has no login. */
const colleague: Person = { id: 'local-colleague', name: 'Robin' };

interface Envelope {
  conversationId: string;
  serviceUrl: string;
  /** Who sits here, in their own chat. */
  person: Person;
  now: Date;
}

export type Activity = Record<string, unknown>;

export function messageActivity(message: SendMessage, envelope: Envelope): Activity {
  return {
    ...common(envelope, message),
    type: 'message',
    id: message.clientId,
    text: message.text,
    textFormat: 'plain',
    ...(message.silent ? { channelData: { silent: true } } : {}),
  };
}

/** As Teams hands over a file: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 */
export function fileActivity(file: SendFile, downloadUrl: string, envelope: Envelope): Activity {
  return {
    ...common(envelope, file),
    type: 'message',
    id: file.clientId,
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.file.download.info',
        name: file.name,
        content: { downloadUrl },
      },
    ],
  };
}

export function actionActivity({ activityId, action, ...sender }: SendInvoke, envelope: Envelope): Activity {
  const { type, id, verb, data } = action;
  const addressed = { ...common(envelope, sender), id: randomUUID(), replyToId: activityId };
  if (type === 'Action.Submit') return { ...addressed, type: 'message', value: data ?? {} };
  return {
    ...addressed,
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { type, ...(id ? { id } : {}), verb, data: data ?? {} }, trigger: 'manual' },
  };
}

/** As Teams tells of a thumb under a message: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-ai-bot-messages */
export function feedbackActivity({ activityId, reaction, ...sender }: SendFeedback, envelope: Envelope): Activity {
  return {
    ...common(envelope, sender),
    type: 'invoke',
    id: randomUUID(),
    name: 'message/submitAction',
    replyToId: activityId,
    value: {
      actionName: 'feedback',
      actionValue: { reaction, feedback: JSON.stringify({ feedbackText: '' }) },
    },
  };
}

/** Undefined when there is nothing in it that the page could show. */
export function entryOf(activity: BotActivity, id: string, now: Date): SaidMessage | undefined {
  const cards = cardsOf(activity);
  const text = withoutCalls(activity.text ?? '');
  const sources = sourcesOf(activity);
  const { feedbackLoop, feedbackLoopEnabled, isSentence, fileName } = activity.channelData ?? {};
  const plain = isSentence ? 'sentence' : 'plain';
  if (cards.length === 0 && text === '') return undefined;
  return {
    kind: 'message',
    id,
    from: 'bot',
    at: now.toISOString(),
    ...(text ? { text, textFormat: activity.textFormat === 'plain' ? plain : 'markdown' } : {}),
    ...(text && fileName ? { fileName } : {}),
    ...(cards.length > 0 ? { cards } : {}),
    ...(activity.locale ? { locale: activity.locale } : {}),
    ...(sources.length > 0 ? { sources } : {}),
    ...(feedbackLoop || feedbackLoopEnabled === true ? { asksFeedback: true } : {}),
  };
}

// "<at>Robin</at>": how a message calls somebody by name
function withoutCalls(text: string): string {
  return text.replace(/<at>(?<name>[^<>]{1,200})<\/at>/g, '@$<name>');
}

/** In the order of their marks. What is no citation of a web page has no place on the page. */
function sourcesOf({ entities }: BotActivity): Source[] {
  return (entities ?? [])
    .flatMap(entity => Citations.safeParse(entity).data?.citation ?? [])
    .flatMap(citation => Citation.safeParse(citation).data ?? [])
    .sort((one, other) => (one.position ?? 0) - (other.position ?? 0))
    .slice(0, mostSources)
    .map(({ appearance: { name, url, abstract } }) => ({ title: name, url, note: abstract }));
}

export function cardIn(content: unknown): AdaptiveCardJson | undefined {
  return Card.safeParse(content).data;
}

function cardsOf(activity: BotActivity): AdaptiveCardJson[] {
  return (activity.attachments ?? []).flatMap(({ contentType, content }) => {
    const card = contentType === ADAPTIVE_CARD ? cardIn(content) : undefined;
    return card ? [card] : [];
  });
}

function common({ conversationId, serviceUrl, person, now }: Envelope, sender: Sender): Activity {
  const { locale, timeZone, place } = sender;
  const isChannel = place === 'channel';
  return {
    channelId: 'local',
    serviceUrl,
    timestamp: now.toISOString(),
    from: { ...(isChannel ? colleague : person), role: 'user' },
    recipient: { id: 'mailflow-triage', name: 'Mailflow Triage', role: 'bot' },
    conversation: { id: conversationId, conversationType: isChannel ? 'channel' : 'personal', isGroup: isChannel },
    ...(locale ? { locale } : {}),
    ...(timeZone ? { localTimezone: timeZone } : {}),
    entities: [
      {
        type: 'clientInfo',
        platform: 'Web',
        ...(locale ? { locale } : {}),
        ...(timeZone ? { timezone: timeZone } : {}),
      },
    ],
  };
}
