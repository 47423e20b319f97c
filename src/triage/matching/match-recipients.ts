/** One bounce that reports several recipients: those who failed for another reason are a finding of their own. */
import type { Evidence, RecipientFinding, StatusCodeFinding } from '../evidence.ts';
import type { Candidate, Match, Reason } from '../match.ts';
import { type KnowledgeBase, matchArticle } from './match-article.ts';

/** Recipients with one cause. */
export interface RecipientGroup {
  /** The enhanced status code, else the reply code. */
  readonly code: string;
  readonly members: readonly RecipientFinding[];
}

/** As many as a card can offer with a button each. */
const mostOffered = 4;
const arrived: readonly unknown[] = ['delivered', 'relayed', 'expanded'];

/** The cause of the whole first, then the larger groups; a bounce with one cause for everybody is one group. */
export function recipientGroups(evidence: Evidence): RecipientGroup[] {
  const groups = new Map<string, RecipientFinding[]>();
  for (const finding of evidence.perRecipient) {
    const code = finding.cause && codeOf(finding.cause);
    if (!code || arrived.includes(finding.action)) continue;
    groups.set(code, [...(groups.get(code) ?? []), finding]);
  }
  const main = evidence.cause && codeOf(evidence.cause);
  return [...groups]
    .map(([code, members]) => ({ code, members }))
    .sort(
      (one, other) =>
        Number(other.code === main) - Number(one.code === main) || other.members.length - one.members.length,
    );
}

/** Like matchArticle, but where recipients failed for different problems, each group is offered with its own. */
export function matchEvidence(evidence: Evidence, knowledge: KnowledgeBase): Match {
  const whole = matchArticle(evidence, knowledge);
  const groups = recipientGroups(evidence);
  if (groups.length < 2) return whole;
  const offered = new Map<string, Candidate>();
  const found = groups.map(({ code, members }) => {
    const { candidates } = matchArticle(evidenceOf(evidence, [code]), knowledge);
    const reason: Reason = { kind: 'recipients', code, count: members.length };
    return candidates.map(candidate => ({ ...candidate, because: [reason, ...withoutCode(candidate.because)] }));
  });
  // The likeliest of every group comes before the second of any.
  for (let place = 0; place < Math.max(...found.map(({ length }) => length)); place++) {
    for (const candidate of found.flatMap(candidates => candidates[place] ?? [])) {
      const known = offered.get(candidate.articleId);
      offered.set(candidate.articleId, known ? merged(known, candidate) : candidate);
    }
  }
  if (offered.size < 2) return whole;
  return { verdict: 'choose', candidates: [...offered.values()].slice(0, mostOffered), locale: whole.locale };
}

/** What the paste says of the recipients for whom a candidate is offered; `perRecipient` stays whole, to come back. */
export function evidenceFor(evidence: Evidence, candidate: Candidate | undefined): Evidence {
  const codes = candidate?.because.flatMap(reason => (reason.kind === 'recipients' ? [reason.code] : [])) ?? [];
  return codes.length === 0 ? evidence : evidenceOf(evidence, codes);
}

function evidenceOf(evidence: Evidence, codes: readonly string[]): Evidence {
  const members = recipientGroups(evidence)
    .filter(({ code }) => codes.includes(code))
    .flatMap(group => group.members);
  const [first] = members;
  if (!first) return evidence;
  const recipients = members.map(({ recipient }) => recipient);
  const isMain = evidence.cause !== null && codeOf(evidence.cause) === codeOf(first.cause!);
  if (isMain) return { ...evidence, recipients };
  const { text } = first;
  const cause: StatusCodeFinding = { ...first.cause!, role: 'cause', text };
  return {
    ...evidence,
    recipients,
    cause: first.cause,
    action: first.action ?? evidence.action,
    statusCodes: [
      cause,
      ...evidence.statusCodes
        .filter(known => codeOf(known) !== codeOf(cause))
        .map(known => (known.role === 'cause' ? { ...known, role: 'other' as const } : known)),
    ],
    // These belong to the reply that another recipient got.
    remoteHost: null,
    remoteIp: null,
    subReason: null,
    subReasonText: null,
    damagedCodes: [],
    words: text,
    line: [cause.replyCode, cause.enhancedStatusCode, text].filter(part => part).join(' '),
  };
}

function merged(one: Candidate, other: Candidate): Candidate {
  return {
    ...one,
    statusCodes: [...new Set([...one.statusCodes, ...other.statusCodes])],
    because: [...new Map([...one.because, ...other.because].map(reason => [JSON.stringify(reason), reason])).values()],
  };
}

/** The group's code stands in its first reason. */
function withoutCode(because: readonly Reason[]): Reason[] {
  return because.filter(({ kind }) => kind !== 'code');
}

function codeOf(cause: Pick<StatusCodeFinding, 'replyCode' | 'enhancedStatusCode'>): string | null {
  return cause.enhancedStatusCode ?? cause.replyCode;
}
