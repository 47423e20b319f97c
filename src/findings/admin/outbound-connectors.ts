/** Get-OutboundConnector: which connector the case's mail takes, whether it is on, where it leads, and which certificate it wants. */
import type { Evidence } from '../../triage/evidence.ts';
import type { FindingFact, FindingSentence } from '../../triage/finding.ts';
import {
  type AdminOutput,
  cutOff,
  fitOf,
  mailDomain,
  named,
  nameOf,
  type OutputReader,
  type Said,
  sentence,
} from './admin-finding.ts';
import { namesOnCertificates } from './certificate-names.ts';
import { covers } from './host-pattern.ts';
import { truth } from './labels.ts';
import { isCut, listOf, type PrintedObject } from './printed-object.ts';

export const outboundConnectors: OutputReader = {
  kind: 'outbound-connectors',
  command: 'Get-OutboundConnector',
  own: ['recipientdomains', 'usemxrecord', 'routeallmessagesviaonpremises', 'allaccepteddomains', 'tlssettings'],
  shared: ['smarthosts', 'connectortype', 'tlsdomain', 'enabled', 'cloudservicesmailenabled', 'isvalidated', 'name'],
  read: output => {
    const { objects, evidence } = output;
    const about = chosen(objects, evidence);
    if (!about) {
      const off = objects.filter(isOff).map(nameOf);
      const says = off.length === 0 ? [] : [sentence('offToo', { names: named(off) })];
      return { headline: sentence('headline.several', { count: objects.length }), says, shows: [] };
    }
    const { says, shows } = detailsOf(about, output);
    const key = isOff(about)
      ? 'off'
      : shows.includes('smart-host-other')
        ? 'elsewhere'
        : truth(about.get('enabled'))
          ? 'on'
          : 'seen';
    const cut = cutOff([about], 'Get-OutboundConnector', ['SmartHosts', 'RecipientDomains', 'TlsDomain']);
    return {
      headline: sentence(`headline.${key}`, { name: nameOf(about) }),
      says: [...(isOff(about) ? [sentence('offMeans')] : []), ...says, ...cut.says],
      shows: isOff(about) ? ['connector-off', ...shows] : shows,
      values: valuesOf(about),
      copies: cut.copies,
    };
  },
};

function valuesOf(one: PrintedObject): Said['values'] & {} {
  const name = one.get('name') ?? '';
  const domain = one.get('tlsdomain') ?? '';
  return {
    ...(name !== '' && !isCut(name) && { connector: { text: name, isPublic: false } }),
    ...(wantsName(one) && { tlsDomain: { text: domain, isPublic: false } }),
  };
}

export function isOff(one: PrintedObject): boolean {
  return truth(one.get('enabled')) === false;
}

/** The one that leads to the server of the case, or has the recipient's domain by the narrowest of its patterns. */
function chosen(objects: readonly PrintedObject[], evidence: Evidence | null): PrintedObject | undefined {
  if (objects.length === 1) return objects[0];
  if (evidence === null) return undefined;
  const domains = evidence.recipients.map(mailDomain);
  const fits = objects.map(one => ({
    one,
    fit: Math.max(
      leadsTo(one, evidence) ? 999 : 0,
      ...listOf(one.get('recipientdomains')).flatMap(pattern => domains.map(domain => fitOf(pattern, domain))),
    ),
  }));
  const best = Math.max(...fits.map(({ fit }) => fit));
  const those = fits.filter(({ fit }) => fit === best && fit > 0);
  return those.length === 1 ? those[0]!.one : undefined;
}

export function smartHostsOf(one: PrintedObject): string[] {
  return listOf(one.get('smarthosts')).map(host => host.replace(/^\[|\](?::\d+)?$/g, '').toLowerCase());
}

export function leadsTo(one: PrintedObject, { remoteHost, remoteIp }: Evidence): boolean {
  const hosts = smartHostsOf(one);
  return hosts.includes(remoteHost?.toLowerCase() ?? '-') || hosts.includes(remoteIp ?? '-');
}

/** Whether its smart hosts are another server than that of the case; undefined where that cannot be told. */
export function leadsElsewhere(one: PrintedObject, evidence: Evidence | null): boolean | undefined {
  const hosts = smartHostsOf(one);
  const server = evidence?.remoteHost ?? evidence?.remoteIp ?? null;
  if (evidence === null || server === null || hosts.length === 0) return undefined;
  if (leadsTo(one, evidence)) return false;
  // A name and an address may be the same server, and what is cut off may be it too: only like is compared with like.
  const isComparable = hosts.some(host => /[a-z]/.test(host)) === /[a-z]/i.test(server);
  return isComparable && !isCut(one.get('smarthosts')) ? true : undefined;
}

function wantsName(one: PrintedObject): boolean {
  const domain = one.get('tlsdomain') ?? '';
  return /DomainValidation/i.test(one.get('tlssettings') ?? '') && domain !== '' && !isCut(domain);
}

function detailsOf(one: PrintedObject, output: AdminOutput): { says: FindingSentence[]; shows: FindingFact[] } {
  const { evidence } = output;
  const hosts = smartHostsOf(one);
  const says: FindingSentence[] = [];
  const shows: FindingFact[] = [];
  const elsewhere = leadsElsewhere(one, evidence);
  if (elsewhere !== undefined) shows.push(elsewhere ? 'smart-host-other' : 'smart-host-same');
  if (hosts.length > 0) {
    const server = evidence?.remoteHost ?? evidence?.remoteIp ?? '';
    says.push(
      elsewhere ? sentence('otherHost', { hosts: named(hosts), server }) : sentence('host', { hosts: named(hosts) }),
    );
  } else if (truth(one.get('usemxrecord'))) says.push(sentence('byMx'));
  const domain = (one.get('tlsdomain') ?? '').toLowerCase();
  if (wantsName(one)) {
    const names = namesOnCertificates(output);
    // TlsDomain may itself be a pattern: *.contoso.example is any name below it.
    const isThere = names.some(name => covers(name, domain) || covers(domain, name));
    if (names.length > 0 && !isThere) {
      shows.push('tls-name-other');
      says.push(sentence('tlsNameOther', { domain, names: named(names) }));
    } else says.push(sentence('tlsDomain', { domain }));
  } else if (/CertificateValidation/i.test(one.get('tlssettings') ?? '')) says.push(sentence('tlsTrusted'));
  if (truth(one.get('routeallmessagesviaonpremises'))) says.push(sentence('centralRouting'));
  return { says, shows };
}
