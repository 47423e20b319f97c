import { strict as assert } from 'node:assert';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { dnsFinding } from '../../src/probes/dns-finding.ts';
import { askServer } from '../../src/probes/dns-message.ts';
import { type ProbePlan, probeFindings, runProbe, usualPolicy } from '../../src/probes/index.ts';
import { readStsPolicy } from '../../src/probes/mta-sts.ts';
import type { ProbeContext } from '../../src/probes/probe-finding.ts';
import type { ProbePolicy } from '../../src/probes/probe-policy.ts';
import type { FindingFact } from '../../src/triage/finding.ts';
import { strings } from '../content.ts';
import { makeCertificate } from '../files/certificate.ts';
import { mx, type NameServerOptions, nameServer, soa, type Zone } from './name-server.ts';

const domain = 'contoso.example';
const context: ProbeContext = { now: '2026-11-30T12:00:00.000Z', tlsDomain: null, blockList: null, isOfCase: true };
const plan: ProbePlan = { domain, host: null, sendingIp: null };

/** A domain as it should be; each row changes what it is about. */
const good: Zone = {
  'contoso.example MX': [mx(10, 'mail.contoso.example'), mx(20, 'mail2.contoso.example')],
  'mail.contoso.example A': ['127.0.0.1'],
  'mail2.contoso.example A': ['127.0.0.1'],
  'contoso.example SOA': soa,
  'contoso.example NS': ['ns1.contoso.example', 'ns2.contoso.example'],
  'ns1.contoso.example A': ['127.0.0.2'],
  'ns2.contoso.example A': ['127.0.0.3'],
  'contoso.example TXT': ['v=spf1 include:spf.protection.outlook.com -all'],
  '_dmarc.contoso.example TXT': ['v=DMARC1; p=reject'],
};

interface World {
  readonly zone?: Zone;
  /** What each authoritative server knows; the same as the resolver where nothing else is said. */
  readonly servers?: readonly [Zone, Zone];
  readonly options?: NameServerOptions;
  readonly stageMs?: number;
  readonly https?: { readonly port: number; readonly ca: string };
  readonly plan?: ProbePlan;
  readonly more?: Partial<ProbeContext>;
}

/** The resolver at 127.0.0.1, the domain's own servers at .2 and .3, all on one port. */
async function probeIn({ zone = {}, servers, options = {}, stageMs = 2_000, https, plan: own = plan, more }: World) {
  const all = { ...good, ...zone };
  const resolver = await nameServer(all, options);
  const { port } = resolver;
  const [one, other] = servers ?? [all, all];
  const authoritative = [
    await nameServer(one, { address: '127.0.0.2', port, isAuthoritative: true }),
    await nameServer(other, { address: '127.0.0.3', port, isAuthoritative: true }),
  ];
  const usual = usualPolicy([domain, `*.${domain}`]);
  const policy: ProbePolicy = {
    ...usual,
    mayConnect: address => address.startsWith('127.'),
    // Nobody listens for SMTP at the discard port.
    ports: { smtp: 9, https: https?.port ?? 9, dns: port },
    resolvers: [{ address: '127.0.0.1', port }],
    trusted: https ? [https.ca] : [],
    stageMs,
  };
  try {
    const result = await runProbe(own, policy, new AbortController().signal, () => {});
    const finding = result.dns && dnsFinding(result.dns, { ...context, ...more });
    const asked = [resolver, ...authoritative].flatMap(server => server.asked);
    return {
      result,
      finding: finding!,
      findings: probeFindings(result, { ...context, about: [domain], ...more }),
      asked,
      overTcp: resolver.overTcp(),
    };
  } finally {
    await Promise.all([resolver, ...authoritative].map(server => server.stop()));
  }
}

interface Row extends World {
  readonly what: string;
  readonly headline: string;
  readonly shows?: readonly FindingFact[];
  readonly says?: readonly string[];
}

const rows: readonly Row[] = [
  { what: 'a domain in order', headline: 'good', shows: ['probe-dns-good'], says: ['mailServers', 'agree'] },
  {
    what: 'a domain that does not exist',
    zone: { 'contoso.example MX': 'NXDOMAIN', 'contoso.example SOA': 'NXDOMAIN' },
    headline: 'noDomain',
    shows: ['probe-no-domain'],
  },
  {
    what: 'a failure of the servers',
    zone: { 'contoso.example MX': 'SERVFAIL' },
    servers: [good, good],
    headline: 'fails',
    shows: ['probe-dns-fails'],
  },
  {
    what: 'signatures that do not hold',
    options: { badSignatures: [domain] },
    headline: 'badSignatures',
    shows: ['probe-dnssec-broken', 'probe-dns-fails'],
  },
  {
    what: 'silence',
    zone: { 'contoso.example MX': 'silent' },
    stageMs: 300,
    headline: 'silent',
    shows: ['probe-dns-fails'],
  },
  {
    what: 'a refusal',
    zone: { 'contoso.example MX': 'REFUSED' },
    servers: [good, good],
    headline: 'fails',
    shows: ['probe-dns-fails'],
  },
  { what: 'garbage', zone: { 'contoso.example MX': 'garbage' }, headline: 'fails', shows: ['probe-dns-fails'] },
  {
    what: 'an answer to another question',
    zone: { 'contoso.example MX': 'other-question' },
    headline: 'fails',
    shows: ['probe-dns-fails'],
  },
  { what: 'a null MX', zone: { 'contoso.example MX': [mx(0, '.')] }, headline: 'nullMx', shows: ['probe-null-mx'] },
  {
    what: 'a domain without MX and address',
    zone: { 'contoso.example MX': [] },
    headline: 'noMx',
    shows: ['probe-no-mx'],
  },
  {
    what: 'a domain that takes its mail at its own address',
    zone: { 'contoso.example MX': [], 'contoso.example A': ['127.0.0.1'] },
    headline: 'implicit',
    says: ['implicit'],
  },
  {
    what: 'an alias in the MX record',
    zone: { 'mail.contoso.example A': [], 'mail.contoso.example CNAME': ['mail2.contoso.example'] },
    headline: 'alias',
    shows: ['probe-dns-good'],
  },
  {
    what: 'a mail server without an address',
    zone: { 'mail2.contoso.example A': [] },
    headline: 'withoutAddress',
    shows: ['probe-dns-good'],
  },
  {
    what: 'mail servers without any address',
    zone: { 'mail.contoso.example A': [], 'mail2.contoso.example A': [] },
    headline: 'noneHasAddress',
    shows: ['probe-no-mx'],
  },
  {
    what: 'name servers that do not agree',
    servers: [good, { ...good, 'contoso.example MX': [mx(10, 'old.contoso.example')] }],
    headline: 'disagree',
    shows: ['probe-dns-disagrees'],
    says: ['disagree'],
  },
  {
    what: 'a name server that has lost the record',
    servers: [good, { ...good, 'contoso.example MX': [] }],
    headline: 'disagree',
    shows: ['probe-dns-disagrees'],
    says: ['disagreeEmpty'],
  },
  {
    what: 'a lame name server',
    servers: [good, { ...good, 'contoso.example MX': 'REFUSED' }],
    headline: 'lame',
    shows: ['probe-dns-disagrees'],
    says: ['lame'],
  },
  {
    what: 'a name server that says nothing',
    servers: [good, { ...good, 'contoso.example MX': 'silent' }],
    stageMs: 300,
    headline: 'quiet',
    shows: ['probe-dns-good'],
    says: ['quiet'],
  },
  { what: 'no SPF', zone: { 'contoso.example TXT': ['ms=ms1'] }, headline: 'spfMissing', shows: ['probe-spf-wrong'] },
  {
    what: 'SPF twice',
    zone: { 'contoso.example TXT': ['v=spf1 -all', ['v=sp', 'f1 ~all']] },
    headline: 'spfSeveral',
    shows: ['probe-spf-wrong'],
  },
  { what: 'no DMARC', zone: { '_dmarc.contoso.example TXT': [] }, headline: 'dmarcMissing', shows: ['probe-dns-good'] },
  {
    what: 'TLSA records that nobody vouches for',
    zone: {
      '_25._tcp.mail.contoso.example TLSA': [{ usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32) }],
    },
    headline: 'tlsaUnsigned',
    shows: ['probe-dns-good'],
  },
  {
    what: 'a signed zone with DANE',
    zone: {
      'contoso.example DS': [{ keyTag: 1, algorithm: 13, digestType: 2, digest: Buffer.alloc(32) }],
      '_25._tcp.mail.contoso.example TLSA': [{ usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32) }],
    },
    options: { isAuthentic: true },
    headline: 'good',
    shows: ['probe-dns-good'],
    says: ['signedWithTlsa'],
  },
  {
    what: 'two MTA-STS records',
    zone: { '_mta-sts.contoso.example TXT': ['v=STSv1; id=1', 'v=STSv1; id=2'] },
    headline: 'stsPolicy',
    shows: ['probe-sts-policy'],
    says: ['stsPolicy.several'],
  },
  {
    what: 'an MTA-STS host without an address',
    zone: { '_mta-sts.contoso.example TXT': ['v=STSv1; id=1'] },
    headline: 'stsPolicy',
    shows: ['probe-sts-policy'],
    says: ['stsPolicy.no-address'],
  },
];

const withSts: Zone = { '_mta-sts.contoso.example TXT': ['v=STSv1; id=1'], 'mta-sts.contoso.example A': ['127.0.0.1'] };
const policyText = (hosts: string | readonly string[], mode = 'enforce') =>
  ['version: STSv1', `mode: ${mode}`, ...[hosts].flat().map(one => `mx: ${one}`), 'max_age: 86400', ''].join('\r\n');

describe('a question to a server of names', () => {
  for (const [address, why] of [
    ['255.255.255.255', 'that is everybody'],
    ['fe80::1', 'of a link that nobody names'],
  ] as const)
    it(`has no answer where the system connects to no address ${why}`, async () => {
      const question = { name: domain, type: 'MX', isRecursive: true } as const;

      const reply = await askServer({ address, port: 53 }, question, new AbortController().signal);

      assert.deepEqual(reply, { kind: 'none', why: 'closed' });
    });
});

describe('a probe of DNS', () => {
  for (const { what, headline, shows = [], says = [], ...world } of rows)
    it(`finds ${what}`, async () => {
      const { finding } = await probeIn(world);

      assert.equal(finding.headline.key, `headline.${headline}`);
      assert.deepEqual([...finding.shows].sort(), [...shows].sort());
      const keys = finding.says.map(({ key }) => key);
      for (const key of says) assert.ok(keys.includes(key), `${key} in ${keys}`);
      for (const key of [finding.headline.key, ...keys]) assert.ok(strings.en.has(`findings.probe-dns.${key}`), key);
    });

  it('asks again over TCP where the answer does not fit', async () => {
    const { finding, overTcp } = await probeIn({ options: { truncates: ['contoso.example MX'] } });

    assert.equal(finding.headline.key, 'headline.good');
    assert.equal(overTcp, 1);
  });

  it('tells twenty records of a name server that has more than a thousand', async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => mx(10, `mail${index}.example`));

    const { result, finding } = await probeIn({ servers: [good, { ...good, 'contoso.example MX': many }] });

    const told = finding.says.find(({ key }) => key === 'disagree')?.values.otherSays as { list: readonly string[] };
    assert.ok(result.dns?.nameServers.disagree);
    assert.equal(told.list.length, 20);
  });

  it('begins with what only one of two name servers says, however much both say', async () => {
    const same = Array.from({ length: 30 }, (_, index) => mx(10, `mail${index}.example`));
    const [one, other] = [
      [...same, mx(90, 'old.example')],
      [...same, mx(90, 'new.example')],
    ];

    const { finding } = await probeIn({
      servers: [
        { ...good, 'contoso.example MX': one },
        { ...good, 'contoso.example MX': other },
      ],
    });

    const { oneSays, otherSays } = finding.says.find(({ key }) => key === 'disagree')!.values as Record<
      string,
      { list: readonly string[] }
    >;
    assert.deepEqual([oneSays!.list[0], otherSays!.list[0]], ['90 old.example', '90 new.example']);
  });

  it('asks each name once', async () => {
    const { asked } = await probeIn({});

    const resolved = asked.filter(one => one === 'mail.contoso.example A');
    assert.equal(resolved.length, 1);
  });

  it('asks a second resolver where the first says nothing', async () => {
    const quiet = await nameServer({ 'contoso.example MX': 'silent' });
    const zone = await nameServer({ 'contoso.example MX': [mx(0, '.')] });
    const usual = usualPolicy([domain]);
    const policy = {
      ...usual,
      mayConnect: () => false,
      stageMs: 600,
      resolvers: [quiet, zone].map(({ port }) => ({ address: '127.0.0.1', port })),
    };

    const { dns } = await runProbe(plan, policy, new AbortController().signal, () => {});
    await Promise.all([quiet.stop(), zone.stop()]);

    assert.equal(dns?.mx, 'null-mx');
  });

  describe('with an MTA-STS policy', () => {
    const certificate = makeCertificate(['mta-sts.contoso.example'], { name: 'mta-sts.contoso.example' });
    const wrong = makeCertificate(['www.contoso.example'], { name: 'www.contoso.example' });
    const serve = async (answer: Parameters<typeof createServer>[1], { key, cert } = certificate) => {
      const server = createServer({ key, cert }, answer);
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      return server;
    };
    const stop = async (server: Server) => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    };

    const policies: readonly {
      readonly what: string;
      readonly answer: Parameters<typeof createServer>[1];
      readonly shownCertificate?: typeof certificate;
      readonly key: string;
      readonly shows: readonly FindingFact[];
      readonly trusted?: string;
    }[] = [
      {
        what: 'that has all servers',
        answer: (_, response) => response.end(policyText('*.contoso.example')),
        key: 'stsGood',
        shows: ['probe-dns-good'],
      },
      {
        what: 'that lacks a server',
        answer: (_, response) => response.end(policyText('mail.contoso.example')),
        key: 'stsMx',
        shows: ['probe-sts-mx'],
      },
      {
        what: 'that lacks a server and only tests',
        answer: (_, response) => response.end(policyText('mail.contoso.example', 'testing')),
        key: 'stsMx',
        shows: ['probe-dns-good'],
      },
      {
        what: 'that leads elsewhere, where nobody goes',
        answer: (request, response) => {
          assert.equal(request.url, '/.well-known/mta-sts.txt');
          response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' });
          response.end();
        },
        key: 'stsPolicy.redirect',
        shows: ['probe-sts-policy'],
      },
      {
        what: 'that is a page',
        answer: (_, response) => response.end('<html>Welcome</html>'),
        key: 'stsPolicy.no-policy',
        shows: ['probe-sts-policy'],
      },
      {
        what: 'where another protocol is switched to',
        answer: (_, response) => {
          response.writeHead(101, { connection: 'upgrade', upgrade: 'websocket' });
          response.end();
        },
        key: 'stsPolicy.no-policy',
        shows: ['probe-sts-policy'],
      },
      {
        what: 'that has no end',
        answer: (_, response) => {
          const pour = () => {
            while (!response.destroyed && response.write('mx: x.example\r\n'.repeat(400)));
          };
          response.on('drain', pour);
          response.on('error', () => {});
          pour();
        },
        key: 'stsPolicy.no-policy',
        shows: ['probe-sts-policy'],
      },
      {
        what: 'behind a certificate of another name',
        answer: (_, response) => response.end(policyText('*.contoso.example')),
        shownCertificate: wrong,
        key: 'stsCertificate',
        shows: ['probe-sts-certificate'],
      },
    ];
    for (const { what, answer, shownCertificate = certificate, key, shows } of policies)
      it(`reads one ${what}`, async () => {
        const server = await serve(answer, shownCertificate);
        const https = { port: (server.address() as AddressInfo).port, ca: shownCertificate.cert };

        const { finding } = await probeIn({ zone: withSts, https });
        await stop(server);

        const keys = finding.says.map(one => one.key);
        assert.ok(keys.includes(key), `${key} in ${keys}`);
        assert.deepEqual(finding.shows, shows);
      });

    it('reads fields in any case and order, and nothing else', () => {
      assert.deepEqual(readStsPolicy('MX: A.example\nmode: testing\nversion: STSv1\nmx: *.b.example\nx: y'), {
        kind: 'policy',
        mode: 'testing',
        mx: ['a.example', '*.b.example'],
      });
      assert.equal(readStsPolicy('version: STSv2\nmode: enforce').kind, 'no-policy');
      assert.equal(readStsPolicy('').kind, 'no-policy');
    });
  });

  describe('with the address that sends', () => {
    const lists = (answers: Record<string, readonly string[] | 'SERVFAIL'>): Zone => ({
      'zen.spamhaus.org SOA': [],
      ...Object.fromEntries(Object.entries(answers).map(([zone, known]) => [`99.113.0.203.${zone} A`, known])),
    });
    const own: ProbePlan = { domain: null, host: null, sendingIp: '203.0.113.99' };
    const cases = [
      {
        what: 'finds it on a list',
        answers: { 'zen.spamhaus.org': ['127.0.0.4'] },
        blockList: 'Spamhaus',
        shows: ['probe-listed'],
        headline: 'listed',
      },
      {
        what: 'finds it gone from the list that the error names',
        answers: {},
        blockList: 'SpamCop',
        shows: ['probe-not-listed'],
        headline: 'clear',
      },
      {
        what: 'says nothing of a list that it does not know',
        answers: {},
        blockList: 'Cloudmark',
        shows: [],
        headline: 'clear',
      },
      {
        what: 'takes no refusal of a list for a listing',
        answers: {
          'zen.spamhaus.org': ['127.255.255.254'],
          'bl.spamcop.net': 'SERVFAIL',
          'b.barracudacentral.org': ['10.1.2.3'],
          'psbl.surriel.com': 'SERVFAIL',
        },
        blockList: 'Spamhaus',
        shows: [],
        headline: 'noAnswer',
      },
    ] as const;
    for (const { what, answers, blockList, shows, headline } of cases)
      it(what, async () => {
        const { findings } = await probeIn({ zone: lists(answers), plan: own, more: { blockList } });

        const [finding] = findings;
        assert.equal(findings.length, 1);
        assert.equal(finding!.headline.key, `headline.${headline}`);
        assert.deepEqual(finding!.shows, shows);
      });
  });
});
