/** What follows from the evidence and from memory, so that a question need not be asked. */
import { getDomain } from 'tldts';
import type { Memory } from './case.ts';
import { codeOf, type Evidence } from './evidence.ts';
import type { Problem } from './incident.ts';
import { mailSystems } from './mail-system.ts';
import type { SaidOwner } from './memory.ts';

export interface HostOwner {
  readonly owner: SaidOwner | 'microsoft';
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
  if (isMicrosofts(evidence.remoteHost)) return { owner: 'microsoft', from: 'host' };
  const sender = evidence.sender === null ? null : domainOf(evidence.sender);
  if (sender === null) return null;
  if (sender === host) return { owner: 'ours', from: 'sender' };
  if (evidence.kind !== 'ndr' && evidence.kind !== 'dsn') return null;
  const recipients = new Set(evidence.recipients.map(domainOf));
  return recipients.size === 1 && recipients.has(host) ? { owner: 'partner', from: 'recipient' } : null;
}

// mail.log of Postfix, Exim and Sendmail
const mailLog = /\b(?:postfix\/|sendmail\[|status=(?:deferred|bounced)|dsn=\d|R=\w+ T=\w+|zone-mta)/;

/**
 * Who holds the message that still waits, and so by whose clock it expires: Microsoft 365, or another server (one's own
 * Exchange, a Postfix, a mailing service). Null where the paste does not tell.
 */
export function holderOf({
  generatedBy,
  kind,
  remoteHost,
  chain,
  line,
  cause,
  system,
}: Evidence): 'microsoft' | 'other' | null {
  if (mailLog.test(line)) return 'other';
  if (generatedBy !== null) return generatedBy;
  if (kind === 'message-trace') return 'microsoft';
  if (kind === 'queue' || system === 'exchange-server') return 'other';
  // What Microsoft's own server refuses or defers lies with whoever wants to hand it over.
  if (remoteHost !== null && isMicrosofts(remoteHost)) return 'other';
  if (chain[0] === mailSystems['exchange-online']) return 'microsoft';
  // Microsoft 365 says of its own tries, and nobody else does: 4.4.316, 4.7.320
  return /^[45]\.(?:4\.3|7\.32)\d{1,2}$/.test(cause?.enhancedStatusCode ?? '') ? 'microsoft' : null;
}

/** A server of Exchange Online or Outlook.com. */
export function isMicrosofts(host: string): boolean {
  return /(?:^|\.)(?:outlook\.com|office365\.com|mx\.microsoft)$/i.test(host);
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

/**
 * Where a message of this evidence goes next, as the registered domain of the server: the name under which an
 * organisation remembers what helped. Half of the world's mail goes to Microsoft's servers and to nobody in particular,
 * so there it is the recipient's domain. Null where the paste names neither.
 */
export function nextHop(evidence: Evidence): string | null {
  const { remoteHost, recipients } = evidence;
  if (remoteHost !== null && !isMicrosofts(remoteHost)) return ownedName(evidence);
  return recipients[0] === undefined ? null : domainOf(recipients[0]);
}

/** By what two cases are the same problem. */
export function problemOf(articleId: string, evidence: Evidence): Problem {
  return { articleId, code: codeOf(evidence.cause) ?? '', nextHop: nextHop(evidence)?.toLowerCase() ?? '' };
}
