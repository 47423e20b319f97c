/** What somebody types into the search box of the message extension -> articles; right or silent, as everywhere. */
import type { Article, ArticleId } from '../article.ts';
import type { Evidence, Locale } from '../evidence.ts';
import { readEvidence } from '../reading/index.ts';
import { createArticleWords } from './article-words.ts';
import { type KnowledgeBase, matchArticle } from './match-article.ts';
import { countMentions } from './mentions.ts';

export type Found =
  | { readonly kind: 'articles'; readonly articles: readonly Article[] }
  | { readonly kind: 'unknown-code'; readonly code: string }
  /** "550" alone: it says that something failed and not what. */
  | { readonly kind: 'reply-code'; readonly code: string }
  | { readonly kind: 'nothing'; readonly text: string };

/** How often an article came up in the tenant, the latest first. */
export interface RecentArticle {
  readonly articleId: ArticleId;
  readonly count: number;
}

export interface ArticleSearch {
  find(text: string, locale: Locale): Found;
  /** Before anything is typed: the latest, then the most frequent, then what other articles name most. */
  first(recent: readonly RecentArticle[]): Found;
}

/** So many of the latest stand first; the rest goes by count. */
const latestFirst = 3;
const firstPage = 10;
/** In a longer text only the cause counts: a bounce names codes that merely wrap it. */
const longestTyped = 200;

export function createArticleSearch(knowledge: KnowledgeBase): ArticleSearch {
  const { articles, codes } = knowledge;
  const words = createArticleWords(articles);
  const byId = new Map(articles.map(article => [article.id, article]));
  const common = byMentions(articles);
  const known = (ids: readonly ArticleId[]) => [...new Set(ids)].flatMap(id => byId.get(id) ?? []);

  return {
    first(recent) {
      const frequent = [...recent].sort((one, other) => other.count - one.count);
      const ids = [...recent.slice(0, latestFirst), ...frequent].map(({ articleId }) => articleId);
      return { kind: 'articles', articles: known([...ids, ...common]).slice(0, firstPage) };
    },
    find(text, locale) {
      const typed = text.length <= longestTyped ? plain(text) : text;
      const begun = unfinishedCode.exec(typed)?.groups?.code;
      if (begun !== undefined) return answer(beginWith(begun, articles), { kind: 'nothing', text });
      if (replyCode.test(typed)) return answer(words.find(typed, locale), { kind: 'reply-code', code: typed });
      const evidence = readEvidence(typed);
      const match = matchArticle(evidence, knowledge);
      const offered =
        match.verdict === 'match' || match.verdict === 'choose'
          ? match.candidates.map(({ articleId }) => articleId)
          : [];
      const named = codesOf(typed, evidence);
      const [first] = named;
      if (first !== undefined) {
        const holders = named
          .flatMap(code => [...codes.holders(code, evidence).map(({ article }) => article), ...codes.articles(code)])
          .map(({ id }) => id);
        return answer(known([...offered, ...holders]), { kind: 'unknown-code', code: first });
      }
      const worded = typed.length <= longestTyped ? words.find(typed, locale).map(({ id }) => id) : [];
      return answer(known([...offered, ...worded]), { kind: 'nothing', text });
    },
  };
}

function answer(articles: readonly Article[], otherwise: Found): Found {
  return articles.length > 0 ? { kind: 'articles', articles } : otherwise;
}

// "4", "4.", "4.4", "550 5.7.": what a code looks like while it is typed
const unfinishedCode = /^(?:[245]\d\d[ -])?(?<code>[245](?:\.(?:\d{1,3}\.?)?)?)$/;
const replyCode = /^[45]\d\d$/;
// 4.4.316, not in 192.0.2.4.4.316
const wholeCode = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)/g;

/** Full width, Chinese full stops and commas between digits: a code is typed in many ways and means one thing. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .replace(/(?<=\d)[。,，](?=\d)/g, '.');
}

/** The code that the text gives as its cause first; of a short text every code that stands in it. */
function codesOf(text: string, { cause }: Evidence): string[] {
  const given = cause?.enhancedStatusCode ?? null;
  const named = text.length <= longestTyped ? (text.match(wholeCode) ?? []) : [];
  return [...new Set([...(given === null ? [] : [given]), ...named])];
}

/** Articles whose codes begin so, in the order of the codes. */
function beginWith(begun: string, articles: readonly Article[]): Article[] {
  const start = begun.endsWith('.') ? begun : `${begun}.`;
  return articles
    .flatMap(article => {
      const code = article.statusCodes.map(({ from }) => from).find(from => from.startsWith(start));
      return code === undefined ? [] : [{ article, order: code.split('.').map(Number) as [number, number, number] }];
    })
    .sort(({ order: one }, { order: other }) => one[1] - other[1] || one[2] - other[2])
    .map(({ article }) => article);
}

/** An article that many others name is about a common problem. */
function byMentions(articles: readonly Article[]): ArticleId[] {
  const mentionsOf = countMentions(articles);
  return articles.map(({ id }) => id).sort((one, other) => mentionsOf(other) - mentionsOf(one));
}
