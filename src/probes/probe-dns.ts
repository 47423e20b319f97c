/** What DNS says of a domain that gets mail: its servers, its rules, its signatures, and whether all say the same. */
import type { Answer } from 'dns-packet';
import { type FetchedPolicy, fetchStsPolicy } from './mta-sts.ts';
import { compareNameServers, type NameServers } from './name-servers.ts';
import type { ProbePolicy } from './probe-policy.ts';
import type { HostAddresses, Looked, Resolver } from './resolver.ts';
import { isHostName } from './target-name.ts';

export interface MailServer extends HostAddresses {
  readonly preference: number;
}

export interface DnsProbe {
  readonly domain: string;
  readonly mx: MxState;
  /** By preference. Of a domain without MX records the domain itself (RFC 5321, 5.1). */
  readonly servers: readonly MailServer[];
  /** Seconds that the MX records may be kept. */
  readonly ttl: number | null;
  readonly nameServers: NameServers;
  /** Texts that begin with `v=spf1`, and with `v=DMARC1` below `_dmarc`; null where nobody answered. */
  readonly spf: readonly string[] | null;
  readonly dmarc: readonly string[] | null;
  /** Whether the zone is signed, and whether the first mail server has a TLSA record (RFC 7672). */
  readonly isSigned: boolean;
  readonly hasTlsa: boolean;
  readonly sts: StsState;
}

export type MxState =
  | 'found'
  | 'implicit'
  | 'none'
  | 'null-mx'
  | 'no-domain'
  | Extract<Looked, { kind: 'failed' }>['why'];

/** `absent`: the domain has no record of it, and so no policy (RFC 8461, 3.1). */
export type StsState = { readonly kind: 'absent' | 'several' | 'unknown' } | FetchedPolicy;

/** A domain has a handful; a hostile one any number. */
const mostServers = 5;

/** @param nextStage begins the time of another stage: the policy's, which is fetched */
export async function probeDns(
  domain: string,
  policy: ProbePolicy,
  resolver: Resolver,
  signal: AbortSignal,
  nextStage: () => AbortSignal,
): Promise<DnsProbe> {
  const [mail, nameServers, spf, dmarc, signed, sts] = await Promise.all([
    findMailServers(domain, resolver),
    compareNameServers(domain, policy, resolver, signal),
    textsOf(domain, 'v=spf1', resolver),
    textsOf(`_dmarc.${domain}`, 'v=DMARC1', resolver),
    resolver.look(domain, 'DS'),
    probeSts(domain, policy, resolver, nextStage),
  ]);
  const [first] = mail.servers;
  const tlsa = first === undefined ? undefined : await resolver.look(`_25._tcp.${first.host}`, 'TLSA');
  return {
    domain,
    ...mail,
    nameServers,
    spf,
    dmarc,
    isSigned: signed.kind === 'found' || mail.isAuthentic,
    hasTlsa: tlsa?.kind === 'found',
    sts,
  };
}

interface Mail extends Pick<DnsProbe, 'mx' | 'servers' | 'ttl'> {
  readonly isAuthentic: boolean;
}

async function findMailServers(domain: string, resolver: Resolver): Promise<Mail> {
  const mx = await resolver.look(domain, 'MX');
  const none = { servers: [], ttl: null, isAuthentic: false };
  if (mx.kind === 'failed') return { ...none, mx: mx.why };
  if (mx.kind !== 'found') {
    if (mx.kind === 'no-name') return { ...none, mx: 'no-domain', isAuthentic: mx.isAuthentic };
    const own = await resolver.addressesOf(domain);
    const servers = own.trouble === null ? [{ ...own, preference: 0 }] : [];
    return { ...none, mx: own.trouble === null ? 'implicit' : 'none', servers, isAuthentic: mx.isAuthentic };
  }
  const { ttl, isAuthentic } = mx;
  const records = mx.records.flatMap(mxIn).sort((one, other) => one.preference - other.preference);
  // RFC 7505: one record with an empty name says that no mail is taken.
  if (records.length === 1 && records[0]!.host === '') return { mx: 'null-mx', servers: [], ttl, isAuthentic };
  const servers = await Promise.all(
    records.slice(0, mostServers).map(async ({ host, preference }) => ({
      ...(await resolver.addressesOf(host)),
      preference,
    })),
  );
  return { mx: 'found', servers, ttl, isAuthentic };
}

function mxIn(record: Answer): { readonly host: string; readonly preference: number }[] {
  if (record.type !== 'MX') return [];
  const { exchange, preference = 0 } = record.data;
  return [{ host: exchange.toLowerCase().replace(/\.$/, ''), preference }];
}

async function textsOf(name: string, begins: string, resolver: Resolver): Promise<string[] | null> {
  const found = await resolver.look(name, 'TXT');
  if (found.kind === 'failed') return null;
  if (found.kind !== 'found') return [];
  return found.records.flatMap(textIn).filter(text => new RegExp(`^${begins}(?:[\\s;]|$)`, 'i').test(text));
}

/** The pieces of a record are one text (RFC 7208, 3.3). */
function textIn(record: Answer): string[] {
  if (record.type !== 'TXT') return [];
  const pieces = Array.isArray(record.data) ? record.data : [record.data];
  return [pieces.map(piece => piece.toString()).join('')];
}

async function probeSts(
  domain: string,
  policy: ProbePolicy,
  resolver: Resolver,
  nextStage: () => AbortSignal,
): Promise<StsState> {
  const records = await textsOf(`_mta-sts.${domain}`, 'v=STSv1', resolver);
  if (records === null) return { kind: 'unknown' };
  if (records.length === 0) return { kind: 'absent' };
  // RFC 8461, 3.1: several are as none.
  if (records.length > 1) return { kind: 'several' };
  const host = `mta-sts.${domain}`;
  if (!isHostName(host)) return { kind: 'unknown' };
  return fetchStsPolicy(host, await resolver.addressesOf(host), policy, nextStage());
}
