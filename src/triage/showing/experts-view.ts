/** A case that the experts were asked about: as they see it for good, and whoever asked them while it is with them. */
import type { Article } from '../article.ts';
import { openEscalation, type TriageCase } from '../case.ts';
import { expertsFor, type Position } from '../guiding/index.ts';
import { sideOf } from '../side.ts';
import { doneItems, givenAnswers } from './answer-view.ts';
import type { CaseFrame, ExpertsView, ViewContext } from './view.ts';

export function expertsView(
  triageCase: TriageCase,
  article: Article,
  position: Position,
  frame: CaseFrame,
  { memory, conversation }: ViewContext,
): ExpertsView | undefined {
  const escalation = triageCase.escalations.at(-1);
  const side = sideOf(triageCase, conversation);
  if (!escalation || (side === 'reporter' && !openEscalation(triageCase))) return undefined;
  const { id, name } = triageCase.openedBy;
  return {
    kind: 'experts',
    ...frame,
    side,
    stepId: position.stepId,
    reporter: { id, name },
    escalation,
    answers: givenAnswers(position),
    done: doneItems(triageCase, article),
    failed: position.taken.filter(({ option }) => option === 'still-failing').map(({ step }) => step),
    colleagues: expertsFor(article, memory)?.people ?? [],
    outcome: triageCase.outcome,
    reports: triageCase.incident && { ...triageCase.incident, isMicrosofts: isMicrosofts(article) },
  };
}

/** Where Microsoft may have to mend it, its own page says what it knows. */
function isMicrosofts({ fixedBy }: Article): boolean {
  return fixedBy.includes('microsoft');
}
