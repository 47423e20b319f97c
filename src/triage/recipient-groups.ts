/** Who failed for what, where a bounce reports several recipients. */
import { codeOf, type Evidence, type RecipientFinding, type StatusCodeFinding, untoldByReply } from './evidence.ts';
import type { Candidate } from './match.ts';

/** Recipients with one cause. */
export interface RecipientGroup {
  /** The enhanced status code, else the reply code. */
  readonly code: string;
  readonly members: readonly RecipientFinding[];
}

const arrived: readonly unknown[] = ['delivered', 'relayed', 'expanded'];

/** The cause of the whole first, then the larger groups; a bounce with one cause for everybody is one group. */
export function recipientGroups(evidence: Evidence): RecipientGroup[] {
  const groups = new Map<string, RecipientFinding[]>();
  for (const finding of evidence.perRecipient) {
    const code = failedWith(finding);
    if (!code) continue;
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

function failedWith({ cause, action }: RecipientFinding): string | null {
  return arrived.includes(action) ? null : codeOf(cause);
}

/** One who failed, and what is offered for the reason. */
export interface FailedRecipient {
  /** The place in `perRecipient`. */
  readonly place: number;
  readonly finding: RecipientFinding;
  readonly code: string;
  /** Null where no article is offered. */
  readonly candidate: Candidate | null;
}

/** So many can be looked over. */
const mostRows = 10;

/**
 * Everybody who failed, in the order of the paste; whoever failed for what may be one of two reasons is there twice. Of
 * very many at least one for each reason.
 */
export function failedRecipients(
  evidence: Evidence,
  candidates: readonly Candidate[],
): { readonly rows: readonly FailedRecipient[]; readonly leftOut: number } {
  const all = evidence.perRecipient.flatMap((finding, place): FailedRecipient[] => {
    const code = failedWith(finding);
    if (!code) return [];
    const offered = candidates.filter(({ because }) =>
      because.some(reason => reason.kind === 'recipients' && reason.code === code),
    );
    const row = { place, finding, code };
    return offered.length === 0 ? [{ ...row, candidate: null }] : offered.map(candidate => ({ ...row, candidate }));
  });
  const reasonOf = ({ code, candidate }: FailedRecipient) => `${code} ${candidate?.articleId}`;
  const isFirst = (row: FailedRecipient, at: number) => all.findIndex(one => reasonOf(one) === reasonOf(row)) === at;
  const [firsts, others] = [all.filter(isFirst), all.filter((row, at) => !isFirst(row, at))];
  const rows = [...firsts, ...others].slice(0, mostRows).sort((one, other) => all.indexOf(one) - all.indexOf(other));
  return { rows, leftOut: all.length - rows.length };
}

/**
 * What the paste says of the recipients for whom a candidate is offered; `perRecipient` stays whole, to come back.
 * @param place in `perRecipient`: who of them was chosen, and comes first
 */
export function evidenceFor(evidence: Evidence, candidate: Candidate | undefined, place?: number): Evidence {
  const codes = candidate?.because.flatMap(reason => (reason.kind === 'recipients' ? [reason.code] : [])) ?? [];
  return codes.length === 0 ? evidence : evidenceOf(evidence, codes, place);
}

/** The evidence as if only the recipients who failed with one of these codes had been reported. */
export function evidenceOf(evidence: Evidence, codes: readonly string[], place?: number): Evidence {
  const chosen = place === undefined ? undefined : evidence.perRecipient[place];
  const members = recipientGroups(evidence)
    .filter(({ code }) => codes.includes(code))
    .flatMap(group => group.members)
    .sort((one, other) => Number(other === chosen) - Number(one === chosen));
  const [first] = members;
  if (!first) return evidence;
  const recipients = members.map(({ recipient }) => recipient);
  const isMain = evidence.cause !== null && codeOf(evidence.cause) === codeOf(first.cause!);
  const others = evidence.perRecipient.filter(one => !members.includes(one));
  const statusCodes = evidence.statusCodes.filter(
    known => known.role === 'cause' || !isOfOthers(known, members, others),
  );
  if (isMain)
    return { ...evidence, recipients, statusCodes, ...(isReasonOfOthers(evidence, members, others) && noReason) };
  const { text } = first;
  const cause: StatusCodeFinding = { ...first.cause!, role: 'cause', text };
  return {
    ...evidence,
    recipients,
    cause: first.cause,
    action: first.action ?? evidence.action,
    statusCodes: [cause, ...statusCodes.filter(known => known.role !== 'cause' && codeOf(known) !== codeOf(cause))],
    // These belong to the reply that another recipient got.
    ...untoldByReply,
    words: text,
    line: [cause.replyCode, cause.enhancedStatusCode, text].filter(part => part).join(' '),
  };
}

type Findings = readonly RecipientFinding[];

/** Only another recipient got this code: what its reply says decides nothing here. */
function isOfOthers(known: StatusCodeFinding, members: Findings, others: Findings): boolean {
  const has = (findings: Findings) => findings.some(({ cause }) => codeOf(cause) === codeOf(known));
  return has(others) && !has(members);
}

/** The reason of the whole may stand in a reply that only another recipient got. */
function isReasonOfOthers({ reasonText }: Evidence, members: Findings, others: Findings): boolean {
  const has = (findings: Findings) => findings.some(({ text }) => reasonText !== null && text.includes(reasonText));
  return has(others) && !has(members);
}

const noReason = { reason: null, reasonBy: null, reasonText: null } as const;
