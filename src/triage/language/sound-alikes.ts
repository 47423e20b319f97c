/**
 * Chinese is typed by its sound, and then the wrong character is picked: 收件人 becomes 手件人. Known words, and what often
 * stands side by side in our own texts, are kept by how they sound, without tones and with z for zh, n for ng: what many
 * speakers do not tell apart, and so mistype.
 */
import { isHan } from '../tokens.ts';

export interface SoundAlikes {
  /** A word that may have been meant. */
  add(characters: readonly string[]): void;
  /** A text of our own: what stands side by side there is written right. */
  learn(characters: readonly string[]): void;
  /** The same tokens, with the characters that were meant for those that only sound like them. */
  correct(tokens: readonly string[]): string[];
}

const shortest = 2;
/** So often two characters stand side by side in our own texts where they are a word, or nearly one. */
const commonPair = 5;
const longest = 6;
/** A page of noise is not worth listening to. */
const mostCorrections = 12;

/** @param readAloud how a character sounds, in letters without tones */
export function createSoundAlikes(readAloud: (character: string) => string): SoundAlikes {
  const words = new Map<string, readonly string[]>();
  const pairs = new Map<string, number>();
  const sounds = new Map<string, string>();
  let bySound: Map<string, readonly string[]> | undefined;
  let pairsBySound: Map<string, readonly string[]> | undefined;

  /** The commonest pair for each sound, of those that our own texts have often enough to be words. */
  function commonPairs(): Map<string, readonly string[]> {
    const common = [...pairs].filter(([, count]) => count >= commonPair).sort((one, other) => one[1] - other[1]);
    return new Map(common.map(([pair]) => [soundOf([...pair]), [...pair]]));
  }

  function soundOf(characters: readonly string[]): string {
    return characters.map(soundOfOne).join(' ');
  }

  function soundOfOne(character: string): string {
    const known = sounds.get(character);
    if (known !== undefined) return known;
    const sound = readAloud(character)
      .replace(/^(?<initial>[zcs])h/, '$<initial>')
      .replace(/ng$/, 'n');
    sounds.set(character, sound);
    return sound;
  }

  function isWrittenRight(characters: readonly string[]): boolean {
    return characters.slice(1).every((character, place) => pairs.has(characters[place]! + character));
  }

  /** The end of one known pair and the start of the next: side by side by chance. */
  function isWhereWordsMeet(tokens: readonly string[], start: number): boolean {
    return pairs.has(tokens[start - 1]! + tokens[start]!) && pairs.has(tokens[start + 1]! + tokens[start + 2]!);
  }

  return {
    add(characters) {
      if (characters.length < shortest || characters.length > longest) return;
      const key = characters.join('');
      // Where two words sound the same the first stays.
      if (!words.has(key)) words.set(key, characters);
      bySound = undefined;
    },
    learn(characters) {
      for (let place = 1; place < characters.length; place += 1) {
        if (!isHan(characters[place - 1]!) || !isHan(characters[place]!)) continue;
        const pair = characters[place - 1]! + characters[place]!;
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
      }
      pairsBySound = undefined;
    },
    correct(tokens) {
      const corrected = [...tokens];
      const isSettled = tokens.map(token => !isHan(token));
      forSpans(tokens, isSettled, characters => words.has(characters.join('')));
      if (isSettled.every(Boolean)) return corrected;
      // Made when first needed: only who reads Chinese waits for the dictionary of sounds.
      bySound ??= new Map([...words.values()].reverse().map(word => [soundOf(word), word]));
      let corrections = 0;
      const settleBy = (find: (characters: readonly string[], start: number) => readonly string[] | undefined) => {
        forSpans(tokens, isSettled, (characters, start) => {
          if (corrections >= mostCorrections || isWrittenRight(characters)) return false;
          const meant = find(characters, start);
          if (!meant) return false;
          corrections += 1;
          corrected.splice(start, meant.length, ...meant);
          return true;
        });
      };
      settleBy(characters => bySound?.get(soundOf(characters)));
      pairsBySound ??= commonPairs();
      settleBy((characters, start) => {
        if (isWhereWordsMeet(tokens, start)) return undefined;
        const meant = pairsBySound?.get(soundOf(characters));
        return meant?.some((character, place) => character === characters[place]) ? meant : undefined;
      });
      return corrected;
    },
  };
}

/** Longer spans first; where `settle` says so, the span's places are settled and visited no more. */
function forSpans(
  tokens: readonly string[],
  isSettled: boolean[],
  settle: (characters: readonly string[], start: number) => boolean,
): void {
  for (let length = longest; length >= shortest; length -= 1) {
    for (let start = 0; start + length <= tokens.length; start += 1) {
      if (isSettled.slice(start, start + length).some(Boolean)) continue;
      if (settle(tokens.slice(start, start + length), start)) isSettled.fill(true, start, start + length);
    }
  }
}
