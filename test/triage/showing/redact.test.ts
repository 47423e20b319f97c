import { equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { noEvidence } from '../../../src/triage/evidence.ts';
import { readEvidence } from '../../../src/triage/reading/read-evidence.ts';
import { redactEvidence, redactText } from '../../../src/triage/showing/redact.ts';

const table: [what: string, text: string, redacted: string][] = [
  ['an address', 'anna.devries@fabrikam.com', 'a…@f….com'],
  ['an address in brackets', '<j.jansen@mail.fabrikam.co.uk>:', '<j…@m….f….c….uk>:'],
  [
    'a typed address (RFC 3464)',
    'Final-Recipient: rfc822;jan@fabrikam.example',
    'Final-Recipient: rfc822;j…@f….example',
  ],
  ['a host', 'mail.fabrikam.com', 'm….f….com'],
  ['a host of a company network', 'exch01.contoso.local:25', 'e….c….local:25'],
  [
    'a queue line',
    '[LastAttemptedServerName=mx1.fabrikam.com] [LastAttemptedIP=203.0.113.7:25]',
    '[LastAttemptedServerName=m….f….com] [LastAttemptedIP=203.0.x.x:25]',
  ],
  [
    'a reply of another system',
    'host mx.fabrikam.example[198.51.100.4] said: 550 5.1.1 unknown',
    'host m….f….example[198.51.x.x] said: 550 5.1.1 unknown',
  ],
  ['an IPv6 address', '2001:db8::7', '2001:db8:…'],
  ['a quoted name', 'Mailbox "Jan Jansen" is full', 'Mailbox "J…" is full'],
  ['an X.500 address', 'IMCEAEX-_O=EXCHANGELABS_CN=JAN@namprd.prod.outlook.com', 'IMCEA…'],
  [
    'a customer’s name on a server of Microsoft',
    'fabrikam-com.mail.protection.outlook.com',
    'f….mail.protection.outlook.com',
  ],
  ['a tenant’s first domain', 'jan@fabrikam.onmicrosoft.com', 'j…@f….onmicrosoft.com'],
  ['a link to a company’s page', 'https://portal.fabrikam.com/x/jan', 'https://p….f….com/…'],
  [
    'a link with the address that is listed',
    'https://www.spamhaus.org/query/ip/203.0.113.7',
    'https://www.spamhaus.org/…',
  ],
  ['a host inside Chinese', '服务器mail.fabrikam.cn拒绝', '服务器m….f….cn拒绝'],
];

const kept = [
  '450 4.4.316 Connection refused [Message=Socket error code 10061]',
  '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
  'AM0PR05MB1234.eurprd05.prod.outlook.com',
  'STOREDRV.Deliver.Exception:QuotaExceededException',
  'see https://aka.ms/EXOSmtpErrors.',
  'Mail to our own server is stuck since the firewall change.',
  '发往我们自己服务器的邮件卡住了',
];

describe('what others may read along', () => {
  for (const [what, text, redacted] of table) it(`shortens ${what}`, () => equal(redactText(text), redacted));
  for (const text of kept) it(`keeps ${text.slice(0, 50)}`, () => equal(redactText(text), text));

  it('shortens the same way twice', () => {
    for (const [, text] of table) equal(redactText(redactText(text)), redactText(text));
  });

  it('names nobody, whatever stands around an address', () => {
    const label = fc.stringMatching(/^[a-z]{4}[a-z0-9]{1,6}$/);
    const around = fc.constantFrom('', ' ', '<', '>', '(', ': ', '; ', '=', '"', "'", ', ', '\n', '[', ']', '邮件');
    fc.assert(
      fc.property(label, label, around, around, (person, company, before, after) => {
        const text = redactText(`to${before}${person}@${company}.com${after}and mx.${company}.nl${after}`);
        ok(!text.includes(person), text);
        ok(!text.includes(company), text);
      }),
    );
  });

  it('covers every text of an evidence', () => {
    const evidence = readEvidence(
      [
        'Delivery has failed to these recipients or groups:',
        'Piet Bakker (piet.bakker@fabrikam.example)',
        'Generating server: mx1.fabrikam.example',
        'mx1.fabrikam.example [203.0.113.7]',
        "Remote server returned '550 5.1.1 piet.bakker@fabrikam.example no such user at fabrikam.example'",
      ].join('\n'),
    );
    ok(JSON.stringify(evidence).includes('bakker'));

    const redacted = JSON.stringify({ ...redactEvidence(evidence), words: '' });

    ok(!/bakker|fabrikam|203\.0\.113/i.test(redacted), redacted);
  });

  it('leaves an evidence without names as it is', () => {
    equal(JSON.stringify(redactEvidence(noEvidence)), JSON.stringify(noEvidence));
  });
});
