/** "note they called back": what somebody wants to be kept with the case, in their own words. */
import { longestNote } from '../case.ts';
import { longestFirst } from './argument-of.ts';
import { isOneOf, plain } from './plain.ts';

/** Longer than a note with its word: a paste, whatever it begins with. */
const longestTyped = longestNote + 40;

/** @returns the note as it was typed; empty for the bare word; undefined where the text is no note */
export function readNote(text: string, words: readonly string[]): string | undefined {
  const typed = text.trim();
  if (typed.length > longestTyped) return undefined;
  if (isOneOf(plain(typed), words)) return '';
  for (const word of longestFirst(words)) {
    const begins = typed.slice(0, word.length).toLowerCase() === word;
    const rest = typed.slice(word.length);
    // Chinese puts no blank behind a word.
    if (begins && (/^[\s:：,，]/.test(rest) || /\p{Script=Han}$/u.test(word)))
      return rest.replace(/^[\s:：,，]{1,20}/, '').trim();
  }
  return undefined;
}
