/** Every outcome of a probe as findings, for tests that walk over all cards. */
import { type ProbeResult, probeFindings } from '../../src/probes/index.ts';
import type { DnsProbe, MxState } from '../../src/probes/probe-dns.ts';
import type { SmtpProbe } from '../../src/probes/probe-smtp.ts';
import type { ShownCertificate } from '../../src/probes/probe-tls.ts';
import { breakOffs } from '../../src/probes/smtp-connection.ts';
import type { ReadFinding } from '../../src/triage/finding.ts';

const host = 'mail.contoso.example';
const domain = 'contoso.example';
const now = '2026-11-21T10:00:00.000Z';
const context = { now, tlsDomain: null, blockList: 'Spamhaus', about: [host, domain] };
const plan = { domain, host, sendingIp: '203.0.113.99' };
const nothing: ProbeResult = { plan, dns: null, smtp: [], left: [], lists: null, addresses: [] };

const certificate: ShownCertificate = {
  subject: host,
  issuer: 'DigiCert TLS RSA SHA256 2020 CA1',
  names: [host, 'autodiscover.contoso.example'],
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2027-06-30T23:59:59.000Z',
  hasHostName: true,
  chain: 'trusted',
  code: null,
};

const smtp = (ended: SmtpProbe['ended'], tls: SmtpProbe['tls'] = null): SmtpProbe => ({
  host,
  address: '203.0.113.8',
  tried: ['203.0.113.7', '203.0.113.8'],
  ttl: 3_600,
  ended,
  greeting: `${host} Microsoft ESMTP MAIL Service ready`,
  tls,
});
const withTls = (change: Partial<ShownCertificate>, version = 'TLSv1.3') =>
  smtp({ kind: 'done' }, { version, isOld: version < 'TLSv1.2', certificate: { ...certificate, ...change } });

const stages = ['connect', 'greeting', 'ehlo', 'starttls', 'tls'] as const;
const talks: readonly SmtpProbe[] = [
  ...stages.flatMap(at => breakOffs.map(why => smtp({ kind: 'broke-off', at, why }))),
  ...(['greeting', 'ehlo', 'starttls'] as const).map(at =>
    smtp({ kind: 'rejected', at, code: 421, text: '4.3.2 Service not available' }),
  ),
  smtp({ kind: 'not-offered' }),
  smtp({ kind: 'handshake', code: 'ERR_SSL_TLSV1_ALERT_HANDSHAKE_FAILURE' }),
  smtp({ kind: 'done' }, { version: 'TLSv1.2', isOld: false, certificate: null }),
  withTls({}),
  withTls({}, 'TLSv1'),
  withTls({ validTo: '2026-01-31T00:00:00.000Z' }),
  withTls({ validTo: '2026-11-22T00:00:00.000Z' }),
  withTls({ validTo: '2026-11-29T00:00:00.000Z' }),
  withTls({ validFrom: '2027-01-31T00:00:00.000Z' }),
  withTls({ hasHostName: false, names: ['smtp.fabrikam.example'] }),
  withTls({ chain: 'self-signed', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
  withTls({ chain: 'incomplete', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
  withTls({ chain: 'untrusted', code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
  withTls({ code: 'CERT_REVOKED' }),
  withTls({ validTo: '2026-01-31T00:00:00.000Z', hasHostName: false, chain: 'incomplete' }, 'TLSv1.1'),
];

const server = { host, preference: 10, addresses: ['203.0.113.8'], refused: [], ttl: 300, aliases: [], trouble: null };
const goodDns: DnsProbe = {
  domain,
  mx: 'found',
  servers: [server, { ...server, host: 'mail2.contoso.example', preference: 20 }],
  ttl: 3_600,
  nameServers: {
    zone: domain,
    servers: [
      { name: 'ns1.contoso.example', state: 'answers', says: ['10 mail.contoso.example'] },
      { name: 'ns2.contoso.example', state: 'answers', says: ['10 mail.contoso.example'] },
    ],
    disagree: false,
  },
  spf: ['v=spf1 -all'],
  dmarc: ['v=DMARC1; p=reject'],
  isSigned: true,
  hasTlsa: true,
  sts: { kind: 'policy', mode: 'enforce', mx: ['*.contoso.example'] },
};
const [first, second] = goodDns.nameServers.servers;
const mxStates: readonly MxState[] = [
  ...(['implicit', 'none', 'null-mx', 'no-domain', 'server-failure'] as const),
  ...(['bad-signatures', 'silent', 'garbage', 'refused'] as const),
];
const zones: readonly DnsProbe[] = [
  goodDns,
  ...mxStates.map((mx): DnsProbe => ({ ...goodDns, mx, servers: mx === 'implicit' ? [server] : [] })),
  { ...goodDns, servers: [server, { ...server, host: 'mail2.contoso.example', addresses: [], trouble: 'no-name' }] },
  { ...goodDns, servers: [{ ...server, addresses: [], trouble: 'nothing' }] },
  { ...goodDns, servers: [{ ...server, refused: ['10.0.0.25'], addresses: [] }] },
  { ...goodDns, servers: [{ ...server, aliases: ['lb.contoso.example'] }] },
  {
    ...goodDns,
    nameServers: { zone: domain, disagree: true, servers: [first!, { ...second!, says: ['5 old.contoso.example'] }] },
  },
  { ...goodDns, nameServers: { zone: domain, disagree: true, servers: [first!, { ...second!, says: [] }] } },
  { ...goodDns, nameServers: { zone: domain, disagree: false, servers: [first!, { ...second!, state: 'lame' }] } },
  { ...goodDns, nameServers: { zone: domain, disagree: false, servers: [first!, { ...second!, state: 'silent' }] } },
  { ...goodDns, isSigned: false, ttl: 60 },
  { ...goodDns, hasTlsa: false },
  { ...goodDns, spf: [] },
  { ...goodDns, spf: ['v=spf1 -all', 'v=spf1 ~all'] },
  { ...goodDns, dmarc: [] },
  { ...goodDns, sts: { kind: 'bad-certificate', code: 'CERT_HAS_EXPIRED' } },
  { ...goodDns, sts: { kind: 'policy', mode: 'enforce', mx: [host] } },
  ...(['several', 'redirect', 'no-policy', 'unreachable', 'no-address', 'refused-address'] as const).map(
    (kind): DnsProbe => ({ ...goodDns, sts: { kind } }),
  ),
];

const listed = (...states: ('listed' | 'not-listed' | 'no-answer')[]) => ({
  address: '203.0.113.99',
  lists: states.map((state, index) => ({ list: ['Spamhaus', 'SpamCop', 'Barracuda', 'PSBL'][index]!, state })),
});

/** The findings of each, which a card shows together. */
export function everyOutcome(): ReadFinding[][] {
  const results: ProbeResult[] = [
    ...talks.map(talk => ({ ...nothing, smtp: [talk] })),
    ...zones.map(dns => ({ ...nothing, dns })),
    ...(['not-listed', 'no-address', 'refused-address'] as const).map(why => ({ ...nothing, left: [{ host, why }] })),
    { ...nothing, lists: listed('listed', 'listed', 'not-listed', 'no-answer') },
    { ...nothing, lists: listed('not-listed', 'not-listed', 'no-answer', 'no-answer') },
    { ...nothing, lists: listed('no-answer', 'no-answer', 'no-answer', 'no-answer') },
    { ...nothing, smtp: [withTls({}), withTls({ hasHostName: false })], dns: goodDns, lists: listed('listed') },
  ];
  return [
    ...results.map(result => probeFindings(result, context)),
    probeFindings({ ...nothing, smtp: [withTls({})] }, { ...context, tlsDomain: '*.contoso.example' }),
    probeFindings({ ...nothing, smtp: [withTls({})] }, { ...context, tlsDomain: 'hybrid.contoso.example' }),
  ];
}
