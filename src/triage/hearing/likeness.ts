/** How much of what was said stands in a text: which step, which answer, which of several is meant. */
import { isHan, tokenize } from '../tokens.ts';

/** Words of a text; Chinese as pairs of characters, which is about a word. */
export function wordsOf(text: string): string[] {
  const tokens = tokenize(text);
  return tokens.flatMap((token, at) => {
    if (!isHan(token)) return [token];
    const next = tokens[at + 1] ?? '';
    if (isHan(next)) return [token + next];
    return isHan(tokens[at - 1] ?? '') ? [] : [token];
  });
}

/** A text that may be meant, in parts that weigh differently. */
export interface Meant<T> {
  readonly value: T;
  readonly parts: readonly { readonly text: string; readonly weight: number }[];
}

export interface Likely<T> {
  /** What was said of it. */
  readonly phrase?: string;
  readonly value: T;
  /** The share of what was said that stands in it, from 0 to 1. */
  readonly score: number;
  /** How well the word fits that fits best, from 0 to 1. */
  readonly best?: number;
}

/** What is meant and said in another word is less certain than the word itself. */
const onlyMeant = 0.6;

/** Of two characters side by side half are no word. */
const pairOfTwo = 0.5;

/** What a word counts that stands in none, beside one that stands in one alone. */
const usuallyStrange = 0.25;

/**
 * The texts by how well they fit, the best first. A word that stands in few of them counts more; one that stands in none
 * says nothing of which is meant.
 * @param meanings what the words of a text mean, so that a word of another kind or language counts as well
 */
export function rankLikely<T>(
  said: string,
  texts: readonly Meant<T>[],
  isEmpty: (word: string) => boolean,
  strange = usuallyStrange,
  meanings: (text: string) => readonly string[] = () => [],
): readonly Likely<T>[] {
  const words = [...new Set(wordsOf(said))].filter(word => !isEmpty(word));
  if (words.length === 0) return [];
  const meant = [...new Set(meanings(said))];
  const contents = texts.map(({ parts }) =>
    parts.map(({ text, weight }) => ({ weight, words: [...new Set(wordsOf(text))], meanings: meanings(text) })),
  );
  const fits = [
    ...words.map(word =>
      contents.map(parts => Math.max(0, ...parts.map(part => part.weight * bestFit(word, part.words)))),
    ),
    ...meant.map(meaning =>
      contents.map(parts =>
        Math.max(0, ...parts.map(part => (part.meanings.includes(meaning) ? part.weight * onlyMeant : 0))),
      ),
    ),
  ];
  const worth = fits.map(fit => {
    const holders = fit.filter(one => one > 0.3).length;
    return holders === 0 ? 0 : Math.log(1 + texts.length / holders);
  });
  const known = worth.reduce((total, one) => total + one, 0);
  if (known === 0) return [];
  // What no text has makes it less certain that one of them is meant.
  const unknown = words.reduce((sum, word, at) => sum + (worth[at] === 0 ? (isHan(word) ? pairOfTwo : 1) : 0), 0);
  const sum = known + unknown * Math.log(1 + texts.length) * strange;
  return texts
    .map(({ value }, index) => ({
      value,
      score: fits.reduce((total, fit, at) => total + fit[index]! * worth[at]!, 0) / sum,
      best: Math.max(...fits.map(fit => fit[index]!)),
    }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
}

/** A text that may be meant, and phrases by which it is said. */
export interface Phrases<T> {
  readonly value: T;
  readonly phrases: readonly string[];
}

/** Words that are said in passing as well: an answer only in a short sentence. */
const shortWord = 3;
const shortSentence = 4;

/** The texts of which a phrase is said, by how much of the sentence it is; the best first. */
export function rankSaid<T>(said: string, texts: readonly Phrases<T>[]): readonly Likely<T>[] {
  const tokens = tokenize(said);
  const joined = tokens.join('');
  const known = new Set(tokens);
  return texts
    .map(({ value, phrases }) =>
      phrases.reduce(
        (best, phrase) => {
          const score = saidOf(phrase);
          return score > best.score ? { value, phrase, score } : best;
        },
        { value, phrase: '', score: 0 },
      ),
    )
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);

  function saidOf(phrase: string): number {
    const { words, whole, isChinese } = readPhrase(phrase);
    if (words.length === 0) return 0;
    if (isChinese)
      return joined.includes(whole) && (whole.length > 1 || tokens.length <= shortSentence) ? whole.length * 3 : 0;
    if (words.length === 1 && whole.length <= shortWord && tokens.length > shortSentence) return 0;
    const found = words.filter(
      word => known.has(word) || (word.length >= 5 && tokens.some(token => isOf(token, word))),
    );
    const enough = words.length <= 3 ? words.length : words.length * 0.75;
    return found.length >= enough ? found.join('').length : 0;
  }
}

function isOf(token: string, word: string): boolean {
  return token.length >= word.length && wordFit(token, word) >= 0.8;
}

interface ReadPhrase {
  readonly words: readonly string[];
  readonly whole: string;
  readonly isChinese: boolean;
}

/** Phrases come from the content: a few thousand, and asked again for every sentence. */
const readPhrases = new Map<string, ReadPhrase>();

function readPhrase(phrase: string): ReadPhrase {
  let read = readPhrases.get(phrase);
  if (read === undefined) {
    const words = tokenize(phrase);
    read = { words, whole: words.join(''), isChinese: isHan(words[0] ?? '') };
    readPhrases.set(phrase, read);
  }
  return read;
}

function bestFit(word: string, words: readonly string[]): number {
  let best = 0;
  for (const other of words) {
    const fit = wordFit(word, other);
    if (fit > best) best = fit;
    if (best === 1) break;
  }
  return best;
}

/** How alike two words are: the same, one with an ending, a part of a compound, or one slip of the fingers. */
export function wordFit(one: string, other: string): number {
  if (one === other) return 1;
  if (isHan(one) || isHan(other)) return 0;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length >= 4 && long.startsWith(short)) return 0.9;
  if (short.length >= 5 && long.includes(short)) return 0.8;
  const same = commonStart(short, long);
  if (same >= 4 && same >= long.length * 0.6) return 0.8;
  return short.length >= 5 && isOneSlip(short, long) ? 0.7 : 0;
}

function commonStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}

/** One letter more, less, another, or two of them swapped. */
function isOneSlip(short: string, long: string): boolean {
  if (long.length - short.length > 1) return false;
  const start = commonStart(short, long);
  const rest = (text: string, from: number) => text.slice(from);
  if (short.length < long.length) return rest(short, start) === rest(long, start + 1);
  return (
    rest(short, start + 1) === rest(long, start + 1) ||
    (short[start] === long[start + 1] &&
      short[start + 1] === long[start] &&
      rest(short, start + 2) === rest(long, start + 2))
  );
}
