/** What is sent for one activity. Written down with the case before it is sent, so that a repetition gets the same. */
import { asWritten } from '../cards/card-json.ts';
import { formatDay } from '../cards/format-time.ts';
import type { AdaptiveCard } from '../cards/render-card.ts';
import type { TriageCase } from '../triage/case.ts';
import { type NoticeView, redactView, type View } from '../triage/showing/index.ts';
import type { AskedSteps } from '../triage/talk.ts';
import type { Desk, Reader } from './desk.ts';

export type OutgoingMessage = CardMessage | TextMessage;

export interface CardMessage {
  readonly kind: 'card';
  readonly card: AdaptiveCard;
  readonly caseId: string | null;
  /** For a card of a case: what it relies on. Teams asks there whether it helped. */
  readonly about?: { readonly sources: readonly Citation[] };
  /** Another conversation than the one that is answered. */
  readonly to?: string;
  /** The activity whose place it takes, where that one is still there. */
  readonly instead?: string;
  /** In a channel: a post of its own, in whose thread everything else about it is said. */
  readonly startsThread?: boolean;
}

/** A source of what a card says. */
export interface Citation {
  readonly title: string;
  readonly url: string;
  readonly abstract: string;
}

export interface TextMessage {
  readonly kind: 'text';
  readonly text: string;
  /** Read and not copied. */
  readonly isSentence?: boolean;
  /** What it is called as a file, where it may be kept as one. */
  readonly fileName?: string;
  /** Who is called by name, as `<at>name</at>` in the text. */
  readonly mentions?: readonly Mention[];
  /** Shown in place of the text, where the channel knows such a thing: a file that is offered, or was taken. */
  readonly attachment?: FileCard;
  readonly to?: string;
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4, read 2026-11-30 */
export interface FileCard {
  readonly contentType:
    | 'application/vnd.microsoft.teams.card.file.consent'
    | 'application/vnd.microsoft.teams.card.file.info';
  readonly name: string;
  readonly contentUrl?: string | undefined;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Somebody by their account in the channel. */
export interface Mention {
  readonly id: string;
  readonly name: string;
}

export interface Reply {
  /** New activities in the conversation. */
  readonly messages: readonly OutgoingMessage[];
  /** Those that the caller takes from the response of its request: nobody sends them. */
  readonly inResponse?: readonly OutgoingMessage[];
  /** Replaces the card that was pressed, and the stored activity of the case. */
  readonly replacement: CardMessage | null;
  /** A case that was changed or asked for again: all its cards are brought up to date. */
  readonly showsCase?: string;
  /** The version of it that `replacement` shows, if everybody in the conversation sees that very card. */
  readonly showsVersion?: number;
  /** What an invoke is answered with instead of a card: a sentence in passing, or the body that its kind asks for. */
  readonly answer?: { readonly toast: string } | { readonly body: object } | { readonly status: number };
  /** What the next word or press of the same person answers; `unclear`: nothing was understood, and it is not said twice. */
  readonly asks?: 'forget' | 'unclear' | 'cases' | 'which' | 'partners' | 'hosts';
  /** Of which steps it is asked whether they are done, or not. */
  readonly named?: AskedSteps;
  /** The rows of a list in their order, from which number on they are counted, whether more follow, and what was sought. */
  readonly listed?: {
    readonly from: number;
    readonly ids: readonly string[];
    readonly hasMore: boolean;
    readonly sought?: string | null;
  };
  /** Changes nothing and may be answered afresh each time: not written down. */
  readonly isFleeting?: boolean;
}

/** What the HTTP request of an invoke is answered with. */
export interface InvokeAnswer {
  readonly status: number;
  readonly body?: object;
}

export const nothing: Reply = { messages: [], replacement: null };

/**
 * The one place where a view becomes a card: where others read along, it is shortened first, and whoever opened the case
 * is asked to look again (`refresh`) for the whole.
 */
export function cardMessage(
  desk: Desk,
  reader: Pick<Reader, 'isShared' | 'locale' | 'timeZone'>,
  view: View,
  triageCase?: TriageCase,
): CardMessage {
  const { isShared, locale } = reader;
  const rendered = desk.cards.render(isShared ? redactView(view) : view, reader);
  const caseId = 'caseId' in view ? view.caseId : undefined;
  if (caseId === undefined) return { kind: 'card', card: asWritten(rendered, locale), caseId: null };
  const sources = sourcesOf(desk, reader, view);
  const opener = triageCase?.openedBy.memberId;
  const card = isShared && opener !== undefined ? refreshedFor(rendered, caseId, [opener]) : rendered;
  return {
    kind: 'card',
    card: asWritten(card, locale),
    caseId,
    about: { sources },
  };
}

/** https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model, read 2026-11-21 */
function refreshedFor(card: AdaptiveCard, caseId: string, userIds: readonly string[]): AdaptiveCard {
  const action = { type: 'Action.Execute', verb: 'refresh', title: card.fallbackText, data: { caseId } };
  return { ...card, refresh: { action, userIds } };
}

function sourcesOf(desk: Desk, { locale }: Pick<Reader, 'locale'>, view: View): Citation[] {
  const article = 'articleId' in view ? desk.articles.get(view.articleId) : undefined;
  if (!article) return [];
  const { say } = desk.strings[locale];
  return article.sources.flatMap(({ title, url, read }) =>
    url === undefined ? [] : [{ title, url, abstract: say('sources.read', { date: formatDay(read, locale) }) }],
  );
}

export function notice(topic: NoticeView['topic'], more: Partial<Omit<NoticeView, 'kind' | 'topic'>> = {}): NoticeView {
  return { kind: 'notice', topic, unknownCode: null, reference: null, openCase: null, ...more };
}

export function replyWith(desk: Desk, reader: Reader, view: View): Reply {
  return { messages: [cardMessage(desk, reader, view)], replacement: null };
}
