/** Whether a DKIM key is there and whole, and in which form Microsoft 365 has it (RFC 6376, 3.6.1). */
import type { FindingContext, FindingFact, FindingSentence, ReadFinding } from '../../triage/finding.ts';
import { sentence } from '../tool-finding.ts';
import { isOfSender } from './about-case.ts';
import { dnsFinding, unanswered } from './dns-finding.ts';
import type { DnsRecord, LookUp } from './look-up.ts';
import { parseTags } from './parse-tags.ts';

const selectorName = /^(?<selector>[\w-]{1,63})\._domainkey(?:\.(?<domain>\S{1,253}))?$/;

export function dkimFinding(
  looks: readonly LookUp[],
  name: string | null,
  context: FindingContext,
): ReadFinding | undefined {
  const all = looks.filter(look => selectorName.test(nameOf(look)) || look.records.some(isKey));
  if (all.length === 0) return undefined;
  const judged = all.map(look => ({ look, verdict: judge(look) }));
  const worst = judged.find(({ verdict }) => verdict.fact !== 'dkim-good') ?? judged[0]!;
  const { look, verdict } = worst;
  const { selector = '', domain = '' } = selectorName.exec(nameOf(look))?.groups ?? {};
  const isCases = isOfSender(domain || null, context.evidence);
  const values = { name: nameOf(look) || '…', domain: domain || '…', selector };
  const none = unanswered('dkim-record', look, values.name, isCases);
  if (none) return dnsFinding(none, name);
  const good = judged.filter(one => one !== worst && one.verdict.fact === 'dkim-good').map(one => nameOf(one.look));
  return dnsFinding(
    {
      kind: 'dkim-record',
      look,
      headline: sentence(`headline.${verdict.key}`, values),
      says: [
        ...(isCases ? [] : [sentence('elsewhere', { name: values.domain })]),
        ...verdict.says.map(one => ({ ...one, values: { ...values, ...one.values } })),
        ...(good.length > 0 && verdict.fact !== 'dkim-good'
          ? [sentence('othersGood', { names: { list: good.slice(0, 6) } })]
          : []),
      ],
      shows: isCases && verdict.fact !== null ? [verdict.fact] : [],
    },
    name,
  );
}

interface Verdict {
  readonly key: string;
  /** Null: it cannot be told. */
  readonly fact: FindingFact | null;
  readonly says: readonly FindingSentence[];
}

// selector1-contoso-com._domainkey.contoso.onmicrosoft.com | selector1-contoso-com._domainkey.contoso.n-v1.dkim.mail.microsoft
const microsofts =
  /^selector[12]-[\w-]{1,100}\._domainkey\.[\w-]{1,63}\.(?:onmicrosoft\.com|[\w-]{1,20}\.dkim\.mail\.microsoft)$/;
/** RSA of 1024 bits has 216 characters as base64; what is shorter is no key that anybody takes. */
const shortestKey = 200;

function judge(look: LookUp): Verdict {
  const alias = look.records.find(({ type }) => type === 'CNAME');
  const key = look.records.find(isKey);
  const isMicrosofts = alias !== undefined && microsofts.test(alias.data);
  const selector = selectorName.exec(nameOf(look))?.groups?.selector ?? '';
  if (!key) {
    if (isMicrosofts && look.status !== 'no-name')
      return { key: 'pointed', fact: 'dkim-good', says: [sentence('pointedMeans')] };
    if (alias) {
      const isSelector = /^selector[12]$/.test(selector);
      return isSelector || look.status === 'no-name'
        ? {
            key: 'elsewhere',
            fact: 'dkim-wrong',
            says: [sentence('aliasElsewhere', { target: alias.data }), sentence('shouldPoint')],
          }
        : { key: 'alias', fact: 'dkim-good', says: [sentence('aliasMeans', { target: alias.data })] };
    }
    return { key: 'missing', fact: 'dkim-missing', says: [sentence('missingMeans'), sentence('shouldPoint')] };
  }
  const { byName, wrong } = parseTags(key.data);
  const value = byName.get('p')?.replace(/\s+/g, '');
  if (value === '') return { key: 'revoked', fact: 'dkim-revoked', says: [sentence('revokedMeans')] };
  const isEd25519 = byName.get('k')?.toLowerCase() === 'ed25519';
  const isWhole =
    value !== undefined && /^[A-Za-z\d+/]+={0,2}$/.test(value) && (isEd25519 || value.length >= shortestKey);
  if (look.isCut) return { key: 'cut', fact: null, says: [sentence('cutMeans')] };
  if (wrong.length > 0 || !isWhole) return { key: 'wrong', fact: 'dkim-wrong', says: [sentence('wrongMeans')] };
  return { key: 'good', fact: 'dkim-good', says: [sentence('goodMeans')] };
}

function isKey({ type, data }: DnsRecord): boolean {
  return (
    type === 'TXT' &&
    (/^v ?= ?DKIM1\b/i.test(data) || /^(?:k|p|t|h)=[^;]{0,4000};? ?p=|^p=[A-Za-z\d+/=\s]{0,4000}$/.test(data))
  );
}

function nameOf({ name, records }: LookUp): string {
  return name ?? records.find(({ type }) => type === 'TXT' || type === 'CNAME')?.name ?? '';
}
