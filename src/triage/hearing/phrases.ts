/** What is told by lists of words and not by likeness: owners, numbers, "all of them", places in a list, what is denied. */
import { type Owner, owners } from '../article.ts';
import { type Locale, locales } from '../evidence.ts';
import type { LocaleTalk } from '../talk.ts';
import { fold, isHan, tokenize } from '../tokens.ts';

// "not ours, the hoster's", "niet van ons maar van de klant"
const clauseEnd =
  /[,;.!?，；。！？]|\b(?:but|maar|men|utan|it is|it's|its|het is|belongs)\b|\s(?=(?:not|niet|inte|isn't)\s)|而是|(?=不是)|是(?=他|对|客)/i;

// Not of a code, a version, a time, a port that is written out, a share: 4.4.316, 10:30, 2019, 20 %, E3
const noNumber = /(?<!\d)[\p{Script=Latin}\d]\d{1,30}\p{Script=Latin}?|(?<!\d)\d{1,9}(?:[.:]\d{1,9}){1,9}|\d\s?%/gu;
// 5 min, 20 uur
const amount = /(?<![\p{Script=Latin}\d])(\d{1,4})\s?(?:\p{Script=Latin}{1,20}|\p{Script=Han}{1,2})/gu;
const stepNumber = /(?<![\p{Script=Latin}\d])\d{1,2}(?!\d)/gu;

const questionWords = new Set(['who', 'where', 'when', 'why', 'what', 'how']);

/** A list has no more steps. */
const mostSteps = 12;

export type PhraseBook = ReturnType<typeof createPhrases>;

/** What is known of a language from lists of words. */
export function createPhrases(talk: Readonly<Record<Locale, LocaleTalk>>, negations: readonly string[]) {
  const list = (of: (one: LocaleTalk) => readonly string[]) => locales.flatMap(locale => of(talk[locale]));
  const everything = list(one => one.everything);
  const rest = list(one => one.rest);
  const upTo = list(one => one.upTo);
  const too = list(one => one.too);
  const both = list(one => one.both);
  const neither = list(one => one.neither);
  const last = list(one => one.last);
  const except = longestFirst(list(one => one.except));
  const counted = new Set(list(one => one.counted).map(joined));
  const numbered = new Set(list(one => one.numbered).map(joined));
  const steps = new Set(list(one => one.step).map(joined));
  const joins = new Set(list(one => one.joins).map(joined));
  const ordinals = (place: number) => list(one => one.ordinals[place] ?? []);
  const numerals = locales.flatMap(locale =>
    talk[locale].numerals.flatMap((words, index) => words.map(word => [joined(word), index + 1] as const)),
  );
  const numeralOf = new Map(numerals);
  const ordinalWords = new Set([0, 1, 2, 3, 4, 5].flatMap(ordinals).map(joined));
  const firsts = new Set(ordinals(0).map(joined));
  const lasts = new Set(last.map(joined));
  const denials = longestFirst(negations.map(fold));
  const names = owners.flatMap(owner => list(one => one.owners[owner] ?? []).map(name => ({ owner, name })));

  function placesIn(text: string, count: number): number[] {
    return [0, 1, 2, 3, 4, 5].filter(place => place < count && ordinals(place).some(word => hasPhrase(text, word)));
  }

  function placeIn(text: string, count: number): number | undefined {
    const named = placesIn(text, count);
    if (named.length > 0) return named.length === 1 ? named[0] : undefined;
    return last.some(word => hasPhrase(text, word)) ? count - 1 : undefined;
  }

  /** "the first three" -> 1-3, "step two" -> step 2, "the last two" -> of how many there are. */
  function withDigits(text: string, count: number): string {
    const words = fold(text)
      .replace(noNumber, ' … ')
      .replace(/[第前](?<numeral>[一二两三四五六七八九]|\d)/g, found => {
        const number = numeralOf.get(found.slice(1)) ?? Number(found.slice(1));
        return found.startsWith('前') ? ` 1-${number} ` : ` ${number} `;
      });
    return words
      .replace(/(?<![\p{L}'])(?<word>\p{L}{1,12}|\d)\s(?=(?<first>[\p{L}']{1,20}))/gu, (found, word, first) => {
        // "de två första", "the two first"
        const number = firsts.has(joined(first))
          ? (numeralOf.get(joined(word)) ?? (/^\d$/.test(word) ? Number(word) : 0))
          : 0;
        return number > 1 ? `1-${number} ` : found;
      })
      .replace(
        /(?<![\p{L}'])(?<before>[\p{L}']{1,20})\s(?<word>\p{L}{1,12}|\d)(?![\p{L}\d])/gu,
        (found, before, word) => {
          const number = numeralOf.get(joined(word)) ?? (/^\d$/.test(word) ? Number(word) : undefined);
          if (number === undefined) return found;
          if (firsts.has(joined(before)) && number > 1) return `1-${number}`;
          if (lasts.has(joined(before)) && number > 1 && number <= count) return `${count - number + 1}-${count}`;
          return steps.has(joined(before)) ? `${before} ${number}` : found;
        },
      );
  }

  /** Whether a unit follows the number that ends here: "5 min", "200 mails". */
  function isAmount(text: string, end: number): boolean {
    const after = tokenize(text.slice(end, end + 20));
    const units = isHan(after[0] ?? '') ? [after[0]!, after.slice(0, 2).join('')] : [after[0] ?? ''];
    return units.some(unit => counted.has(unit));
  }

  /** The text without "5 min" and "200 mails", which name no step. */
  function withoutAmounts(text: string): string {
    return text.replace(amount, (found, number: string, index: number) =>
      isAmount(text, index + number.length) ? ' ' : found,
    );
  }

  /** "3", "1 and 2", "2-4", "up to 4", "the first two"; a number that no step has is none. */
  function numbersIn(text: string, count = mostSteps): number[] {
    const said = withDigits(text, count);
    const range =
      /(?<!\d)(?<from>\d{1,2})\s?(?:-|–|to|t\/m|tot(?: en met)?|till(?: och med)?|through|thru|到|至)\s?(?<to>\d{1,2})(?!\d)/.exec(
        said,
      )?.groups;
    const numbers = [...said.matchAll(stepNumber)].flatMap(({ 0: number, index }) => {
      const before = tokenize(said.slice(Math.max(0, index - 20), index)).at(-1) ?? '';
      return numbered.has(before) || isAmount(said, index + number.length) ? [] : [Number(number)];
    });
    const until = numbers.length === 1 && upTo.some(word => hasPhrase(said, word)) ? numbers[0]! : undefined;
    const meant =
      range && numbers.includes(Number(range.from))
        ? [...between(Number(range.from), Number(range.to)), ...numbers]
        : until === undefined
          ? numbers
          : between(1, until);
    const known = [...new Set(meant)].filter(number => number >= 1 && number <= count);
    if (known.length > 0 || numbers.length > 0) return known;
    if (count === mostSteps) return [];
    const places = placesIn(text, count);
    if (places.length > 1 && places.every(one => one < count)) return places.map(one => one + 1);
    const place = placeIn(text, count);
    return place === undefined ? [] : [place + 1];
  }

  return {
    saysToo: (text: string) => too.some(word => hasPhrase(text, word)),
    saysBoth: (text: string) => both.some(word => isPhrase(text, word)),
    saysNeither: (text: string) => neither.some(word => isPhrase(text, word)),
    meansAll: (text: string) => everything.some(word => hasPhrase(text, word)),
    meansRest: (text: string) => rest.some(word => hasPhrase(text, word)),
    ownerIn: (text: string): Owner | null =>
      names.filter(({ name }) => hasPhrase(text, name)).sort((one, other) => other.name.length - one.name.length)[0]
        ?.owner ?? null,
    placeIn,
    numbersIn,
    withoutAmounts,
    /** "Everything except 3 and 4": what is left out, and the text around it. */
    exceptionIn(text: string): { readonly left: string; readonly around: string } | undefined {
      // "5 min ago"; "alles min 5" is an exception.
      const folded = withoutAmounts(fold(text));
      // "alles op 3 na"
      const dutch = /\bop (?<left>(?:stap |nummer |nr )?(?:\d{1,2}|de laatste|de eerste)(?: en \d{1,2})?) na\b/.exec(
        folded,
      );
      if (dutch) return { left: dutch.groups!.left!, around: folded.replace(dutch[0], ' ') };
      const word = except.find(one => hasPhrase(folded, one));
      if (word === undefined) return undefined;
      const at = folded.indexOf(fold(word));
      if (at < 0) return undefined;
      const behind = folded.slice(at + fold(word).length);
      // 除了3以外都做完了
      const end = /以外|之外|[外都,，]|\b(?:everything|all|alles|allt|is|are|ar)\b/.exec(behind);
      const left = end && at === 0 ? behind.slice(0, end.index) : behind;
      return { left, around: `${folded.slice(0, at)} ${end && at === 0 ? behind.slice(end.index) : ''}` };
    },
    /** Where a sentence goes on to another step without a comma: "1 ok 2 ok 3 no". */
    stepBreaks(text: string): string[] {
      const said = fold(text).replace(noNumber, found => '…'.repeat(found.length));
      const places = [...said.matchAll(stepNumber)];
      if (said.length !== text.length || places.length < 2) return [text];
      const cuts = places.slice(1).flatMap(({ index }, place) => {
        const last = places[place]!;
        const words = tokenize(said.slice(last.index + last[0].length, index));
        const isOneList = words.every(word => joins.has(word) || steps.has(word));
        if (isOneList || counted.has(words[0] ?? '')) return [];
        // "3 not 2": the word belongs to what follows.
        const between = said.slice(last.index + last[0].length, index).trimEnd();
        const denial = denials.find(word => between.endsWith(word));
        return [denial === undefined ? index : last.index + last[0].length + between.length - denial.length];
      });
      return [0, ...cuts].map((from, place) => text.slice(from, cuts[place]));
    },
    /** Nothing but numbers of steps. */
    isBareNumbers: (text: string) =>
      tokenize(text).every(
        word => /^\d{1,2}$/.test(word) || joins.has(word) || steps.has(word) || ordinalWords.has(word),
      ),
    clausesOf: (text: string) => text.split(clauseEnd).filter(clause => clause.trim() !== ''),
    /** Its first word asks: "how do I prove it". */
    asksWith: (clause: string, meaningsOf: (text: string) => readonly string[]) =>
      meaningsOf(tokenize(clause)[0] ?? '').some(meaning => questionWords.has(meaning)),
    denies: (clause: string) => negations.some(word => hasPhrase(clause, word)),
  };
}

function between(from: number, to: number): number[] {
  return Array.from({ length: Math.min(mostSteps, Math.max(0, to - from + 1)) }, (_, index) => from + index);
}

function joined(word: string): string {
  return tokenize(word).join('');
}

function longestFirst(words: readonly string[]): string[] {
  return words.toSorted((one, other) => other.length - one.length);
}

/** The text is nothing else. */
function isPhrase(text: string, phrase: string): boolean {
  return joined(text) === joined(phrase);
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
