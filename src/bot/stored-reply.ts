/** A reply as it comes back from the database: for a repeated delivery, or from a process that ended before sending it. */
import { z } from 'zod';
import type { AdaptiveCard } from '../cards/render-card.ts';
import { type Shape, text, textOrNull, tolerantly } from '../storage/stored-shape.ts';
import type { AskedSteps, NamedItem } from '../triage/talk.ts';
import type { Desk } from './desk.ts';
import type { CardMessage, Citation, FileCard, Mention, OutgoingMessage, Reply, TextMessage } from './reply.ts';

/** @returns undefined for what is no reply, or has messages of which none can be sent */
export function readStoredReply(
  { log }: Pick<Desk, 'log'>,
  activityId: string | undefined,
  value: unknown,
): Reply | undefined {
  const stored = Stored.safeParse(value).data;
  const isReadable = stored && (stored.messages.length > 0 || (value as Reply).messages.length === 0);
  if (isReadable) return stored;
  log.warn({ activity: activityId }, 'A stored reply cannot be read');
  return undefined;
}

// Built when first needed, as repetitions are rare.
const Stored = z.lazy(replyShape);

function replyShape(): Shape<Reply> {
  const { object, list } = tolerantly;
  const card = object<CardMessage, 'kind' | 'card' | 'to'>(
    {
      kind: z.literal('card'),
      card: z.looseObject({ type: z.literal('AdaptiveCard'), fallbackText: text.catch('') }) as Shape<AdaptiveCard>,
      caseId: textOrNull,
      about: object<NonNullable<CardMessage['about']>>(
        { sources: list(object<Citation, keyof Citation>({ title: text, url: text, abstract: text }, {})) },
        { sources: [] },
      ).optional(),
      // What was meant for somebody's own chat goes nowhere else.
      to: text.optional(),
      instead: text.optional(),
      startsThread: z.boolean().optional(),
    },
    { caseId: null, about: undefined, instead: undefined, startsThread: undefined },
  );
  const mention = object<Mention, keyof Mention>({ id: text, name: text }, {});
  const plain = object<TextMessage, 'kind' | 'text' | 'to'>(
    {
      kind: z.literal('text'),
      text,
      isSentence: z.boolean().optional(),
      fileName: text.optional(),
      mentions: list(mention).optional(),
      attachment: z.looseObject({ contentType: text, name: text, content: z.looseObject({}) }).optional() as Shape<
        FileCard | undefined
      >,
      to: text.optional(),
    },
    { isSentence: undefined, fileName: undefined, mentions: undefined, attachment: undefined },
  );
  const answer = z.union([
    z.looseObject({ toast: text }),
    z.looseObject({ body: z.looseObject({}) }),
    z.looseObject({ status: z.int() }),
  ]);
  const step = object<NamedItem, keyof NamedItem>({ step: text, item: text }, {});
  return object<Reply, 'messages'>(
    {
      messages: list<OutgoingMessage>(z.union([card, plain])),
      inResponse: list<OutgoingMessage>(z.union([card, plain])).optional(),
      replacement: card.nullable(),
      showsCase: text.optional(),
      showsVersion: z.int().optional(),
      answer: answer.optional(),
      asks: z.enum(['forget', 'unclear', 'cases', 'which', 'partners', 'hosts']).optional(),
      named: object<AskedSteps, 'verb'>(
        { verb: z.enum(['tick', 'untick']), items: list(step) },
        { items: [] },
      ).optional(),
      listed: object<NonNullable<Reply['listed']>>(
        { from: z.int(), ids: list(text), hasMore: z.boolean(), sought: textOrNull.optional() },
        { from: 0, ids: [], hasMore: false, sought: undefined },
      ).optional(),
      isFleeting: z.boolean().optional(),
    },
    {
      inResponse: undefined,
      replacement: null,
      showsCase: undefined,
      showsVersion: undefined,
      answer: undefined,
      asks: undefined,
      named: undefined,
      listed: undefined,
      isFleeting: undefined,
    },
  );
}
