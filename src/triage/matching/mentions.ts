/** How often other articles name an article as related: many do so for a common problem. */
import type { Article, ArticleId } from '../article.ts';

export function countMentions(articles: readonly Article[]): (id: ArticleId) => number {
  const counts = new Map<ArticleId, number>();
  for (const { related } of articles) for (const id of related) counts.set(id, (counts.get(id) ?? 0) + 1);
  return id => counts.get(id) ?? 0;
}
