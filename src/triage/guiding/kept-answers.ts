/** What was answered and ticked under one article, and holds under another as well. */
import type { Article } from '../article.ts';
import type { TriageCase } from '../case.ts';

export function keptAnswers(
  { moves, ticks }: Pick<TriageCase, 'moves' | 'ticks'>,
  article: Article,
): Pick<TriageCase, 'moves' | 'ticks'> {
  return {
    moves: moves.filter(move => isAnswerIn(article, move.step, move.option)),
    ticks: Object.fromEntries(Object.entries(ticks).filter(([key]) => isItemOf(article, key))),
  };
}

export function isAnswerIn({ guide }: Article, stepId: string, option: string): boolean {
  const step = guide.steps[stepId];
  return step?.kind === 'question' && step.options.some(({ id }) => id === option);
}

function isItemOf({ guide }: Article, key: string): boolean {
  const [stepId = '', itemId] = key.split('/');
  const step = guide.steps[stepId];
  return step?.kind === 'checklist' && step.items.some(({ id }) => id === itemId);
}
