/** What is answered to a question about the open case, in ids: it changes nothing of the case. */
import type { Owner, StepId } from './article.ts';
import type { NamedItem } from './talk.ts';

/** What can be asked of every case. */
export const questions = [
  'who',
  'where',
  'how-long',
  'risk',
  'why',
  'summary',
  'resend',
  'proof',
  'do-it',
  'wrong',
  'skip',
  'what-if',
  'meanwhile',
  'difference',
  'tell-user',
] as const;
export type Question = (typeof questions)[number];

/** What is answered with a friendly sentence and nothing else. */
export const pleasantries = ['greeting', 'thanks', 'abilities', 'aside', 'sigh'] as const;
export type Pleasantry = (typeof pleasantries)[number];

/** What a sentence told beside what is answered. */
export interface Told {
  /** Kept as notes. */
  readonly noted: readonly string[];
  readonly began: string | null;
  /** What nothing was made of. */
  readonly untaken: readonly string[];
  /** It changed nothing else of the case. */
  readonly isAll: boolean;
}

export type Answer =
  /** `items`: the steps that are meant; empty: those that are open. `lookAt`: when a look tells whether it worked, if done now. */
  | { readonly about: Question; readonly items: readonly NamedItem[]; readonly lookAt: string | null }
  | { readonly about: 'term'; readonly term: string }
  /** Several steps fit what was said to be done, or not done. */
  | { readonly about: 'which'; readonly verb: 'tick' | 'untick'; readonly items: readonly NamedItem[] }
  /** Mail flows again, and steps are open that are to be done all the same. */
  | { readonly about: 'unfinished'; readonly step: StepId; readonly items: readonly NamedItem[] }
  /** The step waits for another one, or for an answer. */
  | { readonly about: 'locked'; readonly items: readonly NamedItem[] }
  /** A list opens only after the question: what was said of its steps is noted, or has to wait. */
  | {
      readonly about: 'question-first';
      readonly because: 'done' | 'not-done' | 'failing' | 'text' | 'undo';
      readonly numbers: readonly number[];
    }
  /** The steps that are said not to be done, and were not ticked; none: nothing is. */
  | { readonly about: 'stays-open'; readonly items: readonly NamedItem[] }
  /** Nothing is certain enough: which of these is meant? */
  | {
      readonly about: 'did-you-mean';
      readonly items: readonly NamedItem[];
      readonly questions: readonly Question[];
      readonly newText: string | null;
    }
  /** A text for them is sent below. */
  | { readonly about: 'handed-over'; readonly to: Owner }
  /** Nothing of theirs is open. */
  | { readonly about: 'nothing-of-theirs'; readonly to: Owner }
  /** The message arrived: is the case to be closed? */
  | { readonly about: 'delivered'; readonly step: StepId }
  /** What was noted in the case; `isNew`: just now. */
  | { readonly about: 'notes'; readonly isNew: boolean }
  /** `newText`: it might be another problem, and can be looked at as one. */
  | { readonly about: 'unclear'; readonly newText: string | null }
  | { readonly about: Pleasantry };
