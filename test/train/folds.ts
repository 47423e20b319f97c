/** The labelled texts in some parts, so that what is nearly the same text (a misspelt copy) is in the same part. */
import { tokenize } from '../../src/triage/tokens.ts';
import type { Example } from './examples.ts';
import { createRandom } from './learn.ts';

const fragment = 3;
/** A fragment that so many texts have tells none of them. */
const mostHolders = 200;
/** This share of the fragments of both is in both: one is a copy of the other. */
const copyShare = 0.3;

/** The part of each example; undefined for the lines of the articles, which are in none. */
export function foldsOf(examples: readonly Example[], count: number): (number | undefined)[] {
  const random = createRandom(42);
  const labelled = [...examples.keys()].filter(index => examples[index]!.isLabelled);
  const pieces = new Map(labelled.map(index => [index, fragmentsOf(examples[index]!.text)]));
  const holders = new Map<string, number[]>();
  const leaders = new Map<number, number>();
  const leaderOf = (index: number): number => {
    const next = leaders.get(index) ?? index;
    return next === index ? index : leaderOf(next);
  };
  for (const index of labelled) {
    const shared = new Map<number, number>();
    for (const piece of pieces.get(index)!) {
      const others = holders.get(piece) ?? [];
      if (others.length < mostHolders) for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1);
      holders.set(piece, [...others, index]);
    }
    for (const [other, number] of shared) {
      const all = pieces.get(index)!.size + pieces.get(other)!.size - number;
      if (number / all > copyShare) leaders.set(leaderOf(index), leaderOf(other));
    }
  }
  const parts = new Map<number, number>();
  return examples.map(({ isLabelled }, index) => {
    if (!isLabelled) return undefined;
    const leader = leaderOf(index);
    if (!parts.has(leader)) parts.set(leader, Math.floor(random() * count));
    return parts.get(leader);
  });
}

function fragmentsOf(text: string): Set<string> {
  const said = tokenize(text).join(' ');
  return new Set(
    Array.from({ length: Math.max(0, said.length - fragment + 1) }, (_, at) => said.slice(at, at + fragment)),
  );
}
