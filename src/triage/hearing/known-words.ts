/** Which words are no names: those of the trade, of an article's steps, and the little ones. */
import type { Article } from '../article.ts';
import { locales } from '../evidence.ts';
import { tokenize } from '../tokens.ts';

export type KnownWords = (word: string, article: Article) => boolean;

/** @param isOfTalk whether a word, in lower case, means something to us wherever it stands */
export function createKnownWords(isOfTalk: (word: string) => boolean): KnownWords {
  const ofArticles = new Map<string, ReadonlySet<string>>();
  return (word, article) => {
    const known = ofArticles.get(article.id) ?? wordsOfSteps(article);
    ofArticles.set(article.id, known);
    return known.has(word) || isOfTalk(word);
  };
}

function wordsOfSteps(article: Article): ReadonlySet<string> {
  const texts = locales.flatMap(locale =>
    Object.values(article.strings[locale].steps).flatMap(({ question, options, items }) => [
      question ?? '',
      ...Object.values(options ?? {}),
      ...Object.values(items ?? {}).flatMap(({ text, place, check }) => [text, place ?? '', check ?? '']),
    ]),
  );
  return new Set(texts.flatMap(text => tokenize(text)));
}
