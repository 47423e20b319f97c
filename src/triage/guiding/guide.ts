/** Walks an article's guide: where the agent stands, what was skipped and why, and the way back. */
import type { Article, ChecklistStep, EscalationStep, QuestionStep, StepId } from '../article.ts';
import type { Memory, Move, TriageCase } from '../case.ts';
import { type Because, holds } from '../condition.ts';

/**
 * A question that was not asked, because the paste, the words around it, data or an earlier case answers it; or a list that
 * is needless by now, with `next` as its option.
 */
export interface Skipped {
  readonly step: StepId;
  readonly option: string;
  readonly because: Because;
}

export interface Position {
  readonly stepId: StepId;
  readonly step: QuestionStep | ChecklistStep | EscalationStep;
  /** The answers that led here, given or read from the evidence, in order. */
  readonly answers: Readonly<Record<StepId, string>>;
  readonly skipped: readonly Skipped[];
  /** Moves that led here; those of abandoned branches are left out. */
  readonly taken: readonly Move[];
}

/** Where the case stands in its article. The walk is a function of the case, so a restart loses nothing. */
export function findPosition(triageCase: TriageCase, article: Article, memory: Memory): Position {
  const answers: Record<StepId, string> = {};
  const skipped: Skipped[] = [];
  const taken: Move[] = [];
  const seen = new Set<StepId>();
  let stepId = article.guide.start;
  for (;;) {
    const step = article.guide.steps[stepId]!;
    const here: Position = { stepId, step, answers, skipped, taken };
    if (seen.has(stepId) || step.kind === 'escalation') return here;
    seen.add(stepId);
    const move = triageCase.moves.findLast(one => one.step === stepId);
    if (step.kind === 'checklist') {
      const needless = move ? null : skippedList(stepId, step, triageCase, memory);
      if (needless) {
        skipped.push(needless);
        stepId = step.next!;
        continue;
      }
      if (!move) return here;
      taken.push(move);
      stepId = move.option === 'next' ? (step.next ?? stepId) : step.stillFailing;
      continue;
    }
    const answered = move ? null : answerFromEvidence(stepId, step, triageCase, memory);
    const option = step.options.find(one => one.id === (move?.option ?? answered?.option));
    if (!option) return here;
    answers[stepId] = option.id;
    if (move) taken.push(move);
    else if (answered) skipped.push(answered);
    stepId = option.to;
  }
}

function answerFromEvidence(
  stepId: StepId,
  step: QuestionStep,
  triageCase: TriageCase,
  memory: Memory,
): Skipped | null {
  if (triageCase.asked.includes(stepId)) return null;
  for (const { when, option } of step.answeredBy) {
    const because = holds(when, triageCase.evidence, memory, triageCase.findings);
    if (because) return { step: stepId, option, because };
  }
  const told = triageCase.told.find(one => one.step === stepId);
  return told ? { step: stepId, option: told.option, because: { kind: 'text', text: told.text } } : null;
}

/** Null for a list that is to be worked through: most are. */
function skippedList(stepId: StepId, step: ChecklistStep, triageCase: TriageCase, memory: Memory): Skipped | null {
  if (triageCase.asked.includes(stepId)) return null;
  for (const when of step.skippedBy) {
    const because = holds(when, triageCase.evidence, memory, triageCase.findings);
    if (because) return { step: stepId, option: 'next', because };
  }
  return null;
}
