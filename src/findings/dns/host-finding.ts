/** Where a host's name leads: to the address of the case, to another one, to one that works inside only, or nowhere. */
import type { FindingContext, FindingFact, FindingSentence, ReadFinding } from '../../triage/finding.ts';
import { isPrivate } from '../private-address.ts';
import { sentence } from '../tool-finding.ts';
import { isOfCase } from './about-case.ts';
import { askAgain, dnsFinding, unanswered } from './dns-finding.ts';
import type { DnsRecord, LookUp } from './look-up.ts';

const ofHost = new Set(['A', 'AAAA', 'CNAME']);

/** @param taken names that other findings speak of: targets of an MX, selectors of DKIM */
export function hostFinding(
  looks: readonly LookUp[],
  name: string | null,
  context: FindingContext,
  taken: ReadonlySet<string>,
): ReadFinding | undefined {
  const { evidence } = context;
  const all = looks.filter(look => isAboutHost(look) && !taken.has(nameOf(look)));
  const server = evidence?.remoteHost?.toLowerCase() ?? null;
  const look = all.find(one => nameOf(one) === server) ?? all.find(one => isOfCase(nameOf(one), evidence)) ?? all[0];
  if (!look) return undefined;
  const host = nameOf(look) || '…';
  const isCases = isOfServer(look, server, context);
  const none = unanswered('host-address', look, host, isCases);
  if (none) return dnsFinding({ ...none, evidence: { remoteHost: nameOf(look) || null } }, name);
  const { key, fact, says } = judge(look, host === server ? (evidence?.remoteIp ?? null) : null);
  return dnsFinding(
    {
      kind: 'host-address',
      look,
      headline: sentence(`headline.${key}`, { host }),
      says: [...(isCases ? [] : [sentence('elsewhere', { name: host })]), ...says],
      shows: isCases ? [fact] : [],
      copies: fact === 'host-private' ? askAgain({ ...look, type: 'A' }, host) : [],
      evidence: { remoteHost: nameOf(look) || null },
    },
    name,
  );
}

/** A name above or below the server is another host; but where one above is not there, none below it is. */
function isOfServer(look: LookUp, server: string | null, { evidence }: FindingContext): boolean {
  const name = nameOf(look);
  if (server === null || name === '') return isOfCase(name, evidence);
  return name === server || (look.status === 'no-name' && server.endsWith(`.${name}`));
}

interface Verdict {
  readonly key: string;
  readonly fact: FindingFact;
  readonly says: readonly FindingSentence[];
}

function judge(look: LookUp, remoteIp: string | null): Verdict {
  if (look.status === 'no-name') return { key: 'missing', fact: 'host-missing', says: [sentence('missingMeans')] };
  const addresses = addressesOf(look).map(({ data }) => data);
  const alias = look.records.find(({ type }) => type === 'CNAME')?.data;
  const via = alias === undefined ? [] : [sentence('alias', { target: alias })];
  if (addresses.length === 0)
    return { key: 'noAddress', fact: 'host-missing', says: [...via, sentence('noAddressMeans')] };
  const list = sentence('addresses', { names: { list: [...new Set(addresses)].slice(0, 6) } });
  if (addresses.every(isPrivate))
    return { key: 'private', fact: 'host-private', says: [list, sentence('privateMeans')] };
  if (remoteIp !== null) {
    const isSame = addresses.includes(remoteIp.toLowerCase());
    return isSame
      ? { key: 'same', fact: 'host-same-address', says: [list, ...via] }
      : { key: 'other', fact: 'host-other-address', says: [list, sentence('otherMeans', { ip: remoteIp }), ...via] };
  }
  const hasV6 = addresses.some(one => one.includes(':'));
  return { key: 'there', fact: 'host-there', says: [list, ...via, ...(hasV6 ? [sentence('hasV6')] : [])] };
}

/** Of one look-up of a name without a type: nslookup asks for addresses then. */
function isAboutHost(look: LookUp): boolean {
  // Lines of a zone show what is there, not that nothing else is.
  if (look.tool === 'DNS' && addressesOf(look).length === 0) return false;
  if (look.type !== null)
    return ofHost.has(look.type) && !(look.records.length > 0 && look.records.every(one => !ofHost.has(one.type)));
  if (look.records.length > 0)
    return (
      look.records.some(({ type }) => ofHost.has(type)) &&
      !look.records.some(({ type }) => type === 'MX' || type === 'TXT')
    );
  return look.name !== null && !look.name.startsWith('_') && !look.name.includes('._');
}

function addressesOf({ records }: LookUp): DnsRecord[] {
  return records.filter(({ type }) => type === 'A' || type === 'AAAA');
}

export function nameOf(look: LookUp): string {
  const own = look.name ?? look.records.find(({ type }) => type === 'CNAME')?.name ?? addressesOf(look)[0]?.name ?? '';
  return own === '@' ? '' : own;
}
