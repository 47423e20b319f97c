/** Chance that can be repeated. */

/** The seed of this run, for a title: a new one each time, or what `SEED` says. */
export function seedOfRun(): number {
  return Number(process.env.SEED ?? Date.now() % 1_000_000);
}

/** The same numbers for the same seed, from 0 to below 1 (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pickFrom<One>(list: readonly One[], random: () => number): One {
  return list[Math.floor(random() * list.length)]!;
}
