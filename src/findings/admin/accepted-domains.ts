/** Get-AcceptedDomain: whether Exchange Online passes on what it does not know, for the domain of the case. */
import { cutOff, fitOf, mailDomain, named, type OutputReader, sentence } from './admin-finding.ts';
import { domainTypeOf, truth } from './labels.ts';
import type { PrintedObject } from './printed-object.ts';

export const acceptedDomains: OutputReader = {
  kind: 'accepted-domains',
  command: 'Get-AcceptedDomain',
  own: ['domaintype'],
  shared: ['domainname', 'default', 'matchsubdomains', 'name', 'initialdomain'],
  read: ({ objects, evidence }) => {
    const wanted = new Set((evidence?.recipients ?? []).map(mailDomain));
    const about = objects.filter(one => [...wanted].some(domain => has(one, domain)));
    const shown = about.length > 0 ? about : objects.length === 1 ? objects : [];
    const relays = (shown.length > 0 ? shown : objects).filter(one => typeOf(one) === 'relay').map(nameIn);
    const cut = cutOff(shown.length > 0 ? shown : objects, 'Get-AcceptedDomain', ['DomainName', 'DomainType']);
    const [absent] = wanted;
    // The whole list has them all; one domain that somebody asked for by name says nothing of the others.
    const isAbsent =
      absent !== undefined &&
      about.length === 0 &&
      objects.length > 1 &&
      cut.says.length === 0 &&
      !objects.some(one => mayHave(one, absent));
    if (isAbsent)
      return {
        headline: sentence('headline.absent', { domain: absent, count: objects.length }),
        says: [sentence('absentMeans')],
        shows: ['domain-not-ours'],
      };
    if (shown.length === 0)
      return {
        headline: sentence(relays.length === 0 ? 'headline.allOwn' : 'headline.someRelay', {
          count: relays.length,
          names: named(relays),
        }),
        ...cut,
        shows: [],
      };
    if (relays.length > 0)
      return {
        headline: sentence('headline.relay', { names: named(relays) }),
        says: [sentence('relayMeans'), ...cut.says],
        shows: ['domain-internal-relay'],
        copies: cut.copies,
      };
    const isOwn = shown.every(one => typeOf(one) === 'own');
    return {
      headline: sentence(isOwn ? 'headline.own' : 'headline.unclear', { names: named(shown.map(nameIn)) }),
      says: [...(isOwn ? [sentence('ownMeans')] : []), ...cut.says],
      shows: isOwn ? ['domain-authoritative'] : [],
      copies: cut.copies,
    };
  },
};

function nameIn(one: PrintedObject): string {
  return (one.get('domainname') || one.get('name') || '').toLowerCase();
}

/** `*.contoso.example`, or MatchSubDomains: those below it are ours as well. */
function has(one: PrintedObject, domain: string): boolean {
  const isBelow = truth(one.get('matchsubdomains')) === true && domain.endsWith(`.${nameIn(one)}`);
  return isBelow || fitOf(nameIn(one), domain) > 1;
}

/** The usual table does not show MatchSubDomains. */
function mayHave(one: PrintedObject, domain: string): boolean {
  return !one.has('matchsubdomains') && domain.endsWith(`.${nameIn(one)}`);
}

/** ExternalRelay passes on as well, and only Exchange Server has it. */
function typeOf(one: PrintedObject): 'relay' | 'own' | undefined {
  const type = domainTypeOf(one.get('domaintype'));
  return type === 'outer' ? 'relay' : type;
}
