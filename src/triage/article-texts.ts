/** Which of an article's texts are told: what the evidence says beyond the code chooses a variant. */
import type { Article, ArticleStrings } from './article.ts';
import { noMemory } from './case.ts';
import { holds } from './condition.ts';
import type { Evidence, Locale } from './evidence.ts';

/** The texts of the first variant whose condition holds, else the article's own. */
export function textsFor(article: Article, evidence: Evidence, locale: Locale): ArticleStrings {
  const variant = article.variants.find(({ when }) => holds(when, evidence, noMemory) !== null);
  return (variant ?? article).strings[locale];
}
