/** Multinomial logistic regression over sparse features, by AdaGrad. No library: it is the loop below. */
import { softmax, weigh } from '../../src/triage/matching/ranking/linear-model.ts';
import type { Sentence } from '../../src/triage/matching/ranking/sentence-features.ts';

export interface Task {
  readonly sentence: Sentence;
  /** Any of these classes is right. */
  readonly classes: readonly number[];
  readonly weight: number;
}

export interface Learned {
  /** The hash of each feature, in the order of the rows. */
  readonly hashes: readonly number[];
  readonly rarities: readonly number[];
  /** One row a feature, one column a class. */
  readonly rows: Float32Array;
  readonly biases: Float32Array;
}

const rounds = 12;
const firstRate = 0.7;
const lastRate = 0.07;
const biasRate = 0.01;
/** What stands in one text only says nothing of the next one. */
const leastTexts = 2;
/** Where several classes are right: how much each of them is wanted rather than any. */
const eachShare = 0.3;

export function learn(tasks: readonly Task[], classCount: number, seed: number): Learned {
  const { hashes, rarities, look } = vocabulary(tasks);
  const texts = tasks.map(({ sentence }) => weigh(sentence, look));
  const rows = new Float32Array(hashes.length * classCount);
  const biases = new Float32Array(classCount);
  const squares = new Float32Array(hashes.length);
  const slopes = new Float64Array(classCount);
  const random = createRandom(seed);
  const order = tasks.map((_, index) => index);
  for (let round = 0; round < rounds; round += 1) {
    shuffle(order, random);
    const rate = firstRate + ((lastRate - firstRate) * round) / rounds;
    for (const index of order) {
      const { classes, weight } = tasks[index]!;
      const text = texts[index]!;
      const shares = softmax(scoresOf(text, rows, biases));
      const right = classes.reduce((sum, one) => sum + shares[one]!, 1e-9);
      let steep = 0;
      for (let one = 0; one < classCount; one += 1) slopes[one] = shares[one]! * weight;
      for (const one of classes) {
        slopes[one]! -= weight * (((1 - eachShare) * shares[one]!) / right + eachShare / classes.length);
      }
      for (let one = 0; one < classCount; one += 1) {
        steep += slopes[one]! ** 2;
        biases[one]! -= rate * biasRate * slopes[one]!;
      }
      for (const { feature, value } of text) {
        squares[feature]! += steep * value * value;
        const step = (rate * value) / Math.sqrt(squares[feature]! + 1e-8);
        const row = feature * classCount;
        for (let one = 0; one < classCount; one += 1) rows[row + one]! -= step * slopes[one]!;
      }
    }
  }
  return { hashes, rarities, rows, biases };
}

function scoresOf(
  text: readonly { readonly feature: number; readonly value: number }[],
  rows: Float32Array,
  biases: Float32Array,
): Float64Array {
  const scores = Float64Array.from(biases);
  for (const { feature, value } of text) {
    const row = feature * scores.length;
    for (let one = 0; one < scores.length; one += 1) scores[one]! += value * rows[row + one]!;
  }
  return scores;
}

function vocabulary(tasks: readonly Task[]) {
  const counts = new Map<number, number>();
  for (const { sentence } of tasks) {
    for (const hash of new Set(sentence.flatMap(block => [...block.keys()]))) {
      counts.set(hash, (counts.get(hash) ?? 0) + 1);
    }
  }
  const known = [...counts].filter(([, count]) => count >= leastTexts).sort(([one], [other]) => one - other);
  const hashes = known.map(([hash]) => hash);
  const rarities = known.map(([, count]) => Math.log((1 + tasks.length) / (1 + count)) + 1);
  const numbers = new Map(hashes.map((hash, number) => [hash, { feature: number, rarity: rarities[number]! }]));
  return { hashes, rarities, look: (hash: number) => numbers.get(hash) };
}

function shuffle(list: number[], random: () => number): void {
  for (let place = list.length - 1; place > 0; place -= 1) {
    const other = Math.floor(random() * (place + 1));
    [list[place], list[other]] = [list[other]!, list[place]!];
  }
}

/** The same numbers for the same seed, on every machine. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
