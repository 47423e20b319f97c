import { strict as assert } from 'node:assert';
import { usualPolicy } from '../../src/probes/index.ts';
import { probeSmtp } from '../../src/probes/probe-smtp.ts';
import { smtpFinding } from '../../src/probes/smtp-finding.ts';
import { host, shown, trusted } from './mail-servers.ts';
import { postfix, withoutPostfix } from './postfix.ts';

const rows = [
  {
    what: 'all in order',
    certificate: shown.good,
    settings: [],
    headline: 'good',
    shows: ['probe-tls-good', 'probe-open'],
  },
  {
    what: 'a certificate that has expired',
    certificate: shown.expired,
    settings: [],
    headline: 'expired',
    shows: ['probe-certificate-expired', 'probe-open'],
  },
  {
    what: 'a chain without its middle',
    certificate: shown.incomplete,
    settings: [],
    headline: 'incomplete',
    shows: ['probe-certificate-untrusted', 'probe-open'],
  },
  {
    what: 'no TLS',
    certificate: shown.good,
    settings: ['smtpd_tls_security_level=none'],
    headline: 'noStarttls',
    shows: ['probe-no-starttls', 'probe-open'],
  },
  {
    what: 'STARTTLS hidden from us',
    certificate: shown.good,
    settings: ['smtpd_discard_ehlo_keywords=starttls'],
    headline: 'noStarttls',
    shows: ['probe-no-starttls', 'probe-open'],
  },
  {
    what: 'a server that wants nobody',
    certificate: shown.good,
    settings: ['smtpd_delay_reject=no', 'smtpd_client_restrictions=reject'],
    headline: 'turnedAway',
    shows: ['probe-turned-away'],
  },
] as const;

const missing = withoutPostfix();

describe('a probe of a real Postfix', () => {
  let server: Awaited<ReturnType<typeof postfix>> | undefined;

  before('start it', async function () {
    this.timeout(30_000);
    if (!missing) server = await postfix(rows.map(({ certificate, settings }) => ({ ...certificate, settings })));
  });

  after(() => server?.stop());

  if (missing) it.skip(`is not tried: ${missing}`);
  for (const [index, { what, headline, shows }] of missing ? [] : rows.entries())
    it(`finds ${what}`, async () => {
      const usual = usualPolicy([host]);
      const policy = { ...usual, trusted, ports: { ...usual.ports, smtp: server!.ports[index]! } };

      const probe = await probeSmtp(host, '127.0.0.1', policy, new AbortController().signal, () => {});

      const context = { now: '2026-11-30T12:00:00.000Z', tlsDomain: null, blockList: null, isOfCase: true };
      const finding = smtpFinding(probe, context);
      assert.equal(finding.headline.key, `headline.${headline}`);
      assert.deepEqual([...finding.shows].sort(), [...shows].sort());
      assert.match(probe.greeting ?? '', headline === 'turnedAway' ? /rejected/ : /ESMTP Postfix/);
    });

  if (!missing)
    it('leaves no mail, and not the beginning of one', () => {
      const log = server!.log();

      assert.match(log, /: connect from /);
      // 4F1D2C3B4A: client=localhost[127.0.0.1], which begins with MAIL FROM
      assert.doesNotMatch(log, /client=|from=<|improper command/);
    });
});
