/** Which addresses a download may connect to: those of the public internet, and nothing else. */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

// Answers on every virtual machine of Azure, with the secrets of the machine, though its number is a public one.
const azureHost = '168.63.129.16';
// RFC 4291, 2.4 and the registry of IANA: no other block is handed out.
const [globalUnicast, globalUnicastBits] = ipaddr.IPv6.parseCIDR('2000::/3');

/** An allow-list by range, so that a range that somebody invents tomorrow is refused. */
export function isPublicAddress(address: string): boolean {
  // The library also takes `127.1`, as old resolvers did.
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || address === azureHost) return false;
  return parsed.kind() === 'ipv4' || parsed.match(globalUnicast, globalUnicastBits);
}
