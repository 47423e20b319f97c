/** What follows from the evidence and from memory, so that a question need not be asked. */
import { getDomain } from 'tldts';
import type { Condition } from './article.ts';
import type { Memory } from './case.ts';
import { deliveryState, type Evidence } from './evidence.ts';

export interface HostOwner {
  readonly owner: 'ours' | 'partner' | 'microsoft';
  readonly from: 'memory' | 'sender' | 'recipient' | 'host';
}

/**
 * Whose server refused. Known from an earlier answer, or from names: a server under the sender's own domain is ours.
 * A report comes back to the sender, so one about a server of the recipient's domain was pasted on the sender's side.
 * A message trace is not: it also shows mail from outside to our own server, and there names decide nothing.
 */
export function hostOwner(evidence: Evidence, memory: Memory): HostOwner | null {
  if (memory.hostOwner) return { owner: memory.hostOwner.owner, from: 'memory' };
  if (evidence.remoteHost === null) return null;
  const host = domainOf(evidence.remoteHost);
  if (host === null) return null;
  if (host === 'outlook.com' || host === 'office365.com' || host === 'mx.microsoft')
    return { owner: 'microsoft', from: 'host' };
  const sender = evidence.sender === null ? null : domainOf(evidence.sender);
  if (sender === null) return null;
  if (sender === host) return { owner: 'ours', from: 'sender' };
  if (evidence.kind !== 'ndr' && evidence.kind !== 'dsn') return null;
  const recipients = new Set(evidence.recipients.map(domainOf));
  return recipients.size === 1 && recipients.has(host) ? { owner: 'partner', from: 'recipient' } : null;
}

/** The domain that somebody registered: `example.co.uk` for `mail.eu.example.co.uk` and for `ann@example.co.uk`. */
export function domainOf(hostOrAddress: string): string | null {
  const host = hostOrAddress.slice(hostOrAddress.lastIndexOf('@') + 1);
  return getDomain(host, { allowPrivateDomains: true }) ?? null;
}

/** The name under which the owner of the server is remembered: all servers of a domain are one company's. */
export function ownedName({ remoteHost }: Evidence): string | null {
  return remoteHost === null ? null : (domainOf(remoteHost) ?? remoteHost);
}

/** The domain to which a contact text goes: the recipient's, else the server's. */
export function partnerDomain(evidence: Evidence): string | null {
  const recipient = evidence.recipients[0];
  return (
    (recipient === undefined ? null : domainOf(recipient)) ??
    (evidence.remoteHost === null ? null : domainOf(evidence.remoteHost))
  );
}

/** Why a condition holds; null where it does not. The words are the paste's own. */
export type Because =
  | { readonly kind: 'host-owner'; readonly owner: HostOwner['owner']; readonly from: HostOwner['from'] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'state'; readonly state: 'queued' | 'bounced' }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'same-domain' };

export function holds(condition: Condition, evidence: Evidence, memory: Memory): Because | null {
  let because: Because | null = null;
  if (condition.hostOwner) {
    const owner = hostOwner(evidence, memory);
    if (!owner || !condition.hostOwner.includes(owner.owner)) return null;
    because = { kind: 'host-owner', ...owner };
  }
  if (condition.subReason) {
    if (evidence.subReason === null || !condition.subReason.includes(evidence.subReason)) return null;
    because ??= { kind: 'text', text: evidence.subReasonText ?? evidence.subReason };
  }
  if (condition.text) {
    const text = condition.text.find(one => saysText(evidence, one));
    if (text === undefined) return null;
    because ??= { kind: 'text', text };
  }
  if (condition.code) {
    const code = condition.code.find(one => evidence.statusCodes.some(found => found.enhancedStatusCode === one));
    if (code === undefined) return null;
    because ??= { kind: 'code', code };
  }
  if (condition.state) {
    const state = deliveryState(evidence);
    if (state === null || !condition.state.includes(state)) return null;
    because ??= { kind: 'state', state };
  }
  if (condition.generatedBy) {
    if (evidence.generatedBy === null || !condition.generatedBy.includes(evidence.generatedBy)) return null;
    because ??= { kind: 'text', text: evidence.reportingHost ?? '' };
  }
  if (condition.sameDomain) {
    if (!isWithinOneDomain(evidence)) return null;
    because ??= { kind: 'same-domain' };
  }
  if (condition.kind && !condition.kind.includes(evidence.kind)) return null;
  return because;
}

/** Whether everybody named is in the sender's own domain. */
function isWithinOneDomain({ sender, recipients }: Evidence): boolean {
  const own = sender === null ? null : domainOf(sender);
  return own !== null && recipients.length > 0 && recipients.every(recipient => domainOf(recipient) === own);
}

/** Whether the replies, or else the person's own words, contain a wording; case and spacing do not count. */
export function saysText(evidence: Evidence, wording: string): boolean {
  const wanted = plain(wording);
  const said = evidence.kind === 'symptom' ? [evidence.words] : [];
  return [evidence.line, ...evidence.statusCodes.map(code => code.text), ...said].some(text =>
    plain(text).includes(wanted),
  );
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ');
}
