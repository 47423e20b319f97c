/** A firewall's list as text -> the addresses that it lets in, and what of it was not understood. */
import { addressOf, network, prefixOf, type Span } from './address-set.ts';
import { type Dialect, dialects, plain } from './dialects.ts';

/** What one line lets in. */
export interface Entry {
  readonly span: Span;
  /** As it stands there. */
  readonly text: string;
  readonly form: 'cidr' | 'mask' | 'slash-mask' | 'range' | 'host' | 'any';
}

/** An entry with what stands around it, as an example of how others are written. */
export interface Example {
  readonly entry: Entry;
  readonly before: string;
  readonly after: string;
}

export interface FirewallList {
  readonly dialect: Dialect;
  readonly entries: readonly Entry[];
  /** The first entry of each version, and the first of them all. */
  readonly examples: { readonly 4: Example | null; readonly 6: Example | null };
  /** The line of its group, where it names one: `object-group network EXO`. */
  readonly group: string | null;
  /** Lines that shut out: they are no part of what is let in. */
  readonly denied: number;
  /** Lines that hold something of the list, and those of them that were not understood. */
  readonly rows: number;
  readonly unread: readonly string[];
}

/** A rule for one port has a few dozen; what has more than this is cut, so that nobody else waits for it. */
const mostEntries = 2_000;

const v4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;
const v6 = String.raw`(?=[\da-f]{0,4}:)[\da-f:]{2,39}(?:\d{1,3}(?:\.\d{1,3}){3})?`;

// 40.92.0.0/15 | 40.92.0.0/255.254.0.0 | 40.92.0.0 - 40.93.255.255 | 40.92.0.0 255.254.0.0 | 2a01:111:f400::/48 | any
const entry = new RegExp(
  String.raw`(?<![\w.:/-])(?:(?<any>any[46]?|all)(?![\w.-])|(?<start>${v4}|${v6})(?:\/(?<mask>${v4})|\/(?<prefix>\d{1,3})|\s{0,2}[-–]\s{0,2}(?<to>${v4}|${v6})|\s{1,4}to\s{1,4}(?<until>${v4})|\s{1,4}(?<second>${v4}))?(?![\w:]|\.\d|\/\d))`,
  'gi',
);

// A look at what most texts are not, before anything is searched for.
const mayHoldAddress = /\d\.\d|[\da-f]:[\da-f:]|\bany[46]?\b/i;

// All that tells a dialect at once: most texts are of none.
const anyDialect = new RegExp(dialects.map(({ is }) => is.source).join('|'), 'im');

// Of two addresses, or an address and a number, something that makes a network.
const mayHoldNetwork =
  /(?:\.\d{1,3}|:[\da-f]{0,4})(?:\/\d|\s{0,2}[-–]\s{0,2}[\da-f:]|\s{1,4}to\s{1,4}\d)|\d\.\d{1,3}\s{1,4}\d{1,3}\.\d/i;

// 5.7.1 and 4.4.316, which stand in no list of addresses
const statusCode = /(?<![\d.])[245]\.\d{1,2}\.\d{1,3}(?![\d.])/;

/** Every bounce has an address of somebody or a code, and a list without a firewall's words has neither. */
function mayBePlain(text: string): boolean {
  return !text.includes('@') && mayHoldNetwork.test(text) && !statusCode.test(text);
}

// Something that was meant to be an address.
const addressLike = /\d{1,3}\.\d{1,3}\.\d{1,3}|[\da-f]{1,4}:[\da-f]{0,4}:/i;

// # a note | ! a note | access-list X remark … | description …
const remark =
  /^\s{0,40}(?:#(?!include)|!|\/\/|;|rem\b|remark\b|description\b|set comment\b|access-list \S{1,80} remark\b|<descr>|<detail>)/i;

/** Undefined for a text that is no list of a firewall. */
export function readFirewallList(text: string): FirewallList | undefined {
  if (!mayHoldAddress.test(text)) return undefined;
  // Its line begins count, so a page of empty lines is one.
  const hasWords = anyDialect.test(text.replace(/[\r\n]{3,}/g, '\n'));
  const dialect = hasWords ? (dialects.find(({ is }) => is.test(text)) ?? plain) : plain;
  if (dialect === plain && !mayBePlain(text)) return undefined;
  const list = readLines(text, dialect);
  return isList(list, text) ? list : undefined;
}

function readLines(text: string, dialect: Dialect): FirewallList {
  const entries: Entry[] = [];
  const unread: string[] = [];
  const examples: { 4: Example | null; 6: Example | null } = { 4: null, 6: null };
  let [rows, denied] = [0, 0];
  let group: string | null = null;
  let rangeFrom: string | null = null;
  for (const line of text.split(/\r\n|\r|\n/)) {
    // So many that were not understood are no list any more, whatever follows.
    if (entries.length >= mostEntries || (dialect === plain && unread.length > 2 * mostEntries + 2)) break;
    if (line.trim() === '' || remark.test(line)) continue;
    group ??= groupOf(line, dialect);
    const part = dialect.sources(line);
    if (!part) continue;
    if (dialect.denies?.test(line)) {
      rows++;
      denied++;
      continue;
    }
    const comment = line.indexOf(' #', part.from);
    const sources = line.slice(part.from, comment < 0 ? part.to : Math.min(part.to, comment));
    // FortiGate writes the ends of a range in two lines.
    if (dialect.id === 'fortigate' && /^\s{0,40}set start-ip /i.test(line)) {
      rangeFrom = sources.trim();
      rows++;
      continue;
    }
    const found =
      rangeFrom !== null && /^\s{0,40}set end-ip /i.test(line)
        ? entriesIn(`${rangeFrom}-${sources.trim()}`, dialect)
        : entriesIn(sources, dialect);
    rangeFrom = null;
    if (found.length > 0) rows++;
    else if (addressLike.test(sources)) {
      rows++;
      unread.push(line.trim().slice(0, longestUnread));
    }
    for (const { at, ...one } of found) {
      entries.push(one);
      const { version } = one.span;
      const from = part.from + at;
      examples[version] ??= { entry: one, before: line.slice(0, from), after: line.slice(from + one.text.length) };
    }
  }
  return { dialect, entries, examples, group, denied, rows, unread };
}

const longestUnread = 80;

function entriesIn(sources: string, { isFirstOnly, hasWildcards }: Dialect): (Entry & { readonly at: number })[] {
  const found: (Entry & { at: number })[] = [];
  for (const match of sources.matchAll(entry)) {
    const spans = spansOf(match.groups!, hasWildcards);
    if (spans.length === 0 && !isFirstOnly) continue;
    const host = sources.slice(Math.max(0, match.index - 5), match.index).match(/\bhost $/i)?.[0] ?? '';
    for (const { span, form } of spans)
      found.push({ span, form, text: host + match[0], at: match.index - host.length });
    if (isFirstOnly || found.length >= mostEntries) break;
  }
  return found;
}

type Parts = Readonly<Partial<Record<string, string>>>;

/** None where it is no range at all; two for what stands side by side and is no address with its mask. */
function spansOf(parts: Parts, hasWildcards: boolean): Pick<Entry, 'span' | 'form'>[] {
  const { any, start, prefix } = parts;
  if (any !== undefined) return anywhere(any);
  const first = addressOf(start!);
  if (!first) return [];
  const alone = network(first, first.version === 4 ? 32 : 128)!;
  if (prefix !== undefined) {
    const span = network(first, Number(prefix));
    return span ? [{ span, form: 'cidr' }] : [];
  }
  const to = parts.to ?? parts.until;
  if (to !== undefined) {
    const last = addressOf(to);
    if (last?.version !== first.version || last.value < first.value) return [];
    return [{ span: { version: first.version, from: first.value, to: last.value }, form: 'range' }];
  }
  const mask = parts.mask ?? parts.second;
  if (mask === undefined) return [{ span: alone, form: 'host' }];
  const second = addressOf(mask);
  if (second?.version !== 4 || first.version !== 4) return [];
  const bits = prefixOf(second.value, hasWildcards);
  if (bits !== undefined && (bits > 0 || first.value === 0n))
    return [{ span: network(first, bits)!, form: parts.mask === undefined ? 'mask' : 'slash-mask' }];
  if (parts.mask !== undefined) return [];
  // 192.0.2.1 192.0.2.9: two addresses, or a range of Cisco's; the lower one first.
  const isRange = second.value > first.value;
  return isRange
    ? [{ span: { version: 4, from: first.value, to: second.value }, form: 'range' }]
    : [{ span: alone, form: 'host' }];
}

function anywhere(word: string): Pick<Entry, 'span' | 'form'>[] {
  const everything = [
    { version: 4, from: 0n, to: 2n ** 32n - 1n },
    { version: 6, from: 0n, to: 2n ** 128n - 1n },
  ] as const;
  return everything
    .filter(({ version }) => !/[46]$/.test(word) || word.endsWith(String(version)))
    .map(span => ({ span, form: 'any' as const }));
}

/** The line that opens the group to which others are added. */
function groupOf(line: string, { id }: Dialect): string | null {
  if (id === 'cisco-asa') return /^\s{0,20}object-group network \S{1,80}/i.exec(line)?.[0].trim() ?? null;
  if (id === 'cisco-ios') return /^\s{0,20}ip access-list \S{1,20} \S{1,80}/i.exec(line)?.[0].trim() ?? null;
  return null;
}

/** A firewall's own words, or at least two networks and little else. */
function isList({ dialect, entries, unread }: FirewallList, text: string): boolean {
  if (dialect !== plain)
    return entries.some(({ form }) => form !== 'any') || (entries.length > 0 && dialect.id !== 'windows');
  const networks = entries.filter(({ form }) => form !== 'host' && form !== 'any');
  if (networks.length < 2) return false;
  const words = text.split(/[^\p{L}]+/u).filter(word => word.length > 2).length;
  return words <= wordsAround + entries.length * wordsPerEntry && unread.length <= entries.length;
}

/** "This is what our firewall lets in on 25, is that right?", and a note behind an entry. */
const wordsAround = 30;
const wordsPerEntry = 4;
