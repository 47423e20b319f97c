/** What every card of a running case shows. */
import type { Article } from '../article.ts';
import { type EarlierFinding, type Heard, openEscalation, type TriageCase } from '../case.ts';
import { plus } from '../durations.ts';
import { valuesOf } from '../finding.ts';
import { canSplit, canStepBack, expertsFor, hasOtherRecipients, type Position } from '../guiding/index.ts';
import { isInRunning } from '../incident.ts';
import { deliveryOf } from './delivery.ts';
import { remindedOf } from './next-reminder.ts';
import type { CaseFrame, ViewContext } from './view.ts';

export function frameOf(
  triageCase: TriageCase,
  article: Article,
  position: Position,
  { memory, retryHours, canProbe }: Pick<ViewContext, 'memory' | 'retryHours' | 'canProbe'>,
): CaseFrame {
  const { evidence } = triageCase;
  const delivery = deliveryOf(evidence, article, retryHours);
  return {
    caseId: triageCase.id,
    ticket: triageCase.contact.ticket,
    articleId: article.id,
    evidence,
    ...delivery,
    // From the first step back to the choice that led here.
    canStepBack: canStepBack(position) || triageCase.candidates.length > 0,
    isFirst:
      position.taken.length === 0 && Object.keys(triageCase.ticks).length === 0 && triageCase.contact.language === null,
    skipped: position.skipped,
    retryAt:
      evidence.retryAfter === null
        ? null
        : plus(evidence.lastAttempt ?? triageCase.openedAt, evidence.retryAfter * 1_000),
    startedOver: triageCase.outcome === null ? (triageCase.startedOver?.by ?? null) : null,
    heard: triageCase.heard && heardOf(triageCase.heard),
    doneAhead: triageCase.outcome === null ? triageCase.doneAhead : null,
    earlier: earlierOf(triageCase.earlier.at(-1)),
    seenAgain: triageCase.seenAgain,
    note: noteOf(triageCase),
    hasOtherRecipients: hasOtherRecipients(triageCase),
    reminded: remindedOf(triageCase, position, delivery.state),
    canProbe: triageCase.outcome === null && isDecidedByProbes(article) && canProbe?.(evidence) === true,
    canSplit: canSplit(triageCase),
    severity: triageCase.severity,
    owner: triageCase.owner?.id === triageCase.openedBy.id ? null : triageCase.owner,
    advice: adviceOf(triageCase),
    canEscalate:
      openEscalation(triageCase) === undefined &&
      triageCase.outcome?.kind !== 'solved' &&
      !isInRunning(memory.incident) &&
      expertsFor(article, memory) !== undefined,
    lastTime: triageCase.outcome === null ? memory.lastTime : null,
    found: valuesOf(triageCase.findings),
    incident: memory.incident,
  };
}

function isDecidedByProbes({ findings: { agree, contradict } }: Article): boolean {
  return [...agree, ...contradict].some(fact => fact.startsWith('probe-'));
}

/** As long as nothing was solved by it. */
function adviceOf({ escalations, outcome }: TriageCase): CaseFrame['advice'] {
  const ended = outcome === null ? escalations.at(-1)?.ended : null;
  return ended?.kind === 'returned' ? ended : null;
}

function heardOf(heard: Heard): NonNullable<CaseFrame['heard']> {
  const { ticked, unticked, answered, answeredToo, chosen, moved, isStillFailing, noted, began, untaken, by } = heard;
  return { ticked, unticked, answered, answeredToo, chosen, moved, isStillFailing, noted, began, untaken, by };
}

export function noteOf({ notes }: TriageCase): CaseFrame['note'] {
  const last = notes.at(-1);
  return last ? { ...last, count: notes.length } : null;
}

function earlierOf(finding: EarlierFinding | undefined): CaseFrame['earlier'] {
  return finding ? { evidence: finding.evidence, articleId: finding.articleId, at: finding.at } : null;
}
