/** A file in pieces, whose first ones are kept while it is looked at: what turns out to be a text is read from them. */
import { maxPasteBytes } from '../triage/reading/index.ts';
import { Refused } from './file-refusal.ts';

export class KeptStart implements AsyncIterable<Uint8Array> {
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #kept: Uint8Array[] = [];
  #size = 0;
  #isOver = false;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#iterator = pieces[Symbol.asyncIterator]();
  }

  /** Whoever stops in the middle leaves the rest to `whole`. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: () => this.#next(),
      return: () => Promise.resolve({ done: true, value: undefined }),
    };
  }

  /** All bytes; throws a `Refused` where there are more than these, or none. */
  async whole(most: number): Promise<Uint8Array> {
    while (!this.#isOver && this.#size <= most) await this.#next();
    if (this.#size > most) throw new Refused({ code: 'text-too-long', limit: maxPasteBytes });
    return Buffer.concat(this.#kept);
  }

  /** Nothing more is wanted of it. */
  async close(): Promise<void> {
    if (!this.#isOver) await this.#iterator.return?.();
  }

  async #next(): Promise<IteratorResult<Uint8Array>> {
    const result = await this.#iterator.next();
    if (result.done) this.#isOver = true;
    else {
      if (this.#size <= maxPasteBytes * 2) this.#kept.push(Uint8Array.from(result.value));
      this.#size += result.value.length;
    }
    return result;
  }
}
