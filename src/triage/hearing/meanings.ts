/** What the little words of a sentence mean in any of our languages: "not", "who", "done", so that one teaches the others. */
import { type Locale, locales } from '../evidence.ts';
import type { LocaleTalk } from '../talk.ts';
import { fold, isHan, tokenize } from '../tokens.ts';

/** The meanings of a text in the order of its words; several a word, and one as often as it stands there. */
export type Meanings = (text: string) => readonly string[];

/** Words of so many letters may have an ending. */
const longStem = 5;
const longestEnding = 3;

export function createMeanings(talk: Readonly<Record<Locale, Pick<LocaleTalk, 'meanings'>>>): Meanings {
  const words = new Map<string, Set<string>>();
  const signs: { readonly sign: string; readonly meaning: string }[] = [];
  for (const locale of locales)
    for (const [meaning, entries] of Object.entries(talk[locale].meanings))
      for (const entry of entries) {
        const [first = '', ...others] = tokenize(entry);
        if (isHan(first)) signs.push({ sign: [first, ...others].join(''), meaning });
        else words.set(first, (words.get(first) ?? new Set()).add(meaning));
      }
  const stems = [...words.keys()].filter(word => word.length >= longStem);
  const known = new Map<string, readonly string[]>();

  function meant(token: string): readonly string[] {
    const before = known.get(token);
    if (before) return before;
    const stem = stems.filter(word => token.startsWith(word) && token.length - word.length <= longestEnding);
    const found = words.has(token) ? [token] : token.length > longStem ? stem : [];
    const meanings = [...new Set(found.flatMap(word => [...(words.get(word) ?? [])]))];
    known.set(token, meanings);
    return meanings;
  }

  return text => {
    const tokens = tokenize(text);
    const latin = tokens.flatMap(token => (isHan(token) ? [] : meant(token)));
    if (!tokens.some(isHan)) return latin;
    const folded = fold(text);
    const found = signs.filter(({ sign }) => folded.includes(sign));
    return [...latin, ...found.map(({ meaning }) => meaning)];
  };
}
