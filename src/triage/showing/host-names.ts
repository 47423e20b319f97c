/** Which dotted names are hosts and which are codes, versions, files or parts of a program; and how a host is shortened. */
import { parse } from 'tldts';

/** Stands for a dot that may be none: "fabrikam dot example", 完。example. Then only a common ending makes a host of it. */
export const spokenDot = '\ue000';
const dots = /[.\ue000]/;

// Kinds of names that only exist inside a company, and those that examples use (RFC 2606, RFC 6762).
const innerZones = new Set(
  'local localdomain lan corp internal intern intra intranet home private domain example test invalid localhost'.split(
    ' ',
  ),
);
// Endings that are no words of a sentence: "the dot is missing", "stuck。it waits"
const commonEndings = new Set([
  ...innerZones,
  ...'com net org edu gov mil info biz io eu nl se de uk fr be dk ch cn jp tw hk kr pl cz ru br au ca'.split(' '),
]);
/** Endings of domains that files have as well; a longer name is a server all the same. */
const fileEndings = new Set('zip mov md py sh ps'.split(' '));
// bounce.fabrikam.example.eml
const mailFiles = new Set('eml msg txt html htm pdf log csv'.split(' '));
// Names that programs give to their parts
const namespaces = /^(?:system|windows|microsoft)[.\ue000](?!com$|ms$)|^asp[.\ue000]net$/i;

const known = new Map<string, boolean>();
const mostKnown = 5_000;

/** Whether a name may end so, by the list of public suffixes. */
function isEnding(label: string): boolean {
  const ending = label.toLowerCase();
  if (innerZones.has(ending)) return true;
  if (ending.length < 2 || ending.length > 63 || !/\p{L}/u.test(ending)) return false;
  const before = known.get(ending);
  if (before !== undefined) return before;
  const isIcann = parse(`name.${ending}`, { validateHostname: false, extractHostname: false }).isIcann === true;
  if (known.size < mostKnown) known.set(ending, isIcann);
  return isIcann;
}

/** Endings of host names that no list has, in small letters: the evidence itself shows some. */
export type Zones = ReadonlySet<string>;
export const noZones: Zones = new Set();

/** Whether all of a name is a host's. */
export function isHostName(name: string, zones: Zones = noZones): boolean {
  return hostLength(name, zones) === name.length;
}

// fabrikam.exampleYour, fabrikam.example11/20/2026, fabrikam.com-550, fabrikam.com_2
const gluedEnding = /^(?:\p{Ll}{2,63}|\p{Lu}{2,63})(?!\p{Ll})/u;
// mail.fabrikam.com.Please, mail.fabrikam.com.550, mail.fabrikam.com.请
const nextWord = /^(?:\p{Lu}\p{Ll}*|\d+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+)$/u;

/**
 * How much of a dotted name is a host: all of it, or less where the next word or a file's ending is glued to it, or
 * nothing.
 */
export function hostLength(name: string, zones: Zones = noZones): number {
  if (namespaces.test(name)) return 0;
  let end = name.length;
  for (let tries = 0; tries < 3; tries += 1) {
    const start = lastDot(name, end);
    if (start <= 0) return 0;
    const label = name.slice(start + 1, Math.min(end, start + 65));
    if (isEndingHere(name, start, label, zones)) return end;
    const glued = gluedEnding.exec(label)?.[0] ?? '';
    if (commonEndings.has(glued.toLowerCase())) return start + 1 + glued.length;
    if (!mailFiles.has(label.toLowerCase()) && !nextWord.test(label)) return 0;
    end = start;
  }
  return 0;
}

function isEndingHere(name: string, dot: number, label: string, zones: Zones): boolean {
  if (zones.has(label.toLowerCase())) return true;
  if (!isEnding(label)) return false;
  // One of its dots may be none: then the ending has to be one that everybody knows.
  const hasSpokenDot = name.lastIndexOf(spokenDot, dot) !== -1;
  if (hasSpokenDot) return commonEndings.has(label.toLowerCase()) || /^xn--/i.test(label);
  if (fileEndings.has(label.toLowerCase())) return lastDot(name, dot) > 0 && label.toLowerCase() !== 'zip';
  // "in the queue.It waits"
  const isNextSentence = /^\p{Lu}\p{Ll}+$/u.test(label) && !/\p{Lu}/u.test(name.slice(Math.max(0, dot - 64), dot));
  return !isNextSentence || commonEndings.has(label.toLowerCase());
}

function lastDot(name: string, end: number): number {
  return Math.max(name.lastIndexOf('.', end - 1), name.lastIndexOf(spokenDot, end - 1));
}

/** Names that say nothing about a customer: Microsoft's servers, and the help pages that error texts link to. */
const microsoft =
  /(?:^|\.)(?:prod\.outlook\.com|(?:outbound|prod)\.protection\.outlook\.com|exchangelabs\.com|office365\.com|aka\.ms|microsoft\.com)$/i;
const help = /(?:^|\.)(?:spamhaus\.org|support\.google\.com|office\.com)$/i;
// fabrikam-com.mail.protection.outlook.com: the first label is the customer
const customersMx =
  /(?:^|\.)(?:mail\.protection\.(?:partner\.)?outlook\.(?:com|cn)|olc\.protection\.outlook\.com|mail\.eo\.outlook\.com|[a-z]-v1\.mx\.microsoft|mx\.microsoft|onmicrosoft\.(?:com|cn))$/i;

// The last two labels of all of these, so that most names are looked up once only
const ofOthers = new Set(
  'outlook.com exchangelabs.com office365.com office.com aka.ms microsoft.com spamhaus.org google.com outlook.cn mx.microsoft onmicrosoft.com onmicrosoft.cn'.split(
    ' ',
  ),
);

function isOfOthers(name: string): boolean {
  return ofOthers.has(name.slice(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1).toLowerCase());
}

export function isPublic(host: string): boolean {
  return isOfOthers(host) && (microsoft.test(host) || help.test(host));
}

const mostLabels = 10;

/** `mail.fabrikam.com` -> `m….f….com`, for whatever is known to be a host. */
export function shortHost(host: string): string {
  const name = host.replaceAll(spokenDot, '.');
  if (isIpv4(name)) return shortIpv4(name);
  if (isPublic(name) || /^\d{1,3}\.\d{1,3}\.x\.x$/.test(name)) return name;
  const shared = isOfOthers(name) ? customersMx.exec(name.slice(-253))?.[0].replace(/^\./, '') : undefined;
  const last = name.slice(name.lastIndexOf('.') + 1);
  // What is no ending that everybody has is the company's too: mail.corpnet, and names that were cut off.
  const kept = shared ?? (name.includes('.') && isEnding(last) ? last : '');
  const labels = name
    .slice(0, name.length - kept.length)
    .split('.', mostLabels)
    .filter(label => label !== '')
    .map(firstLetter);
  return [...labels, ...(kept === '' ? [] : [kept])].join('.');
}

/** `anna` -> `a…` */
export function firstLetter(name: string): string {
  const [first = ''] = name.slice(0, 2);
  return first === '' || first === '…' ? '…' : `${first}…`;
}

const byte = /^\d{1,3}$/;

export function isIpv4(name: string): boolean {
  const parts = name.length > 15 ? [] : name.split(dots);
  return parts.length === 4 && parts.every(part => byte.test(part) && Number(part) < 256);
}

export function shortIpv4(ip: string): string {
  return `${ip.split(dots, 2).join('.')}.x.x`;
}

const groups = /^[\da-f]{1,4}(?::[\da-f]{1,4}){0,7}$/i;

/** Eight groups of hexadecimal digits with colons between them, or fewer where "::" stands for some; the end may be dotted. */
export function isIpv6(text: string): boolean {
  if (text.length > 45 || text.length < 3) return false;
  const dotted = text.includes('.') ? text.slice(text.lastIndexOf(':') + 1) : '';
  if (dotted !== '' && !isIpv4(dotted)) return false;
  const halves = (dotted === '' ? text : `${text.slice(0, -dotted.length)}0:0`).split('::');
  if (halves.length > 2 || !halves.every(half => half === '' || groups.test(half))) return false;
  const count = halves.reduce((sum, half) => sum + (half === '' ? 0 : half.split(':').length), 0);
  return halves.length === 2 ? count < 8 : count === 8;
}

export function shortIpv6(ip: string): string {
  return `${ip.split(':', 2).join(':')}:…`;
}
