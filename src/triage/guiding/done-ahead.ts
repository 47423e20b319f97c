/** Steps of which somebody said that they are done before their list was open: they are ticked when it is. */
import { type TriageCase, tickKey } from '../case.ts';
import { checklistRows } from './checklist.ts';
import { findPosition } from './guide.ts';
import type { InputContext } from './press.ts';

/** What carries a risk, or is locked, is asked about by itself. */
export function withDoneAhead(after: TriageCase, { articles, memory }: InputContext): TriageCase {
  const { doneAhead, articleId } = after;
  const article = articleId === null ? undefined : articles.get(articleId);
  if (!doneAhead || !article || after.outcome) return after;
  const { stepId, step, answers } = findPosition(after, article, memory);
  if (step.kind !== 'checklist') return after;
  const { numbers, by, at } = doneAhead;
  let ticks = after.ticks;
  for (const number of numbers) {
    const row = checklistRows(stepId, step, { ...after, ticks }, answers)[number - 1];
    if (row && (row.state === 'next' || row.state === 'open') && !row.item.risky)
      ticks = { ...ticks, [tickKey(stepId, row.item.id)]: { by, at } };
  }
  return { ...after, ticks, doneAhead: null };
}
