/**
 * Names as one probe knows them: each is looked up once, and what was answered then is what is connected to, so a name
 * that leads elsewhere a second later changes nothing.
 */
import type { Answer } from 'dns-packet';
import { askServer, type DnsQuestion, type DnsReply, type RecordType } from './dns-message.ts';
import type { ProbePolicy } from './probe-policy.ts';
import { isHostName } from './target-name.ts';

/** What a name has of one type. */
export type Looked =
  | {
      readonly kind: 'found';
      readonly records: readonly Answer[];
      /** Seconds that the answer may be kept. */
      readonly ttl: number;
      readonly isAuthentic: boolean;
      /** Through which other names the answer came. */
      readonly aliases: readonly string[];
    }
  /** `nothing`: the name is there and has none of it. `no-name`: there is no such name. */
  | { readonly kind: 'nothing' | 'no-name'; readonly authorities: readonly Answer[]; readonly isAuthentic: boolean }
  | { readonly kind: 'failed'; readonly why: 'server-failure' | 'bad-signatures' | 'silent' | 'garbage' | 'refused' };

export interface HostAddresses {
  readonly host: string;
  /** Those that may be connected to. */
  readonly addresses: readonly string[];
  /** Those that were answered and are refused: private, of this computer's own network. */
  readonly refused: readonly string[];
  readonly ttl: number | null;
  readonly aliases: readonly string[];
  /** Why there is no address; null where there is one. */
  readonly trouble: 'no-name' | 'nothing' | Extract<Looked, { kind: 'failed' }>['why'] | null;
}

export interface Resolver {
  look(name: string, type: RecordType): Promise<Looked>;
  addressesOf(host: string): Promise<HostAddresses>;
}

/** A chain of names that is longer leads nowhere. */
const mostAliases = 8;

export function createResolver(policy: ProbePolicy, signal: AbortSignal): Resolver {
  const looked = new Map<string, Promise<Looked>>();
  const hosts = new Map<string, Promise<HostAddresses>>();
  const remember = <Value>(kept: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>) => {
    const known = kept.get(key) ?? make();
    kept.set(key, known);
    return known;
  };
  const look = (name: string, type: RecordType) =>
    remember(looked, `${type} ${name.toLowerCase()}`, () => lookUp(policy, { name, type, isRecursive: true }, signal));
  return {
    look,
    addressesOf: host => remember(hosts, host.toLowerCase(), () => addressesOf(host, policy, look)),
  };
}

async function lookUp(policy: ProbePolicy, question: DnsQuestion, signal: AbortSignal): Promise<Looked> {
  const reply = await askResolvers(policy, question, signal);
  if (reply.kind === 'none') return { kind: 'failed', why: reply.why === 'garbage' ? 'garbage' : 'silent' };
  if (reply.code === 'NOERROR') return readAnswers(reply, question);
  const { authorities, isAuthentic } = reply;
  if (reply.code === 'NXDOMAIN') return { kind: 'no-name', authorities, isAuthentic };
  if (reply.code !== 'SERVFAIL') return { kind: 'failed', why: 'refused' };
  // What is there without a look at the signatures is there, and signed wrongly (RFC 4035, 5.5).
  const unchecked = await askResolvers(policy, { ...question, isUnchecked: true }, signal);
  const isThere = unchecked.kind === 'reply' && (unchecked.code === 'NOERROR' || unchecked.code === 'NXDOMAIN');
  return { kind: 'failed', why: isThere ? 'bad-signatures' : 'server-failure' };
}

/** The next one where one says nothing; each has its share of the time. */
async function askResolvers(
  { resolvers, stageMs }: Pick<ProbePolicy, 'resolvers' | 'stageMs'>,
  question: DnsQuestion,
  signal: AbortSignal,
): Promise<DnsReply> {
  let last: DnsReply = { kind: 'none', why: 'silent' };
  const asked = resolvers.slice(0, 3);
  for (const resolver of asked) {
    const share = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(stageMs / asked.length))]);
    last = await askServer(resolver, question, share);
    if (last.kind === 'reply') return last;
  }
  return last;
}

function readAnswers(reply: DnsReply & { kind: 'reply' }, { name, type }: DnsQuestion): Looked {
  const aliases: string[] = [];
  let owner = name.toLowerCase();
  for (let hops = 0; hops < mostAliases; hops++) {
    const alias = reply.answers.find(one => one.type === 'CNAME' && one.name.toLowerCase() === owner);
    if (alias?.type !== 'CNAME' || type === 'CNAME') break;
    owner = String(alias.data).toLowerCase();
    aliases.push(owner);
  }
  // A resolver may say something of other names as well, which nobody asked for.
  const records = reply.answers.filter(one => one.type === type && one.name.toLowerCase() === owner);
  if (records.length === 0) return { kind: 'nothing', authorities: reply.authorities, isAuthentic: reply.isAuthentic };
  const ttls = records.map(one => ('ttl' in one && typeof one.ttl === 'number' ? one.ttl : 0));
  return { kind: 'found', records, ttl: Math.min(...ttls), isAuthentic: reply.isAuthentic, aliases };
}

async function addressesOf(host: string, policy: ProbePolicy, look: Resolver['look']): Promise<HostAddresses> {
  const none = { host, addresses: [], refused: [], ttl: null, aliases: [] };
  if (!isHostName(host)) return { ...none, trouble: 'no-name' };
  const [four, six] = await Promise.all([look(host, 'A'), look(host, 'AAAA')]);
  const found = [four, six].flatMap(one => (one.kind === 'found' ? [one] : []));
  if (found.length === 0) {
    const failed = [four, six].find(one => one.kind === 'failed');
    const trouble = failed?.kind === 'failed' ? failed.why : four.kind === 'no-name' ? 'no-name' : 'nothing';
    return { ...none, trouble };
  }
  const all = found.flatMap(({ records }) => records.flatMap(addressIn));
  const refused = all.filter(address => !policy.mayConnect(address));
  return {
    host,
    // One that leads inside is a trap or a mistake: then none of them is connected to.
    addresses: refused.length > 0 ? [] : all.slice(0, mostAddresses),
    refused,
    ttl: Math.min(...found.map(({ ttl }) => ttl)),
    aliases: found[0]!.aliases,
    trouble: null,
  };
}

const mostAddresses = 4;

function addressIn(record: Answer): string[] {
  return record.type === 'A' || record.type === 'AAAA' ? [String(record.data)] : [];
}
