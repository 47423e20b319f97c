/** Get-ExchangeCertificate: whether the certificate for SMTP is in date, can be used, and has the name that is wanted. */
import type { FindingFact, FindingSentence } from '../../triage/finding.ts';
import { type AdminOutput, cutOff, named, type OutputReader, type Said, sentence } from './admin-finding.ts';
import { wantedName } from './certificate-names.ts';
import { covers } from './host-pattern.ts';
import { truth } from './labels.ts';
import { printedTimes } from './print-time.ts';
import { isCut, listOf, type PrintedObject } from './printed-object.ts';

export interface Certificate {
  readonly subject: string;
  /** Null where what was sent does not show them all. */
  readonly names: readonly string[] | null;
  /** The moments that the end can be, where the order of day and month is not told. */
  readonly ends: readonly string[];
  readonly isForSmtp: boolean;
  /** Why nobody can use it, whatever its date and names. */
  readonly fault: 'no-key' | 'self-signed' | 'untrusted' | 'revoked' | null;
}

export const certificates: OutputReader = {
  kind: 'certificates',
  command: 'Get-ExchangeCertificate',
  own: ['certificatedomains', 'thumbprint', 'hasprivatekey', 'isselfsigned', 'rootcatype', 'publickeysize'],
  shared: ['notafter', 'notbefore', 'services', 'subject', 'status', 'issuer'],
  read: output => {
    const said = saidOf(output.objects.map(certificateOf), output);
    const cut = cutOff(output.objects, 'Get-ExchangeCertificate', ['Subject', 'CertificateDomains']);
    const isWhole = cut.copies.length > 0 || !said.says?.some(({ key }) => key === 'namesUnknown');
    return {
      ...said,
      shows: [...said.shows, 'own-certificates'],
      says: [...(said.says ?? []), ...cut.says],
      copies: isWhole ? cut.copies : whole,
    };
  },
};

const wholeText =
  'Get-ExchangeCertificate | Format-List Subject,CertificateDomains,NotAfter,HasPrivateKey,Services,Status,Thumbprint';
const whole = [{ key: 'whole', format: 'txt', text: wholeText, publicText: wholeText }] as const;

function certificateOf(one: PrintedObject): Certificate {
  const domains = one.get('certificatedomains');
  return {
    subject: one.get('subject') || one.get('thumbprint') || '…',
    names: domains === undefined || isCut(domains) ? null : listOf(domains).map(each => each.toLowerCase()),
    ends: printedTimes(one.get('notafter') ?? ''),
    // "IMAP, POP, IIS, SMTP", or as letters in a table: "IP.WS.."
    isForSmtp: !one.has('services') || /SMTP|^[.IPWUF]*S[.IPWSUF]*$/.test(one.get('services')!),
    fault: faultOf(one),
  };
}

function faultOf(one: PrintedObject): Certificate['fault'] {
  if (truth(one.get('hasprivatekey')) === false) return 'no-key';
  const status = one.get('status') ?? '';
  if (/^revoked$/i.test(status)) return 'revoked';
  if (truth(one.get('isselfsigned')) === true) return 'self-signed';
  return /^untrusted$/i.test(status) ? 'untrusted' : null;
}

const day = 86_400_000;
/** Time enough to renew one. */
const soon = 14 * day;

export function saidOf(
  all: readonly Certificate[],
  output: Pick<AdminOutput, 'now' | 'evidence' | 'printed' | 'findings'>,
): Said {
  const { now, evidence } = output;
  // What the connector wants decides, and else the server's own name.
  const server = wantedName(output) ?? evidence?.remoteHost?.toLowerCase() ?? null;
  const forSmtp = all.filter(one => one.isForSmtp);
  const looked = forSmtp.length > 0 ? forSmtp : all;
  // Of several Exchange shows the one with the name.
  const withName =
    server === null ? [] : looked.filter(({ names }) => names?.some(one => covers(one, server) || covers(server, one)));
  const about = withName.length > 0 ? withName : looked;
  const left = about.flatMap(({ ends }) =>
    ends.length === 0 ? [] : [Math.max(...ends.map(end => Date.parse(end) - Date.parse(now)))],
  );
  const latest = ({ ends }: Certificate) => Math.max(0, ...ends.map(end => Date.parse(end)));
  const [first] = about.toSorted((one, other) => latest(other) - latest(one));
  const end = first?.ends[0];
  const says: FindingSentence[] = [];
  const shows: FindingFact[] = [];
  const isUnclear = about.some(({ ends }) => new Set(ends.map(one => Date.parse(one) < Date.parse(now))).size > 1);
  const most = left.length === 0 ? undefined : Math.max(...left);
  if (most !== undefined && most < 0) shows.push('certificate-expired');
  else if (most !== undefined && most < soon && !isUnclear) shows.push('certificate-expires-soon');
  const knowsNames = looked.length > 0 && looked.every(({ names }) => names !== null);
  const lacksName = server !== null && knowsNames && withName.length === 0;
  if (lacksName) {
    shows.push('certificate-name-missing');
    says.push(sentence('nameMissing', { server, names: named(looked.flatMap(({ names }) => names ?? [])) }));
  } else if (withName.length > 0) says.push(sentence('nameThere', { server: server! }));
  else if (!knowsNames) says.push(sentence('namesUnknown'));
  if (isUnclear && first)
    says.push(sentence('dayUnclear', { days: { list: first.ends.map(one => one.slice(0, 10)) } }));
  else if (end !== undefined) says.push(sentence('ends', { day: { day: end.slice(0, 10) } }));
  const fault = about.every(one => one.fault !== null) ? (first?.fault ?? null) : null;
  if (fault !== null) {
    shows.push('certificate-unusable');
    says.unshift(sentence(`fault.${fault}`));
  }
  if (shows.length === 0 && withName.length > 0 && most !== undefined && !isUnclear) shows.push('certificate-good');
  const days = most === undefined ? 0 : Math.floor(Math.abs(most) / day);
  const key = shows.includes('certificate-expired')
    ? 'expired'
    : lacksName
      ? 'name'
      : fault !== null
        ? 'unusable'
        : shows.includes('certificate-expires-soon')
          ? days < 2
            ? 'atOnce'
            : 'soon'
          : shows.includes('certificate-good')
            ? 'good'
            : 'seen';
  const names = looked.flatMap(one => one.names ?? []);
  return {
    headline: sentence(`headline.${key}`, {
      subject: first?.subject ?? '…',
      server: server ?? '…',
      days,
      day: { day: (end ?? now).slice(0, 10) },
    }),
    says,
    shows,
    values:
      knowsNames && names.length > 0
        ? { certificateNames: { text: names.slice(0, 100).join(' '), isPublic: false } }
        : {},
  };
}
