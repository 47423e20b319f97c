/** Corrects words that nobody knows against the words that are known; fuse.js finds the candidates. */
import Fuse from 'fuse.js';
import type { Locale } from '../evidence.ts';
import { isHan } from '../tokens.ts';

export interface Spelling {
  add(word: string, locale: Locale): void;
  has(word: string): boolean;
  /** The known word that was meant, in one of these languages; undefined where it could be any. */
  correct(typed: string, wanted: readonly Locale[]): string | undefined;
}

/** What is shorter could be any word. */
export const shortestCorrected = 4;
const mostRemembered = 5_000;
/** Two letters of so long a word may be wrong; fewer of a shorter one. */
const longWord = 9;
const mostEdits = 2;

interface Shelf {
  /** Each word with its number. */
  readonly words: Map<string, number>;
  fuse: Fuse<string> | undefined;
}

interface Near {
  readonly word: string;
  readonly score: number;
  readonly place: number;
}

export function createSpelling(): Spelling {
  /**
   * Per language, first letter and length: typing errors seldom hit the first letter and never change the length by much,
   * and fuse.js takes time for every word that it looks at.
   */
  const shelves = new Map<string, Shelf>();
  const known = new Set<string>();
  /** All words of all shelves: of two that are equally near, the one that came first is meant. */
  let count = 0;
  const remembered = new Map<string, string | undefined>();

  function find(typed: string, locale: Locale): Near[] {
    const most = typed.length < longWord ? 1 : mostEdits;
    const lengths = Array.from({ length: 2 * most + 1 }, (_, index) => typed.length - most + index);
    return lengths.flatMap(length => {
      const shelf = shelves.get(keyOf(locale, typed, length));
      if (!shelf) return [];
      shelf.fuse ??= new Fuse([...shelf.words.keys()], { threshold: 0.6, distance: 20, includeScore: true });
      return shelf.fuse
        .search(typed, { limit: 8 })
        .map(({ item, score = 1 }) => ({ word: item, score, place: shelf.words.get(item)! }));
    });
  }

  function isKnownIn(word: string, wanted: readonly Locale[]): boolean {
    return known.has(word) && wanted.some(locale => shelves.get(keyOf(locale, word))?.words.has(word));
  }

  return {
    add(word, locale) {
      if (word.length < shortestCorrected || isHan(word)) return;
      known.add(word);
      const key = keyOf(locale, word);
      const shelf = shelves.get(key);
      if (!shelf) shelves.set(key, { words: new Map([[word, count++]]), fuse: undefined });
      else if (!shelf.words.has(word)) {
        shelf.words.set(word, count++);
        shelf.fuse = undefined;
      }
    },
    has: word => known.has(word),
    correct(typed, wanted) {
      const key = `${wanted} ${typed}`;
      if (remembered.has(key)) return remembered.get(key);
      const near = wanted
        .flatMap((locale, order) => find(typed, locale).map(found => ({ ...found, order })))
        .map(found => ({ ...found, edits: edits(typed, found.word) }))
        .filter(({ word, edits }) => edits <= allowedEdits(typed, word))
        .sort(
          (one, other) =>
            one.edits - other.edits || one.order - other.order || one.score - other.score || one.place - other.place,
        );
      const corrected = near[0]?.word ?? firstLetterSlips(typed).find(word => isKnownIn(word, wanted));
      if (remembered.size < mostRemembered) remembered.set(key, corrected);
      return corrected;
    },
  };
}

function keyOf(locale: Locale, word: string, length = word.length): string {
  return `${locale}${word[0]}${length}`;
}

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const shortestWithSlip = 5;

/** Words of which the first letter was swapped with the second, left out, or mistyped: "reciever" has its own shelf, "erceiver" not. */
function firstLetterSlips(typed: string): string[] {
  if (typed.length < shortestWithSlip) return [];
  const rest = typed.slice(1);
  const swapped = typed[1]! + typed[0]! + typed.slice(2);
  return [swapped, ...letters.map(letter => letter + typed), ...letters.map(letter => letter + rest)];
}

/** Four letters with one of them wrong could be anything: "main" is no "mail". Swapped or left out is fine: "mial", "quee". */
function allowedEdits(typed: string, word: string): number {
  const shorter = Math.min(typed.length, word.length);
  if (shorter < shortestCorrected) return 0;
  if (shorter === shortestCorrected && typed.length === word.length) return sameLetters(typed, word) ? 1 : 0;
  return shorter < longWord ? 1 : mostEdits;
}

function sameLetters(one: string, other: string): boolean {
  return [...one].sort().join('') === [...other].sort().join('');
}

/** Letters added, left out, changed, or swapped with the next one (optimal string alignment). */
function edits(one: string, other: string): number {
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      let least = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + same);
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        least = Math.min(least, before[column - 2]! + 1);
      }
      current.push(least);
    }
    before = above;
    above = current;
  }
  return above[other.length]!;
}
