/** The seam between matching and whatever ranks articles by plain words: another ranker is plugged in here. */
import type { Article } from '../article.ts';
import type { Locale } from '../evidence.ts';

export interface RankedArticle {
  readonly article: Article;
  /** How likely it is that the article is meant. */
  readonly score: number;
  /** The words of the text that spoke for the article, the most telling first. */
  readonly words: readonly string[];
}

export interface RankedSearch {
  readonly locale: Locale;
  /** False for other helpdesk talk. */
  readonly isMailFlow: boolean;
  /** The best first, five at most. */
  readonly hits: readonly RankedArticle[];
}

export interface Ranker {
  /** Does a little of the indexing, for which the first question would have to wait; true when nothing is left. */
  prepare(): boolean;
  search(text: string): RankedSearch;
  /** How likely each of some articles is meant, if one of them is; in their order. */
  closeness(text: string, some: readonly Article[]): number[];
  /** What the words of a text mean, whatever they are and in whichever of our languages. */
  meanings(text: string): string[];
}
