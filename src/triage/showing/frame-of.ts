/** What every card of a running case shows. */
import type { Article } from '../article.ts';
import type { EarlierFinding, Heard, TriageCase } from '../case.ts';
import { plus } from '../durations.ts';
import { canSplit, canStepBack, hasOtherRecipients, type Position } from '../guiding/index.ts';
import { deliveryOf } from './delivery.ts';
import { remindedOf } from './next-reminder.ts';
import type { CaseFrame } from './view.ts';

export function frameOf(triageCase: TriageCase, article: Article, position: Position, retryHours: number): CaseFrame {
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
    hasOtherRecipients: hasOtherRecipients(triageCase),
    reminded: remindedOf(triageCase, position, delivery.state),
    canSplit: canSplit(triageCase),
  };
}

function heardOf(heard: Heard): NonNullable<CaseFrame['heard']> {
  const { ticked, unticked, answered, answeredToo, chosen, isStillFailing, by } = heard;
  return { ticked, unticked, answered, answeredToo, chosen, isStillFailing, by };
}

function earlierOf(finding: EarlierFinding | undefined): CaseFrame['earlier'] {
  return finding ? { evidence: finding.evidence, articleId: finding.articleId, at: finding.at } : null;
}
