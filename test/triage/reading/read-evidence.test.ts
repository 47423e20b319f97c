import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deliveryState, type Evidence } from '../../../src/triage/evidence.ts';
import { maxPasteBytes, readEvidence } from '../../../src/triage/reading/read-evidence.ts';
import { cpuTime } from '../../cpu-time.ts';
import { fillWith, hostileTexts, hostileUnits } from '../../hostile-texts.ts';

const trace =
  'Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25] [SmtpSecurity=-1;-1]};{MSG=};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 6:42:10 PM}]';
const expired = `Delivery has failed to these recipients or groups:

ann@fabrikam.example

Diagnostic information for administrators:

Generating server: AM0PR01MB1234.eurprd01.prod.exchangelabs.com

ann@fabrikam.example
11/21/2026 6:42:10 PM - Server at AM0PR01MB1234.eurprd01.prod.exchangelabs.com returned '550 5.4.316 Message expired, connection refused(Socket error code 10061)'
11/21/2026 6:32:10 PM - Server at mail.fabrikam.example (192.0.2.7) returned '450 4.4.316 Connection refused [Message=Socket error code 10061]'

Original message headers:

Received: from DB8PR01MB0001.eurprd01.prod.exchangelabs.com (10.5.7.1) by x id 15.20.4.4; 550 5.7.1
From: Bob <bob@contoso.example>`;
const dsn = `Reporting-MTA: dns; mail.contoso.example
Arrival-Date: Fri, 20 Nov 2026 18:42:10 +0000

Final-Recipient: rfc822; ann@fabrikam.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx1.fabrikam.example
Diagnostic-Code: smtp; 550 5.1.1 User unknown`;
const queue =
  'LastError : 451 4.4.0 Primary target IP address responded with: "421 4.4.1 Connection timed out." Attempted failover to alternate host, but that did not succeed. The last endpoint attempted was 198.51.100.14:25';
const pastes = [
  trace,
  expired,
  dsn,
  queue,
  '550-5.7.1 first\n550 5.7.1 second',
  'mail to contoso hangs since noon',
  '邮件一直排队，错误4.4.316',
];

/** Pieces of every format, glued together in any order and cut anywhere. */
const fragments = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    ...pastes,
    'LED=',
    '{MSG=',
    '};{',
    "returned '",
    "'",
    '"',
    '[Message=',
    '->',
    '450 ',
    '4.4.316',
    '\r\n',
    '> ',
    '<p>',
    '&lt;',
    '=\n',
    'Diagnostic-Code: smtp;',
    'Final-Recipient: rfc822;',
    'Status: 5.1.1',
    'Original message headers:',
    'Received: from a by b',
    'Generating server:',
    '#550 5.1.1 ##',
    '@',
    'a@b.example',
    '11/20/2026 6:42:10 PM - ',
    'Server at ',
    '4.4.3l6',
    '1.2.3.4',
  ),
);
const anyPaste = fc.array(fragments, { maxLength: 30 }).map(parts => parts.join(''));

function assertSound(evidence: Evidence): void {
  const causes = evidence.statusCodes.filter(code => code.role === 'cause');
  assert.equal(causes.length, evidence.cause === null ? 0 : 1);
  if (evidence.cause) {
    const { replyCode, enhancedStatusCode } = causes[0]!;
    assert.deepEqual({ replyCode, enhancedStatusCode }, evidence.cause);
  }
  const keys = evidence.statusCodes.map(code => `${code.replyCode} ${code.enhancedStatusCode}`);
  assert.equal(new Set(keys).size, keys.length, 'every code once');
  for (const { replyCode, enhancedStatusCode, text } of evidence.statusCodes) {
    assert.match(`${replyCode ?? ''} ${enhancedStatusCode ?? ''}`, /^(?:[245]\d\d)? (?:[245]\.\d{1,3}\.\d{1,3})?$/);
    assert.ok(replyCode !== null || enhancedStatusCode !== null);
    assert.ok(text.length <= 300 && !text.includes('\n'));
  }
  for (const time of [evidence.queuedAt, evidence.lastAttempt, evidence.expiresAt, evidence.expiredAt]) {
    if (time !== null) assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  }
  assert.ok(evidence.words.length <= 2000);
  assert.ok(evidence.line.length <= 700);
  assert.ok(evidence.perRecipient.length === 0 || evidence.recipients.length > 1);
}

describe('reading a paste', () => {
  it('gives sound evidence for any text, and never throws', () => {
    fc.assert(
      fc.property(anyPaste, paste => assertSound(readEvidence(paste))),
      { numRuns: 400 },
    );
  });

  it('gives the same evidence for the same text', () => {
    fc.assert(
      fc.property(anyPaste, paste => assert.deepEqual(readEvidence(paste), readEvidence(paste))),
      { numRuns: 50 },
    );
  });

  it('does not mind line ends, blanks at line ends, quoting marks and invisible marks', () => {
    const changes: readonly ((text: string) => string)[] = [
      text => text.replaceAll('\n', '\r\n'),
      text => text.replaceAll('\n', '\r'),
      text => text.replaceAll('\n', '  \t\n'),
      text => text.replaceAll(/^/gm, '> '),
      text => text.replaceAll(/^/gm, '>> '),
      text => `\u200e\ufeff${text.replaceAll(' ', '\u00a0')}`,
      text => `\n\n${text}\n\n`,
    ];
    for (const paste of pastes) {
      for (const change of changes) assert.deepEqual(readEvidence(change(paste)), readEvidence(paste));
    }
  });

  it('names every code of the standard that is written as a reply', () => {
    const code = fc.tuple(fc.constantFrom(4, 5), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 999 }));
    fc.assert(
      fc.property(code, ([kind, subject, detail]) => {
        const enhanced = `${kind}.${subject}.${detail}`;

        const { cause } = readEvidence(`${kind}50 ${enhanced} Something went wrong`);

        assert.deepEqual(cause, { replyCode: `${kind}50`, enhancedStatusCode: enhanced });
      }),
    );
  });

  it('takes no code out of addresses and versions', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const four = fc.tuple(byte, byte, byte, byte).map(bytes => bytes.join('.'));
    const version = fc
      .tuple(byte, fc.integer({ min: 0, max: 9999 }))
      .map(([build, revision]) => `15.20.${build}.${revision}`);
    fc.assert(
      fc.property(fc.oneof(four, version), text => {
        for (const paste of [text, `our server is ${text}, is that right?`, `[${text}]`, `${text}:25`, `id ${text};`]) {
          assert.deepEqual(readEvidence(paste).statusCodes, []);
        }
      }),
    );
  });

  it('cuts what is longer than a paste may be', () => {
    const evidence = readEvidence(`450 4.4.316 Connection refused\n${'noise '.repeat(maxPasteBytes / 2)}`);

    assert.equal(evidence.cause?.enhancedStatusCode, '4.4.316');
  });

  it('finds nothing in 300 kB of noise', () => {
    const evidence = readEvidence('lorem ipsum dolor sit amet 12.5 450 items, '.repeat(7000));

    assert.equal(evidence.cause, null);
    assert.equal(evidence.kind, 'symptom');
  });

  it('tells a queued message from a returned one', () => {
    assert.equal(deliveryState(readEvidence(expired)), 'bounced');
    assert.equal(deliveryState(readEvidence(queue)), 'queued');
    assert.equal(deliveryState(readEvidence(trace)), 'queued');
    assert.equal(deliveryState(readEvidence('550 5.4.316 Message expired, connection refused')), 'bounced');
    assert.equal(deliveryState(readEvidence('mail is slow')), null);
  });
});

describe('the time that reading takes', () => {
  // Four times the text; quadratic time would be sixteen times as long. The milliseconds are for what else a process does.
  const assertLinear = (name: string, short: string, long: string) => {
    const before = cpuTime(() => readEvidence(short), 2);
    const most = before * 8 + 20;
    const after = cpuTime(() => readEvidence(long), 3, most);

    assert.ok(after <= most, `${name}: ${before.toFixed(1)} ms, then ${after.toFixed(1)} ms`);
  };

  for (const [name, units] of Object.entries(hostileUnits)) {
    it(`does not grow faster than a paste of ${name}`, () => {
      for (const unit of units) assertLinear(JSON.stringify(unit), fillWith(unit, 32_768), fillWith(unit, 131_072));
    });
  }

  it('does not grow faster than a paste of something else each time', () => {
    const long = hostileTexts(131_072);
    for (const [name, short] of Object.entries(hostileTexts(32_768))) assertLinear(name, short, long[name]!);
  });
});
