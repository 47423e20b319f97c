/** What matching can say: a match, a choice, a code that no article has, or nothing. */
import type { ArticleId } from './article.ts';
import type { Locale } from './evidence.ts';

/** Why an article is offered; ids and words of the paste, so that every language can say it. */
export type Reason =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'reply'; readonly text: string }
  | { readonly kind: 'wording'; readonly text: string }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'damaged-code'; readonly found: string; readonly couldBe: string }
  /** So many recipients of the bounce failed with this code, and others with another one. */
  | { readonly kind: 'recipients'; readonly code: string; readonly count: number }
  | { readonly kind: 'catch-all' }
  | { readonly kind: 'catch-all-others' };

export interface Candidate {
  readonly articleId: ArticleId;
  /** The codes of the article that the evidence names, else all of the article's codes. */
  readonly statusCodes: readonly string[];
  /** 0 to 1; comparable within one result, with the thresholds of match-article.ts. */
  readonly score: number;
  readonly because: readonly Reason[];
}

export const verdicts = ['match', 'choose', 'unknown-code', 'no-match'] as const;
export type Verdict = (typeof verdicts)[number];

export type Match =
  | {
      readonly verdict: 'match';
      readonly candidates: readonly [Candidate, ...Candidate[]];
      readonly locale: Locale | null;
    }
  | {
      readonly verdict: 'choose';
      readonly candidates: readonly Candidate[];
      /** The words fit none of them well: what happens to the message is asked before they are offered. */
      readonly isGuess: boolean;
      readonly locale: Locale | null;
    }
  | {
      readonly verdict: 'unknown-code';
      readonly code: string;
      readonly candidates: readonly Candidate[];
      readonly locale: Locale | null;
    }
  | { readonly verdict: 'no-match'; readonly candidates: readonly []; readonly locale: Locale | null };
