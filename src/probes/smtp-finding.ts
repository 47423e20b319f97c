/** What a conversation with a mail server shows, and what it cannot show from an address that is not Microsoft's. */
import type { FindingFact, FindingSentence, ReadFinding } from '../triage/finding.ts';
import { type ProbeContext, probeFinding, sentence } from './probe-finding.ts';
import type { SmtpProbe } from './probe-smtp.ts';
import { coversDomain, type ShownCertificate } from './probe-tls.ts';

interface Seen {
  readonly headline: string;
  readonly shows: readonly FindingFact[];
  readonly says: readonly FindingSentence[];
}

export function smtpFinding(probe: SmtpProbe, context: ProbeContext): ReadFinding {
  const { host, address, tried, ended, greeting } = probe;
  const { headline, shows, says } = seenIn(probe, context);
  const isShut = ended.kind === 'broke-off' && ended.at === 'connect';
  const version = probe.tls?.version ?? '';
  const values = {
    host,
    version,
    code: 'code' in ended ? ended.code : 0,
    days: daysLeft(probe.tls?.certificate ?? null, context),
  };
  const minutes = Math.ceil((probe.ttl ?? 0) / 60);
  const others = tried.filter(one => one !== address);
  return probeFinding('probe-smtp', context, {
    headline: sentence(`headline.${headline}`, values),
    shows: [...shows, ...(isShut || ended.kind === 'rejected' ? [] : (['probe-open'] as const))],
    says: [
      ...says,
      // Whoever lets in none but Microsoft turns this test away as well, and whoever lets it in may turn Microsoft away.
      sentence(isShut ? 'shutFromHere' : 'openFromHere', {}),
      ...(others.length > 0 && !isShut ? [sentence('othersFail', { addresses: { list: others } })] : []),
      sentence(minutes > 1 ? 'addressKept' : 'address', {
        address: { list: tried.length > 1 && isShut ? tried : [address] },
        minutes,
      }),
      ...(greeting !== null && ended.kind !== 'rejected' ? [sentence('greeting', { text: greeting })] : []),
    ],
  });
}

function seenIn(probe: SmtpProbe, context: ProbeContext): Seen {
  const { ended, tls } = probe;
  switch (ended.kind) {
    case 'broke-off':
      return brokenOff(ended.at, ended.why);
    case 'rejected': {
      const says = [sentence('reply', { code: ended.code, text: ended.text })];
      if (ended.at === 'starttls') return { headline: 'starttlsRefused', shows: ['probe-tls-fails'], says };
      return { headline: 'turnedAway', shows: ['probe-turned-away'], says };
    }
    case 'not-offered':
      return { headline: 'noStarttls', shows: ['probe-no-starttls'], says: [sentence('noStarttlsMeans', {})] };
    case 'handshake':
      return {
        headline: 'handshake',
        shows: ['probe-tls-fails'],
        says: [sentence('handshakeCode', { code: ended.code })],
      };
    case 'done':
      return afterTls(probe, tls!, context);
    default:
      return ended satisfies never;
  }
}

type BrokeOff = Extract<SmtpProbe['ended'], { kind: 'broke-off' }>;

function brokenOff(at: BrokeOff['at'], why: BrokeOff['why']): Seen {
  if (at === 'connect') {
    if (why === 'refused') return { headline: 'refused', shows: ['probe-refused'], says: [] };
    if (why === 'silent') return { headline: 'silent', shows: ['probe-silent'], says: [] };
    return { headline: 'unreachable', shows: ['probe-unreachable'], says: [] };
  }
  const says = [sentence(`brokeOff.${at}`, {})];
  if (why === 'closed' || why === 'reset') {
    const fact = at === 'tls' || at === 'starttls' ? 'probe-tls-fails' : 'probe-closes';
    return { headline: why === 'reset' ? 'resets' : 'closes', shows: [fact, 'probe-closes'], says };
  }
  if (why === 'silent' || why === 'slow') return { headline: 'slow', shows: ['probe-stalls'], says };
  return { headline: 'noSmtp', shows: ['probe-no-smtp'], says };
}

function afterTls(probe: SmtpProbe, tls: NonNullable<SmtpProbe['tls']>, context: ProbeContext): Seen {
  const { certificate, isOld, version } = tls;
  const old: Partial<Seen> = isOld ? { shows: ['probe-old-tls'], says: [sentence('oldTls', { version })] } : {};
  if (!certificate)
    return { headline: isOld ? 'oldTls' : 'noCertificate', shows: old.shows ?? [], says: old.says ?? [] };
  const problems = problemsOf(certificate, probe.host, context);
  const [first] = problems;
  const isGood = !isOld && problems.every(({ shows }) => shows.length === 0);
  return {
    headline: isOld ? 'oldTls' : (first?.headline ?? 'good'),
    shows: [
      ...(old.shows ?? []),
      ...problems.flatMap(({ shows }) => shows),
      ...(isGood ? (['probe-tls-good'] as const) : []),
    ],
    says: [
      ...(old.says ?? []),
      ...problems.flatMap(({ says }) => says),
      sentence('certificate', {
        subject: certificate.subject,
        issuer: certificate.issuer,
        day: { day: certificate.validTo.slice(0, 10) },
      }),
    ],
  };
}

const day = 86_400_000;
/** Time enough to renew one. */
const soon = 14 * day;

function daysLeft(certificate: ShownCertificate | null, { now }: ProbeContext): number {
  return certificate === null ? 0 : Math.floor((Date.parse(certificate.validTo) - Date.parse(now)) / day);
}

/** What decides first. */
function problemsOf(certificate: ShownCertificate, host: string, { now, tlsDomain }: ProbeContext): Seen[] {
  const { chain, code, names, hasHostName } = certificate;
  const at = Date.parse(now);
  const problems: Seen[] = [];
  if (Date.parse(certificate.validTo) < at)
    problems.push({ headline: 'expired', shows: ['probe-certificate-expired'], says: [] });
  if (Date.parse(certificate.validFrom) > at)
    problems.push({
      headline: 'notYet',
      shows: ['probe-certificate-untrusted'],
      says: [sentence('validFrom', { day: { day: certificate.validFrom.slice(0, 10) } })],
    });
  const isNamed = tlsDomain === null ? hasHostName : coversDomain(names, tlsDomain);
  const listed = { list: names.length > 0 ? names.slice(0, mostNames) : [certificate.subject] };
  if (!isNamed)
    problems.push({
      headline: 'name',
      shows: ['probe-certificate-name'],
      says: [
        tlsDomain === null
          ? sentence('nameMissing', { host, names: listed })
          : sentence('connectorName', { domain: tlsDomain, names: listed }),
      ],
    });
  else if (tlsDomain !== null)
    problems.push({ headline: 'good', shows: [], says: [sentence('connectorNameThere', { domain: tlsDomain })] });
  if (chain !== 'trusted')
    problems.push({
      headline: chain,
      shows: ['probe-certificate-untrusted'],
      says: [sentence(`chain.${chain}`, { issuer: certificate.issuer })],
    });
  else if (code !== null && problems.every(({ shows }) => shows.length === 0))
    problems.push({
      headline: 'untrusted',
      shows: ['probe-certificate-untrusted'],
      says: [sentence('chain.other', { code })],
    });
  const left = Date.parse(certificate.validTo) - at;
  if (left >= 0 && left < soon) problems.push({ headline: left < 2 * day ? 'atOnce' : 'soon', shows: [], says: [] });
  // "In order" is the headline of what has no problem.
  return problems.sort((one, other) => Number(one.headline === 'good') - Number(other.headline === 'good'));
}

const mostNames = 6;
