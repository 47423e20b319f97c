/**
 * A sentence as numbers that can be weighed: its words and pairs of neighbours, fragments of its words, its meanings and
 * pairs of meanings. Nothing here is set by hand; what each says of an article was learned (npm run train).
 */
import type { Reading } from '../../language/index.ts';
import { isHan } from '../../tokens.ts';

/** How often each feature stands in a sentence, by its hash. */
export type FeatureCounts = ReadonlyMap<number, number>;

/** Each block counts the same, however many features it has: the words, their fragments, the meanings. */
export type Sentence = readonly [words: FeatureCounts, fragments: FeatureCounts, meanings: FeatureCounts];

/** Of so many values two features share one by chance in a hundred thousand times, and a number takes three bytes. */
export const mostHashes = 2 ** 24;
const mostWords = 150;
const mostPaired = 30;
const longestHan = 3;
const fragmentLength = 4;

export function sentenceFeatures({ words, terms }: Pick<Reading, 'words' | 'terms'>): Sentence {
  const [said, fragments, meanings] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
  words.slice(0, mostWords).forEach((word, place) => {
    const next = words[place + 1];
    add(said, hashOf(word));
    if (isHan(word)) addHan(said, words, place);
    else addFragments(fragments, `^${word}$`);
    if (next !== undefined && !(isHan(word) && isHan(next))) add(said, hashOf(`${word} ${next}`));
  });
  const hashes = terms.map(({ feature }) => meaningHash(feature));
  for (const hash of hashes) add(meanings, hash);
  const paired = hashes.slice(0, mostPaired);
  paired.forEach((one, place) => {
    for (const other of paired.slice(place + 1)) add(meanings, pairHash(one, other));
  });
  return [said, fragments, meanings];
}

export function meaningHash(feature: string): number {
  return hashOf(`@${feature}`);
}

/** The same in either order. */
export function pairHash(one: number, other: number): number {
  return spread(Math.imul(one + other, 0x9e3779b1) ^ Math.imul(one ^ other, 0x85ebca6b));
}

function add(counts: Map<number, number>, hash: number): void {
  counts.set(hash, (counts.get(hash) ?? 0) + 1);
}

/** Chinese has no spaces: two and three characters side by side stand for words. */
function addHan(counts: Map<number, number>, words: readonly string[], place: number): void {
  let text = words[place]!;
  for (let next = place + 1; next < place + longestHan && next < words.length && isHan(words[next]!); next += 1) {
    text += words[next]!;
    add(counts, hashOf(text));
  }
}

function addFragments(counts: Map<number, number>, marked: string): void {
  for (let start = 0; start + fragmentLength <= marked.length; start += 1) {
    add(counts, hashOf(`~${marked.slice(start, start + fragmentLength)}`));
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  return spread(hash);
}

function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) % mostHashes;
}
