/** A paste while a case is open: the same error again, another error of the same case, or a message that arrived. */
import { isClosed, type TriageCase, untouchedCase } from '../case.ts';
import { codeOf, type Evidence } from '../evidence.ts';
import { domainOf, isMicrosofts } from '../facts.ts';
import type { Match } from '../match.ts';
import { evidenceFor } from '../recipient-groups.ts';
import { findPosition } from './guide.ts';
import { keptAnswers } from './kept-answers.ts';
import type { Change, InputContext } from './press.ts';

/** A closed case is taken up again for so long: what fails a day later is looked at anew. */
const reopenedWithin = 24 * 3_600_000;

/** What a new paste does to the open case; undefined where it belongs to another one. */
export function nextPaste(
  before: TriageCase,
  evidence: Evidence,
  match: Match,
  context: InputContext,
): Change | undefined {
  const article = articleOf(before, context);
  const news = article && newsOf(before, evidence, match);
  if (!news || isPast(before, context.now)) return undefined;
  switch (news) {
    case 'arrived':
      return { answer: { about: 'delivered', step: findPosition(before, article, context.memory).stepId } };
    case 'again':
      return again(before, evidence, context);
    case 'another-error':
      return anotherError(before, evidence, match, context);
    default:
      return news satisfies never;
  }
}

/** Whether a new paste goes on in the open case: told without what is remembered, as most pastes are of another one. */
export function goesOn(
  before: TriageCase,
  evidence: Evidence,
  match: Match,
  context: Pick<InputContext, 'articles' | 'now'>,
): boolean {
  const isOpen = articleOf(before, context) !== undefined && !isPast(before, context.now);
  return isOpen && newsOf(before, evidence, match) !== undefined;
}

function articleOf({ articleId, isDraft }: TriageCase, { articles }: Pick<InputContext, 'articles'>) {
  return articleId === null || isDraft ? undefined : articles.get(articleId);
}

/** What a paste tells of the mail of a case; undefined where it tells of other mail. */
function newsOf(
  before: TriageCase,
  evidence: Evidence,
  match: Match,
): 'arrived' | 'again' | 'another-error' | undefined {
  if (hasArrived(evidence)) {
    const isOther = hasFacts(evidence) && !isOfSameMail(before.evidence, evidence);
    return isOther || isClosed(before) ? undefined : 'arrived';
  }
  if (evidence.cause === null) return undefined;
  if (isSameError(before, evidence, match) && (!hasFacts(evidence) || isOfSameMail(before.evidence, evidence)))
    return 'again';
  return isOfSameMail(before.evidence, evidence) && hasCandidates(match) ? 'another-error' : undefined;
}

function isPast({ outcome }: TriageCase, now: string): boolean {
  return outcome !== null && Date.parse(now) - Date.parse(outcome.at) > reopenedWithin;
}

function hasArrived({ action, reason }: Evidence): boolean {
  return reason === 'delivered' || action === 'delivered';
}

function hasFacts({ remoteHost, remoteIp, recipients }: Evidence): boolean {
  return remoteHost !== null || remoteIp !== null || recipients.length > 0;
}

/** Mail to the same company: to its recipients, or to its server where no recipient is named. */
export function isOfSameMail(one: Evidence, other: Evidence): boolean {
  const domains = new Set(one.recipients.map(domainOf));
  if (one.recipients.length > 0 && other.recipients.length > 0)
    return other.recipients.some(recipient => domains.has(domainOf(recipient)));
  if (one.remoteHost !== null && other.remoteHost !== null) {
    // Half of the world's mail goes to these.
    const isShared = isMicrosofts(one.remoteHost);
    return !isShared && ownerOf(one.remoteHost) === ownerOf(other.remoteHost);
  }
  if (one.remoteIp !== null && one.remoteIp === other.remoteIp) return true;
  const [host, recipients] =
    one.remoteHost === null ? [other.remoteHost, one.recipients] : [one.remoteHost, other.recipients];
  return host !== null && recipients.some(recipient => domainOf(recipient) === domainOf(host));
}

function ownerOf(host: string): string {
  return domainOf(host) ?? host.toLowerCase();
}

function isSameError(before: TriageCase, evidence: Evidence, match: Match): boolean {
  if (codeOf(before.evidence.cause) !== codeOf(evidence.cause)) return false;
  return hasCandidates(match) && match.candidates.some(({ articleId }) => articleId === before.articleId);
}

function hasCandidates(match: Match): boolean {
  return match.verdict === 'match' || match.verdict === 'choose';
}

/** The times of the newest try count; what was known besides stays known. */
function again(before: TriageCase, evidence: Evidence, { now }: InputContext): Change {
  const at = evidence.lastAttempt ?? evidence.expiredAt ?? now;
  const old = before.evidence;
  return {
    case: {
      evidence: {
        ...old,
        action: evidence.action ?? old.action,
        lastAttempt: evidence.lastAttempt ?? old.lastAttempt,
        expiresAt: evidence.expiresAt ?? old.expiresAt,
        expiredAt: evidence.expiredAt ?? old.expiredAt,
        recipients: [...new Set([...old.recipients, ...evidence.recipients])],
        remoteHost: old.remoteHost ?? evidence.remoteHost,
        remoteIp: old.remoteIp ?? evidence.remoteIp,
        subReason: old.subReason ?? evidence.subReason,
        subReasonText: old.subReasonText ?? evidence.subReasonText,
      },
      seenAgain: { at, count: (before.seenAgain?.count ?? 0) + 1 },
      outcome: null,
    },
    events: [
      ...(before.outcome ? [{ kind: 'reopened' as const, data: {} }] : []),
      { kind: 'seen-again', data: { code: codeOf(evidence.cause), at } },
    ],
  };
}

/** The new finding takes the place of the old one, which stays in the history with what was done about it. */
function anotherError(
  before: TriageCase,
  evidence: Evidence,
  match: Match,
  { articles, now, by }: InputContext,
): Change {
  const candidates = 'candidates' in match ? match.candidates : [];
  const [first] = candidates;
  const articleId = match.verdict === 'match' && first ? first.articleId : null;
  const article = articleId === null ? undefined : articles.get(articleId);
  return {
    case: {
      evidence: articleId === null ? evidence : evidenceFor(evidence, first),
      verdict: match.verdict,
      unknownCode: null,
      candidates: articleId === null ? candidates : [],
      articleId,
      isGuess: match.verdict === 'choose' && match.isGuess,
      fate: null,
      ...(article ? keptAnswers(before, article) : { moves: [], ticks: {} }),
      asked: [],
      confirming: null,
      outcome: null,
      seenAgain: null,
      earlier: [
        ...before.earlier,
        {
          evidence: before.evidence,
          articleId: before.articleId,
          verdict: before.verdict,
          candidates: before.candidates,
          moves: before.moves,
          asked: before.asked,
          ticks: before.ticks,
          at: now,
          by,
        },
      ].slice(-mostEarlier),
    },
    events: [
      ...(before.outcome ? [{ kind: 'reopened' as const, data: {} }] : []),
      { kind: 'another-error', data: { from: before.articleId, to: articleId, code: codeOf(evidence.cause) } },
    ],
  };
}

/** A case is one row; what was pasted a dozen errors ago helps nobody. */
const mostEarlier = 12;

/** Nothing was answered or ticked since the last paste was taken for one of this case. */
export function canSplit({ earlier, seenAgain, moves, ticks, outcome }: TriageCase): boolean {
  const since = earlier.at(-1)?.at;
  if (outcome !== null || (since === undefined && seenAgain === null)) return false;
  const done = [...moves, ...Object.values(ticks)].map(({ at }) => at);
  return since === undefined || done.every(at => at <= since);
}

/** The last paste as a case of its own, and this one as it was before it; null where there is nothing to take apart. */
export function split(
  before: TriageCase,
  id: string,
  { now, by }: Pick<InputContext, 'now' | 'by'>,
): { readonly apart: TriageCase; readonly left: Partial<TriageCase> } | null {
  if (!canSplit(before)) return null;
  const last = before.earlier.at(-1);
  const { evidence, verdict, candidates, articleId, isGuess } = before;
  const apart: TriageCase = {
    ...untouchedCase,
    id,
    openedAt: now,
    openedBy: by,
    evidence,
    verdict,
    candidates,
    articleId,
    isGuess,
    isDraft: articleId === null,
  };
  if (!last) return { apart, left: { seenAgain: null } };
  const { at: _at, by: _by, ...old } = last;
  return {
    apart,
    left: { ...old, earlier: before.earlier.slice(0, -1), seenAgain: null, heard: null, confirming: null },
  };
}
