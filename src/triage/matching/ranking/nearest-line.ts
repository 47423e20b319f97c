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
    },
    find(terms) {
      const found = new Map<number, number>();
      if (lines.length === 0) return found;
      const weightOf = (number: number) => rarity(holders[number]!, lines.length);
      const asked = new Map<number | string, number>(
        terms.map(({ feature, sure }) => {
          const number = numbers.get(feature);
          return number === undefined ? [feature, unknownWord] : [number, weightOf(number) * sure];
        }),
      );
      const sumAsked = [...asked.values()].reduce((sum, weight) => sum + weight, 0);
      lines.forEach((features, line) => {
        let shared = 0;
        let all = 0;
        for (const feature of features) {
          const weight = weightOf(feature);
          all += weight;
          if (asked.has(feature)) shared += weight;
        }
        if (shared === 0) return;
        const likeness = Math.min(1, (2 * shared) / (sumAsked + all));
        found.set(articles[line]!, Math.max(found.get(articles[line]!) ?? 0, likeness));
      });
      return found;
    },
  };
}
