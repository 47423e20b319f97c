/** It is another problem than was found: the case goes on under its article, with all that was learnt so far. */
import { type Heard, type TriageCase, undoable } from '../case.ts';
import { isAnswerIn, keptAnswers } from './kept-answers.ts';
import type { Change, InputContext } from './press.ts';

export function moveTo(before: TriageCase, articleId: string, { articles, by, now }: InputContext): Change | null {
  const article = articles.get(articleId);
  if (!article || articleId === before.articleId) return null;
  const heard: Heard = {
    ...undoable(before),
    ...{ ticked: [], unticked: [], answered: null, answeredToo: [], isStillFailing: false, chosen: null },
    ...{ noted: [], began: null, untaken: [] },
    moved: { from: before.articleId },
    by: { id: by.id, name: by.name },
    at: now,
  };
  const isAnswered = ({ step, option }: { readonly step: string; readonly option: string }) =>
    isAnswerIn(article, step, option);
  return {
    case: {
      articleId,
      ...keptAnswers(before, article),
      told: before.told.filter(isAnswered),
      ruledOut: before.ruledOut.filter(isAnswered),
      asked: [],
      confirming: null,
      doneAhead: null,
      startedOver: null,
      outcome: null,
      isDraft: false,
      heard,
    },
    events: [
      ...(before.outcome ? [{ kind: 'reopened' as const, data: {} }] : []),
      { kind: 'moved', data: { from: before.articleId, to: articleId } },
    ],
  };
}
