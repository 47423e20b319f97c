/** Whether all servers of a domain say the same of it: one that was forgotten answers some of the senders wrongly. */
import type { Answer } from 'dns-packet';
import { askServer } from './dns-message.ts';
import type { ProbePolicy } from './probe-policy.ts';
import type { Resolver } from './resolver.ts';
import { isHostName } from './target-name.ts';

export interface NameServers {
  /** The zone that the domain lies in; null where nobody says. */
  readonly zone: string | null;
  readonly servers: readonly NameServer[];
  /** Two that answer say different things. */
  readonly disagree: boolean;
}

export interface NameServer {
  readonly name: string;
  /** `lame`: answers and knows nothing of the zone. `refused`: its address is not a public one. */
  readonly state: 'answers' | 'lame' | 'silent' | 'no-address' | 'refused';
  /** Its MX records, in one line each. */
  readonly says: readonly string[];
}

/** Most zones have two to four. */
const mostServers = 6;

export async function compareNameServers(
  domain: string,
  policy: ProbePolicy,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<NameServers> {
  const zone = await zoneOf(domain, resolver);
  if (zone === null) return { zone, servers: [], disagree: false };
  const listed = await resolver.look(zone, 'NS');
  const names = listed.kind === 'found' ? listed.records.flatMap(nameIn) : [];
  const servers = await Promise.all(
    [...new Set(names)]
      .sort()
      .slice(0, mostServers)
      .map(name => askOne(name, domain, policy, resolver, signal)),
  );
  const answers = servers.filter(({ state }) => state === 'answers').map(({ says }) => says.join('\n'));
  return { zone, servers, disagree: new Set(answers).size > 1 };
}

/** The SOA of a name stands in the answer at the top of its zone, and beside it below. */
async function zoneOf(domain: string, resolver: Resolver): Promise<string | null> {
  const soa = await resolver.look(domain, 'SOA');
  if (soa.kind === 'failed') return null;
  const records = soa.kind === 'found' ? soa.records : soa.authorities;
  const name = records.find(one => one.type === 'SOA')?.name.toLowerCase();
  return name !== undefined && (domain === name || domain.endsWith(`.${name}`)) && name.includes('.') ? name : null;
}

async function askOne(
  name: string,
  domain: string,
  policy: ProbePolicy,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<NameServer> {
  const { addresses, refused } = await resolver.addressesOf(name);
  if (refused.length > 0) return { name, state: 'refused', says: [] };
  const [address] = addresses;
  if (address === undefined) return { name, state: 'no-address', says: [] };
  const server = { address, port: policy.ports.dns };
  const reply = await askServer(server, { name: domain, type: 'MX', isRecursive: false }, signal);
  if (reply.kind === 'none') return { name, state: 'silent', says: [] };
  const isKnown = reply.isAuthoritative && (reply.code === 'NOERROR' || reply.code === 'NXDOMAIN');
  if (!isKnown) return { name, state: 'lame', says: [] };
  const records = reply.answers.flatMap(one =>
    one.type === 'MX' ? [`${one.data.preference ?? 0} ${one.data.exchange.toLowerCase()}`] : [],
  );
  return {
    name,
    state: 'answers',
    says: reply.code === 'NXDOMAIN' ? ['NXDOMAIN'] : records.sort(),
  };
}

function nameIn(record: Answer): string[] {
  const name = record.type === 'NS' ? String(record.data).toLowerCase() : '';
  return isHostName(name) ? [name] : [];
}
