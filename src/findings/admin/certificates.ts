/** Get-ExchangeCertificate and openssl s_client: whether the certificate for SMTP is in date and has the server's name. */
import type { FindingContext, FindingFact, FindingSentence, ReadFinding } from '../../triage/finding.ts';
import type { FindingReader } from '../finding-reader.ts';
import { adminFinding, mostNamed, sentence } from './admin-finding.ts';
import { printedTimes } from './print-time.ts';
import { listOf, readPrinted } from './records.ts';

interface Certificate {
  readonly subject: string;
  /** Null where what was sent does not show them. */
  readonly names: readonly string[] | null;
  /** The moments that the end can be, where the order of day and month is not told. */
  readonly ends: readonly string[];
  readonly isForSmtp: boolean;
}

export const certificatesReader: FindingReader = (text, name, context) => {
  const shown = fromOpenssl(text);
  if (shown) return findingOf([shown], 'openssl', name, context);
  const printed = readPrinted(text, ['notafter', 'certificatedomains', 'thumbprint', 'services', 'hasprivatekey']);
  if (!printed?.objects.some(one => one.has('notafter') || one.has('certificatedomains'))) return undefined;
  const all = printed.objects.map(
    (one): Certificate => ({
      subject: one.get('subject') || one.get('thumbprint') || '…',
      names: one.has('certificatedomains')
        ? listOf(one.get('certificatedomains')).map(each => each.toLowerCase())
        : null,
      ends: printedTimes(one.get('notafter') ?? ''),
      isForSmtp: !one.has('services') || /SMTP|^[.IPWUF]*S[.IPWSUF]*$/.test(one.get('services')!),
    }),
  );
  return findingOf(all, printed.format, name, context);
};

// notAfter=Nov 23 23:59:59 2026 GMT | v:NotBefore: Aug 25 … GMT; NotAfter: Nov 23 23:59:59 2026 GMT
const opensslEnd = /notAfter[=:] ?(?<end>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT)/i;
// subject=CN = mail.contoso.com | subject=/CN=mail.contoso.com | 0 s:CN = mail.contoso.com
const opensslSubject = /^\s{0,4}(?:subject=|0 s:)[^\n]{0,300}?CN ?= ?(?<name>[^\s,/]{1,253})/m;
// X509v3 Subject Alternative Name: / DNS:mail.contoso.com, DNS:contoso.com
const opensslNames = /^\s{0,20}DNS:(?<names>[^\n]{1,4000})$/m;

function fromOpenssl(text: string): Certificate | undefined {
  const subject = opensslSubject.exec(text)?.groups?.name;
  const end = opensslEnd.exec(text)?.groups?.end;
  if (subject === undefined || (end === undefined && !/^CONNECTED\(|^-----BEGIN CERTIFICATE/m.test(text)))
    return undefined;
  const names = opensslNames
    .exec(text)
    ?.groups?.names?.split(/, ?DNS:/)
    .map(one => one.trim().toLowerCase());
  return { subject, names: names ?? null, ends: end === undefined ? [] : printedTimes(end), isForSmtp: true };
}

const day = 86_400_000;
/** Time enough to renew one. */
const soon = 14 * day;

function findingOf(
  all: readonly Certificate[],
  format: string,
  name: string | null,
  context: FindingContext,
): ReadFinding {
  const { now, evidence } = context;
  const server = evidence?.remoteHost?.toLowerCase() ?? null;
  const forSmtp = all.filter(one => one.isForSmtp);
  const looked = forSmtp.length > 0 ? forSmtp : all;
  // Of several Exchange shows the one with the name.
  const named = server === null ? [] : looked.filter(({ names }) => names?.some(one => covers(one, server)));
  const about = named.length > 0 ? named : looked;
  const left = about.flatMap(({ ends }) =>
    ends.length === 0 ? [] : [Math.max(...ends.map(end => Date.parse(end) - Date.parse(now)))],
  );
  const [first] = about;
  const end = first?.ends[0];
  const says: FindingSentence[] = [];
  const shows: FindingFact[] = [];
  const isUnclear = about.some(({ ends }) => new Set(ends.map(one => Date.parse(one) < Date.parse(now))).size > 1);
  const most = left.length === 0 ? undefined : Math.max(...left);
  if (most !== undefined && most < 0) shows.push('certificate-expired');
  else if (most !== undefined && most < soon && !isUnclear) shows.push('certificate-expires-soon');
  const knowsNames = looked.length > 0 && looked.every(({ names }) => names !== null);
  const lacksName = server !== null && knowsNames && named.length === 0;
  if (lacksName) {
    shows.push('certificate-name-missing');
    const names = [...new Set(looked.flatMap(({ names }) => names ?? []))].slice(0, mostNamed);
    says.push(sentence('nameMissing', { server, names: { list: names } }));
  } else if (named.length > 0) says.push(sentence('nameThere', { server: server! }));
  else if (!knowsNames) says.push(sentence('namesUnknown'));
  if (isUnclear && first)
    says.push(sentence('dayUnclear', { days: { list: first.ends.map(one => one.slice(0, 10)) } }));
  else if (end !== undefined) says.push(sentence('ends', { day: { day: end.slice(0, 10) } }));
  if (shows.length === 0 && named.length > 0 && most !== undefined && !isUnclear) shows.push('certificate-good');
  const days = most === undefined ? 0 : Math.floor(Math.abs(most) / day);
  const key = shows.includes('certificate-expired')
    ? 'expired'
    : lacksName
      ? 'name'
      : shows.includes('certificate-expires-soon')
        ? days < 2
          ? 'atOnce'
          : 'soon'
        : shows.includes('certificate-good')
          ? 'good'
          : 'seen';
  return adminFinding({
    kind: 'certificates',
    name,
    format,
    rows: all.length,
    headline: sentence(`headline.${key}`, {
      subject: first?.subject ?? '…',
      server: server ?? '…',
      days,
      day: { day: (end ?? now).slice(0, 10) },
    }),
    says,
    shows,
  });
}

/** RFC 6125, 6.4.3: a star stands for one label, the first. */
function covers(pattern: string, host: string): boolean {
  if (pattern === host) return true;
  return pattern.startsWith('*.') && host.slice(host.indexOf('.') + 1) === pattern.slice(2);
}
