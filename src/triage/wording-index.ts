/** Error wording in any language, word for word: signatures of the articles, their titles and their other names. */
import type { Article } from './article.ts';
import { locales } from './evidence.ts';
import { createPhraseIndex } from './phrase-index.ts';
import { tokenize } from './tokens.ts';

export interface WordingHit {
  readonly article: Article;
  /** The wording as the article has it. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface WordingIndex {
  /** The longest wording at each place of the text; a shorter one inside it does not count. */
  find(tokens: readonly string[]): WordingHit[];
}

export function createWordingIndex(articles: readonly Article[]): WordingIndex {
  const phrases = createPhraseIndex<{ readonly article: Article; readonly text: string }>();
  for (const article of articles) {
    const texts = locales.flatMap(locale => [article.strings[locale].title, ...article.strings[locale].aliases]);
    const seen = new Set<string>();
    for (const text of [...article.signatures, ...texts]) {
      const tokens = tokenize(text);
      const key = tokens.join(' ');
      if (seen.has(key)) continue;
      seen.add(key);
      phrases.add(tokens, { article, text });
    }
  }
  return {
    find(tokens) {
      const hits = phrases.find(tokens).map(({ value, start, end }) => ({ ...value, start, end }));
      return hits.filter(
        hit =>
          !hits.some(
            other => other.start <= hit.start && hit.end <= other.end && other.end - other.start > hit.end - hit.start,
          ),
      );
    },
  };
}
