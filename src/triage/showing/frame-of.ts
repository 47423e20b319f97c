/** What every card of a running case shows. */
import type { Article } from '../article.ts';
import type { EarlierFinding, Heard, TriageCase } from '../case.ts';
import { plus } from '../durations.ts';
import { deliveryState, type Evidence } from '../evidence.ts';
import { holderOf } from '../facts.ts';
import { canSplit, canStepBack, hasOtherRecipients, type Position } from '../guiding/index.ts';
import type { CaseFrame } from './view.ts';

export function frameOf(triageCase: TriageCase, article: Article, position: Position, retryHours: number): CaseFrame {
  const { evidence } = triageCase;
  return {
    caseId: triageCase.id,
    ticket: triageCase.contact.ticket,
    articleId: article.id,
    evidence,
    ...deliveryOf(evidence, article, retryHours),
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
    earlier: earlierOf(triageCase.earlier.at(-1)),
    seenAgain: triageCase.seenAgain,
    hasOtherRecipients: hasOtherRecipients(triageCase),
    reminded: triageCase.reminders.isOff ? null : (triageCase.reminders.asked.at(-1)?.kind ?? null),
    canSplit: canSplit(triageCase),
  };
}

/** Whether the message waits, and how long it has and had. */
export function deliveryOf(
  evidence: Evidence,
  article: Article,
  retryHours: number,
): Pick<CaseFrame, 'state' | 'holder' | 'expiresAt' | 'givesUpBy' | 'triedFor' | 'retryHours'> {
  const { queuedAt, expiredAt, lastAttempt } = evidence;
  const holder = holderOf(evidence);
  const since = queuedAt ?? lastAttempt;
  // Only Microsoft 365's own clock is known: another server gives up when it was told to.
  const expiresAt =
    evidence.expiresAt ?? (queuedAt === null || holder === 'other' ? null : plus(queuedAt, retryHours * 3_600_000));
  const latest =
    evidence.expiresAt ?? (since === null || holder !== 'microsoft' ? null : plus(since, retryHours * 3_600_000));
  const triedFor = queuedAt === null || expiredAt === null ? null : Date.parse(expiredAt) - Date.parse(queuedAt);
  return {
    state: stateOf(evidence, article),
    holder,
    expiresAt,
    givesUpBy: latest,
    triedFor: triedFor !== null && triedFor > 0 ? triedFor : null,
    retryHours,
  };
}

/** The report decides; where it says nothing, the article's own words for the code do. */
function stateOf(evidence: Evidence, article: Article) {
  const code = evidence.cause?.enhancedStatusCode;
  return deliveryState(evidence) ?? article.statusCodes.find(range => range.from === code)?.state ?? null;
}

function heardOf({ ticked, unticked, answered, chosen, isStillFailing, by }: Heard): NonNullable<CaseFrame['heard']> {
  return { ticked, unticked, answered, chosen, isStillFailing, by };
}

function earlierOf(finding: EarlierFinding | undefined): CaseFrame['earlier'] {
  return finding ? { evidence: finding.evidence, articleId: finding.articleId, at: finding.at } : null;
}
