import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import type { ProbeContext } from '../../src/probes/probe-finding.ts';
import { usualPolicy } from '../../src/probes/probe-policy.ts';
import { probeSmtp, type SmtpStage } from '../../src/probes/probe-smtp.ts';
import { smtpFinding } from '../../src/probes/smtp-finding.ts';
import type { FindingFact } from '../../src/triage/finding.ts';
import { content, strings } from '../content.ts';
import {
  host,
  type MailServer,
  overTls,
  scripted,
  shown,
  silentPort,
  tlsServer,
  trusted,
  untilTls,
} from './mail-servers.ts';

void content;

const context: ProbeContext = {
  now: '2026-11-30T12:00:00.000Z',
  tlsDomain: null,
  blockList: null,
  isOfCase: true,
};

async function probeAt(
  port: number,
  { stageMs = 2_000, more = {} }: { stageMs?: number; more?: Partial<ProbeContext> } = {},
) {
  const usual = usualPolicy([host]);
  const policy = { ...usual, trusted, stageMs, ports: { ...usual.ports, smtp: port } };
  const stages: SmtpStage[] = [];
  const probe = await probeSmtp(host, '127.0.0.1', policy, new AbortController().signal, stage => stages.push(stage));
  return { probe, stages, finding: smtpFinding(probe, { ...context, ...more }) };
}

interface Row {
  readonly what: string;
  readonly serve: () => Promise<MailServer>;
  readonly headline: string;
  readonly shows: readonly FindingFact[];
  /** What does not answer is not waited for. */
  readonly isSlow?: boolean;
}

const rows: readonly Row[] = [
  { what: 'a port that nobody answers', serve: silentPort, headline: 'silent', shows: ['probe-silent'], isSlow: true },
  {
    what: 'a busy server',
    serve: () => scripted((socket, said) => said === null && socket.write('421 4.3.2 Service not available\r\n')),
    headline: 'turnedAway',
    shows: ['probe-turned-away'],
  },
  {
    what: 'a server that wants nobody',
    serve: () => scripted((socket, said) => said === null && socket.write('554-No\r\n554 5.7.1 not you\r\n')),
    headline: 'turnedAway',
    shows: ['probe-turned-away'],
  },
  {
    what: 'a firewall that inspects: no STARTTLS',
    serve: () =>
      scripted((socket, said) =>
        socket.write(said === null ? '220 ****\r\n' : '250-mail\r\n250-XXXXXXXA\r\n250 SIZE\r\n'),
      ),
    headline: 'noStarttls',
    shows: ['probe-no-starttls', 'probe-open'],
  },
  {
    what: 'TLS 1.0 alone',
    serve: () => tlsServer(shown.old),
    headline: 'oldTls',
    shows: ['probe-old-tls', 'probe-open'],
  },
  {
    what: 'a certificate that has expired',
    serve: () => tlsServer(shown.expired),
    headline: 'expired',
    shows: ['probe-certificate-expired', 'probe-open'],
  },
  {
    what: 'a certificate of tomorrow',
    serve: () => tlsServer(shown.early),
    headline: 'notYet',
    shows: ['probe-certificate-untrusted', 'probe-open'],
  },
  {
    what: 'a certificate that begins on no date',
    serve: () => tlsServer(shown.noStart),
    headline: 'handshake',
    shows: ['probe-tls-fails', 'probe-open'],
  },
  {
    what: 'a certificate that ends on no date',
    serve: () => tlsServer(shown.noEnd),
    headline: 'handshake',
    shows: ['probe-tls-fails', 'probe-open'],
  },
  {
    what: 'a certificate of another name',
    serve: () => tlsServer(shown.otherName),
    headline: 'name',
    shows: ['probe-certificate-name', 'probe-open'],
  },
  {
    what: 'a certificate by itself',
    serve: () => tlsServer(shown.selfSigned),
    headline: 'self-signed',
    shows: ['probe-certificate-untrusted', 'probe-open'],
  },
  {
    what: 'a chain without its middle',
    serve: () => tlsServer(shown.incomplete),
    headline: 'incomplete',
    shows: ['probe-certificate-untrusted', 'probe-open'],
  },
  {
    what: 'an authority of its own',
    serve: () => tlsServer(shown.untrusted),
    headline: 'untrusted',
    shows: ['probe-certificate-untrusted', 'probe-open'],
  },
  {
    what: 'all in order',
    serve: () => tlsServer(shown.good),
    headline: 'good',
    shows: ['probe-tls-good', 'probe-open'],
  },
  {
    what: 'an end before the greeting',
    serve: () => scripted(socket => socket.end()),
    headline: 'closes',
    shows: ['probe-closes', 'probe-open'],
  },
  {
    what: 'an end after EHLO',
    serve: () => scripted((socket, said) => (said === null ? socket.write('220 mail\r\n') : socket.end())),
    headline: 'closes',
    shows: ['probe-closes', 'probe-open'],
  },
  {
    what: 'an abrupt end after EHLO',
    serve: () => scripted((socket, said) => (said === null ? socket.write('220 mail\r\n') : socket.resetAndDestroy())),
    headline: 'resets',
    shows: ['probe-closes', 'probe-open'],
  },
  {
    what: 'an abrupt end in the handshake',
    serve: () => scripted(untilTls(socket => socket.once('data', () => socket.resetAndDestroy()))),
    headline: 'resets',
    shows: ['probe-tls-fails', 'probe-closes', 'probe-open'],
  },
  {
    what: 'no TLS behind STARTTLS',
    serve: () => scripted(untilTls(socket => socket.once('data', () => socket.write('500 what?\r\n'.repeat(20))))),
    headline: 'handshake',
    shows: ['probe-tls-fails', 'probe-open'],
  },
  {
    what: 'words slipped in before TLS',
    serve: () =>
      scripted((socket, said) =>
        socket.write(
          said === null
            ? '220 mail\r\n'
            : said.startsWith('EHLO')
              ? '250-mail\r\n250 STARTTLS\r\n'
              : '220 go\r\n250 injected\r\n',
        ),
      ),
    headline: 'noSmtp',
    shows: ['probe-no-smtp', 'probe-open'],
  },
  {
    what: 'STARTTLS offered and refused',
    serve: () =>
      scripted((socket, said) =>
        socket.write(
          said === null
            ? '220 mail\r\n'
            : said.startsWith('EHLO')
              ? '250-mail\r\n250 STARTTLS\r\n'
              : '454 4.7.0 TLS not available\r\n',
        ),
      ),
    headline: 'starttlsRefused',
    shows: ['probe-tls-fails'],
  },
  {
    what: 'silence after the connection',
    serve: () => scripted(() => {}),
    headline: 'slow',
    shows: ['probe-stalls', 'probe-open'],
    isSlow: true,
  },
  {
    what: 'a server slow as tar',
    serve: () =>
      scripted((socket, said) => {
        if (said !== null) return;
        const drip = setInterval(() => socket.write('2'), 25);
        socket.on('close', () => clearInterval(drip));
        socket.write('220-');
      }),
    headline: 'slow',
    shows: ['probe-stalls', 'probe-open'],
    isSlow: true,
  },
  {
    what: 'silence in the handshake',
    serve: () => scripted(untilTls(() => {})),
    headline: 'slow',
    shows: ['probe-stalls', 'probe-open'],
    isSlow: true,
  },
  {
    what: 'a greeting without an end',
    serve: () => scripted((socket, said) => said === null && void pour(socket, '220-and one more thing\r\n')),
    headline: 'noSmtp',
    shows: ['probe-no-smtp', 'probe-open'],
  },
  {
    what: 'a line without an end',
    serve: () => scripted((socket, said) => said === null && void pour(socket, '220 on and on')),
    headline: 'noSmtp',
    shows: ['probe-no-smtp', 'probe-open'],
  },
  {
    what: 'a web server',
    serve: () => scripted(socket => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
    headline: 'noSmtp',
    shows: ['probe-no-smtp', 'probe-open'],
  },
  {
    what: 'bytes of no protocol',
    serve: () => scripted(socket => socket.write(Buffer.from([0, 255, 21, 3, 1, 0, 10, 10]))),
    headline: 'noSmtp',
    shows: ['probe-no-smtp', 'probe-open'],
  },
];

async function pour(socket: import('node:net').Socket, text: string): Promise<void> {
  while (!socket.destroyed)
    if (!socket.write(text.repeat(100))) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
}

describe('a probe of a mail server', () => {
  for (const { what, serve, headline, shows, isSlow } of rows)
    it(`finds ${what}`, async () => {
      const server = await serve();
      try {
        const { finding } = await probeAt(server.port, { stageMs: isSlow ? 150 : 5_000 });

        assert.equal(finding.headline.key, `headline.${headline}`);
        assert.deepEqual([...finding.shows].sort(), [...shows].sort());
        for (const { key } of [finding.headline, ...finding.says])
          assert.ok(strings.en.has(`findings.probe-smtp.${key}`), key);
        for (const words of server.heard)
          assert.doesNotMatch(words, /MAIL|RCPT|DATA|AUTH|VRFY|EXPN/i, 'nothing is mailed');
      } finally {
        await server.stop();
      }
    });

  it('finds a port that is closed', async () => {
    const server = await scripted(() => {});
    await server.stop();

    const { finding, stages } = await probeAt(server.port);

    assert.equal(finding.headline.key, 'headline.refused');
    assert.deepEqual(finding.shows, ['probe-refused']);
    assert.deepEqual(stages, ['connect']);
  });

  it('says nothing but EHLO with its own address and STARTTLS, and inside TLS nothing at all', async () => {
    const inside: string[] = [];
    const server = await scripted(untilTls(overTls(shown.good, words => inside.push(words))));

    const { probe } = await probeAt(server.port);
    await server.stop();

    assert.equal(probe.ended.kind, 'done');
    assert.deepEqual(server.heard, ['EHLO [127.0.0.1]\r\n', 'STARTTLS\r\n']);
    assert.deepEqual(inside, []);
  });

  const asked = [
    ['mail.contoso.example', 'probe-tls-good'],
    ['*.contoso.example', 'probe-tls-good'],
    ['smtp.contoso.example', 'probe-certificate-name'],
    ['*.fabrikam.example', 'probe-certificate-name'],
  ] as const;
  for (const [tlsDomain, fact] of asked)
    it(`holds the certificate against ${tlsDomain}, which the connector asks for`, async () => {
      const server = await tlsServer(shown.good);

      const { finding } = await probeAt(server.port, { more: { tlsDomain } });
      await server.stop();

      assert.ok(finding.shows.includes(fact), finding.shows.join());
      assert.ok(finding.says.some(({ key, values }) => key.startsWith('connectorName') && values.domain === tlsDomain));
    });

  it('tells of a certificate that ends in a few days', async () => {
    const server = await tlsServer(shown.good);

    const { finding } = await probeAt(server.port, { more: { now: '2049-12-28T12:00:00.000Z' } });
    await server.stop();

    assert.equal(finding.headline.key, 'headline.soon');
    assert.equal(finding.headline.values.days, 3);
  });

  it('shows nothing for a case that is about another server', async () => {
    const server = await tlsServer(shown.expired);

    const { finding } = await probeAt(server.port, { more: { isOfCase: false } });
    await server.stop();

    assert.deepEqual(finding.shows, []);
  });

  it('ends at once when it is cancelled', async () => {
    const server = await scripted(() => {});
    const usual = usualPolicy([host]);
    const policy = { ...usual, ports: { ...usual.ports, smtp: server.port } };
    const cancel = new AbortController();

    const probing = probeSmtp(
      host,
      '127.0.0.1',
      policy,
      cancel.signal,
      stage => stage === 'greeting' && cancel.abort(),
    );
    const { ended } = await probing;
    await server.stop();

    assert.deepEqual(ended, { kind: 'broke-off', at: 'greeting', why: 'silent' });
  });
});
