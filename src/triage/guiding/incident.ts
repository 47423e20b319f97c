/** The experts' own case of a problem that many report, and what the reports hear of it. */
import { type Escalation, type Exchange, nobody, openEscalation, type TriageCase, untouchedCase } from '../case.ts';
import { type Evidence, noEvidence } from '../evidence.ts';
import { isMicrosofts } from '../facts.ts';
import { type IncidentFacts, isInRunning } from '../incident.ts';
import type { Change, InputContext, Remember } from './press.ts';

/**
 * With the experts from the beginning, and nobody's: whoever reported first may close theirs or ask to be forgotten.
 * @param like one of the reports
 */
export function openIncident(
  id: string,
  like: TriageCase,
  { place, now, isWide }: { readonly place: string; readonly now: string; readonly isWide: boolean },
): TriageCase {
  const escalation: Escalation = { by: nobody, at: now, place, taken: null, exchanges: [], ended: null };
  const incident: IncidentFacts = {
    since: now,
    lastAt: now,
    count: 0,
    isWide,
    hops: [],
    hopCount: 0,
    domains: [],
    domainCount: 0,
    countedAt: now,
    quiet: 0,
    isPosted: false,
    told: 0,
  };
  return {
    ...untouchedCase,
    id,
    openedAt: now,
    openedBy: nobody,
    evidence: inCommon(like.evidence, isWide),
    verdict: 'match',
    articleId: like.articleId,
    escalations: [escalation],
    incident,
  };
}

/** What every report says: nothing of a message, a person or an address. */
function inCommon(evidence: Evidence, isWide: boolean): Evidence {
  const { kind, cause, action, remoteHost, generatedBy, system, reason, subReason } = evidence;
  const isOne = remoteHost !== null && !isWide && !isMicrosofts(remoteHost);
  return {
    ...noEvidence,
    kind,
    cause,
    action,
    generatedBy,
    system,
    reason,
    subReason,
    remoteHost: isOne ? remoteHost : null,
  };
}

/** What somebody who reported it wants the experts to know. */
export function tellIncident(incident: TriageCase, said: Omit<Exchange, 'from'>): TriageCase | null {
  const open = openEscalation(incident);
  if (!open) return null;
  const exchanges: Exchange[] = [...open.exchanges, { from: 'reporter', ...said }];
  return { ...incident, escalations: [...incident.escalations.slice(0, -1), { ...open, exchanges }] };
}

/** The case goes on alone: it is another problem, or it still fails after all. */
export function leaveIncident(
  { id, articleId, leftIncidents, incident: own }: TriageCase,
  { memory: { incident } }: InputContext,
): Change | null {
  const isIts = isInRunning(incident) || incident?.belonging === 'voice';
  if (own !== null || articleId === null || !isIts) return null;
  return {
    case: { leftIncidents: [...new Set([...leftIncidents, articleId])] },
    events: [{ kind: 'left-incident', data: {} }],
    remember: [{ kind: 'incident-left', caseId: id }],
  };
}

/** What the experts said to everybody, and that it is over. */
export function toReports(before: TriageCase, after: TriageCase): Remember[] {
  if (!after.incident) return [];
  const { outcome, id: caseId } = after;
  if (outcome && outcome.kind !== 'sent' && !before.outcome) return [{ kind: 'incident-over', caseId, at: outcome.at }];
  const [was, is] = [before, after].map(newsIn);
  return is && is !== was ? [{ kind: 'incident-news', caseId, at: is.at }] : [];
}

/** What the experts said last. */
export function newsIn({ escalations }: TriageCase): Exchange | undefined {
  return escalations.at(-1)?.exchanges.findLast(({ from }) => from === 'experts');
}
