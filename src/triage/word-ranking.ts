/**
 * Articles by the plain words of one language, as they are written: BM25 a field, summed (Robertson and Zaragoza, 2009).
 * It knows nothing of meanings, and so keeps apart what one meaning puts together ("daily limit", "hourly limit").
 */
import type { Article } from './article.ts';
import { type Locale, locales } from './evidence.ts';
import { isHan, tokenize } from './tokens.ts';

export interface WordRanking {
  /** By article number, relative to the best: 1 for the best, 0 where no word is shared. */
  rank(text: string, locale: Locale): Float64Array;
}

const saturation = 1.2;
const lengthShare = 0.7;
const fields = [
  { weight: 1.5, of: ({ title, aliases }: Strings) => [title, ...aliases] },
  { weight: 1.5, of: ({ symptoms, headline }: Strings) => [...symptoms, headline] },
  { weight: 1, of: ({ cause, tell }: Strings) => [cause, tell] },
];
const mostAsked = 40;

type Strings = Article['strings'][Locale];

/** What each article that has the word gets for it. */
interface Gains {
  readonly articles: number[];
  readonly gains: number[];
}

export function createWordRanking(articles: readonly Article[]): WordRanking {
  const indexes = new Map(locales.map(locale => [locale, fields.map(field => indexField(articles, locale, field))]));
  return {
    rank(text, locale) {
      const sums = new Float64Array(articles.length);
      for (const word of [...new Set(wordsOf(text))].slice(0, mostAsked)) {
        for (const index of indexes.get(locale)!) {
          const held = index.get(word);
          if (!held) continue;
          for (let place = 0; place < held.articles.length; place += 1)
            sums[held.articles[place]!]! += held.gains[place]!;
        }
      }
      const top = sums.reduce((most, sum) => Math.max(most, sum), 0);
      return top === 0 ? sums : sums.map(sum => sum / top);
    },
  };
}

function indexField(
  articles: readonly Article[],
  locale: Locale,
  { weight, of }: (typeof fields)[number],
): Map<string, Gains> {
  const texts = articles.map(article => of(article.strings[locale]).flatMap(wordsOf));
  const usual = texts.reduce((sum, words) => sum + words.length, 0) / Math.max(1, texts.length);
  const counts = new Map<string, Map<number, number>>();
  for (const [number, words] of texts.entries()) {
    for (const word of words) {
      const held = counts.get(word) ?? new Map<number, number>();
      held.set(number, (held.get(number) ?? 0) + 1);
      counts.set(word, held);
    }
  }
  const index = new Map<string, Gains>();
  for (const [word, held] of counts) {
    const rarity = Math.log(1 + (articles.length - held.size + 0.5) / (held.size + 0.5));
    const gains = [...held].map(([number, count]) => {
      const length = 1 - lengthShare + (lengthShare * texts[number]!.length) / (usual || 1);
      return weight * rarity * ((count * (saturation + 1)) / (count + saturation * length));
    });
    index.set(word, { articles: [...held.keys()], gains });
  }
  return index;
}

/** Chinese has no spaces: two characters side by side stand for a word. */
function wordsOf(text: string): string[] {
  const tokens = tokenize(text);
  return tokens.flatMap((token, place) => {
    if (!isHan(token)) return [token];
    const next = tokens[place + 1];
    return next !== undefined && isHan(next) ? [token + next] : [];
  });
}
