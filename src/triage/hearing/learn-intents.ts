/** Learns from sample sentences what a sentence wants: one logistic regression an intent over the same features. */
import type { Locale } from '../evidence.ts';
import { type Intent, intents, type LocaleTalk } from '../talk.ts';
import { featuresOf, hashOf, places } from './features.ts';
import { createMeanings, type Meanings } from './meanings.ts';

export interface IntentModel {
  /** One byte a feature and intent: the intents of the first place, then of the second. */
  readonly weights: Int8Array;
  /** What a byte is worth. */
  readonly scale: number;
  readonly bias: readonly number[];
}

interface Sample {
  /** Of its text. */
  readonly hash: number;
  readonly features: readonly number[];
  readonly wants: ReadonlySet<Intent>;
}

// Set by cross-validation over the sentences.
const rounds = 5;
const rate = 1.2;
const decay = 2e-5;
/** AdaGrad: what each weight has learnt before it learns. */
const learntBefore = 0.1;
/** What is nearer to the truth than this is left as it is. */
const enough = 0.03;

/** The same samples give the same weights, and one more or less changes little elsewhere: each has its own place in the order. */
export function learnIntents(
  talk: Readonly<Record<Locale, LocaleTalk>>,
  elsewhere: readonly string[] = [],
): IntentModel {
  const samples = samplesOf(talk, elsewhere);
  const count = intents.length;
  const weights = new Float32Array(places * count);
  const squares = new Float32Array(places * count).fill(learntBefore);
  const bias = new Float32Array(count);
  const scores = new Float32Array(count);
  const errors = new Float32Array(count);
  const taught = new Uint8Array(count);
  for (let round = 0; round < rounds; round++) {
    for (const { features, wants } of inOrder(samples, round)) {
      const norm = 1 / Math.sqrt(features.length || 1);
      scores.set(bias);
      // Place by place: what is read together lies together.
      for (const place of features) {
        const from = place * count;
        for (let intent = 0; intent < count; intent++) scores[intent]! += weights[from + intent]! * norm;
      }
      let wrong = 0;
      for (let intent = 0; intent < count; intent++) {
        const error = (wants.has(intents[intent]!) ? 1 : 0) - 1 / (1 + Math.exp(-scores[intent]!));
        // A sure and right one teaches nothing.
        if (Math.abs(error) < enough) continue;
        bias[intent]! += rate * 0.1 * error;
        errors[wrong] = error * norm;
        taught[wrong] = intent;
        wrong++;
      }
      for (const place of features) {
        const from = place * count;
        for (let index = 0; index < wrong; index++) {
          const at = from + taught[index]!;
          const gradient = errors[index]! - decay * weights[at]!;
          squares[at]! += gradient * gradient;
          weights[at]! += (rate * gradient) / Math.sqrt(squares[at]!);
        }
      }
    }
  }
  return packed(weights, bias);
}

function samplesOf(talk: Readonly<Record<Locale, LocaleTalk>>, elsewhere: readonly string[]): Sample[] {
  const meaningsOf = createMeanings(talk);
  const wants = new Map<string, Set<Intent>>();
  const learn = (text: string) => {
    const known = wants.get(text) ?? new Set<Intent>();
    wants.set(text, known);
    return known;
  };
  for (const { intents: sentences } of Object.values(talk)) {
    for (const intent of intents) for (const text of sentences[intent]) learn(text).add(intent);
    for (const text of sentences.other) learn(text);
  }
  for (const text of elsewhere) learn(text);
  return [...wants].map(([text, wanted]) => ({
    hash: hashOf(text),
    features: featuresOf(text, meaningsOf(text)),
    wants: wanted,
  }));
}

function packed(weights: Float32Array, bias: Float32Array): IntentModel {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, Math.abs(weight));
  const scale = largest / 127 || 1;
  const bytes = new Int8Array(weights.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.round(weights[at]! / scale);
  return { weights: bytes, scale, bias: [...bias] };
}

export type Chances = Readonly<Record<Intent, number>>;

/** How likely a sentence wants each, from 0 to 1. */
export function createIntentReader(
  { weights, scale, bias }: IntentModel,
  meaningsOf: Meanings,
): (text: string) => Chances {
  const count = intents.length;
  return text => {
    const features = featuresOf(text, meaningsOf(text));
    const norm = scale / Math.sqrt(features.length || 1);
    const chances = intents.map((intent, index) => {
      let sum = 0;
      for (const place of features) sum += weights[place * count + index]!;
      return [intent, 1 / (1 + Math.exp(-(bias[index]! + sum * norm)))] as const;
    });
    return Object.fromEntries(chances) as Record<Intent, number>;
  };
}

/** Another order in each round, by the hashes of the texts. */
function inOrder(samples: readonly Sample[], round: number): Sample[] {
  const places = samples.map(sample => ({ sample, place: mixed(sample.hash + round * 0x6d2b79f5) }));
  return places.sort((one, other) => one.place - other.place).map(({ sample }) => sample);
}

/** The last steps of MurmurHash3: bits that lie far apart change each other. */
function mixed(hash: number): number {
  let value = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
