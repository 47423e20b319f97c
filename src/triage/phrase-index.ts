/** Finds many phrases in one text in one walk: the time depends on the text, not on how many phrases there are. */

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  readonly values: T[];
}

export interface PhraseHit<T> {
  readonly value: T;
  /** Token positions, `end` not included. */
  readonly start: number;
  readonly end: number;
}

export interface PhraseIndex<T> {
  add(tokens: readonly string[], value: T): void;
  /** Every phrase that starts at `position`. */
  at(tokens: readonly string[], position: number): PhraseHit<T>[];
  /** Every phrase anywhere in the text. */
  find(tokens: readonly string[]): PhraseHit<T>[];
}

export function createPhraseIndex<T>(): PhraseIndex<T> {
  const root: Node<T> = { next: new Map(), values: [] };

  function at(tokens: readonly string[], position: number): PhraseHit<T>[] {
    const hits: PhraseHit<T>[] = [];
    let node: Node<T> | undefined = root;
    for (let end = position; end < tokens.length; ) {
      node = node.next.get(tokens[end]!);
      if (!node) break;
      end += 1;
      for (const value of node.values) hits.push({ value, start: position, end });
    }
    return hits;
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
    at,
    find: tokens => tokens.flatMap((_, position) => at(tokens, position)),
  };
}
