/** A number of 53 bits for a text: a million texts have two alike about once in twenty thousand files. */
export function hashOf(text: string): number {
  let [one, two] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 2654435761);
    two = Math.imul(two ^ unit, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return 4294967296 * (2097151 & two) + (one >>> 0);
}

/** Numbers of texts -> places 0, 1, 2 … in the order they came; 12 to 24 bytes each. */
export class HashTable {
  size = 0;
  readonly #most: number;
  #hashes = new Float64Array(1024);
  /** Place + 1; 0 is free. */
  #slots = new Int32Array(2048);

  /** @param most beyond these nothing new is taken in */
  constructor(most: number) {
    this.#most = most;
  }

  get isFull(): boolean {
    return this.size >= this.#most;
  }

  /** Its place, a new one where it has none; -1 when there is no room left. */
  place(hash: number): number {
    let slot = this.#slotOf(hash);
    const taken = this.#slots[slot]!;
    if (taken !== 0) return taken - 1;
    if (this.size >= this.#most) return -1;
    if (this.size === this.#hashes.length) {
      this.#grow();
      slot = this.#slotOf(hash);
    }
    this.#hashes[this.size] = hash;
    this.#slots[slot] = ++this.size;
    return this.size - 1;
  }

  #slotOf(hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = (hash % 4294967291) & mask;
    for (;;) {
      const taken = this.#slots[slot]!;
      if (taken === 0 || this.#hashes[taken - 1] === hash) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const hashes = new Float64Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#slots = new Int32Array(hashes.length * 2);
    for (let place = 0; place < this.size; place++) this.#slots[this.#slotOf(hashes[place]!)] = place + 1;
  }
}
