import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { findingsLines } from '../../src/cards/views/findings.ts';
import { readFindings } from '../../src/findings/index.ts';
import { locales, noEvidence } from '../../src/triage/evidence.ts';
import type { FindingFact } from '../../src/triage/finding.ts';
import { findingsView } from '../../src/triage/showing/index.ts';
import { cards, content, strings, viewContextFor } from '../content.ts';
import { adminOutput } from './admin-output.ts';

const evidence = { ...noEvidence, remoteHost: 'mail.contoso.example', recipients: ['ann@contoso.example'] };
const context = { now: '2026-11-21T10:00:00.000Z', ranges: content.ranges, evidence };

const shows: { readonly [What in keyof typeof adminOutput]: readonly FindingFact[] } = {
  'a connector that is on': ['smart-host-same'],
  'a connector that is off': ['connector-off', 'smart-host-same'],
  'a connector to elsewhere': ['smart-host-other'],
  'a connector by MX': [],
  'connectors as JSON': [],
  'a domain that is relayed': ['domain-internal-relay'],
  'a domain of our own': ['domain-authoritative'],
  'other domains': [],
  'other domains of our own': [],
  'a certificate that has expired': ['certificate-expired'],
  'a certificate that expires in days': ['certificate-expires-soon'],
  'a certificate that expires at once': ['certificate-expires-soon'],
  'a certificate in date': ['certificate-good'],
  'a certificate with another name': ['certificate-name-missing'],
  'a certificate of an unclear day': [],
  'a certificate of openssl': [],
  'mailboxes that are left': ['mailboxes-remain'],
  'no mailbox that is left': ['no-mailbox-remains'],
};

const keysOf = (text: string) =>
  readFindings(text, null, context).flatMap(({ kind, headline, says }) =>
    [headline, ...says].map(({ key }) => `findings.${kind}.${key}`),
  );

describe('what a command prints', () => {
  for (const [what, text] of Object.entries(adminOutput)) {
    it(`is read as ${what}`, () => {
      const [finding, ...more] = readFindings(text, null, context);

      assert.ok(finding, text);
      assert.equal(more.length, 0);
      assert.deepEqual(finding.shows, shows[what as keyof typeof shows]);
    });

    it(`is told in every language for ${what}`, () => {
      const findings = readFindings(text, 'out.txt', context);
      for (const locale of locales) {
        const view = findingsView(findings, null, viewContextFor({ locale }));
        const look = { ...cards.context({ locale, timeZone: 'UTC' }), bold: (line: string) => line };

        const lines = findingsLines(view, look);

        assert.deepEqual(
          keysOf(text).filter(key => !strings[locale].has(key)),
          [],
        );
        assert.doesNotMatch(lines.join('\n'), /\{\w+\}|undefined|\[object/);
      }
    });
  }

  it('says every sentence that there is', () => {
    const said = new Set(Object.values(adminOutput).flatMap(keysOf));
    const kinds = ['outbound-connectors', 'accepted-domains', 'certificates', 'mailbox-count'];
    const known = kinds.flatMap(kind =>
      strings.en.keys().filter(key => key.startsWith(`findings.${kind}.`) && key !== `findings.${kind}.name`),
    );

    assert.deepEqual(
      known.filter(key => !said.has(key)),
      [],
    );
  });

  it('is the same in every form', () => {
    const forms = [
      'Name : A\nEnabled : False\nSmartHosts : {old.contoso.example}\nRecipientDomains : {contoso.example}',
      '[{"Name":"A","Enabled":false,"SmartHosts":["old.contoso.example"],"RecipientDomains":["contoso.example"]}]',
      '"Name";"Enabled";"SmartHosts";"RecipientDomains"\n"A";"False";"old.contoso.example";"contoso.example"',
      'Name Enabled SmartHosts            RecipientDomains\n---- ------- ----------            ----------------\nA    False   {old.contoso.example} {contoso.example}\n',
    ];
    for (const text of forms)
      assert.deepEqual(readFindings(text, null, context)[0]?.shows, ['connector-off', 'smart-host-other'], text);
  });

  it('is no bounce, no sentence and no other output', () => {
    for (const text of [
      '450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]',
      'our certificate has expired and the connector is off',
      'Name : Bob\nStatus : ok',
      '[1, 2, 3]',
      '{"a": 1',
      'Count: 3',
      'Get-Mailbox ann@contoso.example',
    ])
      assert.deepEqual(readFindings(text, null, context), [], text);
  });

  it('is read whatever was cut off or put into it', () => {
    const spoilt = fc
      .tuple(
        fc.constantFrom(...Object.values(adminOutput)),
        fc.nat(),
        fc.nat(),
        fc.string({ unit: 'binary', maxLength: 40 }),
      )
      .map(([text, from, length, put]) => {
        const at = from % text.length;
        return text.slice(0, at) + put + text.slice(at + (length % 80));
      });

    fc.assert(
      fc.property(spoilt, text => readFindings(text, null, context).length <= 1),
      { numRuns: 500 },
    );
  });

  it('is read in time that grows with it', () => {
    const size = 256 * 1024;
    const units = [
      'Name : ',
      'Name : a\n',
      'smarthosts : {a}\nenabled : true\n',
      '-- ',
      'smarthosts,enabled,usemxrecord\n',
      '"smarthosts","usemxrecord"\n"',
      '[{"SmartHosts":',
      '{',
      'subject=CN = ',
      'subject=',
      'notAfter=',
      'DNS:a, ',
      'Get-Mailbox ',
      'Get-Mailbox | Measure',
      'Count : ',
      'certificatedomains : {a}\nnotafter : 1/1/2026\n',
    ];
    for (const unit of units) {
      const text = unit.repeat(size / unit.length);
      const started = process.cpuUsage();
      readFindings(text, null, context);
      const { user, system } = process.cpuUsage(started);
      assert.ok(user + system < 1_000_000, `${unit}: ${(user + system) / 1000} ms`);
    }
  });
});
