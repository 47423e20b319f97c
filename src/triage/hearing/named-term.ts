/** The word of the trade that a sentence names. */

import { locales } from '../evidence.ts';
import type { Term } from '../talk.ts';
import { tokenize } from '../tokens.ts';

export interface FoundTerm {
  readonly id: string;
  /** The text is nothing else. */
  readonly isAlone: boolean;
  /** The text with a short word in the place of the name. */
  readonly around: string;
}

export type TermFinder = (text: string) => FoundTerm | undefined;

interface Name {
  readonly id: string;
  /** With a blank around each token. */
  readonly text: string;
  readonly length: number;
}

/** Which word it is says nothing of what is asked about it. */
const anyWord = ' dane ';

/** The longest name that stands in a text; of two the first. */
export function createTermFinder(terms: readonly Term[]): TermFinder {
  const byFirst = new Map<string, Name[]>();
  for (const { id, texts } of terms) {
    const names = new Set(
      locales.flatMap(locale => [texts[locale].term, ...texts[locale].also]).concat(id.replaceAll('-', ' ')),
    );
    for (const name of names) {
      const tokens = tokenize(name);
      const first = tokens[0];
      if (first === undefined) continue;
      const known = byFirst.get(first) ?? [];
      known.push({ id, text: ` ${tokens.join(' ')} `, length: tokens.join('').length });
      byFirst.set(first, known);
    }
  }
  return text => {
    const tokens = tokenize(text);
    const whole = ` ${tokens.join(' ')} `;
    const found = [...new Set(tokens)]
      .flatMap(token => byFirst.get(token) ?? [])
      .filter(name => whole.includes(name.text))
      .sort((one, other) => other.length - one.length || whole.indexOf(one.text) - whole.indexOf(other.text))[0];
    if (!found) return undefined;
    const mark = /[?？]/.test(text) ? '?' : '';
    return { id: found.id, isAlone: whole === found.text, around: whole.replace(found.text, anyWord).trim() + mark };
  };
}
