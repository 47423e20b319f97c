/** Get-OutboundConnector: which connector the case's mail takes, whether it is on, and where it leads. */
import type { Evidence } from '../../triage/evidence.ts';
import type { FindingFact, FindingSentence } from '../../triage/finding.ts';
import type { FindingReader } from '../finding-reader.ts';
import { adminFinding, mostNamed, sentence } from './admin-finding.ts';
import { listOf, type PrintedObject, readPrinted } from './records.ts';

const properties = ['smarthosts', 'recipientdomains', 'connectortype', 'usemxrecord', 'tlssettings', 'tlsdomain'];

export const connectorsReader: FindingReader = (text, name, { evidence }) => {
  const printed = readPrinted(text, properties);
  if (!printed) return undefined;
  const { format, objects } = printed;
  const chosen = objects.filter(one => isFor(one, evidence));
  const [only] = chosen.length > 0 ? chosen : objects;
  const about = chosen.length === 1 || objects.length === 1 ? only! : undefined;
  const shared = { kind: 'outbound-connectors' as const, name, format, rows: objects.length };
  if (!about) {
    const off = objects.filter(isOff).map(nameOf);
    const says = off.length === 0 ? [] : [sentence('offToo', { names: { list: off.slice(0, mostNamed) } })];
    return adminFinding({
      ...shared,
      headline: sentence('headline.several', { count: objects.length }),
      says,
      shows: [],
    });
  }
  const { says, shows } = detailsOf(about, evidence);
  const connector = { name: nameOf(about) };
  const key = isOff(about) ? 'off' : shows.includes('smart-host-other') ? 'elsewhere' : 'on';
  return adminFinding({
    ...shared,
    headline: sentence(`headline.${key}`, connector),
    says,
    shows: isOff(about) ? ['connector-off', ...shows] : shows,
  });
};

function nameOf(one: PrintedObject): string {
  return one.get('name') ?? one.get('identity') ?? '…';
}

function isOff(one: PrintedObject): boolean {
  return /^false$/i.test(one.get('enabled') ?? '');
}

/** Its domains have the recipient's, or it leads to the server of the case. */
function isFor(one: PrintedObject, evidence: Evidence | null): boolean {
  if (evidence === null) return false;
  const domains = listOf(one.get('recipientdomains')).map(domain =>
    domain
      .toLowerCase()
      .replace(/^smtp:/, '')
      .replace(/;\d+$/, ''),
  );
  const recipients = evidence.recipients.map(recipient =>
    recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase(),
  );
  return (
    recipients.some(
      domain => domains.includes(domain) || domains.includes(`*.${domain.slice(domain.indexOf('.') + 1)}`),
    ) || leadsTo(one, evidence)
  );
}

function smartHosts(one: PrintedObject): string[] {
  return listOf(one.get('smarthosts')).map(host => host.replace(/^\[|\](?::\d+)?$/g, '').toLowerCase());
}

function leadsTo(one: PrintedObject, { remoteHost, remoteIp }: Evidence): boolean {
  const hosts = smartHosts(one);
  return hosts.includes(remoteHost?.toLowerCase() ?? '-') || hosts.includes(remoteIp ?? '-');
}

function detailsOf(one: PrintedObject, evidence: Evidence | null): { says: FindingSentence[]; shows: FindingFact[] } {
  const hosts = smartHosts(one);
  const says: FindingSentence[] = [];
  const shows: FindingFact[] = [];
  const server = evidence?.remoteHost ?? evidence?.remoteIp ?? null;
  if (hosts.length > 0) {
    const isSame = evidence !== null && leadsTo(one, evidence);
    // A name and an address may be the same server: only like is compared with like.
    const isComparable = hosts.some(host => /[a-z]/.test(host)) === /[a-z]/i.test(server ?? '');
    if (isSame) shows.push('smart-host-same');
    else if (server !== null && isComparable) shows.push('smart-host-other');
    says.push(
      shows.includes('smart-host-other')
        ? sentence('otherHost', { hosts: { list: hosts }, server: server! })
        : sentence('host', { hosts: { list: hosts } }),
    );
  } else if (/^true$/i.test(one.get('usemxrecord') ?? '')) says.push(sentence('byMx'));
  const tls = one.get('tlssettings') ?? '';
  const domain = one.get('tlsdomain') ?? '';
  if (/DomainValidation/i.test(tls) && domain !== '') says.push(sentence('tlsDomain', { domain }));
  else if (/CertificateValidation/i.test(tls)) says.push(sentence('tlsTrusted'));
  return { says, shows };
}
