/** One question to DNS and what came back, by whatever tool it was asked. */
import { isPrivate } from '../private-address.ts';
import { lowerName } from '../tool-lines.ts';

export const recordTypes = ['MX', 'A', 'AAAA', 'CNAME', 'TXT', 'TLSA', 'NS', 'SOA', 'PTR'] as const;
export type RecordType = (typeof recordTypes)[number];

export interface DnsRecord {
  /** In lower case without the dot at the end; empty: not told. */
  readonly name: string;
  readonly type: RecordType;
  /** A TXT record's strings put together; of an MX the host alone. */
  readonly data: string;
  /** Of an MX. */
  readonly preference: number | null;
}

/** `no-data`: the name is there, and has no such record. `silent`: nobody answered in time. */
export type DnsStatus = 'ok' | 'no-name' | 'no-data' | 'fails' | 'refused' | 'silent';

export interface LookUp {
  readonly tool: string;
  /** What was asked; null: not told. */
  readonly name: string | null;
  readonly type: RecordType | null;
  readonly status: DnsStatus;
  /** Who answered: name or address; null: not told. */
  readonly server: string | null;
  readonly records: readonly DnsRecord[];
  /** A value ends in dots: the console was too narrow for it. */
  readonly isCut: boolean;
}

export type GrowingLookUp = { -readonly [Part in keyof LookUp]: LookUp[Part] } & { records: DnsRecord[] };

export function newLookUp(tool: string, name: string | null = null, type: RecordType | null = null): GrowingLookUp {
  return { tool, name, type, status: 'ok', server: null, records: [], isCut: false };
}

export function typeOf(word: string | undefined): RecordType | null {
  const wanted = word?.toUpperCase() ?? '';
  return recordTypes.find(one => one === wanted) ?? (wanted === 'SPF' ? 'TXT' : null);
}

/** Takes a record where its value can be one of its type: a sentence has words of the same look. */
export function recordOf(name: string, type: RecordType, value: string): DnsRecord | undefined {
  const data = value.trim();
  const record = (shown: string, preference: number | null = null): DnsRecord => ({
    name: lowerName(name),
    type,
    data: shown,
    preference,
  });
  switch (type) {
    case 'A':
      return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(data) ? record(data) : undefined;
    case 'AAAA':
      return /^[\da-f:]*:[\da-f:.]*$/i.test(data) ? record(data.toLowerCase()) : undefined;
    case 'MX': {
      const found = /^(?<preference>\d{1,5})\s{1,8}(?<host>\S{1,253})$/.exec(data)?.groups;
      return found ? record(mxHost(found.host!), Number(found.preference)) : undefined;
    }
    case 'TXT':
      return data === '' ? undefined : record(joinStrings(data));
    case 'TLSA':
      return /^\d{1,3} \d{1,3} \d{1,3} [\da-f\s]{1,2000}$/i.test(data) ? record(data) : undefined;
    case 'SOA':
      return record(data);
    default:
      return /^[\w*-]{1,63}(?:\.[\w*-]{1,63}){0,12}\.?$/.test(data) ? record(lowerName(data)) : undefined;
  }
}

/** The dot alone is the null MX of RFC 7505, and no name that ends in one. */
function mxHost(host: string): string {
  return host === '.' || host === '""' ? '.' : lowerName(host);
}

/** `"v=spf1 include:a" " -all"`: strings are put together without a blank (RFC 7208, 3.3). */
export function joinStrings(value: string): string {
  if (!value.includes('"')) return value.trim();
  const strings = value.match(/"(?:[^"\\]|\\.)*"?/g) ?? [];
  return strings.map(one => one.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1')).join('');
}

/** Whether the resolver that answered stands inside the network, and so may give other answers than the internet's. */
export function isInsideAnswer({ server }: LookUp): boolean {
  return server !== null && isPrivate(server);
}
