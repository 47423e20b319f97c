import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { findingsLines } from '../../src/cards/views/findings.ts';
import { readFindings } from '../../src/findings/index.ts';
import { locales, noEvidence } from '../../src/triage/evidence.ts';
import type { FindingContext, FindingFact } from '../../src/triage/finding.ts';
import { findingsView } from '../../src/triage/showing/index.ts';
import { cards, content, strings, viewContextFor } from '../content.ts';
import { adminOutput } from './admin-output.ts';

const evidence = {
  ...noEvidence,
  remoteHost: 'mail.contoso.example',
  recipients: ['ann@contoso.example'],
  sender: 'bob@fabrikam.example',
  line: '550 5.7.321 Files with macros are not allowed here [203.0.113.7]',
  statusCodes: [{ replyCode: '550', enhancedStatusCode: '5.7.321', role: 'cause', text: 'refused' }],
} as const;
const context = { now: '2026-11-21T10:00:00.000Z', ranges: content.ranges, evidence };

const shows: { readonly [What in keyof typeof adminOutput]: readonly FindingFact[] } = {
  'a connector whose lists are cut off': [],
  'a list from a Dutch screen': ['domain-internal-relay'],
  'a list from a Chinese screen': ['domain-authoritative'],
  'a table whose type is cut off': [],
  'a table with wide characters': ['domain-internal-relay'],
  'a table whose blanks a chat took away': ['domain-internal-relay'],
  'lists that Export-Csv did not write': [],
  'JSON of Windows PowerShell that was cut off': ['domain-internal-relay'],
  'a name that the console broke in two': ['connector-off', 'smart-host-same'],
  'a connector in the default table': ['smart-host-same'],
  'an inbound connector in the default table': [],
  'a receive connector in the default table': [],
  'a send connector without its state': [],
  'one property of the transport settings': ['smtp-auth-off'],
  'a domain in the quotation of a mail': ['domain-internal-relay'],
  'a connector that is on': ['smart-host-same'],
  'a connector that is off': ['connector-off', 'smart-host-same'],
  'a connector that is off in a spreadsheet': ['connector-off', 'smart-host-same'],
  'a connector to elsewhere': ['smart-host-other'],
  'a connector by MX': [],
  'connectors as JSON': [],
  'a connector of several, by its domain': ['connector-off', 'smart-host-same'],
  'a domain that is relayed': ['domain-internal-relay'],
  'a domain of our own': ['domain-authoritative'],
  'other domains': ['domain-not-ours'],
  'other domains of our own': ['domain-not-ours'],
  'an inbound connector that is off': ['inbound-off'],
  'an inbound connector that knows other addresses': ['inbound-refuses-address'],
  'an inbound connector that knows this address': ['inbound-wants-address'],
  'an inbound connector that wants a certificate': ['inbound-wants-certificate'],
  'an inbound connector that wants any certificate': ['inbound-wants-certificate'],
  'an inbound connector that refuses nobody': [],
  'inbound connectors as a table': [],
  'forwarding that a remote domain stops': ['forwarding-off'],
  'forwarding that a remote domain allows': [],
  'a remote domain that is not told': [],
  'remote domains of others': [],
  'a send connector that is off': ['send-connector-off', 'send-host-other'],
  'a send connector to elsewhere': ['send-host-other'],
  'a send connector by MX': [],
  'a send connector to there': [],
  'send connectors of others': [],
  'a receive connector that is off': ['receive-connector-off'],
  'receive connectors for other ports': [],
  'a receive connector for other addresses': ['receive-address-missing'],
  'a receive connector that wants a sign-in': ['anonymous-refused'],
  'a receive connector without TLS': ['anonymous-allowed', 'starttls-off'],
  'a receive connector that takes it': ['anonymous-allowed'],
  'receive connectors as a table': [],
  'a certificate that has expired': ['certificate-expired', 'own-certificates'],
  'a certificate that expires in days': ['certificate-expires-soon', 'own-certificates'],
  'a certificate that expires at once': ['certificate-expires-soon', 'own-certificates'],
  'a certificate in date': ['certificate-good', 'own-certificates'],
  'a certificate with another name': ['certificate-name-missing', 'own-certificates'],
  'a certificate of an unclear day': ['own-certificates'],
  'a certificate whose names are cut off': ['own-certificates'],
  'a certificate without its key': ['certificate-unusable', 'own-certificates'],
  'a certificate of its own making': ['certificate-unusable', 'own-certificates'],
  'a certificate of a stranger': ['certificate-unusable', 'own-certificates'],
  'a certificate that was revoked': ['certificate-unusable', 'own-certificates'],
  'certificates as a table': ['own-certificates'],
  'a certificate of openssl': [],
  'SMTP AUTH that is off': ['smtp-auth-off'],
  'SMTP AUTH that is on': ['smtp-auth-on'],
  'limits of the organization': [],
  'other transport settings': [],
  'the rule that rejects': ['rule-rejects'],
  'the rule that rejects, by its code': ['rule-rejects'],
  'a rule that is asleep': ['no-rule-rejects'],
  'rules of which none rejects this': ['no-rule-rejects'],
  'rules that say nothing of it': [],
  'rules without a refusal': ['no-rule-rejects'],
  'forwarding that a policy stops': ['forwarding-off'],
  'forwarding that a policy allows': ['forwarding-allowed'],
  'policies that differ': [],
  'a policy that is not told': [],
  'DKIM without records': ['dkim-off', 'dkim-records-missing'],
  'DKIM whose records went': ['dkim-records-missing'],
  'DKIM that is off': ['dkim-off'],
  'DKIM that is on': ['dkim-on'],
  'DKIM that is not told': [],
  'DKIM of other domains': [],
  'DKIM that is off somewhere': [],
  'mailboxes that are left': ['mailboxes-remain'],
  'no mailbox that is left': ['no-mailbox-remains'],
  'mail users that are left': ['mail-users-remain'],
  'no mail user that is left': [],
  'mailboxes of a kind that are left': ['mailboxes-remain'],
  'mailboxes in the cloud': [],
  'both counts of a hybrid server': ['mailboxes-remain'],
  'a queue that waits, among others': ['queue-waits'],
  'a queue that waits as a table': ['queue-waits'],
  'a queue that somebody stopped': ['queue-suspended'],
  'queues in which nothing waits': ['queue-empty'],
  'a queue of the case that is empty': ['queue-empty'],
  'messages without a route': ['queue-unreachable'],
  'messages that are held': ['queue-poison'],
  'messages that are not sorted': [],
  'a digest': ['queue-waits'],
  'messages of a queue': [],
  'a count of nobody knows what': [],
};

const keysOf = (text: string, about: Partial<FindingContext> = {}) =>
  readFindings(text, null, { ...context, ...about }).flatMap(({ kind, headline, says, copies }) =>
    [headline, ...says, ...copies].map(({ key }) =>
      [`findings.${kind}.${key}`, `findings.any.${key}`].find(one => strings.en.has(one)),
    ),
  );
/** Where nobody knows from where it came, it is looked at as mail of Exchange Online. */
const ofExchangeOnline = { evidence: { ...evidence, line: '' } };

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

        assert.ok(!keysOf(text).includes(undefined));
        assert.doesNotMatch(lines.join('\n'), /\{\w+\}|undefined|\[object/);
      }
    });
  }

  it('says every sentence that there is', () => {
    const together = `${adminOutput['a connector that is on']}\n\n${adminOutput['a certificate with another name']}`;
    const said = new Set([
      ...[...Object.values(adminOutput), together].flatMap(text => [
        ...keysOf(text),
        ...keysOf(text, ofExchangeOnline),
        ...keysOf(text, { evidence: null }),
      ]),
    ]);
    const kinds = [
      'outbound-connectors',
      'inbound-connectors',
      'accepted-domains',
      'remote-domains',
      'send-connectors',
      'receive-connectors',
      'certificates',
      'transport-config',
      'transport-rules',
      'outbound-spam-policies',
      'dkim',
      'mailbox-count',
      'queues',
      'any.cut',
      'any.whole',
    ];
    const known = kinds.flatMap(kind =>
      strings.en.keys().filter(key => `${key}.`.startsWith(`findings.${kind}.`) && key !== `findings.${kind}.name`),
    );

    assert.deepEqual(
      known.filter(key => !said.has(key)),
      [],
    );
  });

  it('is several findings where one text has the output of several commands', () => {
    const screen = [
      '[PS] C:\\>Get-AcceptedDomain',
      adminOutput['a domain that is relayed'],
      '[PS] C:\\>Get-OutboundConnector | fl',
      adminOutput['a connector that is off'],
      '',
      '[PS] C:\\>Get-ExchangeCertificate | fl',
      adminOutput['a certificate with another name'],
      '',
      adminOutput['mailboxes that are left'],
    ].join('\n');

    const found = readFindings(screen, null, context);

    assert.deepEqual(
      found.map(({ kind, shows }) => [kind, ...shows]),
      [
        ['accepted-domains', 'domain-internal-relay'],
        ['outbound-connectors', 'connector-off', 'smart-host-same', 'tls-name-other'],
        ['certificates', 'certificate-name-missing', 'own-certificates'],
        ['mailbox-count', 'mailboxes-remain'],
      ],
    );
  });

  it('is compared with what was sent before', () => {
    const at = '2026-11-21T09:00:00.000Z';
    const by = { id: 'priya', name: 'Priya' };
    const [before] = readFindings(adminOutput['a certificate with another name'], null, context);
    const findings = [{ articleId: null, ...before!, at, by }];

    const [finding] = readFindings(adminOutput['a connector that is on'], null, { ...context, findings });

    assert.ok(finding?.shows.includes('tls-name-other'));
    assert.deepEqual(finding!.values.connector, { text: 'To on-premises', isPublic: false });
  });

  it('gives the records of DKIM and the command that prints the whole as texts to copy', () => {
    const copiesOf = (text: string) => readFindings(text, null, context).flatMap(({ copies }) => copies);

    const [records] = copiesOf(adminOutput['DKIM without records']);
    const [whole] = copiesOf(adminOutput['a connector whose lists are cut off']);

    assert.equal(
      records?.text.split('\n')[0],
      'selector1._domainkey.fabrikam.example. CNAME selector1-fabrikam-example._domainkey.fabrikam.onmicrosoft.com.',
    );
    assert.equal(records.publicText, null);
    assert.equal(
      whole?.text,
      '$FormatEnumerationLimit = -1\nGet-OutboundConnector | Format-List Name,SmartHosts,RecipientDomains',
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
      fc.property(spoilt, text => readFindings(text, null, context).length <= 3),
      { numRuns: 500 },
    );
  });

  it('is read in time that grows with it', () => {
    const size = 256 * 1024;
    const units = [
      'Name : ',
      'Name : a\n',
      'smarthosts : {a}\nenabled : true\n',
      'Name : a\nSmartHosts : {a}\nRecipientDomains : {b}\n\n',
      'remoteipranges : {1.2.3.4-1.2.3.9}\nbindings : {0.0.0.0:25}\n\n',
      'remoteipranges : {1.2.3.4, 1.2.3.9, ',
      'get-x ',
      'PS>Get-Queue\n',
      '-- ',
      'SmartHosts UseMXRecord\n---------- -----------\n',
      'smarthosts,enabled,usemxrecord\n',
      '"smarthosts","usemxrecord"\n"',
      '[{"SmartHosts":',
      '[{"SmartHosts":"a","UseMXRecord":true},',
      '{',
      'subject=CN = ',
      'subject=',
      'notAfter=',
      'DNS:a, ',
      'Get-Mailbox ',
      'Get-Mailbox | Measure',
      'Get-Mailbox | Measure-Object\n1\n',
      'Count : ',
      'certificatedomains : {a}\nnotafter : 1/1/2026\n',
      'NextHopDomain : a\nMessageCount : 1\nLastError : 421 4.4.2 x\n\n',
      'State : Enabled\nMode : Enforce\nRejectMessageReasonText : a b c d e f g\n\n',
      '总部 : 总部\n',
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
