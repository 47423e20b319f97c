/** Get-AcceptedDomain: whether Exchange Online passes on what it does not know, for the domain of the case. */
import type { FindingReader } from '../finding-reader.ts';
import { adminFinding, mostNamed, sentence } from './admin-finding.ts';
import { type PrintedObject, readPrinted } from './records.ts';

const properties = ['domainname', 'domaintype', 'default', 'matchsubdomains'];

export const acceptedDomainsReader: FindingReader = (text, name, { evidence }) => {
  const printed = readPrinted(text, properties);
  if (!printed?.objects.some(one => one.has('domaintype'))) return undefined;
  const { format, objects } = printed;
  const wanted = new Set((evidence?.recipients ?? []).map(one => one.slice(one.lastIndexOf('@') + 1).toLowerCase()));
  const about = objects.filter(one => wanted.has(domainOf(one)));
  const shown = about.length > 0 ? about : objects.length === 1 ? objects : [];
  const shared = { kind: 'accepted-domains' as const, name, format, rows: objects.length };
  const relays = (shown.length > 0 ? shown : objects).filter(isRelay).map(domainOf);
  const names = { list: relays.slice(0, mostNamed) };
  if (shown.length === 0) {
    const key = relays.length === 0 ? 'allOwn' : 'someRelay';
    return adminFinding({
      ...shared,
      headline: sentence(`headline.${key}`, { count: relays.length, names }),
      shows: [],
    });
  }
  return relays.length > 0
    ? adminFinding({
        ...shared,
        headline: sentence('headline.relay', { names }),
        says: [sentence('relayMeans')],
        shows: ['domain-internal-relay'],
      })
    : adminFinding({
        ...shared,
        headline: sentence('headline.own', { names: { list: shown.map(domainOf).slice(0, mostNamed) } }),
        says: [sentence('ownMeans')],
        shows: ['domain-authoritative'],
      });
};

function domainOf(one: PrintedObject): string {
  return (one.get('domainname') ?? one.get('name') ?? '').toLowerCase();
}

function isRelay(one: PrintedObject): boolean {
  return /relay/i.test(one.get('domaintype') ?? '');
}
