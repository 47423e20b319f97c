/** Whether an address is in one of several ranges, asked for each line of a log. */
import ipaddr from 'ipaddr.js';

export type InRanges = (ip: string) => boolean;

/** @param ranges as `40.92.0.0/15`; what is none is left out */
export function rangesOf(ranges: readonly string[]): InRanges {
  const parsed = ranges.filter(range => ipaddr.isValidCIDR(range)).map(range => ipaddr.parseCIDR(range));
  const known = new Map<string, boolean>();
  return ip => {
    let isIn = known.get(ip);
    if (isIn === undefined) {
      isIn = isAmong(ip, parsed);
      if (known.size < 50_000) known.set(ip, isIn);
    }
    return isIn;
  };
}

function isAmong(ip: string, ranges: readonly ReturnType<typeof ipaddr.parseCIDR>[]): boolean {
  if (!ipaddr.isValid(ip)) return false;
  // ::ffff:192.0.2.7 is 192.0.2.7
  const address = ipaddr.process(ip);
  return ranges.some(([base, bits]) => base.kind() === address.kind() && address.match([base, bits] as never));
}

/** An address of the internet, not of the house. */
export function isOutside(ip: string): boolean {
  return ipaddr.isValid(ip) && ipaddr.process(ip).range() === 'unicast';
}
