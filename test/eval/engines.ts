/** Ours beside the two libraries that one would take first, over the same articles. */
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import type { Article } from '../../src/triage/article.ts';
import { type Locale, locales } from '../../src/triage/evidence.ts';
import type { WordData } from '../../src/triage/language/words.ts';
import { createKnowledgeBase, matchArticle } from '../../src/triage/matching/match-article.ts';
import { readEvidence } from '../../src/triage/reading/read-evidence.ts';

export interface Answer {
  /** The best first. */
  readonly articles: readonly string[];
  readonly verdict: string;
  /** The cause's code; undefined where an engine does not read pastes. */
  readonly cause: string | null | undefined;
}

export interface Engine {
  readonly name: string;
  answer(text: string): Answer;
}

export function triageEngine(articles: readonly Article[], words: WordData): Engine {
  const knowledge = createKnowledgeBase(articles, words);
  while (!knowledge.symptoms.prepare()) {
    // Nobody else waits here for their turn.
  }
  return {
    name: 'mailflow-triage',
    answer(text) {
      const evidence = readEvidence(text);
      const match = matchArticle(evidence, knowledge);
      return {
        articles: match.candidates.map(({ articleId }) => articleId),
        verdict: match.verdict,
        cause: evidence.cause?.enhancedStatusCode ?? null,
      };
    },
  };
}

export function fuseEngine(articles: readonly Article[]): Engine {
  const fuse = new Fuse(articles.map(toDocument), { keys: ['title', 'symptoms', 'codes', 'wording'] });
  return { name: 'fuse.js', answer: text => ranked(fuse.search(text, { limit: 3 }).map(({ item }) => item.id)) };
}

export function miniSearchEngine(articles: readonly Article[]): Engine {
  const index = new MiniSearch({ fields: ['title', 'symptoms', 'codes', 'wording'], storeFields: ['id'] });
  index.addAll(articles.map(toDocument));
  return {
    name: 'minisearch',
    answer: text =>
      ranked(
        index
          .search(text)
          .slice(0, 3)
          .map(({ id }) => id as string),
      ),
  };
}

function ranked(articles: readonly string[]): Answer {
  return { articles, verdict: articles.length === 0 ? 'no-match' : 'match', cause: undefined };
}

function toDocument(article: Article) {
  const all = (pick: (locale: Locale) => readonly string[]) => locales.flatMap(pick).join('\n');
  return {
    id: article.id,
    title: all(locale => [article.strings[locale].title, article.strings[locale].headline]),
    symptoms: all(locale => article.strings[locale].symptoms),
    codes: article.statusCodes.map(({ from, to }) => (from === to ? from : `${from} ${to}`)).join(' '),
    wording: [...article.signatures, ...locales.flatMap(locale => article.strings[locale].aliases)].join('\n'),
  };
}
