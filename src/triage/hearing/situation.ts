/** What a sentence is looked at with: the open case, as far as it may name something of it, and the words that name it. */
import type { Article } from '../article.ts';
import type { Memory, TriageCase } from '../case.ts';
import type { Locale } from '../evidence.ts';
import type { LocaleTalk } from '../talk.ts';
import type { PhraseBook } from './phrases.ts';

export interface Situation {
  readonly case: TriageCase;
  readonly article: Article;
  readonly memory: Memory;
}

/** The words by which steps and answers are found in a sentence. */
export interface FinderWords {
  readonly talk: Readonly<Record<Locale, LocaleTalk>>;
  readonly say: PhraseBook;
  readonly isEmpty: (word: string) => boolean;
  readonly meanings: (text: string) => readonly string[];
  /** Of the little words: "not", "done", "ok". */
  readonly littleMeanings: (text: string) => readonly string[];
}
