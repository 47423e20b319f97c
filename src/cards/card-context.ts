/** What a builder of card data works with besides the view: the reader's language and zone, texts and articles. */
import type { Article } from '../triage/article.ts';
import type { Locale } from '../triage/evidence.ts';
import type { Term } from '../triage/talk.ts';
import type { AllStrings, Strings } from './strings.ts';

export interface CardContext {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly strings: Strings;
  readonly allStrings: AllStrings;
  readonly articles: ReadonlyMap<string, Article>;
  /** The words of the trade, by their ids. */
  readonly terms: ReadonlyMap<string, Term>;
  /** YYYY-MM-DD: which of an announced change holds. */
  readonly today: string;
  /** Values for placeholders that are the same for every case. */
  readonly values: Readonly<Record<string, string>>;
}
