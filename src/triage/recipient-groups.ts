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

/** What the paste says of the recipients for whom a candidate is offered; `perRecipient` stays whole, to come back. */
export function evidenceFor(evidence: Evidence, candidate: Candidate | undefined): Evidence {
  const codes = candidate?.because.flatMap(reason => (reason.kind === 'recipients' ? [reason.code] : [])) ?? [];
  return codes.length === 0 ? evidence : evidenceOf(evidence, codes);
}

/** The evidence as if only the recipients who failed with one of these codes had been reported. */
export function evidenceOf(evidence: Evidence, codes: readonly string[]): Evidence {
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
    ...untoldByReply,
    words: text,
    line: [cause.replyCode, cause.enhancedStatusCode, text].filter(part => part).join(' '),
  };
}
