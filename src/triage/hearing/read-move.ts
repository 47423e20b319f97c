/** "move to …" and "this is …": what somebody calls the problem of the open case. */
import { argumentOf, longestFirst } from './argument-of.ts';
import { plain } from './plain.ts';
import type { CommandWords } from './read-typed.ts';

export interface TypedMove {
  readonly sought: string;
  /** Said in so many words; else it may be talk of something else. */
  readonly isOrder: boolean;
}

// "a", "the", and theirs in Dutch and Swedish
const article = /^(?:an?|the|een|de|het|en|ett) /;

export function readMove(text: string, words: CommandWords): TypedMove | undefined {
  // A question states nothing.
  if (/[?？]\s*$/.test(text)) return undefined;
  const said = plain(text);
  for (const [word, isOrder] of [
    ['moveTo', true],
    ['thisIs', false],
  ] as const) {
    const sought = argumentOf(said, longestFirst(words[word]))?.replace(article, '');
    if (sought) return { sought, isOrder };
  }
  return undefined;
}
