/** Why each of several candidates is offered, so that the reasons tell them apart: what speaks for several is said once. */
import type { Candidate, Reason } from '../match.ts';
import { isAmong, ownWords, wordsOf } from '../matching/index.ts';

/** A reason as it is shown: words that speak for one candidate alone are not the same as all words that led to it. */
export type ShownReason = Reason | { readonly kind: 'own-words'; readonly words: readonly string[] };

export interface ToldApart {
  /** What speaks for more than one of them. */
  readonly shared: readonly Reason[];
  /** By candidate, what speaks for it alone; empty where only its article's own words tell it apart. */
  readonly own: readonly (readonly ShownReason[])[];
}

export function tellApart(candidates: readonly Candidate[]): ToldApart {
  if (candidates.length < 2) return { shared: [], own: candidates.map(({ because }) => because) };
  const reasons = candidates.flatMap(({ because }) => because);
  const isShared = (reason: Reason) =>
    candidates.filter(({ because }) => because.some(one => isSame(one, reason))).length > 1;
  const shared = reasons.filter(
    (reason, place) =>
      canBeShared(reason) && isShared(reason) && reasons.findIndex(one => isSame(one, reason)) === place,
  );
  const words = sharedWords(candidates);
  return {
    shared: words.length > 0 ? [...shared, { kind: 'words', words }] : shared,
    own: candidates.map((candidate, place) => {
      const own = ownWords(
        candidate,
        candidates.filter((_, other) => other !== place),
      );
      const because = candidate.because.filter(
        reason => reason.kind !== 'words' && !(canBeShared(reason) && isShared(reason)),
      );
      return own.length > 0 ? [...because, { kind: 'own-words', words: own }] : because;
    }),
  };
}

/** For whom a candidate is meant stands with it, even where a second one is meant for the same recipients. */
function canBeShared({ kind }: Reason): boolean {
  return kind !== 'words' && kind !== 'recipients';
}

function isSame(one: Reason, other: Reason): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function sharedWords(candidates: readonly Candidate[]): string[] {
  const found = candidates.flatMap((candidate, place) => {
    const others = candidates.filter((_, other) => other !== place).flatMap(wordsOf);
    return wordsOf(candidate).filter(word => isAmong(word, others));
  });
  return [...new Map(found.map(word => [word.toLowerCase(), word])).values()];
}
