/**
 * The dialogs of "Triage this message": what they show, and the bodies that open, replace and close them.
 * Microsoft: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
 */
import type { AdaptiveCard, CardRenderer } from '../../../cards/render-card.ts';
import type { Article, ArticleId } from '../../../triage/article.ts';
import type { Evidence, Locale } from '../../../triage/evidence.ts';
import type { Candidate, Match } from '../../../triage/match.ts';
import {
  deliveryOf,
  type NotPostedView,
  type PasteView,
  type PostedView,
  type PostPlace,
  type TriagedView,
  whyChoose,
} from '../../../triage/showing/index.ts';

export interface DialogContext {
  readonly articles: ReadonlyMap<ArticleId, Article>;
  readonly retryHours: number;
  /** Under which the evidence is kept until a place is chosen. */
  readonly draft: string;
  /** In the personal chat with the bot, here and there are the same: then only `personal`. */
  readonly places: readonly PostPlace[];
}

/** What was recognised in a text, or a box for a better one. The evidence is shown as it is given. */
export function dialogFor(evidence: Evidence, match: Match, context: DialogContext): TriagedView | PasteView {
  const unknownCode = match.verdict === 'unknown-code' ? match.code : null;
  const [first, ...others] = match.candidates as readonly Candidate[];
  const article = first && context.articles.get(first.articleId);
  if (!first || !article) return pasteDialog(unknownCode === null ? 'no-match' : 'unknown-code', unknownCode);
  return {
    kind: 'triaged',
    draft: context.draft,
    evidence,
    ...deliveryOf(evidence, article, context.retryHours),
    candidates: match.verdict === 'match' ? [first] : [first, ...others],
    why: whyNotOne(match, unknownCode),
    unknownCode,
    places: context.places,
  };
}

function whyNotOne(match: Match, unknownCode: string | null): TriagedView['why'] {
  if (match.verdict === 'match') return null;
  return match.verdict === 'choose' && match.isGuess ? 'guess' : whyChoose(match.candidates, unknownCode);
}

export function pasteDialog(why: PasteView['why'], unknownCode: string | null = null): PasteView {
  return { kind: 'paste', why, unknownCode };
}

export function notPostedDialog(
  why: NotPostedView['why'],
  more: Partial<Omit<NotPostedView, 'kind' | 'why'>> = {},
): NotPostedView {
  return { kind: 'not-posted', why, draft: '', option: null, reference: null, chatUrl: null, ...more };
}

/** The last card of the dialog. An empty body would close it, but not in every client. */
export function postedDialog(where: PostPlace, chatUrl: string | null): PostedView {
  return { kind: 'posted', where, chatUrl };
}

export interface CardAttachment {
  readonly contentType: 'application/vnd.microsoft.card.adaptive';
  readonly content: AdaptiveCard;
}

export function adaptiveCardAttachment(content: AdaptiveCard): CardAttachment {
  return { contentType: 'application/vnd.microsoft.card.adaptive', content };
}

/** Teams shows nothing for a bare card here: it has to be an attachment (MicrosoftDocs/msteams-docs #1732, #3988). */
export function showDialog(
  view: TriagedView | PasteView | NotPostedView | PostedView,
  cards: CardRenderer,
  reader: { readonly locale: Locale; readonly timeZone: string },
) {
  const title = cards.context(reader).strings.say('extension.title');
  const card = adaptiveCardAttachment(cards.render(view, reader));
  return { task: { type: 'continue', value: { title, height: 'medium', width: 'medium', card } } } as const;
}
