/** Ours beside the two libraries that one would take first and a plain linear model, over the same articles. */
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import type { Article } from '../../src/triage/article.ts';
import { type Locale, locales } from '../../src/triage/evidence.ts';
import type { WordData } from '../../src/triage/language/words.ts';
import { type KnowledgeBase, matchArticle } from '../../src/triage/matching/match-article.ts';
import { readModel } from '../../src/triage/matching/ranking/linear-model.ts';
import { type Sentence, sentenceFeatures } from '../../src/triage/matching/ranking/sentence-features.ts';
import { readEvidence } from '../../src/triage/reading/read-evidence.ts';
import { tokenize } from '../../src/triage/tokens.ts';
import { classesOf, tasksOf } from '../train/classes.ts';
import { loadExamples, readExamples } from '../train/examples.ts';
import { learn } from '../train/learn.ts';
import { pack } from '../train/pack.ts';

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

export function triageEngine(knowledge: KnowledgeBase): Engine {
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

/** What anybody would try first: a linear model over words and letters, trained on the same texts as ours. */
export function plainLinearEngine(articles: readonly Article[], words: WordData): Engine {
  const plain = ([said, letters]: Sentence): Sentence => [said, letters, new Map()];
  const examples = loadExamples(articles, words);
  const ids = articles.map(({ id }) => id);
  const tasks = tasksOf(examples, readExamples(examples, articles, words).map(plain), ids);
  const learned = learn(tasks, classesOf(ids).length, 7);
  const model = readModel(pack(learned, { trainedOn: '', ids, sureness: 1 }));
  return {
    name: 'linear model',
    answer(text) {
      const shares = model.probabilities(plain(sentenceFeatures({ words: tokenize(text), terms: [] })));
      if (shares.at(-1)! > 0.8) return ranked([]);
      return ranked([...ids].sort((one, other) => shares[ids.indexOf(other)]! - shares[ids.indexOf(one)]!).slice(0, 3));
    },
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
