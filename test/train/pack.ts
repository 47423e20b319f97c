/** What was learned -> the bytes that `readModel` reads: the strongest weights, a signed byte each. */
import { type ModelHeader, rarityStep } from '../../src/triage/matching/ranking/linear-model.ts';
import type { Learned } from './learn.ts';

const mostWeights = 1_400_000;
const largest = 127;
const step = 0.06;

export function pack(
  { hashes, rarities, rows, biases }: Learned,
  more: Pick<ModelHeader, 'trainedOn' | 'ids' | 'sureness'>,
): Uint8Array {
  const classCount = biases.length;
  const least = Float32Array.from(rows, Math.abs).sort().at(-mostWeights) ?? 0;
  const bytes: number[] = [];
  const number = (value: number) => {
    let left = value;
    for (; left > 127; left = Math.floor(left / 128)) bytes.push((left & 127) | 128);
    bytes.push(left);
  };
  let features = 0;
  let entries = 0;
  let before = 0;
  hashes.forEach((hash, feature) => {
    const row = rows.subarray(feature * classCount, (feature + 1) * classCount);
    const kept = [...row.keys()].filter(one => Math.abs(row[one]!) >= least && Math.round(row[one]! / step) !== 0);
    if (kept.length === 0) return;
    number(hash - before);
    before = hash;
    number(Math.round(rarities[feature]! / rarityStep));
    number(kept.length);
    let last = 0;
    for (const one of kept) {
      number(one - last);
      last = one;
      bytes.push(Math.max(-largest, Math.min(largest, Math.round(row[one]! / step))) & 255);
    }
    features += 1;
    entries += kept.length;
  });
  const header: ModelHeader = {
    ...more,
    features,
    entries,
    step,
    biases: [...biases].map(bias => Math.round(bias * 1000) / 1000),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), Uint8Array.from(bytes)]);
}
