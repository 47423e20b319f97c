import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { findingsLines } from '../../src/cards/views/findings.ts';
import { countLookUps, parseSpf } from '../../src/findings/dns/parse-spf.ts';
import { parseTags } from '../../src/findings/dns/parse-tags.ts';
import { headerTime } from '../../src/findings/headers/header-time.ts';
import { readFindings } from '../../src/findings/index.ts';
import { toolFindings } from '../../src/findings/tools.ts';
import { locales, noEvidence } from '../../src/triage/evidence.ts';
import { findingFacts, findingKinds } from '../../src/triage/finding.ts';
import { findingsView } from '../../src/triage/showing/index.ts';
import { cards, content, strings, viewContextFor } from '../content.ts';
import { makeCertificate } from '../files/certificate.ts';
import {
  headerOutput,
  hostOutput,
  mxOutput,
  type Output,
  portOutput,
  proofOutput,
  spfOutput,
  spoofed,
  tlsOutput,
} from './tool-output.ts';

const evidence = {
  ...noEvidence,
  remoteHost: 'mail.contoso.example',
  remoteIp: '203.0.113.5',
  recipients: ['ann@contoso.example'],
};
const context = { now: '2026-11-21T10:00:00.000Z', ranges: content.ranges, evidence };

const tables = { portOutput, tlsOutput, mxOutput, hostOutput, spfOutput, proofOutput, headerOutput };
const all = Object.values(tables).flatMap(table => Object.values(table));
const findingsOf = ({ text, alone }: Output) =>
  readFindings(text, null, alone ? { ...context, evidence: null } : context);
const keysOf = (output: Output) =>
  findingsOf(output).flatMap(({ kind, headline, says, copies }) =>
    [headline, ...says, ...copies].map(({ key }) => ({ kind, key })),
  );

describe('what a tool prints', () => {
  for (const [table, outputs] of Object.entries(tables))
    for (const [what, output] of Object.entries(outputs))
      it(`is read in ${table} for ${what}`, () => {
        const found = findingsOf(output);

        assert.deepEqual(
          Object.fromEntries(found.map(({ kind, shows }) => [kind, shows])),
          output.shows,
          JSON.stringify(found.map(({ headline, says }) => [headline, says])),
        );
      });

  for (const locale of locales)
    it(`is told in ${locale} without a gap`, () => {
      const look = { ...cards.context({ locale, timeZone: 'UTC' }), bold: (line: string) => line };
      for (const output of all) {
        for (const { kind, key } of keysOf(output))
          assert.ok(
            strings[locale].has(`findings.${kind}.${key}`) || strings[locale].has(`findings.any.${key}`),
            `${kind} ${key}`,
          );
        const view = findingsView(findingsOf(output), null, viewContextFor({ locale }));

        const text = findingsLines(view, look).join('\n');

        assert.doesNotMatch(text, /\{\w+\}|undefined|\[object|NaN/, output.text);
      }
    });

  it('says every headline that there is', () => {
    const said = new Set(all.flatMap(keysOf).map(({ kind, key }) => `${kind}.${key}`));
    const kinds = findingKinds.filter(kind => all.some(output => kind in output.shows));
    const headlines = kinds.flatMap(kind =>
      strings.en
        .keys()
        .filter(key => key.startsWith(`findings.${kind}.headline.`))
        .map(key => key.slice('findings.'.length)),
    );

    assert.deepEqual(
      headlines.filter(key => !said.has(key)),
      [],
    );
  });

  it('says every sentence that its kinds share', () => {
    const said = new Set(all.flatMap(keysOf).map(({ key }) => `findings.any.${key}`));
    // Of the commands of Exchange, and of a text that is too long.
    const others = ['cut', 'whole', 'onlyBeginning'].map(key => `findings.any.${key}`);

    assert.deepEqual(
      strings.en.keys().filter(key => key.startsWith('findings.any.') && !said.has(key) && !others.includes(key)),
      [],
    );
  });

  it('shows every fact that an article may decide on', () => {
    const shown = new Set(all.flatMap(({ shows }) => Object.values(shows).flat()));
    const ofTools = findingFacts.slice(
      findingFacts.indexOf('port-open'),
      findingFacts.indexOf('headers-on-own-list') + 1,
    );

    assert.deepEqual(
      ofTools.filter(fact => !shown.has(fact)),
      [],
    );
  });

  it('is no bounce, no session in which the mail was refused, no sentence', () => {
    for (const text of [
      '450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]',
      'Nov 20 18:42:10 mx postfix/smtp[1]: A1: to=<ann@contoso.example>, relay=none, status=deferred (connect to mail.contoso.example[203.0.113.5]:25: Connection timed out)',
      '$ nc -C mail.contoso.example 25\n220 mail.contoso.example ESMTP\nHELO pc\n250 ok\nMAIL FROM:<a@fabrikam.example>\n250 ok\nRCPT TO:<ann@contoso.example>\n550 5.7.1 blocked',
      'telnet to port 25 does not work, connection refused',
      'our MX is right and the SPF too, what is a DKIM record?',
      'ping me when the host is back',
      `Delivery has failed to these recipients or groups:\nann@contoso.example\nDiagnostic information for administrators:\nGenerating server: a.example\n550 5.7.1 x\nOriginal message headers:\n${spoofed}`,
      'Reporting-MTA: dns; a.example\nFinal-Recipient: rfc822; ann@contoso.example\nAction: failed\nStatus: 5.1.1\nReceived: from a by b; Fri, 20 Nov 2026 18:42:10 +0000\nReceived: from c by a; Fri, 20 Nov 2026 18:42:09 +0000',
    ])
      assert.deepEqual(readFindings(text, null, context), [], text);
  });

  it('says of names of another domain that they are not the case’s, and shows nothing', () => {
    const ofNames = [mxOutput, hostOutput, spfOutput, proofOutput].flatMap(table => Object.values(table));
    let count = 0;
    for (const { text, alone } of ofNames) {
      const other = text.replaceAll('contoso', 'wingtip').replaceAll(/fabrikam|adatum/g, 'wingtip');
      // The text of a policy does not say whose it is.
      if (alone || !other.includes('wingtip.example') || /^version: STSv1/.test(other)) continue;
      for (const { kind, shows, says } of readFindings(other, null, {
        ...context,
        evidence: { ...evidence, sender: 'jo@contoso.example' },
      })) {
        count++;
        assert.deepEqual(shows, [], `${kind}: ${other}`);
        assert.ok(
          says.some(({ key }) => key === 'elsewhere'),
          `${kind} ${JSON.stringify(says)}: ${other}`,
        );
      }
    }
    assert.ok(count > 40, `${count}`);
  });

  it('takes neither a public suffix nor Microsoft’s own names for a domain of the case', () => {
    const ofMicrosoft = { ...evidence, remoteHost: 'contoso-example.mail.protection.outlook.com', recipients: [] };
    const british = { ...evidence, remoteHost: 'mail.contoso.co.uk', recipients: ['ann@contoso.co.uk'] };
    for (const [name, own] of [
      ['outlook.com', ofMicrosoft],
      ['mail.protection.outlook.com', ofMicrosoft],
      ['co.uk', british],
    ] as const) {
      const found = readFindings(`${name}. 300 IN MX 10 mx.fabrikam.example.`, null, { ...context, evidence: own });

      assert.deepEqual(
        found.map(({ shows, says }) => [shows, says[0]?.key]),
        [[[], 'elsewhere']],
        name,
      );
    }
  });

  it('takes the address of the domain for that of the server only where the whole domain is missing', () => {
    const ofDomain = (status: string, answer: string) =>
      readFindings(
        `;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: 1\n;; QUESTION SECTION:\n;contoso.example. IN A\n${answer}`,
        null,
        context,
      ).map(({ kind, shows }) => [kind, shows]);

    assert.deepEqual(ofDomain('NOERROR', ';; ANSWER SECTION:\ncontoso.example. 300 IN A 10.0.0.5\n'), [
      ['host-address', []],
    ]);
    assert.deepEqual(ofDomain('NXDOMAIN', ''), [['host-address', ['host-missing']]]);
  });

  it('is several findings where several tools were copied at once', () => {
    const text = [
      mxOutput['Exchange Online']!.text,
      portOutput['telnet that is refused']!.text,
      spfOutput['two records']!.text,
    ].join('\n\n');

    const kinds = readFindings(text, null, { ...context, evidence: null }).map(({ kind }) => kind);

    assert.deepEqual(kinds.sort(), ['mx-record', 'port-test', 'spf-record']);
  });

  it('reads names and days out of the certificate itself', () => {
    const { cert } = makeCertificate(['mail.contoso.example', '*.fabrikam.example']);
    const handshake = (server: string) =>
      `$ openssl s_client -starttls smtp -connect ${server}:25\nCONNECTED(00000003)\nServer certificate\n${cert}Verify return code: 0 (ok)`;
    const showsFor = (server: string) => {
      const [found] = readFindings(handshake(server), null, { ...context, evidence: null });
      return found?.shows;
    };

    assert.deepEqual(showsFor('mail.contoso.example'), ['certificate-good']);
    assert.deepEqual(showsFor('mx.fabrikam.example'), ['certificate-good']);
    assert.deepEqual(showsFor('mx.contoso.example'), ['certificate-name-missing']);
  });

  it('is read whatever was cut off or put into it', () => {
    const spoilt = fc
      .tuple(
        fc.constantFrom(...all.map(({ text }) => text)),
        fc.nat(),
        fc.nat(),
        fc.string({ unit: 'binary', maxLength: 40 }),
      )
      .map(([text, from, length, put]) => {
        const at = from % text.length;
        return text.slice(0, at) + put + text.slice(at + (length % 80));
      });

    fc.assert(
      fc.property(spoilt, text => {
        for (const { headline, says } of readFindings(text, null, context))
          assert.ok(headline.key !== '' && says.length <= 5);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a text that was made to be slow', () => {
  const size = 256 * 1024;
  const units = [
    ...[
      'telnet a.b 25\n',
      'Trying 1.2.3.4...\n',
      '220 a\n',
      'ping a.b\n',
      '$ dig mx a.b\n',
      '>>>>$ ',
      'WARNING: TCP connect to ',
    ],
    ...[
      ';; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 1\n',
      'a.b. IN TXT "v=spf1" ',
      'a.b\ttext =\n"x"\n',
      '"\\',
    ],
    ...[
      'Name Type TTL Section X\n----\n',
      'a MX 1 Answer b 0\n',
      'Resolve-DnsName : a.b : x\n',
      'v=spf1 include:a -all ',
    ],
    ...[
      'CONNECTED(\n',
      ' 0 s:CN = a\n',
      'subject=CN = a, ',
      '-----BEGIN CERTIFICATE-----',
      'RemotePort : 25\nComputerName : a\n',
    ],
    ...[
      'Received: from a by b; Fri, 20 Nov 2026 18:42:10 +0000\n',
      'Authentication-Results: spf=pass ',
      ' smtp.mailfrom=',
    ],
    ...['X-Forefront-Antispam-Report: SFV:SPM;', '1\ta\tb\t1/1/2026 1:00:00 PM\t1 second\tx\n', 'a', '\n', '\u202e'],
  ];

  // A share of a second and no stopwatch: ten times what it takes.
  it('takes no time that anybody notices', () => {
    for (const unit of units) {
      const text = unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
      const started = process.cpuUsage();

      toolFindings(text, null, context);

      const { user, system } = process.cpuUsage(started);
      assert.ok(user + system < 500_000, `${JSON.stringify(unit)}: ${(user + system) / 1000} ms`);
    }
  });

  it('is read at its beginning, and says so', () => {
    const long = `${portOutput['telnet that is refused']!.text}\n${'a line of something else\n'.repeat(4_000)}`;

    const [found] = toolFindings(long, null, context);

    assert.deepEqual(found?.shows, ['port-refused']);
    assert.equal(found.says.at(-1)?.key, 'onlyBeginning');
  });
});

describe('an SPF record', () => {
  const term = fc.oneof(
    fc.constantFrom(
      'a',
      'mx',
      'a:b.example',
      'ptr',
      'exists:%{i}.b.example',
      'include:c.example',
      'redirect=d.example',
    ),
    fc.ipV4().map(ip => `ip4:${ip}`),
    fc.ipV6().map(ip => `ip6:${ip}`),
  );

  it('has a look-up for each term that asks, and no fault, however its terms are put together', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 30 }), fc.constantFrom('-', '~', '?', '+'), (terms, qualifier) => {
        const { faults, lookUps, all: end } = parseSpf(`v=spf1 ${terms.join(' ')} ${qualifier}all`);

        assert.deepEqual(faults, []);
        assert.equal(lookUps, terms.filter(one => !/^ip[46]:/.test(one)).length);
        assert.equal(end, qualifier);
      }),
      { numRuns: 200 },
    );
  });

  it('takes any text, and ends where records include each other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const spf = parseSpf(`v=spf1 ${text}`);
        assert.ok(countLookUps(spf, new Map([['c.example', spf]])).count >= spf.lookUps);
      }),
      { numRuns: 200 },
    );
    const circle = parseSpf('v=spf1 include:a.example include:b.example -all');
    const known = new Map([
      ['a.example', circle],
      ['b.example', circle],
    ]);
    assert.ok(countLookUps(circle, known).count < 200);
  });
});

describe('a list of tags', () => {
  it('gives back what was put in', () => {
    const name = fc.constantFrom('v', 'p', 'sp', 'rua', 'adkim', 'k', 'h');
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), fc.stringMatching(/^[a-z\d@.:+/]{0,20}$/), (names, value) => {
        const { byName, wrong } = parseTags(names.map(one => ` ${one} = ${value} `).join(';'));

        assert.deepEqual(
          [...byName],
          names.map(one => [one, value]),
        );
        assert.deepEqual(wrong, []);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a time in a header', () => {
  for (const [text, wanted] of [
    ['Fri, 20 Nov 2026 18:42:10 +0100 (CET)', '2026-11-20T17:42:10.000Z'],
    ['20 Nov 2026 12:42 -0500', '2026-11-20T17:42:00.000Z'],
    ['Fri,  1 Jan 2027 00:30:00 +1400', '2026-12-31T10:30:00.000Z'],
    ['Fri, 20 Nov 2026 09:42:10 PST', '2026-11-20T17:42:10.000Z'],
    ['Fri, 20 Nov 2026 17:42:10 GMT', '2026-11-20T17:42:10.000Z'],
    ['Fri, 20 Nov 2026 17:42:10', '2026-11-20T17:42:10.000Z'],
    ['yesterday at noon', undefined],
    ['20 Foo 2026 17:42:10 +0000', undefined],
  ] as const)
    it(`is read: ${text}`, () => {
      const at = headerTime(text);

      assert.equal(at === undefined ? undefined : new Date(at).toISOString(), wanted);
    });
});
