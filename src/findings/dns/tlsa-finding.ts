/** TLSA of a server's port 25: whether DANE holds there, and whether its records are of a kind that SMTP takes (RFC 7672). */
import type { FindingContext, FindingFact, ReadFinding } from '../../triage/finding.ts';
import { sentence } from '../tool-finding.ts';
import { isOfCase } from './about-case.ts';
import { dnsFinding, unanswered } from './dns-finding.ts';
import type { LookUp } from './look-up.ts';

const tlsaName = /^_25\._tcp\.(?<host>\S{1,253})$/;
/** Characters of a hash: SHA-256 and SHA-512. */
const hashLength: Readonly<Record<string, number>> = { '1': 64, '2': 128 };

export function tlsaFinding(
  looks: readonly LookUp[],
  name: string | null,
  context: FindingContext,
): ReadFinding | undefined {
  const look = looks.find(one => tlsaName.test(one.name ?? tlsaOf(one)[0]?.name ?? ''));
  if (!look) return undefined;
  const asked = look.name ?? tlsaOf(look)[0]?.name ?? '';
  const host = tlsaName.exec(asked)?.groups?.host ?? (asked || '…');
  const isCases = isOfCase(host, context.evidence);
  const none = unanswered('tlsa-record', look, host, isCases);
  if (none) return dnsFinding(none, name);
  const records = tlsaOf(look).map(({ data }) => data.split(/\s+/));
  // RFC 7672, 3.1.3: usages 0 and 1 are not for SMTP.
  const usable = records.filter(([usage = '', , matching = '', ...hash]) => {
    const wanted = hashLength[matching];
    return /^[23]$/.test(usage) && (wanted === undefined || hash.join('').length === wanted);
  });
  const [key, fact]: [string, FindingFact] =
    records.length === 0
      ? ['missing', 'tlsa-missing']
      : usable.length === 0
        ? ['wrong', 'tlsa-wrong']
        : ['there', 'tlsa-there'];
  return dnsFinding(
    {
      kind: 'tlsa-record',
      look,
      headline: sentence(`headline.${key}`, { host }),
      says: [...(isCases ? [] : [sentence('elsewhere', { name: host })]), sentence(`means.${key}`)],
      shows: isCases ? [fact] : [],
      evidence: host.includes('.') ? { remoteHost: host } : {},
    },
    name,
  );
}

function tlsaOf({ records }: LookUp) {
  return records.filter(({ type }) => type === 'TLSA');
}
