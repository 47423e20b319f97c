/** What a TLS handshake on port 25 says: whether STARTTLS is offered, and whether the certificate holds. */
import type { FindingContext, FindingFact, FindingSentence } from '../../triage/finding.ts';
import { type LineReader, sentence, toolFinding } from '../tool-finding.ts';
import { type Handshake, readHandshake } from './read-handshake.ts';

const day = 86_400_000;
/** Time enough to renew one. */
const soon = 14 * day;
const outdated = new Set(['TLSv1', 'TLSv1.1', 'SSLv3']);

export const tlsFinding: LineReader = (lines, name, context) => {
  const shaken = readHandshake(lines);
  if (!shaken) return undefined;
  const server = serverOf(shaken, context);
  const facts = factsOf(shaken, server, context.now);
  const { isStartTlsMissing, failure, subject, until, names, protocol } = shaken;
  const [first] = facts;
  const isElsewhere = shaken.host !== null && caseHost(context) !== null && shaken.host !== caseHost(context);
  const key = isElsewhere && first === undefined ? 'seen' : (headlines[first!] ?? 'seen');
  const left = until === null ? 0 : Math.floor(Math.abs(Date.parse(until) - Date.parse(context.now)) / day);
  const values = { server, subject: subject ?? server, days: left, day: { day: (until ?? context.now).slice(0, 10) } };
  const says: FindingSentence[] = [
    ...(isElsewhere ? [sentence('elsewhere', { server, own: caseHost(context)! })] : []),
    ...(isStartTlsMissing ? [sentence('noStartTls')] : []),
    ...(failure === null ? [] : [sentence('fails', { reply: failure })]),
    ...(facts.includes('certificate-name-missing')
      ? [sentence('names', { names: { list: (names ?? [subject ?? '…']).slice(0, 6) } })]
      : []),
    ...issuerSentences(shaken, facts),
    ...(facts.includes('tls-outdated') ? [sentence('outdated', { protocol: protocol! })] : []),
    ...(until !== null && key !== 'expired' ? [sentence('until', values)] : []),
    ...(names === null && subject !== null && !isStartTlsMissing ? [sentence('namesUnknown')] : []),
    ...(subject === null ? [] : [sentence('notTheConnector')]),
  ];
  return {
    ...toolFinding({
      kind: 'tls-test',
      name,
      format: 'openssl',
      rows: lines.filter(line => line !== '').length,
      headline: sentence(`headline.${key}`, values),
      says,
      shows: isElsewhere ? [] : facts,
    }),
    about: { reply: null, evidence: { remoteHost: shaken.host ?? named(subject) } },
  };
};

const headlines: Partial<Record<FindingFact, string>> = {
  'starttls-missing': 'no-starttls',
  'tls-fails': 'fails',
  'certificate-expired': 'expired',
  'certificate-name-missing': 'name',
  'certificate-untrusted': 'untrusted',
  'certificate-expires-soon': 'soon',
  'tls-outdated': 'outdated',
  'certificate-good': 'good',
};

/** What decides first comes first. */
function factsOf(shaken: Handshake, server: string, now: string): FindingFact[] {
  const { isStartTlsMissing, failure, until, names, subject, verifyCode, isSelfSigned, protocol, chain } = shaken;
  if (isStartTlsMissing) return ['starttls-missing'];
  if (failure !== null) return ['tls-fails'];
  const left = until === null ? null : Date.parse(until) - Date.parse(now);
  const isExpired = left === null ? verifyCode === 10 : left < 0;
  // With names on it the subject does not count (RFC 6125, 6.4.4).
  const all =
    names !== null && names.length > 0 ? names : subject === null || names === null ? null : [subject.toLowerCase()];
  const isNamed = all === null ? null : all.some(one => covers(one, server));
  const isUntrusted = isSelfSigned || verifyCode === 19 || ((verifyCode === 20 || verifyCode === 21) && chain === 1);
  const facts: FindingFact[] = [];
  if (isExpired) facts.push('certificate-expired');
  if (isNamed === false || verifyCode === 62) facts.push('certificate-name-missing');
  if (isUntrusted) facts.push('certificate-untrusted');
  if (!isExpired && left !== null && left < soon) facts.push('certificate-expires-soon');
  if (protocol !== null && outdated.has(protocol)) facts.push('tls-outdated');
  if (facts.length === 0 && isNamed === true && left !== null && verifyCode === 0) facts.push('certificate-good');
  return facts;
}

function issuerSentences(
  { verifyCode, isSelfSigned, chain, issuer }: Handshake,
  facts: readonly FindingFact[],
): FindingSentence[] {
  if (isSelfSigned) return [sentence('selfSigned')];
  if (verifyCode === 19) return [sentence('privateRoot')];
  if (facts.includes('certificate-untrusted')) return [sentence('intermediate', { issuer: issuer ?? '…' })];
  // The whole chain came, and this computer's openssl does not know its root: no fault of the server.
  return (verifyCode === 20 || verifyCode === 21) && chain > 1 ? [sentence('noRootHere')] : [];
}

function caseHost({ evidence }: FindingContext): string | null {
  return evidence?.remoteHost?.toLowerCase() ?? null;
}

function serverOf({ host, subject }: Handshake, context: FindingContext): string {
  return host ?? caseHost(context) ?? named(subject) ?? '…';
}

/** A subject that is a host's name, and no star. */
function named(subject: string | null): string | null {
  return subject !== null && /^[\w-]+(?:\.[\w-]+)+$/.test(subject) ? subject.toLowerCase() : null;
}

/** RFC 6125, 6.4.3: a star stands for one label, the first. */
function covers(pattern: string, host: string): boolean {
  if (pattern === host) return true;
  return pattern.startsWith('*.') && host.slice(host.indexOf('.') + 1) === pattern.slice(2);
}
