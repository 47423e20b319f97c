/**
 * Found articles -> the body that answers `composeExtension/query`.
 * Microsoft: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
 */
import { withoutInvisible } from '../../../cards/markdown.ts';
import type { CardRenderer } from '../../../cards/render-card.ts';
import { articleLine } from '../../../cards/views/article.ts';
import type { Article } from '../../../triage/article.ts';
import type { Locale } from '../../../triage/evidence.ts';
import type { Found } from '../../../triage/matching/index.ts';
import type { AnswerView, ArticleView } from '../../../triage/showing/index.ts';
import { rangeText } from '../../../triage/status-code.ts';
import { openChatLink } from './chat-link.ts';
import { adaptiveCardAttachment, type CardAttachment } from './dialogs.ts';
import type { Page } from './read-invoke.ts';

export interface QueryAnswer {
  readonly composeExtension:
    | { readonly type: 'message'; readonly text: string }
    | {
        readonly type: 'result';
        readonly attachmentLayout: 'list';
        readonly attachments: readonly (CardAttachment & { readonly preview: ThumbnailAttachment })[];
      };
}

/** An Adaptive Card has no preview of its own, and a preview has to be a hero or a thumbnail card. */
export interface ThumbnailAttachment {
  readonly contentType: 'application/vnd.microsoft.card.thumbnail';
  readonly content: { readonly title: string; readonly text: string };
}

export interface QueryDesk {
  readonly cards: CardRenderer;
  readonly retryHours: number;
  /** Undefined in local mode: then no card links to a chat. */
  readonly appId: string | undefined;
}

/** Teams asks for 25 at a time; nobody reads on after ten. */
const mostOfAPage = 10;
const longestEcho = 60;

export function answerQuery(
  found: Found,
  { skip, count }: Page,
  desk: QueryDesk,
  reader: { readonly locale: Locale; readonly timeZone: string },
  term: string | null,
): QueryAnswer {
  const { strings } = desk.cards.context(reader);
  // What a word means stands before the problems in which it occurs.
  const explained = term === null || skip > 0 ? [] : [termAttachment(term, desk, reader)];
  if (explained.length > 0 && found.kind !== 'articles') return result(explained);
  switch (found.kind) {
    case 'articles': {
      const shown = found.articles.slice(skip, skip + Math.min(Math.max(count, 1), mostOfAPage));
      return result([...explained, ...shown.map(article => articleAttachment(article, desk, reader))]);
    }
    case 'unknown-code':
      return message(strings.say('extension.unknownCode', { code: found.code }));
    case 'reply-code':
      return message(strings.say('extension.replyCode', { code: found.code }));
    case 'nothing': {
      const text = [...withoutInvisible(found.text).replaceAll('\n', ' ')];
      const echo = text.length > longestEcho ? `${text.slice(0, longestEcho).join('')}…` : text.join('');
      return message(strings.say('extension.nothing', { text: echo }));
    }
    default:
      return found satisfies never;
  }
}

function result(attachments: readonly (CardAttachment & { readonly preview: ThumbnailAttachment })[]): QueryAnswer {
  return { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } };
}

/** A word of the trade. */
function termAttachment(
  id: string,
  { cards }: QueryDesk,
  reader: { readonly locale: Locale; readonly timeZone: string },
) {
  const view: AnswerView = { kind: 'answer', answer: { about: 'term', term: id }, told: null, about: null };
  const texts = cards.context(reader).terms.get(id)!.texts[reader.locale];
  const preview: ThumbnailAttachment = {
    contentType: 'application/vnd.microsoft.card.thumbnail',
    content: { title: texts.term, text: texts.says },
  };
  return { ...adaptiveCardAttachment(cards.render(view, reader)), preview };
}

function message(text: string): QueryAnswer {
  return { composeExtension: { type: 'message', text } };
}

function articleAttachment(
  article: Article,
  { cards, retryHours, appId }: QueryDesk,
  reader: { readonly locale: Locale; readonly timeZone: string },
) {
  const context = cards.context(reader);
  const { title } = article.strings[reader.locale];
  const [code] = article.statusCodes;
  const draft = code === undefined || code.from !== code.to ? title : rangeText(code);
  const chatUrl = appId === undefined ? null : openChatLink(appId, draft);
  const view: ArticleView = { kind: 'article', articleId: article.id, retryHours, chatUrl };
  const preview: ThumbnailAttachment = {
    contentType: 'application/vnd.microsoft.card.thumbnail',
    content: { title, text: articleLine(view, context) },
  };
  return { ...adaptiveCardAttachment(cards.render(view, reader)), preview };
}
