/** What a finding means for a case: whether it agrees with the article, contradicts it, or answers what its guide asks. */
import type { Article, ArticleId } from './article.ts';
import type { Because } from './condition.ts';
import type { ReadFinding } from './finding.ts';

export const bearings = ['agrees', 'contradicts', 'refines', 'cannot-tell'] as const;
export type Bearing = (typeof bearings)[number];

/** @param because what the guide need not ask any more, and why */
export function bearingOf(
  finding: Pick<ReadFinding, 'kind' | 'shows' | 'articleId'>,
  article: Article,
  because: readonly Because[],
): Bearing {
  const { articleId = null } = finding;
  if (articleId !== null) return articleId === article.id ? 'agrees' : 'contradicts';
  const { agree, contradict } = article.findings;
  if (finding.shows.some(fact => agree.includes(fact))) return 'agrees';
  if (finding.shows.some(fact => contradict.includes(fact))) return 'contradicts';
  const answers = because.some(one => one.kind === 'found' && one.finding === finding.kind);
  return answers ? 'refines' : 'cannot-tell';
}

/** The articles that a finding speaks for, by the order in which they are known. */
export function spokenFor(
  { shows, articleId = null }: Pick<ReadFinding, 'shows' | 'articleId'>,
  articles: Iterable<Article>,
): ArticleId[] {
  if (articleId !== null) return [articleId];
  return [...articles].filter(({ findings }) => shows.some(fact => findings.agree.includes(fact))).map(({ id }) => id);
}
