/** What stands behind the word of a command. */
import { plain } from './plain.ts';

/** "nl" for "language nl", also without a space after Chinese or with a colon; empty for the bare word. */
export function argumentOf(said: string, words: readonly string[]): string | undefined {
  for (const word of words.map(plain)) {
    if (said === word) return '';
    if (!said.startsWith(word)) continue;
    const rest = said.slice(word.length);
    if (/^[\s:]/.test(rest) || /\p{Script=Han}$/u.test(word)) return rest.replace(/^[\s:]{1,3}/, '').trim();
  }
  return undefined;
}

/** "ticket number" before "ticket", or the number would be "number INC1". */
export function longestFirst(words: readonly string[]): string[] {
  return [...words].sort((one, other) => other.length - one.length);
}
