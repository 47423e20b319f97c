/** Where a domain's mail goes by its MX records, and whether anybody can deliver there. */
import type { FindingContext, FindingFact, FindingSentence, ReadFinding } from '../../triage/finding.ts';
import { isPrivate } from '../private-address.ts';
import { sentence } from '../tool-finding.ts';
import { isOfCase } from './about-case.ts';
import { askAgain, dnsFinding, unanswered } from './dns-finding.ts';
import { type DnsRecord, isInsideAnswer, type LookUp } from './look-up.ts';

export function mxFinding(
  looks: readonly LookUp[],
  name: string | null,
  context: FindingContext,
): ReadFinding | undefined {
  const all = looks.filter(look => look.type === 'MX' || mxOf(look).length > 0);
  const look = all.find(one => isOfCase(domainOf(one), context.evidence)) ?? all[0];
  if (!look) return undefined;
  const domain = domainOf(look) || '…';
  // A host of the domain, or the sender's domain, need not have an MX.
  const wanted = (context.evidence?.recipients ?? []).map(one => one.slice(one.lastIndexOf('@') + 1).toLowerCase());
  const isWanted = wanted.length === 0 || look.status === 'no-name' || ['', ...wanted].includes(domainOf(look));
  const isCases = isOfCase(domainOf(look), context.evidence) && isWanted;
  const evidence = domain.includes('.') ? { remoteHost: domain } : {};
  const none = unanswered('mx-record', look, domain, isCases);
  if (none) return dnsFinding(none, name);
  const { key, facts, says, values = {} } = judge(look, looks);
  return dnsFinding(
    {
      kind: 'mx-record',
      look,
      headline: sentence(`headline.${key}`, { domain, ...values }),
      says: [...(isCases ? [] : [sentence('elsewhere', { name: domain })]), ...says],
      // An answer from inside is not what senders get.
      shows: isCases && !isInsideAnswer(look) ? facts : [],
      copies: isInsideAnswer(look) ? askAgain(look, domain) : [],
      evidence,
    },
    name,
  );
}

interface Verdict {
  readonly key: string;
  readonly facts: readonly FindingFact[];
  readonly says: readonly FindingSentence[];
  readonly values?: Readonly<Record<string, string>>;
}

function judge(look: LookUp, looks: readonly LookUp[]): Verdict {
  if (look.status === 'no-name') return { key: 'noName', facts: ['domain-missing'], says: [sentence('noNameMeans')] };
  const records = [...mxOf(look)].sort((one, other) => (one.preference ?? 0) - (other.preference ?? 0));
  if (records.length === 0) return { key: 'missing', facts: ['mx-missing'], says: [sentence('missingMeans')] };
  const targets = [...new Set(records.map(({ data }) => data))];
  if (targets.includes('.')) {
    const more = targets.length > 1 ? [sentence('nullAndMore')] : [];
    return {
      key: 'null',
      facts: targets.length > 1 ? ['mx-wrong'] : ['mx-null'],
      says: [sentence('nullMeans'), ...more],
    };
  }
  const list = sentence('targets', {
    names: { list: records.slice(0, 6).map(({ data, preference }) => `${data} (${preference})`) },
  });
  const wrong = wrongTarget(targets, looks);
  if (wrong) return { ...wrong, facts: ['mx-wrong'], says: [...wrong.says, list] };
  const ours = targets.filter(isExchangeOnline);
  if (ours.length === targets.length)
    return {
      key: 'exchangeOnline',
      facts: ['mx-there', 'mx-exchange-online'],
      says: [list, ...(ours.length > 1 ? [sentence('twoOfMicrosoft')] : [])],
    };
  if (ours.length > 0)
    return { key: 'mixed', facts: ['mx-there'], says: [sentence('mixedMeans'), list], values: { host: ours[0]! } };
  return {
    key: 'elsewhere',
    facts: ['mx-there'],
    says: [list, sentence('elsewhereMeans')],
    values: { host: targets[0]! },
  };
}

/** RFC 5321, 5.1: an MX names a host that has an address of its own. */
function wrongTarget(targets: readonly string[], looks: readonly LookUp[]): Omit<Verdict, 'facts'> | undefined {
  const literal = targets.find(one => /^[\d.]+$|:/.test(one));
  if (literal !== undefined) return { key: 'address', says: [sentence('addressMeans')], values: { host: literal } };
  const bare = targets.find(one => !one.includes('.'));
  if (bare !== undefined) return { key: 'bare', says: [sentence('bareMeans')], values: { host: bare } };
  const records = looks.flatMap(one => one.records);
  for (const host of targets) {
    if (records.some(({ type, name }) => type === 'CNAME' && name === host))
      return { key: 'alias', says: [sentence('aliasMeans')], values: { host } };
    const lost = looks.find(one => one.name === host && one.status === 'no-name');
    if (lost) return { key: 'lost', says: [sentence('lostMeans')], values: { host } };
    const addresses = records.filter(({ type, name }) => (type === 'A' || type === 'AAAA') && name === host);
    if (addresses.length > 0 && addresses.every(({ data }) => isPrivate(data)))
      return { key: 'private', says: [sentence('privateMeans', { ip: addresses[0]!.data })], values: { host } };
  }
  return undefined;
}

/** `contoso-com.mail.protection.outlook.com`, and since DNSSEC `contoso-com.a-v1.mx.microsoft`. */
export function isExchangeOnline(host: string): boolean {
  return /\.(?:mail\.protection\.outlook\.com|mx\.microsoft|mail\.protection\.partner\.outlook\.cn|mail\.protection\.office365\.us)$/.test(
    host,
  );
}

function mxOf({ records }: LookUp): DnsRecord[] {
  return records.filter(({ type }) => type === 'MX');
}

function domainOf(look: LookUp): string {
  const own = mxOf(look)[0]?.name || (look.name ?? '');
  return own === '@' ? '' : own;
}
