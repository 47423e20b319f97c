/** Articles that the weights do not know yet: how alike a sentence and the most similar of their lines are. */
import type { Term } from '../../language/index.ts';
import { rarity } from './rarity.ts';

/** What no line has: it may be a name or a politeness, or what nobody here can answer. */
const unknownWord = 0.3;

export interface NearestLine {
  /** A line of an article that somebody could have said. */
  add(article: number, terms: readonly Term[]): void;
  /** By article, where it shares anything: 1 where a line says the same and nothing more. */
  find(terms: readonly Term[]): Map<number, number>;
}

export function createNearestLine(): NearestLine {
  const numbers = new Map<string, number>();
  /** By feature: in how many lines it stands. */
  const holders: number[] = [];
  const articles: number[] = [];
  const lines: Uint32Array[] = [];
  let weights: { readonly ofFeatures: Float64Array; readonly ofLines: Float64Array } | undefined;

  /** What is rare says more. */
  function weigh() {
    const ofFeatures = Float64Array.from(holders, count => rarity(count, lines.length));
    const ofLines = Float64Array.from(lines, line => line.reduce((sum, feature) => sum + ofFeatures[feature]!, 0));
    return { ofFeatures, ofLines };
  }

  return {
    add(article, terms) {
      const features = [...new Set(terms.map(({ feature }) => feature))].map(feature => {
        const number = numbers.get(feature) ?? numbers.size;
        numbers.set(feature, number);
        holders[number] = (holders[number] ?? 0) + 1;
        return number;
      });
      articles.push(article);
      lines.push(Uint32Array.from(features));
      weights = undefined;
    },
    find(terms) {
      const found = new Map<number, number>();
      if (lines.length === 0) return found;
      weights ??= weigh();
      const { ofFeatures, ofLines } = weights;
      const asked = new Float64Array(holders.length);
      let sumAsked = 0;
      for (const { feature, sure } of terms) {
        const number = numbers.get(feature);
        if (number !== undefined) asked[number] = ofFeatures[number]! * sure;
        sumAsked += number === undefined ? unknownWord : asked[number]!;
      }
      for (let line = 0; line < lines.length; line += 1) {
        let shared = 0;
        for (const feature of lines[line]!) shared += asked[feature]!;
        if (shared === 0) continue;
        const likeness = (2 * shared) / (sumAsked + ofLines[line]!);
        const article = articles[line]!;
        if (likeness > (found.get(article) ?? 0)) found.set(article, likeness);
      }
      return found;
    },
  };
}
