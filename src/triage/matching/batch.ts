/** Many texts at once -> which problems they are, and how many of each. */
import type { ArticleId } from '../article.ts';
import { codeOf, deliveryState, type Evidence } from '../evidence.ts';
import type { Match } from '../match.ts';

/** One text of a batch as it was read and matched. */
export interface BatchItem {
  readonly name: string;
  readonly evidence: Evidence;
  readonly match: Match;
}

/** `unclear`: several articles come into question (by id), and somebody has to choose. */
export type BatchProblem =
  | { readonly kind: 'article'; readonly articleId: ArticleId }
  | { readonly kind: 'unclear'; readonly articleIds: readonly ArticleId[] }
  | { readonly kind: 'unknown-code'; readonly code: string }
  | { readonly kind: 'not-recognised' };

export interface BatchGroup {
  readonly problem: BatchProblem;
  readonly count: number;
  /** Of these, how many were given up and how many are still being tried; the others do not say. */
  readonly bounced: number;
  readonly queued: number;
  /** Every code that gave the cause, as pasted, each once. */
  readonly statusCodes: readonly string[];
  /** Places in the list that was given, in its order: for "show the first one". */
  readonly places: readonly number[];
}

/** The most frequent first; as many of two in the order they came; what nobody recognised last. */
export function summariseBatch(items: readonly BatchItem[]): readonly BatchGroup[] {
  const places = new Map<string, number[]>();
  const problems = items.map(item => problemOf(item.match));
  for (const [place, problem] of problems.entries()) {
    const key = JSON.stringify(problem);
    const list = places.get(key);
    if (list) list.push(place);
    else places.set(key, [place]);
  }
  const groups = [...places.values()].map(list => groupOf(problems[list[0]!]!, list, items));
  return groups.sort((one, other) => rank(one) - rank(other) || other.count - one.count);
}

export function problemOf(match: Match): BatchProblem {
  switch (match.verdict) {
    case 'match':
      return { kind: 'article', articleId: match.candidates[0].articleId };
    case 'choose':
      // In one order: which of two is named first may differ by the words around the same code.
      return { kind: 'unclear', articleIds: match.candidates.map(candidate => candidate.articleId).sort() };
    case 'unknown-code':
      return { kind: 'unknown-code', code: match.code };
    case 'no-match':
      return { kind: 'not-recognised' };
    default:
      return match satisfies never;
  }
}

function groupOf(problem: BatchProblem, places: readonly number[], items: readonly BatchItem[]): BatchGroup {
  const found = places.map(place => items[place]!.evidence);
  const states = found.map(deliveryState);
  const codes = found.map(({ cause }) => codeOf(cause));
  return {
    problem,
    count: places.length,
    bounced: states.filter(state => state === 'bounced').length,
    queued: states.filter(state => state === 'queued').length,
    statusCodes: [...new Set(codes)].filter(code => code !== null),
    places,
  };
}

function rank({ problem }: BatchGroup): number {
  return problem.kind === 'not-recognised' ? 1 : 0;
}
