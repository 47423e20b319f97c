/** "probe", "test it", "probe mail.contoso.com": the case's server is to be tested, or the one that is named. */
import { longestFirst } from './argument-of.ts';
import { plain } from './plain.ts';

/** A name of 253 characters, with its word. */
const longestTyped = 330;

/**
 * @returns the name as it was typed, whatever it is made of; empty for the bare word; undefined where the text is no such
 *   command, as a sentence that begins with the word is not
 */
export function readProbe(text: string, words: readonly string[]): string | undefined {
  const typed = text.trim();
  if (typed.length > longestTyped) return undefined;
  const all = longestFirst(words);
  if (all.some(word => plain(word) === plain(typed))) return '';
  const begins = all.find(word => typed.slice(0, word.length).toLowerCase() === word);
  if (begins === undefined) return undefined;
  const rest = typed.slice(begins.length);
  if (!/^[\s:：]/.test(rest) && !/\p{Script=Han}$/u.test(begins)) return undefined;
  const name = rest.replace(/^[\s:：]{1,20}/, '');
  const [first = ''] = name.split(/\s/);
  // "test mail from Ann": the next word is no name; "test a.b c" is one with something behind it that no name has.
  return /[.:[\]。．]/.test(first.slice(0, -1)) ? name : undefined;
}
