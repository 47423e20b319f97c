/** Whether a message waits, with whom, and until when. */
import type { Article } from '../article.ts';
import { plus } from '../durations.ts';
import { deliveryState, type Evidence } from '../evidence.ts';
import { holderOf } from '../facts.ts';
import type { CaseFrame } from './view.ts';

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
