/** Learns from sample sentences what a sentence wants: one logistic regression an intent over the same features. */
import { type Intent, intents, type LocaleTalk } from '../talk.ts';
import { featuresOf, places } from './features.ts';

/** Weights as plain JSON: what content keeps. */
export interface IntentModel {
  /** One signed byte a feature and intent, in base64: the intents of the first place, then of the second. */
  readonly weights: string;
  /** What a byte is worth. */
  readonly scale: number;
  readonly bias: readonly number[];
}

interface Sample {
  readonly features: readonly number[];
  readonly wants: ReadonlySet<Intent>;
}

// Set by cross-validation over the sentences.
const rounds = 8;
const rate = 1.2;
const decay = 2e-5;
/** AdaGrad: what each weight has learnt before it learns. */
const learntBefore = 0.1;

/** The same samples give the same weights: the order is shuffled by a generator of its own. */
export function learnIntents(talk: readonly LocaleTalk[], elsewhere: readonly string[] = []): IntentModel {
  const samples = samplesOf(talk, elsewhere);
  const count = intents.length;
  const weights = new Float32Array(places * count);
  const squares = new Float32Array(places * count).fill(learntBefore);
  const bias = new Float32Array(count);
  const random = generator();
  for (let round = 0; round < rounds; round++) {
    shuffle(samples, random);
    for (const { features, wants } of samples) {
      const norm = 1 / Math.sqrt(features.length || 1);
      for (let intent = 0; intent < count; intent++) {
        let score = bias[intent]!;
        for (const place of features) score += weights[place * count + intent]! * norm;
        const error = (wants.has(intents[intent]!) ? 1 : 0) - 1 / (1 + Math.exp(-score));
        // A sure and right one teaches nothing.
        if (Math.abs(error) < 0.01) continue;
        bias[intent]! += rate * 0.1 * error;
        for (const place of features) {
          const at = place * count + intent;
          const gradient = error * norm - decay * weights[at]!;
          squares[at]! += gradient * gradient;
          weights[at]! += (rate * gradient) / Math.sqrt(squares[at]!);
        }
      }
    }
  }
  return packed(weights, bias);
}

function samplesOf(talk: readonly LocaleTalk[], elsewhere: readonly string[]): Sample[] {
  const wants = new Map<string, Set<Intent>>();
  const learn = (text: string) => {
    const known = wants.get(text) ?? new Set<Intent>();
    wants.set(text, known);
    return known;
  };
  for (const locale of talk) {
    for (const intent of intents) for (const text of locale.intents[intent]) learn(text).add(intent);
    for (const text of locale.intents.other) learn(text);
  }
  for (const text of elsewhere) learn(text);
  return [...wants].map(([text, wanted]) => ({ features: featuresOf(text), wants: wanted }));
}

function packed(weights: Float32Array, bias: Float32Array): IntentModel {
  const largest = weights.reduce((max, weight) => Math.max(max, Math.abs(weight)), 0);
  const scale = largest / 127 || 1;
  const bytes = Int8Array.from(weights, weight => Math.round(weight / scale));
  return { weights: Buffer.from(bytes.buffer).toString('base64'), scale, bias: [...bias] };
}

export type Chances = Readonly<Record<Intent, number>>;

/** How likely a sentence wants each, from 0 to 1. */
export function createIntentReader({ weights, scale, bias }: IntentModel): (text: string) => Chances {
  const bytes = Buffer.from(weights, 'base64');
  const values = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = intents.length;
  return text => {
    const features = featuresOf(text);
    const norm = scale / Math.sqrt(features.length || 1);
    const chances = intents.map((intent, index) => {
      let sum = 0;
      for (const place of features) sum += values[place * count + index]!;
      return [intent, 1 / (1 + Math.exp(-(bias[index]! + sum * norm)))] as const;
    });
    return Object.fromEntries(chances) as Record<Intent, number>;
  };
}

function shuffle(list: unknown[], random: () => number): void {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [list[at], list[other]] = [list[other], list[at]];
  }
}

/** Mulberry32 from a fixed seed. */
function generator(): () => number {
  let state = 20_261_129;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
