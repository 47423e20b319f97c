/** Error wording in any language, word for word: signatures of the articles, their titles and their other names. */
import type { Article } from '../article.ts';
import { locales } from '../evidence.ts';
import { createPhraseIndex } from '../language/index.ts';
import { tokenize } from '../tokens.ts';

export interface WordingHit {
  readonly article: Article;
  /** The wording as the article has it. */
  readonly text: string;
  /** The places of its tokens in the text, `end` not included. */
  readonly start: number;
  readonly end: number;
}

export interface WordingIndex {
  /** Every wording in the text, the longest first; one that lies inside a longer one does not count. */
  find(tokens: readonly string[]): WordingHit[];
}

export function createWordingIndex(articles: readonly Article[]): WordingIndex {
  const phrases = createPhraseIndex<{ readonly article: Article; readonly text: string }>();
  for (const article of articles) {
    const names = locales.flatMap(locale => [article.strings[locale].title, ...article.strings[locale].aliases]);
    const seen = new Set<string>();
    for (const text of [...article.signatures, ...names]) {
      const tokens = tokenize(text);
      const key = tokens.join(' ');
      if (seen.has(key)) continue;
      seen.add(key);
      phrases.add(tokens, { article, text });
    }
  }
  return {
    find(tokens) {
      const hits = phrases
        .find(tokens)
        .map(({ value, places }) => ({ ...value, start: places[0]!, end: places.at(-1)! + 1 }))
        .sort((one, other) => length(other) - length(one));
      // The place of each token -> the length of the longest wording around it.
      const taken = new Array<number>(tokens.length).fill(0);
      return hits.filter(hit => {
        if (taken[hit.start]! > length(hit) && taken[hit.end - 1]! > length(hit)) return false;
        taken.fill(length(hit), hit.start, hit.end);
        return true;
      });
    },
  };
}

function length(hit: { readonly start: number; readonly end: number }): number {
  return hit.end - hit.start;
}
