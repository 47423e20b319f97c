/** Get-SendConnector on a server of one's own: which one the case's mail takes out, whether it is on, and where it leads. */
import type { Evidence } from '../../triage/evidence.ts';
import { holderOf } from '../../triage/facts.ts';
import type { FindingFact, FindingSentence } from '../../triage/finding.ts';
import { cutOff, fitOf, mailDomain, named, nameOf, type OutputReader, sentence } from './admin-finding.ts';
import { truth } from './labels.ts';
import { isOff, leadsElsewhere, smartHostsOf } from './outbound-connectors.ts';
import { listOf, type PrintedObject } from './printed-object.ts';
import { sizeIn } from './sizes.ts';

export const sendConnectors: OutputReader = {
  kind: 'send-connectors',
  command: 'Get-SendConnector',
  own: [
    'addressspaces',
    'sourcetransportservers',
    'dnsroutingenabled',
    'smarthostauthmechanism',
    'ishometmtaserver',
    'frontendproxyenabled',
  ],
  shared: ['smarthosts', 'enabled', 'requiretls', 'maxmessagesize', 'name', 'identity', 'fqdn', 'tlsdomain'],
  read: ({ objects, evidence }) => {
    const about = chosen(objects, evidence);
    if (!about) {
      const off = objects.filter(isOff).map(nameOf);
      return {
        headline: sentence('headline.several', { count: objects.length }),
        says: off.length === 0 ? [] : [sentence('offToo', { names: named(off) })],
        shows: [],
      };
    }
    const says: FindingSentence[] = [];
    const shows: FindingFact[] = isOff(about) ? ['send-connector-off'] : [];
    // What waits in Microsoft 365 has not come to this connector.
    const isItsMail = evidence !== null && holderOf(evidence) !== 'microsoft';
    const elsewhere = isItsMail && leadsElsewhere(about, evidence) === true;
    if (elsewhere) shows.push('send-host-other');
    const hosts = smartHostsOf(about);
    if (isOff(about)) says.push(sentence('offMeans'));
    if (elsewhere)
      says.push(
        sentence('otherHost', { hosts: named(hosts), server: evidence?.remoteHost ?? evidence?.remoteIp ?? '' }),
      );
    else if (hosts.length > 0) says.push(sentence('host', { hosts: named(hosts) }));
    else if (truth(about.get('dnsroutingenabled'))) says.push(sentence('byMx'));
    if (truth(about.get('requiretls'))) says.push(sentence('tls'));
    const size = sizeIn(about.get('maxmessagesize'));
    if (size !== undefined) says.push(sentence('size', { size: { bytes: size } }));
    const cut = cutOff([about], 'Get-SendConnector', ['AddressSpaces', 'SmartHosts']);
    const key = isOff(about) ? 'off' : elsewhere ? 'elsewhere' : truth(about.get('enabled')) ? 'on' : 'seen';
    return {
      headline: sentence(`headline.${key}`, { name: nameOf(about) }),
      says: [...says, ...cut.says],
      shows,
      copies: cut.copies,
    };
  },
};

/** The narrowest address space with the recipient's domain; of equal ones the lowest cost. */
function chosen(objects: readonly PrintedObject[], evidence: Evidence | null): PrintedObject | undefined {
  if (objects.length === 1) return objects[0];
  const domains = (evidence?.recipients ?? []).map(mailDomain);
  // SMTP:*;1 and SMTP:contoso.example;10
  const spaces = (one: PrintedObject) =>
    listOf((one.get('addressspaces') ?? '').replaceAll(/;(?<cost>\d+)/g, '|$<cost>')).map(each => {
      const [pattern = '', cost = '1'] = each.split('|');
      return { pattern, cost: Number(cost) };
    });
  const ranked = objects
    .flatMap(one =>
      spaces(one).flatMap(({ pattern, cost }) => domains.map(domain => ({ one, cost, fit: fitOf(pattern, domain) }))),
    )
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit || Number(isOff(a.one)) - Number(isOff(b.one)) || a.cost - b.cost);
  return ranked[0]?.one;
}
