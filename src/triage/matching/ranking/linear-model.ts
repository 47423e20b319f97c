/** The trained weights: what each feature of a sentence says for and against each article, and for talk of other things. */
import { meaningHash, pairHash, type Sentence } from './sentence-features.ts';

export interface LinearModel {
  /** The articles that it was trained on. */
  readonly ids: readonly string[];
  /** The hash of the texts that it was trained on. */
  readonly trainedOn: string;
  /**
   * How likely each of `ids` is meant, then how likely it is that nothing is said but that mail does not work, and at the end
   * that it is talk of other things; together 1.
   */
  probabilities(sentence: Sentence): Float64Array;
  /** How much each of some meanings speaks for an article, half of each pair that it is in. */
  spokenFor(id: string, meanings: readonly string[]): number[];
}

/** What stands before the weights, as JSON in a line. */
export interface ModelHeader {
  readonly trainedOn: string;
  readonly ids: readonly string[];
  readonly features: number;
  readonly entries: number;
  /** A weight of 1 in the file. */
  readonly step: number;
  /** How much of the scores is sure: fitted on texts that were left out of training. */
  readonly sureness: number;
  readonly biases: readonly number[];
}

/** A feature's inverse document frequency is kept as a byte. */
export const rarityStep = 0.05;

/** The articles that the weights know. */
export function trainedIds(bytes: Uint8Array): readonly string[] {
  return readHeader(bytes).ids;
}

function readHeader(bytes: Uint8Array): ModelHeader {
  return JSON.parse(new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(10)))) as ModelHeader;
}

/**
 * The file: the header; then for each feature, by ascending hash, the distance from the hash before, its rarity, how many
 * articles it speaks of, and for each of those the distance from the article before and the weight. Distances and counts
 * are numbers of seven bits a byte, weights are signed bytes.
 */
export function readModel(bytes: Uint8Array): LinearModel {
  const end = bytes.indexOf(10);
  const header = readHeader(bytes);
  const { ids, features, entries, step, sureness, biases, trainedOn } = header;
  const hashes = new Uint32Array(features);
  const rarities = new Float32Array(features);
  const starts = new Uint32Array(features + 1);
  const classes = new Uint16Array(entries);
  const weights = new Int8Array(entries);
  let at = end + 1;
  const number = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at]!;
      at += 1;
      value += (byte & 127) * factor;
      if (!(byte & 128)) return value;
    }
  };
  let hash = 0;
  let entry = 0;
  for (let feature = 0; feature < features; feature += 1) {
    hash += number();
    hashes[feature] = hash;
    rarities[feature] = number() * rarityStep;
    starts[feature] = entry;
    let held = 0;
    for (let left = number(); left > 0; left -= 1) {
      held += number();
      classes[entry] = held;
      weights[entry] = bytes[at]!;
      at += 1;
      entry += 1;
    }
  }
  starts[features] = entry;
  if (at !== bytes.length || entry !== entries) throw new Error(`${bytes.length} bytes with ${entry} weights`);

  function find(wanted: number): number {
    let low = 0;
    let high = features;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (hashes[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return hashes[low] === wanted ? low : -1;
  }

  function weightOf(wanted: number, held: number): number {
    const feature = find(wanted);
    if (feature < 0) return 0;
    const place = classes.subarray(starts[feature]!, starts[feature + 1]!).indexOf(held);
    return place < 0 ? 0 : weights[starts[feature]! + place]! * rarities[feature]!;
  }

  return {
    ids,
    trainedOn,
    probabilities(sentence) {
      const scores = Float64Array.from(biases);
      for (const { feature, value } of weigh(sentence, hash => {
        const feature = find(hash);
        return feature < 0 ? undefined : { feature, rarity: rarities[feature]! };
      })) {
        for (let place = starts[feature]!; place < starts[feature + 1]!; place += 1) {
          scores[classes[place]!]! += value * step * weights[place]!;
        }
      }
      return softmax(scores, sureness);
    },
    spokenFor(id, meanings) {
      const held = ids.indexOf(id);
      const own = meanings.map(meaningHash);
      return own.map(one => {
        const pairs = own.map(other => (other === one ? 0 : weightOf(pairHash(one, other), held)));
        return weightOf(one, held) + pairs.reduce((sum, weight) => sum + weight, 0) / 2;
      });
    },
  };
}

interface Weighed {
  readonly feature: number;
  readonly value: number;
}

/** TF-IDF: each block has the length 1, and so has all of it. */
export function weigh(
  sentence: Sentence,
  look: (hash: number) => { readonly feature: number; readonly rarity: number } | undefined,
): Weighed[] {
  const blocks = sentence
    .map(counts => {
      const known = [...counts].flatMap(([hash, count]) => {
        const found = look(hash);
        return found ? [{ feature: found.feature, value: (1 + Math.log(count)) * found.rarity }] : [];
      });
      return { known, length: Math.hypot(...known.map(({ value }) => value)) };
    })
    .filter(({ length }) => length > 0);
  const share = 1 / Math.sqrt(blocks.length);
  return blocks.flatMap(({ known, length }) =>
    known.map(({ feature, value }) => ({ feature, value: (value / length) * share })),
  );
}

/** Scores -> shares that sum up to 1. */
export function softmax(scores: Float64Array, factor = 1): Float64Array {
  const most = scores.reduce((one, other) => Math.max(one, other), -Infinity);
  const powers = scores.map(score => Math.exp((score - most) * factor));
  const sum = powers.reduce((one, other) => one + other, 0);
  return powers.map(power => power / sum);
}
