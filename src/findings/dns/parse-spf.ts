/** An SPF record taken apart by RFC 7208: its terms, what is wrong with them, and how many look-ups they cost. */
import ipaddr from 'ipaddr.js';

export type SpfFault =
  /** Something that is no term at all: a typing error, a semicolon, a word of prose. */
  | { readonly kind: 'unknown-term'; readonly term: string }
  /** `ip4:` without a valid address. */
  | { readonly kind: 'bad-address'; readonly term: string }
  /** `include:` and its like without a name. */
  | { readonly kind: 'no-name'; readonly term: string }
  /** What stands behind `all` is never looked at. */
  | { readonly kind: 'after-all'; readonly term: string };

export interface Spf {
  readonly faults: readonly SpfFault[];
  /** Names of `include:`, in lower case. */
  readonly includes: readonly string[];
  readonly redirect: string | null;
  /** Of the last word: `-` rejects, `~` marks, `?` says nothing, `+` lets everybody pass; null: there is no `all`. */
  readonly all: '-' | '~' | '?' | '+' | null;
  readonly hasPtr: boolean;
  /** Of this record alone: include, a, mx, ptr, exists and redirect cost one each (4.6.4). */
  readonly lookUps: number;
}

export const mostLookUps = 10;
/** A record of a company has some twenty; a hostile one is cut here. */
const mostTerms = 500;

const isSpf = /^v=spf1(?:\s|$)/i;

export function isSpfRecord(text: string): boolean {
  return isSpf.test(text.trim()) || /^v=spf1;/i.test(text.trim());
}

const mechanism = /^(?<qualifier>[-~?+])?(?<name>all|include|a|mx|ptr|ip4|ip6|exists)(?<rest>[:/].*)?$/i;
const modifier = /^(?<name>[a-z][\w.-]{0,60})=(?<value>.*)$/i;

export function parseSpf(text: string): Spf {
  const faults: SpfFault[] = [];
  const includes: string[] = [];
  let [redirect, all, hasPtr, lookUps]: [string | null, Spf['all'], boolean, number] = [null, null, false, 0];
  const terms = text.trim().split(/\s+/).slice(0, mostTerms);
  const fault = (kind: SpfFault['kind'], term: string) => faults.push({ kind, term: term.slice(0, 80) });
  if (!isSpf.test(text.trim())) fault('unknown-term', terms[0] ?? '');
  for (const term of terms.slice(1)) {
    const found = mechanism.exec(term)?.groups;
    if (!found) {
      const other = modifier.exec(term)?.groups;
      if (other?.name?.toLowerCase() === 'redirect') {
        redirect = other.value!.toLowerCase();
        if (redirect === '') fault('no-name', term);
        lookUps++;
      } else if (!other || /^(?:include|ip4|ip6|exists|mx|a)$/i.test(other.name!)) fault('unknown-term', term);
      continue;
    }
    if (all !== null) {
      fault('after-all', term);
      continue;
    }
    const name = found.name!.toLowerCase();
    const value = (found.rest ?? '').replace(/^:/, '');
    switch (name) {
      case 'all':
        all = (found.qualifier ?? '+') as Spf['all'];
        if (value !== '') fault('unknown-term', term);
        break;
      case 'ip4':
      case 'ip6':
        if (!isAddress(value, name)) fault('bad-address', term);
        break;
      case 'include':
      case 'exists':
        lookUps++;
        if (!/^[^\s/]{1,253}$/.test(value)) fault('no-name', term);
        else if (name === 'include') includes.push(value.toLowerCase().replace(/\.$/, ''));
        break;
      default:
        lookUps++;
        if (name === 'ptr') hasPtr = true;
    }
  }
  return { faults, includes, redirect, all, hasPtr, lookUps };
}

function isAddress(value: string, name: 'ip4' | 'ip6'): boolean {
  const [address = '', prefix, ...more] = value.split('/');
  const isRight = name === 'ip4' ? ipaddr.IPv4.isValidFourPartDecimal(address) : ipaddr.IPv6.isValid(address);
  const most = name === 'ip4' ? 32 : 128;
  return isRight && more.length === 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= most));
}

export interface LookUpCount {
  readonly count: number;
  /** Records that are included were not sent, so there may be more. */
  readonly isLeast: boolean;
}

/** @param known records by name, as far as they were sent too */
export function countLookUps(
  spf: Spf,
  known: ReadonlyMap<string, Spf>,
  seen: ReadonlySet<string> = new Set(),
): LookUpCount {
  let [count, isLeast] = [spf.lookUps, false];
  for (const name of [...spf.includes, ...(spf.redirect === null ? [] : [spf.redirect])]) {
    // What includes itself would never end; RFC 7208 counts it until it fails.
    if (seen.has(name) || seen.size > mostLookUps || count > 100) continue;
    const inner = known.get(name);
    if (!inner) {
      // Microsoft's own is flat: addresses alone.
      isLeast ||= !flat.has(name);
      continue;
    }
    const below = countLookUps(inner, known, new Set([...seen, name]));
    count += below.count;
    isLeast ||= below.isLeast;
  }
  return { count, isLeast };
}

/** https://learn.microsoft.com/defender-office-365/email-authentication-spf-configure */
export const microsoftSpf: ReadonlySet<string> = new Set([
  'spf.protection.outlook.com',
  'spf.protection.partner.outlook.cn',
  'spf.protection.office365.us',
]);
const flat = microsoftSpf;
