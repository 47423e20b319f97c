/** Inflected words -> one form; light, by lists of endings, the same on both sides of a comparison. */
import { fold, hasDigit, isHan } from '../tokens.ts';
import type { LocaleWords } from './words.ts';

export type Stemmer = (token: string) => string;

const shortestStem = 3;
const shortestInflected = 5;
const mostRemembered = 50_000;

/** Takes the longest ending off, leaves three letters or more, and makes one word of words that are the same to us. */
export function createStemmer({
  endings,
  asTheyAre,
  sameAs,
}: Pick<LocaleWords, 'endings' | 'asTheyAre' | 'sameAs'>): Stemmer {
  const unchanged = new Set(asTheyAre.map(fold));
  const longestFirst = endings.map(ending => fold(ending)).sort((one, other) => other.length - one.length);
  const byLastLetter = Map.groupBy(longestFirst, ending => ending.at(-1));
  const remembered = new Map<string, string>();
  const strip = (token: string) => {
    if (token.length < shortestInflected || isHan(token) || hasDigit(token)) return token;
    if (unchanged.has(token)) return singleLast(token);
    const ending = byLastLetter
      .get(token.at(-1))
      ?.find(ending => token.length - ending.length >= shortestStem && token.endsWith(ending));
    return singleLast(ending === undefined ? token : token.slice(0, -ending.length));
  };
  const same = new Map(
    Object.entries(sameAs).flatMap(([word, others]) =>
      [word, ...others].map(other => [strip(fold(other)), fold(word)] as const),
    ),
  );
  return token => {
    const known = remembered.get(token);
    if (known !== undefined) return known;
    const bare = strip(token);
    const stem = same.get(bare) ?? bare;
    if (remembered.size < mostRemembered) remembered.set(token, stem);
    return stem;
  };
}

/** "stopp" from "stopped" is the "stop" of "stops". */
function singleLast(stem: string): string {
  return stem.length > shortestStem && stem.at(-1) === stem.at(-2) ? stem.slice(0, -1) : stem;
}
