/** What the readers of admin output share: what they are given, what they say, and what of a value is not all there. */
import { domainOf } from '../../triage/facts.ts';
import type {
  FindingContext,
  FindingCopy,
  FindingFact,
  FindingKind,
  FindingSentence,
  ReadFinding,
} from '../../triage/finding.ts';
import { isCut, type PrintedObject } from './printed-object.ts';

/** All objects of one command, and what else is known. */
export interface AdminOutput extends FindingContext {
  readonly objects: readonly PrintedObject[];
  /** Of all commands in the same text. */
  readonly printed: ReadonlyMap<FindingKind, readonly PrintedObject[]>;
}

export interface Said {
  readonly headline: FindingSentence;
  readonly says?: readonly FindingSentence[];
  readonly shows: readonly FindingFact[];
  readonly values?: ReadFinding['values'];
  readonly copies?: readonly FindingCopy[];
}

/** One command: by which properties its objects are told, and what they say. */
export interface OutputReader {
  readonly kind: FindingKind;
  /** As `Get-AcceptedDomain`. */
  readonly command: string;
  /** That objects of no other command have. */
  readonly own: readonly string[];
  readonly shared: readonly string[];
  /** How many of both an object has at least; absent: two. */
  readonly least?: number;
  readonly read: (output: AdminOutput) => Said;
}

export interface Source {
  readonly name: string | null;
  readonly format: string | null;
  readonly rows: number;
}

const mostSentences = 6;

export function adminFinding(kind: FindingKind, { name, format, rows }: Source, said: Said): ReadFinding {
  const { headline, says = [], shows, values = {}, copies = [] } = said;
  const source = { name, format, rows, unread: 0, firstUnread: null, comparedWith: null };
  return { kind, source, headline, says: says.slice(0, mostSentences), shows, values, copies };
}

export function sentence(key: string, values: FindingSentence['values'] = {}): FindingSentence {
  return { key, values };
}

/** What a list names of many things. */
export const mostNamed = 6;

export function named(names: readonly string[]): { readonly list: readonly string[] } {
  return { list: [...new Set(names)].slice(0, mostNamed) };
}

export function nameOf(one: PrintedObject): string {
  return (one.get('name') || one.get('identity') || '…').slice(0, 120);
}

/** What is cut off of the properties that decide, and the command that prints the whole. */
export function cutOff(
  objects: readonly PrintedObject[],
  command: string,
  properties: readonly string[],
): Pick<Required<Said>, 'says' | 'copies'> {
  const cut = properties.filter(property => objects.some(one => isCut(one.get(property.toLowerCase()))));
  if (cut.length === 0) return { says: [], copies: [] };
  const text = `$FormatEnumerationLimit = -1\n${command} | Format-List ${['Name', ...cut].filter((one, at, all) => all.indexOf(one) === at).join(',')}`;
  return {
    says: [sentence('cut', { properties: { list: cut } })],
    copies: [{ key: 'whole', format: 'txt', text, publicText: text }],
  };
}

/** `contoso.example` of an address, with its subdomain. */
export function mailDomain(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** How well a pattern of Exchange's (`*`, `*.contoso.example`, `contoso.example`) fits a domain: the narrowest is taken. */
export function fitOf(pattern: string, domain: string): number {
  const plain = pattern
    .toLowerCase()
    .replace(/^(?:smtp:)?/, '')
    .replace(/;\d+$/, '')
    .replace(/^--$/, '');
  if (plain === domain) return 1_000;
  if (plain === '*') return 1;
  if (plain.startsWith('*.')) return domain.endsWith(plain.slice(1)) ? plain.length : 0;
  return 0;
}

/** The domain that somebody registered; the host itself where it is in none. */
export function ownDomain(host: string): string {
  return domainOf(host) ?? host.toLowerCase();
}
