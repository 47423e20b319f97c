/** What DNS shows of a domain that gets mail. */
import type { FindingFact, FindingSentence, ReadFinding } from '../triage/finding.ts';
import { isInStsPolicy } from './mta-sts.ts';
import type { DnsProbe } from './probe-dns.ts';
import { type ProbeContext, probeFinding, sentence } from './probe-finding.ts';

/** Something that is wrong, with what it is called where nothing comes before it. */
interface Trouble {
  readonly headline: string;
  readonly shows: readonly FindingFact[];
  readonly says: readonly FindingSentence[];
}

export function dnsFinding(probe: DnsProbe, context: ProbeContext): ReadFinding {
  const { domain, servers } = probe;
  const troubles = [
    ...mxTroubles(probe),
    ...serverTroubles(probe),
    ...nameServerTroubles(probe),
    ...ruleTroubles(probe),
  ];
  const [first] = troubles;
  const isGood = probe.mx === 'found' && troubles.every(({ shows }) => shows.length === 0);
  return probeFinding('probe-dns', context, {
    headline: sentence(`headline.${first?.headline ?? (probe.mx === 'implicit' ? 'implicit' : 'good')}`, {
      domain,
      count: servers.length,
    }),
    shows: [...troubles.flatMap(({ shows }) => shows), ...(isGood ? (['probe-dns-good'] as const) : [])],
    says: [...troubles.flatMap(({ says }) => says), ...mailLines(probe), ...signatureLines(probe)],
  });
}

function mxTroubles({ mx, domain }: DnsProbe): Trouble[] {
  switch (mx) {
    case 'found':
    case 'implicit':
      return [];
    case 'no-domain':
      return [{ headline: 'noDomain', shows: ['probe-no-domain'], says: [sentence('noDomainMeans', { domain })] }];
    case 'null-mx':
      return [{ headline: 'nullMx', shows: ['probe-null-mx'], says: [sentence('nullMxMeans', {})] }];
    case 'none':
      return [{ headline: 'noMx', shows: ['probe-no-mx'], says: [sentence('noMxMeans', {})] }];
    case 'bad-signatures':
      return [
        {
          headline: 'badSignatures',
          shows: ['probe-dnssec-broken', 'probe-dns-fails'],
          says: [sentence('badSignaturesMeans', {})],
        },
      ];
    case 'silent':
      return [{ headline: 'silent', shows: ['probe-dns-fails'], says: [sentence('failsMeans', {})] }];
    case 'server-failure':
    case 'refused':
    case 'garbage':
      return [{ headline: 'fails', shows: ['probe-dns-fails'], says: [sentence('failsMeans', {})] }];
    default:
      return mx satisfies never;
  }
}

function serverTroubles({ mx, servers }: DnsProbe): Trouble[] {
  if (mx !== 'found') return [];
  const without = servers.filter(({ trouble }) => trouble !== null).map(({ host }) => host || '.');
  const refused = servers.filter(one => one.refused.length > 0).map(({ host }) => host);
  const aliases = servers.filter(one => one.aliases.length > 0);
  const isNone = servers.length > 0 && without.length === servers.length;
  return [
    ...(without.length > 0
      ? [
          {
            headline: isNone ? 'noneHasAddress' : 'withoutAddress',
            shows: isNone ? (['probe-no-mx'] as const) : [],
            says: [sentence('withoutAddress', { hosts: { list: without } })],
          },
        ]
      : []),
    ...(refused.length > 0
      ? [{ headline: 'privateAddress', shows: [], says: [sentence('privateAddress', { hosts: { list: refused } })] }]
      : []),
    ...aliases.slice(0, 1).map(({ host, aliases: [target = ''] }) => ({
      headline: 'alias',
      shows: [],
      says: [sentence('alias', { host, target })],
    })),
  ];
}

/** An answer may hold thousands, and what is said becomes a part of the case. */
const mostRecords = 20;

/** What only this one says comes first. */
function toldOf(says: readonly string[], other: readonly string[]): string[] {
  const same = new Set(other);
  return [...says.filter(one => !same.has(one)), ...says.filter(one => same.has(one))].slice(0, mostRecords);
}

function nameServerTroubles({ nameServers: { servers, disagree } }: DnsProbe): Trouble[] {
  const named = (state: string) => servers.filter(one => one.state === state).map(({ name }) => name);
  const troubles: Trouble[] = [];
  if (disagree) {
    const answers = servers.filter(({ state }) => state === 'answers');
    const one = answers[0]!;
    const other = answers.find(({ says }) => says.join() !== one.says.join())!;
    const values = {
      one: one.name,
      other: other.name,
      oneSays: { list: toldOf(one.says, other.says) },
      otherSays: { list: toldOf(other.says, one.says) },
    };
    const isEmpty = one.says.length === 0 || other.says.length === 0;
    const says = isEmpty
      ? sentence('disagreeEmpty', { one: (one.says.length === 0 ? one : other).name })
      : sentence('disagree', values);
    troubles.push({ headline: 'disagree', shows: ['probe-dns-disagrees'], says: [says] });
  }
  const lame = named('lame');
  if (lame.length > 0)
    troubles.push({
      headline: 'lame',
      shows: ['probe-dns-disagrees'],
      says: [sentence('lame', { servers: { list: lame } })],
    });
  const quiet = [...named('silent'), ...named('no-address')];
  // This computer may be the one that is kept from asking them.
  if (quiet.length > 0 && quiet.length < servers.length)
    troubles.push({ headline: 'quiet', shows: [], says: [sentence('quiet', { servers: { list: quiet } })] });
  return troubles;
}

/** What the domain says about mail to it (MTA-STS) and from it (SPF, DMARC). */
function ruleTroubles({ mx, sts, servers, spf, dmarc, isSigned, hasTlsa }: DnsProbe): Trouble[] {
  const troubles: Trouble[] = [];
  if (sts.kind === 'bad-certificate')
    troubles.push({
      headline: 'stsCertificate',
      shows: ['probe-sts-certificate'],
      says: [sentence('stsCertificate', { code: sts.code })],
    });
  else if (sts.kind === 'policy') {
    const outside = servers.filter(({ host }) => !isInStsPolicy(host, sts.mx)).map(({ host }) => host);
    if (outside.length > 0 && sts.mode !== 'none')
      troubles.push({
        headline: 'stsMx',
        // RFC 8461, 5: in mode testing senders report it and deliver all the same.
        shows: sts.mode === 'enforce' ? ['probe-sts-mx'] : [],
        says: [sentence('stsMx', { hosts: { list: outside }, mode: sts.mode })],
      });
  } else if (sts.kind !== 'absent' && sts.kind !== 'unknown')
    troubles.push({
      headline: 'stsPolicy',
      shows: ['probe-sts-policy'],
      says: [sentence(`stsPolicy.${sts.kind}`, {})],
    });
  if (hasTlsa && !isSigned)
    troubles.push({ headline: 'tlsaUnsigned', shows: [], says: [sentence('tlsaUnsigned', {})] });
  // A server's own name has no rules for mail from it.
  if (mx !== 'found') return troubles;
  if (spf && spf.length !== 1)
    troubles.push({
      headline: spf.length === 0 ? 'spfMissing' : 'spfSeveral',
      shows: ['probe-spf-wrong'],
      says: [sentence(spf.length === 0 ? 'spfMissing' : 'spfSeveral', {})],
    });
  if (dmarc?.length === 0) troubles.push({ headline: 'dmarcMissing', shows: [], says: [sentence('dmarcMissing', {})] });
  return troubles;
}

function mailLines({ mx, servers, ttl }: DnsProbe): FindingSentence[] {
  const hosts = { list: servers.map(({ host }) => host) };
  if (servers.length === 0) return [];
  if (mx === 'implicit') return [sentence('implicit', { addresses: { list: servers[0]!.addresses } })];
  const minutes = Math.ceil((ttl ?? 0) / 60);
  return [minutes > 1 ? sentence('mailServers', { hosts, minutes }) : sentence('mailServersAtOnce', { hosts })];
}

function signatureLines({ isSigned, hasTlsa, nameServers, sts }: DnsProbe): FindingSentence[] {
  const all = nameServers.servers;
  const agree = all.length > 1 && all.every(({ state }) => state === 'answers') && !nameServers.disagree;
  return [
    ...(agree ? [sentence('agree', { count: all.length })] : []),
    ...(isSigned ? [sentence(hasTlsa ? 'signedWithTlsa' : 'signed', {})] : []),
    ...(sts.kind === 'policy' ? [sentence('stsGood', { mode: sts.mode })] : []),
  ];
}
