/** The lines that users or servers could have said, in a few long lists: thousands of small maps take a second to make. */

export interface PackedLines {
  /** A line of the article that is added last: its features by number, each once, and what each weighs before its rarity. */
  add(article: number, features: readonly number[], factors: readonly number[]): void;
  /** Ends the adding: what is rare weighs more. */
  weigh(rarityOf: (feature: number) => number): void;
  /** How alike the article's most similar line and a text are: 1 where they say the same and nothing more. */
  likeness(article: number, asked: ReadonlyMap<number, number>, sumAsked: number): number;
  /** The features of each line. */
  all(): Iterable<readonly number[]>;
}

export function createPackedLines(): PackedLines {
  const features: number[] = [];
  /** Line 7 stands from `ends[6]` to `ends[7]`. */
  const ends: number[] = [];
  /** The number of the first line of each article. */
  const firstLines: number[] = [];
  const factors: number[] = [];
  let weights = new Float32Array();
  let sums = new Float32Array();

  return {
    add(article, lineFeatures, lineFactors) {
      while (firstLines.length <= article) firstLines.push(ends.length);
      features.push(...lineFeatures);
      factors.push(...lineFactors);
      ends.push(features.length);
    },
    weigh(rarityOf) {
      weights = Float32Array.from(features, (feature, place) => rarityOf(feature) * factors[place]!);
      sums = Float32Array.from(ends, (end, line) => {
        let sum = 0;
        for (let place = ends[line - 1] ?? 0; place < end; place += 1) sum += weights[place]!;
        return sum;
      });
      factors.length = 0;
    },
    likeness(article, asked, sumAsked) {
      let best = 0;
      const end = firstLines[article + 1] ?? ends.length;
      for (let line = firstLines[article] ?? end; line < end; line += 1) {
        let shared = 0;
        for (let place = ends[line - 1] ?? 0; place < ends[line]!; place += 1) {
          const weight = asked.get(features[place]!);
          if (weight !== undefined) shared += Math.min(weight, weights[place]!);
        }
        best = Math.max(best, (2 * shared) / (sumAsked + sums[line]!));
      }
      return best;
    },
    *all() {
      for (const [line, end] of ends.entries()) yield features.slice(ends[line - 1] ?? 0, end);
    },
  };
}
