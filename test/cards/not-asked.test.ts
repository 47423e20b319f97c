import { strict as assert } from 'node:assert';
import { noMemory } from '../../src/triage/case.ts';
import { type Evidence, type Locale, noEvidence } from '../../src/triage/evidence.ts';
import { readEvidence } from '../../src/triage/reading/index.ts';
import { currentView } from '../../src/triage/showing/index.ts';
import { cards, caseOf, now, queued, viewContextFor } from '../content.ts';

const remembered = { ...noMemory, hostOwner: { owner: 'ours' as const, by: 'Priya Raman', at: now } };
const copied = readEvidence('Identity : EX01\\4711\nStatus : Retry\nMessageCount : 38\nLastError : 454 4.7.5');

/** What is shown of a case in an article, as JSON. */
function shown(articleId: string, evidence: Evidence, memory = noMemory, locale: Locale = 'en'): string {
  const view = currentView(caseOf(articleId, evidence), viewContextFor({ memory, locale }));
  return JSON.stringify(cards.render(view, { locale, timeZone: 'Europe/Amsterdam' }));
}

describe('a question that was not asked', () => {
  const rows: readonly [what: string, says: string, card: () => string][] = [
    ['an earlier case', 'Answered for this server before.', () => shown('connection-refused', queued, remembered)],
    [
      'the names of the servers',
      'The server is in the sender’s own domain.',
      () => shown('connection-refused', { ...queued, sender: 'bob@contoso.example' }),
    ],
    [
      'the words of the paste',
      'Your paste says “STARTTLS is required”.',
      () =>
        shown('cannot-connect', {
          ...queued,
          remoteHost: 'mail.outlook.com',
          subReason: 'starttls-required',
          subReasonText: 'STARTTLS is required',
          line: '450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail]',
        }),
    ],
    [
      'the server that reports',
      'Your paste says “AM9PR04MB8701.eurprd04.prod.outlook.com”.',
      () =>
        shown('ip-reputation-limited', {
          ...queued,
          generatedBy: 'microsoft',
          reportingHost: 'AM9PR04MB8701.eurprd04.prod.outlook.com',
        }),
    ],
    [
      'a code',
      'Your paste names 4.5.3.',
      () => shown('too-many-recipients', readEvidence('452 4.5.3 Too many recipients')),
    ],
    [
      'one domain for both',
      'Sender and recipient are in the same domain.',
      () => shown('ambiguous-recipient', { ...queued, sender: 'bob@contoso.example' }),
    ],
    [
      'where it was copied',
      'You pasted this: queue of an Exchange server.',
      () => shown('send-certificate-missing', copied),
    ],
  ];
  for (const [what, says, card] of rows) {
    it(`says that ${what} told it`, () => {
      assert.ok(card().includes(says), card());
    });
  }

  it('is asked where nothing tells it', () => {
    assert.ok(!shown('send-certificate-missing', noEvidence).includes('Not asked'));
  });
});
