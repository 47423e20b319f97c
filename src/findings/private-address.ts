/** Whether an address works inside a network only (RFC 1918, RFC 6598, RFC 4193, loopback, link-local). */
import ipaddr from 'ipaddr.js';

const inside = new Set(['private', 'carrierGradeNat', 'uniqueLocal', 'loopback', 'linkLocal', 'unspecified']);

export function isPrivate(address: string): boolean {
  return ipaddr.isValid(address) && inside.has(ipaddr.process(address).range());
}
