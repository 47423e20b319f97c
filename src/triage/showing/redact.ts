/** What others may read along: the evidence of a case without whole addresses, customers' names and their servers. */
import { parse } from 'tldts';
import type { Evidence, StatusCodeFinding } from '../evidence.ts';

/**
 * Addresses, host names and IP addresses keep their first letters, so that colleagues can tell them apart: `a…@f….com`,
 * `m….f….com`, `192.0.x.x`. Hosts of Microsoft stay as they are, but not a customer's name in front of them.
 */
export function redactEvidence(evidence: Evidence): Evidence {
  const cover = (text: string | null) => (text === null ? null : redactText(text));
  return {
    ...evidence,
    sender: cover(evidence.sender),
    recipients: evidence.recipients.map(redactText),
    perRecipient: evidence.perRecipient.map(one => ({
      ...one,
      recipient: redactText(one.recipient),
      text: redactText(one.text),
    })),
    remoteHost: cover(evidence.remoteHost),
    remoteIp: cover(evidence.remoteIp),
    reportingHost: cover(evidence.reportingHost),
    statusCodes: evidence.statusCodes.map((code): StatusCodeFinding => ({ ...code, text: redactText(code.text) })),
    subReasonText: cover(evidence.subReasonText),
    words: redactText(evidence.words),
    line: redactText(evidence.line),
  };
}

// Whatever stands between blanks and brackets: one token is looked at as a whole. `=` and `/` are parts of X.500 names.
const token = /[^\s<>()[\]{}"“”«»,;|]+/g;

// "Jan Jansen", 'Anna de Vries': two to four words of which the first has a capital
const quotedName = /(?<open>["“'‘«])(?<name>\p{Lu}[\p{L}.-]{0,30}(?: [\p{L}.-]{1,30}){1,3})(?<close>["”'’»])/gu;

export function redactText(text: string): string {
  return text
    .replace(quotedName, (_, open: string, name: string, close: string) => `${open}${name.charAt(0)}…${close}`)
    .replace(token, redactToken);
}

// Chinese needs no blank around a host name: 服务器mail.fabrikam.cn拒绝
const latinRun = /[\u0021-\u024f]+/g;

function redactToken(whole: string): string {
  if (!whole.includes('@') && /\p{Script=Han}/u.test(whole) && /[\u0021-\u024f]/.test(whole)) {
    const covered = whole.replace(latinRun, redactPart);
    return covered === whole ? redactPart(whole) : covered;
  }
  return redactPart(whole);
}

function redactPart(whole: string): string {
  // A comma is no part of a token, but a full stop or a colon at its end may be.
  const [, before = '', bare = '', after = ''] = /^(['‘]?)(.*?)([.:!?'’]{0,3})$/s.exec(whole) ?? [];
  return `${before}${redactBare(bare)}${after}`;
}

function redactBare(bare: string): string {
  if (/^IMCEA/i.test(bare) || /\/(?:o|ou|cn)=/i.test(bare)) return `${bare.slice(0, 5)}…`;
  if (bare.includes('=')) return bare.split('=').map(redactPart).join('=');
  const scheme = bare.indexOf('://');
  if (scheme > 0 && scheme < 10) return redactUrl(bare, scheme + 3);
  const at = bare.lastIndexOf('@');
  if (at >= 0) return `${prefixOf(bare, at)}@${shortHost(bare.slice(at + 1))}`;
  const port = /^(?<host>.+?)(?<port>[:#]\d{1,5})$/s.exec(bare)?.groups;
  if (port && ipVersion(bare) === 0) return `${redactBare(port.host!)}${port.port}`;
  switch (ipVersion(bare)) {
    case 4:
      return `${bare.split('.').slice(0, 2).join('.')}.x.x`;
    case 6:
      return `${bare.split(':').slice(0, 2).join(':')}:…`;
    default:
      return isHostName(bare) ? shortHost(bare) : bare;
  }
}

/** `TO:anna` -> `TO:a…` */
function prefixOf(bare: string, at: number): string {
  const start = bare.lastIndexOf(':', at) + 1;
  return `${bare.slice(0, start)}${[...bare.slice(start, at)][0] ?? ''}…`;
}

function redactUrl(url: string, start: number): string {
  const end = url.slice(start).search(/[/?#:]/);
  const host = end < 0 ? url.slice(start) : url.slice(start, start + end);
  if (isPublicHelp(host) && !/@|(?:\d{1,3}\.){3}\d/.test(url)) return url;
  return `${url.slice(0, start)}${shortHost(host)}${end < 0 ? '' : '/…'}`;
}

function ipVersion(text: string): 0 | 4 | 6 {
  if (!parse(text, { extractHostname: false }).isIp) return 0;
  return text.includes(':') ? 6 : 4;
}

// Kinds of names that only exist inside a company, and those that examples use (RFC 2606, RFC 6762).
const innerZones = new Set(
  'local lan corp internal intern intra intranet home private domain example test invalid localhost'.split(' '),
);

function isHostName(bare: string): boolean {
  if (!/^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+$/u.test(bare)) return false;
  const { isIcann, domain } = parse(bare, { validateHostname: false });
  return (isIcann === true && domain !== null) || innerZones.has(bare.slice(bare.lastIndexOf('.') + 1).toLowerCase());
}

/** Names that say nothing about a customer: Microsoft's servers, and the help pages that error texts link to. */
const microsoft =
  /(?:^|\.)(?:prod\.outlook\.com|outbound\.protection\.outlook\.com|exchangelabs\.com|aka\.ms|microsoft\.com)$/i;
// fabrikam-com.mail.protection.outlook.com: the first label is the customer
const customersMx =
  /(?:^|\.)(?:mail\.protection\.outlook\.com|mail\.eo\.outlook\.com|[a-z]-v1\.mx\.microsoft|mx\.microsoft|onmicrosoft\.com)$/i;

function isPublicHelp(host: string): boolean {
  return microsoft.test(host) || /(?:^|\.)(?:spamhaus\.org|support\.google\.com|office\.com)$/i.test(host);
}

function shortHost(host: string): string {
  if (ipVersion(host) !== 0) return redactBare(host);
  if (isPublicHelp(host)) return host;
  const shared = customersMx.exec(host);
  const kept = shared ? shared[0].replace(/^\./, '') : host.slice(host.lastIndexOf('.') + 1);
  const names = host
    .slice(0, Math.max(0, host.length - kept.length))
    .split('.')
    .filter(label => label !== '');
  if (names.length === 0) return host.includes('.') ? kept : `${[...host][0] ?? ''}…`;
  return `${names.map(label => `${[...label][0]}…`).join('.')}.${kept}`;
}
