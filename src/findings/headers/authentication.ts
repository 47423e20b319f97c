/**
 * Authentication-Results (RFC 8601) and the verdicts of Microsoft's filter in a message's header.
 * https://learn.microsoft.com/defender-office-365/message-headers-eop-mdo, read 2026-11-29
 */
import { fieldOf, type HeaderField } from './header-fields.ts';

export interface Authentication {
  readonly spf: string | null;
  readonly dkim: string | null;
  readonly dmarc: string | null;
  readonly compauth: string | null;
  /** Three digits: why compauth is so. */
  readonly reason: string | null;
  readonly arc: string | null;
  /** Of SPF, of DKIM, and what the reader sees as the sender. */
  readonly mailFrom: string | null;
  readonly signedBy: string | null;
  readonly headerFrom: string | null;
  readonly sendingIp: string | null;
}

export interface FilterVerdict {
  readonly scl: number | null;
  readonly sfv: string | null;
  readonly cat: string | null;
  readonly ipv: string | null;
  readonly cip: string | null;
  /** Bulk complaint level, 0 to 9. */
  readonly bcl: number | null;
  /** INB: from outside; OUT: to outside. */
  readonly direction: string | null;
  /** Where it was put: I inbox, J junk. */
  readonly destination: string | null;
  readonly isInternal: boolean;
}

/** The topmost is of the last server, which is the recipient's; the analyzer says the same in a row of its own. */
export function authenticationOf(fields: readonly HeaderField[]): Authentication | undefined {
  const all = fields.filter(({ name, value }) => name === 'authentication-results' && /=/.test(value));
  const text = (all.find(({ value }) => /\bcompauth=/.test(value)) ?? all[0])?.value;
  const received = fieldOf(fields, 'received-spf');
  if (text === undefined && received === null) return undefined;
  const shown = (text ?? '').slice(0, 4_000);
  const result = (method: string) =>
    new RegExp(`(?:^|[\\s;])${method}=(?<result>[a-z]{2,16})`, 'i').exec(shown)?.groups?.result?.toLowerCase() ?? null;
  const property = (name: string) => {
    const value = new RegExp(`\\b${name}=(?<value>[^\\s;()]{1,253})`, 'i').exec(shown)?.groups?.value?.toLowerCase();
    return value === undefined || value === 'none' ? null : value.slice(value.lastIndexOf('@') + 1);
  };
  return {
    spf: result('spf') ?? /^(?<result>[a-z]{4,9})\b/i.exec(received ?? '')?.groups?.result?.toLowerCase() ?? null,
    // Of several signatures one that holds is enough.
    dkim: /\bdkim=pass\b/i.test(shown) ? 'pass' : result('dkim'),
    dmarc: result('dmarc'),
    compauth: result('compauth'),
    reason: /\breason=(?<reason>\d{3})\b/.exec(shown)?.groups?.reason ?? null,
    arc: result('arc'),
    mailFrom: property('smtp\\.mailfrom'),
    signedBy: property('header\\.d'),
    headerFrom: property('header\\.from'),
    sendingIp: /sender IP is (?<ip>[\da-f.:]{3,45})/i.exec(shown)?.groups?.ip ?? null,
  };
}

export function verdictOf(fields: readonly HeaderField[]): FilterVerdict | undefined {
  const report = fieldOf(fields, 'x-forefront-antispam-report');
  const delivery = fieldOf(fields, 'x-microsoft-antispam-mailbox-delivery');
  const organizationScl = fieldOf(fields, 'x-ms-exchange-organization-scl');
  const authAs = fieldOf(fields, 'x-ms-exchange-organization-authas');
  const directionality = fieldOf(fields, 'x-ms-exchange-organization-messagedirectionality');
  if (report === null && delivery === null && organizationScl === null && authAs === null) return undefined;
  const part = (name: string) =>
    new RegExp(`(?:^|;)\\s{0,4}${name}:(?<value>[^;]{0,100})`)
      .exec((report ?? '').slice(0, 4_000))
      ?.groups?.value?.trim() || null;
  const bulk = /BCL:(?<level>\d)/.exec(fieldOf(fields, 'x-microsoft-antispam') ?? '')?.groups?.level;
  const scl = part('SCL') ?? organizationScl;
  return {
    scl: scl !== null && /^-?\d{1,2}$/.test(scl.trim()) ? Number(scl) : null,
    sfv: part('SFV'),
    cat: part('CAT'),
    ipv: part('IPV'),
    cip: part('CIP'),
    bcl: bulk === undefined ? null : Number(bulk),
    direction: part('DIR') ?? (directionality === null ? null : /incoming/i.test(directionality) ? 'INB' : 'OUT'),
    destination: /(?:^|;)\s{0,4}dest:(?<dest>[A-Z])/.exec(delivery ?? '')?.groups?.dest ?? null,
    isInternal: /^internal$/i.test(authAs ?? ''),
  };
}

// Spam Confidence Level	5 | Spam Filtering Verdict	SPM | Antispam Category	SPOOF | IP Filter Verdict	NLI
const analyzerNames: readonly (readonly [RegExp, string])[] = [
  [/^spam confidence level(?: \(SCL\))?[\t:]\s{0,8}(?<value>-?\d{1,2})/i, 'SCL'],
  [/^spam filtering verdict(?: \(SFV\))?[\t:]\s{0,8}(?<value>[A-Z]{3,4})/i, 'SFV'],
  [/^(?:antispam|anti-spam|protection policy) category(?: \(CAT\))?[\t:]\s{0,8}(?<value>[A-Z]{2,6})/i, 'CAT'],
  [/^ip filter verdict(?: \(IPV\))?[\t:]\s{0,8}(?<value>[A-Z]{3})/i, 'IPV'],
  [/^connecting ip address(?: \(CIP\))?[\t:]\s{0,8}(?<value>[\da-f.:]{3,45})/i, 'CIP'],
];

/** What the analyzer lists by its long names -> the field from which it has them. */
export function analyzerReport(lines: readonly string[]): HeaderField | undefined {
  const parts = lines.flatMap(line =>
    analyzerNames.flatMap(([name, short]) => {
      const value = name.exec(line)?.groups?.value;
      return value === undefined ? [] : [`${short}:${value}`];
    }),
  );
  return parts.length === 0 ? undefined : { name: 'x-forefront-antispam-report', value: parts.join(';') };
}
