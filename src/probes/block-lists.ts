/** Whether an address that sends stands on public block lists (RFC 5782). */
import ipaddr from 'ipaddr.js';
import type { Resolver } from './resolver.ts';

/** By the names that replies are read for, with the zone that is asked. */
export const blockListZones: Readonly<Record<string, string>> = {
  Spamhaus: 'zen.spamhaus.org',
  SpamCop: 'bl.spamcop.net',
  Barracuda: 'b.barracudacentral.org',
  PSBL: 'psbl.surriel.com',
};

export interface BlockListProbe {
  readonly address: string;
  readonly lists: readonly { readonly list: string; readonly state: 'listed' | 'not-listed' | 'no-answer' }[];
}

export async function probeBlockLists(address: string, resolver: Resolver): Promise<BlockListProbe> {
  const reversed = reversedAddress(address);
  const lists = await Promise.all(
    Object.entries(blockListZones).map(async ([list, zone]) => {
      const found = await resolver.look(`${reversed}.${zone}`, 'A');
      if (found.kind === 'failed') return { list, state: 'no-answer' as const };
      if (found.kind !== 'found') return { list, state: 'not-listed' as const };
      const answers = found.records.map(one => ('data' in one ? String(one.data) : ''));
      // 127.255.255.0/24 says that the list does not answer this resolver (https://www.spamhaus.org/faqs/dnsbl-usage/, read 2026-11-30);
      // whatever is not in 127.0.0.0/8 comes from a resolver that invents answers.
      const isListed = answers.some(one => one.startsWith('127.') && !one.startsWith('127.255.255.'));
      return { list, state: isListed ? ('listed' as const) : ('no-answer' as const) };
    }),
  );
  return { address, lists };
}

/** 192.0.2.99 -> 99.2.0.192; of IPv6 the 32 digits. */
export function reversedAddress(address: string): string {
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === 'ipv4') return address.split('.').reverse().join('.');
  const digits = (parsed as ipaddr.IPv6).parts.map(part => part.toString(16).padStart(4, '0')).join('');
  return [...digits].reverse().join('.');
}
