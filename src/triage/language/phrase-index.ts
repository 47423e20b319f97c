/** Finds many phrases in one text in one walk: the time depends on the text, not on how many phrases there are. */
import { isHan } from '../tokens.ts';

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  readonly values: T[];
}

export interface PhraseHit<T> {
  readonly value: T;
  /** The places of the phrase's own tokens, ascending; what a gap skipped is not among them. */
  readonly places: readonly number[];
}

export interface PhraseIndex<T> {
  add(tokens: readonly string[], value: T): void;
  /** Every phrase anywhere in the text. */
  find(tokens: readonly string[]): PhraseHit<T>[];
}

/** In a phrase: some other words may stand here, as in "kommt .. nicht an". */
export const gap = '..';
/** Four words, or eight Chinese characters, which are about as much. */
const longestGap = 8;

export function createPhraseIndex<T>(): PhraseIndex<T> {
  const root: Node<T> = { next: new Map(), values: [] };

  function walk(node: Node<T>, tokens: readonly string[], at: number, places: readonly number[], hits: PhraseHit<T>[]) {
    for (const value of node.values) hits.push({ value, places });
    const afterGap = node.next.get(gap);
    if (afterGap) {
      let skipped = 0;
      for (let next = at; next < tokens.length && skipped <= longestGap; next += 1) {
        step(afterGap, tokens, next, places, hits);
        skipped += isHan(tokens[next]!) ? 1 : 2;
      }
    }
    step(node, tokens, at, places, hits);
  }

  function step(node: Node<T>, tokens: readonly string[], at: number, places: readonly number[], hits: PhraseHit<T>[]) {
    const token = tokens[at];
    const next = token === undefined ? undefined : node.next.get(token);
    if (next) walk(next, tokens, at + 1, [...places, at], hits);
  }

  return {
    add(tokens, value) {
      let node = root;
      for (const token of tokens) {
        let next = node.next.get(token);
        if (!next) {
          next = { next: new Map(), values: [] };
          node.next.set(token, next);
        }
        node = next;
      }
      if (node !== root) node.values.push(value);
    },
    find(tokens) {
      const hits: PhraseHit<T>[] = [];
      for (let at = 0; at < tokens.length; at += 1) step(root, tokens, at, [], hits);
      return hits;
    },
  };
}
