/** The open case, as far as a sentence may name something of it. */
import type { Article } from '../article.ts';
import type { Memory, TriageCase } from '../case.ts';

export interface Situation {
  readonly case: TriageCase;
  readonly article: Article;
  readonly memory: Memory;
}
