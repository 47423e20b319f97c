/**
 * Wordings as patterns of words, found in one walk over a text. A pattern is words with blanks between:
 * `a|b` one of them, `block*` any that begins so, `..` up to four others in between and `...` up to nine, `{host}` a class of words.
 * A full stop ends what belongs together.
 */
import { fold } from '../tokens.ts';

const gaps: Readonly<Record<string, number>> = { '..': 4, '...': 9 };

// Words, numbers, single Chinese characters, and the ends of sentences
const token = /\p{Script=Han}|[[\p{L}\p{N}]--\p{Script=Han}]+|[.;!?](?=\s|$)/gv;

/** The folded words of a text, with `.` where a sentence ends. An apostrophe joins: "can't" is `cant`. */
export function wordsOf(text: string): string[] {
  return (fold(text).replaceAll("'", '').match(token) ?? []).map(word => (/^[;!?]$/.test(word) ? '.' : word));
}

type Element = { readonly words: ReadonlySet<string>; readonly starts: readonly string[]; readonly gap: number };

interface Pattern<T> {
  readonly elements: readonly Element[];
  readonly value: T;
  readonly order: number;
}

export interface WordingHit<T> {
  readonly value: T;
  /** The words from the first to the last of the pattern. */
  readonly text: string;
}

export interface WordingPatterns<T> {
  /** The hit of the pattern that stands first in the list, wherever it is in the text. */
  first(words: readonly string[]): WordingHit<T> | undefined;
  /** The hit of the pattern with most words; of equals the one that stands first in the list. */
  longest(words: readonly string[]): WordingHit<T> | undefined;
}

export function compileWordings<T>(
  rows: readonly (readonly [value: T, patterns: readonly string[]])[],
  classes: Readonly<Record<string, string>>,
): WordingPatterns<T> {
  const byWord = new Map<string, Pattern<T>[]>();
  const byStart = new Map<string, Pattern<T>[]>();
  rows.forEach(([value, patterns], order) => {
    for (const source of patterns) {
      if (source.trim() === '') throw new Error('An empty pattern fits every text. Write its words, or take it out.');
      const pattern = { elements: elementsOf(source, classes), value, order };
      for (const word of pattern.elements[0]!.words) append(byWord, word, pattern);
      for (const start of pattern.elements[0]!.starts) append(byStart, start, pattern);
    }
  });
  const lengths = [...new Set([...byStart.keys()].map(start => start.length))];

  /** The best hit, where `isBetter` says which of two patterns decides. */
  function best(
    words: readonly string[],
    isBetter: (one: Pattern<T>, other: Pattern<T>) => boolean,
  ): WordingHit<T> | undefined {
    let found: { readonly pattern: Pattern<T>; readonly text: string } | undefined;
    const offer = (pattern: Pattern<T>, at: number) => {
      if (found && !isBetter(pattern, found.pattern)) return;
      const end = endOf(pattern.elements, 1, words, at + 1);
      if (end !== undefined) found = { pattern, text: words.slice(at, end).join(' ') };
    };
    words.forEach((word, at) => {
      for (const pattern of byWord.get(word) ?? []) offer(pattern, at);
      for (const length of lengths) {
        if (word.length < length) continue;
        for (const pattern of byStart.get(word.slice(0, length)) ?? []) offer(pattern, at);
      }
    });
    return found && { value: found.pattern.value, text: found.text };
  }

  return {
    first: words => best(words, (one, other) => one.order < other.order),
    longest: words =>
      best(words, ({ elements, order }, other) => {
        const more = elements.length - other.elements.length;
        return more > 0 || (more === 0 && order < other.order);
      }),
  };
}

/** Where the rest of a pattern ends; the shortest gaps first. */
function endOf(elements: readonly Element[], next: number, words: readonly string[], at: number): number | undefined {
  const element = elements[next];
  if (!element) return at;
  const last = Math.min(words.length - 1, at + element.gap);
  for (let place = at; place <= last; place += 1) {
    const word = words[place]!;
    if (word === '.' && place > at - 1 && !element.words.has('.')) return undefined;
    if (!fits(element, word)) continue;
    const end = endOf(elements, next + 1, words, place + 1);
    if (end !== undefined) return end;
  }
  return undefined;
}

function fits({ words, starts }: Element, word: string): boolean {
  return words.has(word) || starts.some(start => word.startsWith(start));
}

function elementsOf(source: string, classes: Readonly<Record<string, string>>): Element[] {
  const elements: Element[] = [];
  let gap = 0;
  for (const part of source.replace(/\{(\w+)\}/g, (_, name: string) => classes[name] ?? missing(name)).split(' ')) {
    const wide = gaps[part];
    if (wide !== undefined) gap = wide;
    else {
      // Chinese is written without blanks: each character is a word.
      for (const one of /^\p{Script=Han}+$/u.test(part) ? [...part] : [part]) {
        const alternatives = one.split('|');
        elements.push({
          words: new Set(alternatives.filter(word => !word.endsWith('*'))),
          starts: alternatives.filter(word => word.endsWith('*')).map(word => word.slice(0, -1)),
          gap,
        });
        gap = 0;
      }
    }
  }
  return elements;
}

function missing(name: string): never {
  throw new Error(`No class of words {${name}}. Add it, or write the words.`);
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
