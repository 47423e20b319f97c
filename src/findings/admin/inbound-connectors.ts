/** Get-InboundConnector: which connector mail from the case's sender falls under, and what it refuses. */
import type { Evidence } from '../../triage/evidence.ts';
import type { FindingFact, FindingSentence } from '../../triage/finding.ts';
import { merged, without } from '../firewall/address-set.ts';
import { spanIn } from './address-span.ts';
import { cutOff, fitOf, mailDomain, named, nameOf, type OutputReader, sentence } from './admin-finding.ts';
import { truth } from './labels.ts';
import { isCut, listOf, type PrintedObject } from './printed-object.ts';
import { sendingAddresses } from './sending-addresses.ts';

const command = 'Get-InboundConnector';

export const inboundConnectors: OutputReader = {
  kind: 'inbound-connectors',
  command,
  own: [
    'senderdomains',
    'senderipaddresses',
    'restrictdomainstoipaddresses',
    'restrictdomainstocertificate',
    'tlssendercertificatename',
    'treatmessagesasinternal',
    'efskiplastip',
    'efskipips',
  ],
  shared: ['connectortype', 'requiretls', 'enabled', 'name', 'cloudservicesmailenabled', 'connectorsource'],
  read: ({ objects, evidence }) => {
    const about = chosen(objects, evidence);
    if (!about) {
      const strict = objects.filter(one => !isOff(one) && isStrict(one)).map(nameOf);
      return {
        headline: sentence('headline.several', { count: objects.length }),
        says: strict.length === 0 ? [] : [sentence('strictOnes', { names: named(strict) })],
        shows: [],
      };
    }
    const name = nameOf(about);
    const cut = cutOff([about], command, ['SenderDomains', 'SenderIPAddresses', 'TlsSenderCertificateName']);
    if (isOff(about))
      return {
        headline: sentence('headline.off', { name }),
        says: [sentence('offMeans'), ...cut.says],
        shows: ['inbound-off'],
        copies: cut.copies,
      };
    const { says, shows } = demandsOf(about, evidence);
    const isTold = about.has('restrictdomainstoipaddresses') && about.has('restrictdomainstocertificate');
    const key = shows.includes('inbound-refuses-address')
      ? 'refuses'
      : shows.length > 0
        ? 'strict'
        : isTold && truth(about.get('enabled'))
          ? 'open'
          : 'seen';
    return {
      headline: sentence(`headline.${key}`, { name }),
      says: [...(key === 'seen' ? [sentence('unseen')] : []), ...says, ...cut.says],
      shows,
      copies: key === 'seen' && cut.copies.length === 0 ? whole : cut.copies,
    };
  },
};

const wholeText =
  'Get-InboundConnector | Format-List Name,Enabled,ConnectorType,SenderDomains,SenderIPAddresses,RestrictDomainsToIPAddresses,RestrictDomainsToCertificate,TlsSenderCertificateName,RequireTls';
const whole = [{ key: 'whole', format: 'txt', text: wholeText, publicText: wholeText }] as const;

function isOff(one: PrintedObject): boolean {
  return truth(one.get('enabled')) === false;
}

function isStrict(one: PrintedObject): boolean {
  return (
    truth(one.get('restrictdomainstoipaddresses')) === true || truth(one.get('restrictdomainstocertificate')) === true
  );
}

/** That with the sender's domain by its narrowest pattern, and of several the one that is on. */
function chosen(objects: readonly PrintedObject[], evidence: Evidence | null): PrintedObject | undefined {
  if (objects.length === 1) return objects[0];
  if (!evidence?.sender) return undefined;
  const domain = mailDomain(evidence.sender);
  const fits = objects.map(one => ({
    one,
    // "smtp:*;1"
    fit: Math.max(
      0,
      ...listOf((one.get('senderdomains') ?? '').replaceAll(/;\d+/g, '')).map(each => fitOf(each, domain)),
    ),
  }));
  const best = Math.max(...fits.map(({ fit }) => fit));
  const those = fits.filter(({ fit }) => fit === best && fit > 0).map(({ one }) => one);
  const on = those.filter(one => !isOff(one));
  return on.length === 1 ? on[0] : those.length === 1 ? those[0] : undefined;
}

function demandsOf(one: PrintedObject, evidence: Evidence | null): { says: FindingSentence[]; shows: FindingFact[] } {
  const says: FindingSentence[] = [];
  const shows: FindingFact[] = [];
  const allowed = listOf(one.get('senderipaddresses'));
  const wantsAddress = truth(one.get('restrictdomainstoipaddresses')) === true;
  const certificate = one.get('tlssendercertificatename') ?? '';
  if (wantsAddress && allowed.length > 0) {
    const spans = merged(allowed.flatMap(spanIn));
    const isIn = (ip: string) => spanIn(ip).every(span => without(span, spans).length === 0);
    const senders = sendingAddresses(evidence);
    const stranger = senders.find(ip => !isIn(ip));
    if (stranger !== undefined && !senders.some(isIn) && !isCut(one.get('senderipaddresses'))) {
      shows.push('inbound-refuses-address');
      says.push(sentence('addressMissing', { ip: stranger, allowed: named(allowed) }));
    } else {
      shows.push('inbound-wants-address');
      says.push(sentence('onlyFrom', { allowed: named(allowed) }));
    }
  }
  if (truth(one.get('restrictdomainstocertificate')) === true) {
    shows.push('inbound-wants-certificate');
    says.push(certificate === '' ? sentence('anyCertificate') : sentence('certificate', { name: certificate }));
  } else if (certificate !== '') says.push(sentence('knownBy', { name: certificate }));
  if (truth(one.get('requiretls')) === true) says.push(sentence('tls'));
  return { says, shows };
}
