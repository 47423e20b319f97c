/** What a probe may do: which names, which addresses, which ports, for how long. */
import { getServers } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isPublicAddress } from '../files/public-address.ts';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export interface ProbePolicy {
  /** As `contoso.com`, which stands for that name alone, or `*.contoso.com`. */
  readonly targets: readonly string[];
  /** Asked of every address after its name was resolved, and of none that a person wrote. */
  mayConnect(address: string): boolean;
  readonly ports: { readonly smtp: number; readonly https: number; readonly dns: number };
  /** The resolvers of this computer. */
  readonly resolvers: readonly Endpoint[];
  /** Authorities in place of those that Node trusts; undefined: those. */
  readonly trusted: readonly string[] | undefined;
  /** The longest that one stage takes. */
  readonly stageMs: number;
}

/** No setting loosens it: what differs from it is handed in by a test. */
export function usualPolicy(targets: readonly string[]): ProbePolicy {
  return {
    targets,
    mayConnect: isProbedAddress,
    ports: { smtp: 25, https: 443, dns: 53 },
    resolvers: getServers().map(endpointOf),
    trusted: undefined,
    stageMs: 10_000,
  };
}

/** Public, and in no network that this computer is a part of, whatever the numbers of that network are. */
export function isProbedAddress(address: string): boolean {
  return isPublicAddress(address) && !ownNetworks().check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Read each time: a container joins a network while it runs. */
function ownNetworks(): BlockList {
  const own = new BlockList();
  for (const { address, cidr, family } of Object.values(networkInterfaces()).flatMap(list => list ?? [])) {
    const type = family === 'IPv6' ? 'ipv6' : 'ipv4';
    const [, bits] = cidr?.split('/') ?? [];
    own.addSubnet(address.split('%')[0]!, bits === undefined ? (type === 'ipv6' ? 128 : 32) : Number(bits), type);
  }
  return own;
}

// 192.0.2.53 | 192.0.2.53:5353 | 2001:db8::53 | [2001:db8::53]:5353, as node:dns writes them
function endpointOf(server: string): Endpoint {
  if (isIP(server) !== 0) return { address: server, port: 53 };
  const port = server.lastIndexOf(':');
  return { address: server.slice(0, port).replace(/^\[|\]$/g, ''), port: Number(server.slice(port + 1)) };
}
