/**
 * Chinese is typed by its sound, and then the wrong character is picked: 收件人 becomes 手件人. Known words are kept by how
 * they sound, without tones and with z for zh, n for ng: what many speakers do not tell apart, and so mistype.
 */
import { isHan } from './tokens.ts';

export interface SoundAlikes {
  /** A word that may have been meant. */
  add(characters: readonly string[]): void;
  /** A text of our own: what stands side by side there is written right. */
  learn(characters: readonly string[]): void;
  /** The same tokens, with the characters that were meant for those that only sound like them. */
  correct(tokens: readonly string[]): string[];
}

const shortest = 2;
const longest = 6;
/** A page of noise is not worth listening to. */
const mostCorrections = 12;

/** @param readAloud how a character sounds, in letters without tones */
export function createSoundAlikes(readAloud: (character: string) => string): SoundAlikes {
  const words = new Map<string, readonly string[]>();
  const pairs = new Set<string>();
  const sounds = new Map<string, string>();
  let bySound: Map<string, readonly string[]> | undefined;

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

  return {
    add(characters) {
      if (characters.length < shortest || characters.length > longest) return;
      const key = characters.join('');
      // Where two words sound the same the first stays.
      if (!words.has(key)) words.set(key, characters);
      bySound = undefined;
    },
    learn(characters) {
      for (let place = 1; place < characters.length; place += 1) pairs.add(characters[place - 1]! + characters[place]!);
    },
    correct(tokens) {
      const corrected = [...tokens];
      const isSettled = tokens.map(token => !isHan(token));
      forSpans(tokens, isSettled, characters => words.has(characters.join('')));
      if (isSettled.every(Boolean)) return corrected;
      // Made when first needed: only who reads Chinese waits for the dictionary of sounds.
      bySound ??= new Map([...words.values()].reverse().map(word => [soundOf(word), word]));
      let corrections = 0;
      forSpans(tokens, isSettled, (characters, start) => {
        if (corrections >= mostCorrections || isWrittenRight(characters)) return false;
        const meant = bySound?.get(soundOf(characters));
        if (!meant) return false;
        corrections += 1;
        corrected.splice(start, meant.length, ...meant);
        return true;
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
