import { strict as assert } from 'node:assert';
import { holderOf } from '../../src/triage/facts.ts';
import { readEvidence } from '../../src/triage/reading/index.ts';

/** Whose clock runs, and the paste that tells. */
const rows: readonly (readonly [holder: 'microsoft' | 'other' | null, what: string, text: string])[] = [
  ['microsoft', "Exchange Online's word for its own tries", '450 4.4.316 Connection refused'],
  [
    'microsoft',
    "a report of Microsoft's own server",
    "Generating server: AM0PR01MB1.eurprd01.prod.exchangelabs.com\n\nann@fabrikam.example\nServer at mx.fabrikam.example (192.0.2.7) returned '451 4.7.1 Greylisted'",
  ],
  [
    'microsoft',
    'a message trace',
    'Reason: [{LED=451 4.7.1 Greylisted, please try again};{MSG=};{FQDN=mx.fabrikam.example};{IP=192.0.2.7};{LRT=11/20/2026 7:12:51 AM}]',
  ],
  [
    'other',
    'a queue of an own Exchange',
    'LastError : 451 4.4.0 Primary target IP address responded with: "421 4.2.1 Unable to connect." Attempted failover to alternate host',
  ],
  [
    'other',
    'a log of Postfix',
    'Sep 19 14:53:03 s1 postfix/smtp[8]: 47: to=<ann@fabrikam.example>, relay=mx.fabrikam.example[192.0.2.7]:25, dsn=4.7.1, status=deferred (host mx.fabrikam.example[192.0.2.7] said: 450 4.7.1 Greylisted (in reply to RCPT TO command))',
  ],
  [
    'other',
    'a reply of Microsoft, which lies with whoever wants to hand it over',
    'host contoso-example.mail.protection.outlook.com[192.0.2.7] said: 451 4.7.500 Server busy. Please try again later (in reply to MAIL FROM command)',
  ],
  [null, 'a reply that any server may have got', '451 4.7.1 Greylisted, please try again'],
];

describe('who holds a message that waits', () => {
  for (const [holder, what, text] of rows) {
    it(`${holder ?? 'nobody knows'}: ${what}`, () => assert.equal(holderOf(readEvidence(text)), holder));
  }
});
