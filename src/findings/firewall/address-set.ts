/** Addresses as numbers, from and to: what two lists have in common and what one lacks, in time that grows with the lists. */
import ipaddr from 'ipaddr.js';

export type Version = 4 | 6;

/** Both ends belong to it. */
export interface Span {
  readonly version: Version;
  readonly from: bigint;
  readonly to: bigint;
}

const bits = { 4: 32, 6: 128 } as const;

/** Undefined for what is no whole address: `40.92`, `300.1.1.1`, an address with a zone. */
export function addressOf(text: string): { readonly version: Version; readonly value: bigint } | undefined {
  if (text.includes(':')) return mayBeSix(text) ? sixOf(text) : undefined;
  if (!fourParts.test(text)) return undefined;
  let value = 0;
  for (const part of text.split('.')) {
    if (Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return { version: 4, value: BigInt(value) };
}

const fourParts = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

function sixOf(text: string): { readonly version: 6; readonly value: bigint } | undefined {
  try {
    const { parts } = ipaddr.IPv6.parse(text);
    return { version: 6, value: parts.reduce((value, part) => (value << 16n) | BigInt(part), 0n) };
  } catch {
    return undefined;
  }
}

/** A look before the library, whose exceptions cost more than all else: the times of a trace would be 40 000 of them. */
function mayBeSix(text: string): boolean {
  if (text.includes('%') || tooLarge.test(text)) return false;
  const short = text.indexOf('::');
  if (short >= 0) return text.indexOf('::', short + 1) < 0;
  const colons = text.split(':').length - 1;
  return colons === 7 || (colons === 6 && text.includes('.'));
}

// 1fffff: | .300
const tooLarge =
  /(?:^|:)0*[1-9a-f][\da-f]{4}|[:.]0*(?:2(?:5[6-9]|[6-9]\d)|[3-9]\d\d|[1-9]\d{3})(?=\.)|\.0*(?:2(?:5[6-9]|[6-9]\d)|[3-9]\d\d|[1-9]\d{3})$/i;

/** The network of so many bits around an address; undefined for more bits than an address has. */
export function network(
  address: { readonly version: Version; readonly value: bigint },
  prefix: number,
): Span | undefined {
  const { version, value } = address;
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > bits[version]) return undefined;
  const rest = (1n << BigInt(bits[version] - prefix)) - 1n;
  return { version, from: value & ~rest, to: value | rest };
}

/** A CIDR of our own content. */
export function spanOf(cidr: string): Span {
  const [address = '', prefix] = cidr.split('/');
  const start = addressOf(address);
  const span = start && network(start, prefix === undefined ? bits[start.version] : Number(prefix));
  if (!span) throw new Error(`No range of addresses: ${cidr}`);
  return span;
}

/** Of a mask such as 255.254.0.0, or turned round for a wildcard such as 0.1.255.255; undefined for holes in it. */
export function prefixOf(mask: bigint, isWildcard: boolean): number | undefined {
  const ones = 0xffffffffn;
  const wanted = isWildcard ? ones ^ mask : mask;
  const rest = ones ^ wanted;
  return (rest & (rest + 1n)) === 0n ? 32 - rest.toString(2).replace(/^0$/, '').length : undefined;
}

/** Without overlaps, in order, neighbours made one. */
export function merged(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.version - b.version || compare(a.from, b.from));
  const result: Span[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    if (last?.version === span.version && span.from <= last.to + 1n) {
      if (span.to > last.to) result[result.length - 1] = { ...last, to: span.to };
    } else result.push(span);
  }
  return result;
}

/** What of `whole` is in none of the others. @param others merged */
export function without(whole: Span, others: readonly Span[]): Span[] {
  const left: Span[] = [];
  let { from } = whole;
  for (const other of others) {
    if (other.version !== whole.version || other.to < from) continue;
    if (other.from > whole.to) break;
    if (other.from > from) left.push({ ...whole, from, to: other.from - 1n });
    from = other.to + 1n;
  }
  return from > whole.to ? left : [...left, { ...whole, from }];
}

export function overlap(one: Span, other: Span): boolean {
  return one.version === other.version && one.from <= other.to && other.from <= one.to;
}

/** The fewest networks that are just these addresses. */
export function networksOf({ version, from, to }: Span): { readonly address: string; readonly prefix: number }[] {
  const networks: { address: string; prefix: number }[] = [];
  let start = from;
  while (start <= to) {
    let size = 0;
    while (
      size < bits[version] &&
      (start & ((1n << BigInt(size + 1)) - 1n)) === 0n &&
      start + (1n << BigInt(size + 1)) - 1n <= to
    )
      size++;
    networks.push({ address: textOf(version, start), prefix: bits[version] - size });
    start += 1n << BigInt(size);
  }
  return networks;
}

export function textOf(version: Version, value: bigint): string {
  const bytes = Array.from({ length: bits[version] / 8 }, (_, index) =>
    Number((value >> BigInt(bits[version] - 8 * (index + 1))) & 255n),
  );
  const address = ipaddr.fromByteArray(bytes);
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

/** 255.254.0.0 for 15, 0.1.255.255 as a wildcard. */
export function maskOf(prefix: number, isWildcard: boolean): string {
  const rest = (1n << BigInt(32 - prefix)) - 1n;
  return textOf(4, isWildcard ? rest : 0xffffffffn ^ rest);
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
