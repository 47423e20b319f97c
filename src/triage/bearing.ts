/** What a finding means for a case: whether it agrees with the article, contradicts it, or answers what its guide asks. */
import type { Article, ArticleId } from './article.ts';
import type { Because } from './condition.ts';
import type { Finding } from './finding.ts';

export const bearings = ['agrees', 'contradicts', 'refines', 'cannot-tell'] as const;
export type Bearing = (typeof bearings)[number];

/** @param because what the guide need not ask any more, and why */
export function bearingOf(
  finding: Pick<Finding, 'kind' | 'shows'>,
  article: Article,
  because: readonly Because[],
): Bearing {
  const { agree, contradict } = article.findings;
  if (finding.shows.some(fact => agree.includes(fact))) return 'agrees';
  if (finding.shows.some(fact => contradict.includes(fact))) return 'contradicts';
  const answers = because.some(one => one.kind === 'found' && one.finding === finding.kind);
  return answers ? 'refines' : 'cannot-tell';
}

/** The articles that a finding speaks for, by the order in which they are known. */
export function spokenFor({ shows }: Pick<Finding, 'shows'>, articles: Iterable<Article>): ArticleId[] {
  return [...articles].filter(({ findings }) => shows.some(fact => findings.agree.includes(fact))).map(({ id }) => id);
}
