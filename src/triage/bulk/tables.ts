/** Tables of numbers that grow: a million rows as objects would take ten times the memory. */

import { ownText } from './own-text.ts';

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array;

/** One value a row, 0 where none was written. */
export class Column {
  #values: Numbers;

  constructor(values: Numbers) {
    this.#values = values;
  }

  get(row: number): number {
    return this.#values[row] ?? 0;
  }

  set(row: number, value: number): void {
    if (row >= this.#values.length) {
      const Kind = this.#values.constructor as new (length: number) => Numbers;
      const larger = new Kind(Math.max(1024, row + 1, Math.ceil(this.#values.length * 1.5)));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[row] = value;
  }
}

/** Texts that come again and again -> numbers. 0 is no text. */
export class Names {
  readonly #ids = new Map<string, number>();
  readonly #texts: string[] = [''];
  readonly #most: number;
  readonly #longest: number;
  /** Characters that may still be kept. */
  #left: number;
  /** There were more than have a number. */
  isFull = false;

  /** @param mostCharacters of all together */
  constructor(most: number, mostCharacters: number, longest = 320) {
    this.#most = most;
    this.#left = mostCharacters;
    this.#longest = longest;
  }

  id(text: string): number {
    if (text === '') return 0;
    const name = text.length > this.#longest ? text.slice(0, this.#longest) : text;
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    if (this.#texts.length > this.#most || name.length > this.#left) {
      this.isFull = true;
      return 0;
    }
    const own = ownText(name, this.#longest);
    this.#left -= own.length;
    this.#ids.set(own, this.#texts.length);
    this.#texts.push(own);
    return this.#texts.length - 1;
  }

  text(id: number): string {
    return this.#texts[id] ?? '';
  }
}

/** How often each of some things came; the most frequent first. */
export class Tally<Key> {
  readonly counts = new Map<Key, number>();

  add(key: Key, count = 1): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + count);
  }

  top(most: number): { readonly key: Key; readonly count: number }[] {
    return [...this.counts]
      .map(([key, count]) => ({ key, count }))
      .sort((one, other) => other.count - one.count)
      .slice(0, most);
  }
}

/** Sizes in steps of a fifth: enough to tell large from small. */
export class Sizes {
  readonly #counts = new Uint32Array(160);
  total = 0;

  add(size: number): void {
    if (size <= 0) return;
    this.#counts[Math.min(159, Math.floor(Math.log2(size) * 4))]!++;
    this.total++;
  }

  /** The size that this share of them does not exceed, in bytes; 0 where there are none. */
  quantile(share: number): number {
    let left = this.total * share;
    for (let step = 0; step < this.#counts.length; step++) {
      left -= this.#counts[step]!;
      if (left <= 0 && this.total > 0) return Math.round(2 ** ((step + 1) / 4));
    }
    return 0;
  }
}
