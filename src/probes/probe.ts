/** One probe from beginning to end: names, then servers, then lists. It looks, and nothing that it says can be a mail. */
import { isAllowedHost } from '../files/allowed-hosts.ts';
import { type BlockListProbe, probeBlockLists } from './block-lists.ts';
import { type DnsProbe, type MailServer, probeDns } from './probe-dns.ts';
import type { ProbePolicy } from './probe-policy.ts';
import { probeSmtp, type SmtpProbe, type SmtpStage } from './probe-smtp.ts';
import { createResolver, type HostAddresses } from './resolver.ts';

export interface ProbePlan {
  /** Whose DNS is looked at; a name that was read and is on the list. */
  readonly domain: string | null;
  /** Where the mail goes, likewise; null: to the mail servers of the domain. */
  readonly host: string | null;
  /** That sends, and may stand on block lists. Only lists are asked of it: nothing connects to it. */
  readonly sendingIp: string | null;
}

/** Of one name that somebody wrote: a domain that gets mail, or a server, which DNS will tell. */
export function planForName(name: string): ProbePlan {
  return { domain: name, host: null, sendingIp: null };
}

export interface ProbeResult {
  readonly plan: ProbePlan;
  readonly dns: DnsProbe | null;
  readonly smtp: readonly SmtpProbe[];
  /** Servers that nothing connected to: not on the list, without an address, or with one that is refused. */
  readonly left: readonly { readonly host: string; readonly why: 'not-listed' | 'no-address' | 'refused-address' }[];
  readonly lists: BlockListProbe | null;
  /** All addresses that were connected to or refused, for the record. */
  readonly addresses: readonly string[];
}

export interface ProbeProgress {
  readonly part: 'dns' | 'smtp' | 'lists';
  readonly host: string | null;
  readonly stage: SmtpStage | null;
}

/** Senders go on to the next server; two tell whether it is one machine. */
const mostServers = 2;

/** After so many stages no further server is begun: nobody waits for minutes. */
const mostStages = 6;

/** @param signal ends it early; what was found by then comes back */
export async function runProbe(
  plan: ProbePlan,
  policy: ProbePolicy,
  signal: AbortSignal,
  onProgress: (progress: ProbeProgress) => void,
): Promise<ProbeResult> {
  const enough = performance.now() + mostStages * policy.stageMs;
  const stage = () => AbortSignal.any([signal, AbortSignal.timeout(policy.stageMs)]);
  onProgress({ part: 'dns', host: plan.domain ?? plan.host, stage: null });
  const names = stage();
  const resolver = createResolver(policy, names);
  const [dns, own] = await Promise.all([
    plan.domain === null ? null : probeDns(plan.domain, policy, resolver, names, stage),
    plan.host === null ? null : resolver.addressesOf(plan.host),
  ]);
  const servers: readonly (HostAddresses | MailServer)[] = own ? [own] : (dns?.servers ?? []);
  const left: ProbeResult['left'][number][] = [];
  const smtp: SmtpProbe[] = [];
  for (const server of servers) {
    if (signal.aborted || smtp.length === mostServers || performance.now() > enough) break;
    const { host, refused } = server;
    if (!isAllowedHost(host, policy.targets)) left.push({ host, why: 'not-listed' });
    else if (refused.length > 0) left.push({ host, why: 'refused-address' });
    else if (server.addresses.length === 0) left.push({ host, why: 'no-address' });
    else smtp.push(await probeServer(server, policy, signal, enough, onProgress));
  }
  const { sendingIp } = plan;
  if (sendingIp !== null && !signal.aborted) onProgress({ part: 'lists', host: null, stage: null });
  const lists =
    sendingIp === null || signal.aborted ? null : await probeBlockLists(sendingIp, createResolver(policy, stage()));
  const refused = servers.flatMap(server => server.refused);
  const addresses = [...new Set([...smtp.flatMap(({ tried }) => tried), ...refused])];
  return { plan, dns, smtp, left, lists, addresses };
}

/** The next address where one lets nobody in, as senders do. */
async function probeServer(
  { host, addresses, ttl }: HostAddresses,
  policy: ProbePolicy,
  signal: AbortSignal,
  enough: number,
  onProgress: (progress: ProbeProgress) => void,
): Promise<SmtpProbe> {
  const tried: string[] = [];
  let last: SmtpProbe | undefined;
  for (const address of addresses) {
    tried.push(address);
    const onStage = (stage: SmtpStage) => onProgress({ part: 'smtp', host, stage });
    const probed = await probeSmtp(host, address, policy, signal, onStage);
    const { ended } = probed;
    const isShut = ended.kind === 'broke-off' && ended.at === 'connect';
    // Of several that fail the first is told of: an IPv6 address that this computer has no way to says nothing.
    last = last === undefined || !isShut ? probed : last;
    if (!isShut || signal.aborted || performance.now() > enough) break;
  }
  return { ...last!, tried, ttl };
}
