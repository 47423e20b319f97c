/** What is told by lists of words and not by likeness: owners, numbers, "all of them", places in a list, what is denied. */
import { type Owner, owners } from '../article.ts';
import { type Locale, locales } from '../evidence.ts';
import type { LocaleTalk } from '../talk.ts';
import { fold, isHan, tokenize } from '../tokens.ts';

// "not ours, the hoster's", "niet van ons maar van de klant"
const clauseEnd =
  /[,;.!?，；。！？]|\b(?:but|maar|men|utan|it is|it's|its|het is|belongs)\b|\s(?=(?:not|niet|inte|isn't)\s)|而是|(?=不是)|是(?=他|对|客)/i;

/** What is known of a language from lists of words: owners, numbers, "all", and what is denied. */
export function createPhrases(talk: Readonly<Record<Locale, LocaleTalk>>, negations: readonly string[]) {
  const list = (of: (one: LocaleTalk) => readonly string[]) => locales.flatMap(locale => of(talk[locale]));
  const everything = list(one => one.everything);
  const upTo = list(one => one.upTo);
  const last = list(one => one.last);
  const ordinals = (place: number) => list(one => one.ordinals[place] ?? []);
  const names = owners.flatMap(owner => list(one => one.owners[owner] ?? []).map(name => ({ owner, name })));
  return {
    meansAll: (text: string) => everything.some(word => hasPhrase(text, word)),
    ownerIn: (text: string): Owner | null =>
      names.filter(({ name }) => hasPhrase(text, name)).sort((one, other) => other.name.length - one.name.length)[0]
        ?.owner ?? null,
    placeIn(text: string, count: number): number | undefined {
      const named = [0, 1, 2, 3, 4, 5].filter(
        place => place < count && ordinals(place).some(word => hasPhrase(text, word)),
      );
      if (named.length > 0) return named.length === 1 ? named[0] : undefined;
      return last.some(word => hasPhrase(text, word)) ? count - 1 : undefined;
    },
    /** "3", "1 and 2", "2-4", "up to 4"; a number that no step has is none. */
    numbersIn(text: string, count: number): number[] {
      // Not in 4.4.316, port 25, 10:30 or 20 %.
      const said = withDigits(fold(text)).replace(/(?<!\d)\d+(?:[.:]\d+)+|\d{3,}|\d{1,3}\s{0,3}%/g, ' ');
      const range = /(?<!\d)(?<from>\d{1,2})\s?(?:-|–|to|t\/m|tot|till|到|至)\s?(?<to>\d{1,2})(?!\d)/.exec(
        said,
      )?.groups;
      const numbers = [...said.matchAll(/(?<!\d)\d{1,2}(?!\d)/g)].map(([number]) => Number(number));
      const until = numbers.length === 1 && upTo.some(word => hasPhrase(said, word)) ? numbers[0]! : undefined;
      const between = (from: number, to: number) =>
        Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
      const meant = range
        ? between(Number(range.from), Number(range.to))
        : until === undefined
          ? numbers
          : between(1, until);
      return meant.every(number => number >= 1 && number <= count) ? [...new Set(meant)] : [];
    },
    clausesOf: (text: string) => text.split(clauseEnd).filter(clause => clause.trim() !== ''),
    denies: (clause: string) => negations.some(word => hasPhrase(clause, word)),
  };
}

/** 第三步 -> 第3步 */
function withDigits(text: string): string {
  return text.replace(
    /第(?<numeral>[一二三四五六七八九])/g,
    (_, numeral: string) => `第${'一二三四五六七八九'.indexOf(numeral) + 1}`,
  );
}

/** Whole words; in Chinese, characters. */
export function hasPhrase(text: string, phrase: string): boolean {
  const words = tokenize(phrase);
  return (
    words.length > 0 &&
    (isHan(words[0]!)
      ? tokenize(text).join('').includes(words.join(''))
      : ` ${tokenize(text).join(' ')} `.includes(` ${words.join(' ')} `))
  );
}
