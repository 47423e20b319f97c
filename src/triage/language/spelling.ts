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

export function createSpelling(): Spelling {
  /** Per language and first letter: typing errors seldom hit the first letter, and a short list is a fast one. */
  const shelves = new Map<string, { readonly words: Set<string>; fuse: Fuse<string> | undefined }>();
  const known = new Set<string>();
  const remembered = new Map<string, string | undefined>();

  function find(typed: string, locale: Locale): string[] {
    const shelf = shelves.get(locale + typed[0]);
    if (!shelf) return [];
    shelf.fuse ??= new Fuse([...shelf.words]);
    return shelf.fuse.search(typed).map(result => result.item);
  }

  function isKnownIn(word: string, wanted: readonly Locale[]): boolean {
    return known.has(word) && wanted.some(locale => shelves.get(locale + word[0])?.words.has(word));
  }

  return {
    add(word, locale) {
      if (word.length < shortestCorrected || isHan(word)) return;
      known.add(word);
      const key = locale + word[0];
      const shelf = shelves.get(key);
      if (!shelf) shelves.set(key, { words: new Set([word]), fuse: undefined });
      else if (!shelf.words.has(word)) {
        shelf.words.add(word);
        shelf.fuse = undefined;
      }
    },
    has: word => known.has(word),
    correct(typed, wanted) {
      const key = `${wanted} ${typed}`;
      if (remembered.has(key)) return remembered.get(key);
      const near = wanted
        .flatMap(locale => find(typed, locale))
        .map(word => ({ word, edits: edits(typed, word) }))
        .filter(({ word, edits }) => edits <= allowedEdits(typed, word))
        .sort((one, other) => one.edits - other.edits);
      const corrected = near[0]?.word ?? firstLetterSlips(typed).find(word => isKnownIn(word, wanted));
      if (remembered.size < mostRemembered) remembered.set(key, corrected);
      return corrected;
    },
  };
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
  return shorter < 9 ? 1 : 2;
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
