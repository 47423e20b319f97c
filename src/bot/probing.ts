/** Whether this bot tests servers, which ones, how many, and what is under way in this process. */
import { isPublicAddress } from '../files/public-address.ts';
import { type ProbePlan, type ProbePolicy, readTargetName } from '../probes/index.ts';
import type { ProbeLimits } from '../storage/store.ts';
import type { Evidence } from '../triage/evidence.ts';

export interface Probing {
  readonly policy: ProbePolicy;
  readonly limits: ProbeLimits;
  /** By id, those that this process runs. */
  readonly running: Map<string, AbortController>;
  /** The process is about to end: none is begun any more. */
  isStopping: boolean;
}

/** How many tests of one process may be under way. */
export const mostAtOnce = 8;

export function createProbing(policy: ProbePolicy, limits: ProbeLimits): Probing {
  return { policy, limits, running: new Map(), isStopping: false };
}

/** Ends what is under way, so that nobody has to wait for it. */
export function stopProbes(probing: Probing | undefined): void {
  if (!probing) return;
  probing.isStopping = true;
  for (const one of probing.running.values()) one.abort();
}

export interface Planned {
  readonly plan: ProbePlan;
  /** What the test is called by: the server, else the domain. */
  readonly name: string;
}

/**
 * What of a case may be tested: the server that its mail goes to, the domain that gets it, and the address that sends,
 * where the case is about a block list. Null where nothing of it is on the list.
 */
export function planFor(evidence: Evidence, { targets }: Pick<ProbePolicy, 'targets'>): Planned | null {
  const allowed = (name: string | undefined) => {
    const read = name === undefined ? undefined : readTargetName(name, targets);
    return read?.kind === 'name' ? read.name : null;
  };
  const host = allowed(evidence.remoteHost ?? undefined);
  const domain = allowed(domainIn(evidence.recipients[0]));
  const sender = allowed(domainIn(evidence.sender ?? undefined));
  const sendingIp = sender === null ? null : sendingAddress(evidence);
  const name = host ?? domain ?? (sendingIp === null ? null : sender);
  return name === null ? null : { name, plan: { domain, host, sendingIp } };
}

function domainIn(address: string | undefined): string | undefined {
  return address?.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

// 203.0.113.99 in "Client host [203.0.113.99] blocked using zen.spamhaus.org"
const addresses = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|\[(?:IPv6:)?(?<six>[0-9a-f:]{3,39})\]/gi;

/** What a reply that names a block list complains about. */
function sendingAddress({ blockList, line, remoteIp }: Evidence): string | null {
  if (blockList === null) return null;
  const found = [...line.matchAll(addresses)].map(match => match.groups?.six ?? match[0]);
  return found.find(one => one !== remoteIp && isPublicAddress(one)) ?? null;
}
