/** Whether a name that was looked up has to do with the open case. */
import type { Evidence } from '../../triage/evidence.ts';
import { domainOf, isMicrosofts } from '../../triage/facts.ts';

/** Domains of the people in the case, and its server. */
export function namesOf(evidence: Evidence | null): {
  readonly sender: string | null;
  readonly all: readonly string[];
} {
  if (evidence === null) return { sender: null, all: [] };
  const domain = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const sender = evidence.sender === null ? null : domain(evidence.sender);
  const all = [sender, evidence.remoteHost?.toLowerCase() ?? null, ...evidence.recipients.slice(0, 20).map(domain)];
  return { sender, all: [...new Set(all.filter(one => one !== null))] };
}

/** The same name, one above it or one below it: `contoso.com` and `mail.contoso.com`, but not `co.uk` or `outlook.com`. */
export function isRelated(name: string, other: string): boolean {
  if (name === other) return true;
  const [above, below] = name.length < other.length ? [name, other] : [other, name];
  // Whoever has a name at Microsoft or below a public suffix has nothing of what is above it.
  return below.endsWith(`.${above}`) && domainOf(above) !== null && !isMicrosofts(above);
}

/** Nothing is said against a name where the case knows none. */
export function isOfCase(name: string | null, evidence: Evidence | null): boolean {
  const { all } = namesOf(evidence);
  return name === null || name === '' || name === '@' || all.length === 0 || all.some(one => isRelated(name, one));
}

/** SPF, DKIM and DMARC are looked up for the sender's domain and for no other. */
export function isOfSender(name: string | null, evidence: Evidence | null): boolean {
  const { sender, all } = namesOf(evidence);
  if (name === null || name === '' || name === '@') return true;
  if (sender !== null) return isRelated(name, sender);
  // The recipient's record says nothing of our mail.
  return !all.some(one => isRelated(name, one));
}
