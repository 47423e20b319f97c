/** How telling something is that `holders` of `all` articles have: BM25's inverse document frequency, never below 0. */
export function rarity(holders: number, all: number): number {
  return Math.log(1 + (all - holders + 0.5) / (holders + 0.5));
}
