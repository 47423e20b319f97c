import { strict as assert } from 'node:assert';
import { cardData } from '../../../src/cards/render-card.ts';
import type { Locale } from '../../../src/triage/evidence.ts';
import { type Handled, handlePress, openCase } from '../../../src/triage/guiding/handle-input.ts';
import { type CommandWords, commandWords, readTyped, type Typed } from '../../../src/triage/hearing/read-typed.ts';
import { matchEvidence } from '../../../src/triage/matching/match-recipients.ts';
import { readEvidence } from '../../../src/triage/reading/read-evidence.ts';
import { recipientGroups } from '../../../src/triage/recipient-groups.ts';
import { viewAfter } from '../../../src/triage/showing/current-view.ts';
import { redactView } from '../../../src/triage/showing/redact-view.ts';
import { articles, cards, knowledgeBase, now, priya, viewContextFor } from '../../content.ts';

const knowledge = knowledgeBase();
const context = { ...viewContextFor(), now, by: priya };

const full =
  '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded';
const unknown = '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup';
const refused =
  '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.fabrikam.example]';

/** As Exchange Online writes a bounce for several recipients. */
function bounceFor(replies: readonly (readonly [recipient: string, reply: string])[]): string {
  return `Delivery has failed to these recipients or groups:

${replies.map(([recipient]) => `${recipient} (${recipient})\nYour message couldn't be delivered.`).join('\n\n')}

Diagnostic information for administrators:

Generating server: AM0PR01MB1234.eurprd01.prod.outlook.com

${replies.map(([recipient, reply]) => `${recipient}\nRemote server returned '${reply}'`).join('\n\n')}

Original message headers:

From: Priya Raman <priya@northwind.example>
Subject: Offer for the spring
`;
}

/** The same as a delivery status notification, where every recipient has fields of its own (RFC 3464). */
const notification = `Reporting-MTA: dns;AM0PR01MB1234.eurprd01.prod.outlook.com
Arrival-Date: Fri, 20 Nov 2026 17:42:10 +0000

Final-Recipient: rfc822;ann@contoso.example
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp;${full}

Final-Recipient: rfc822;bob@fabrikam.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;${unknown}
`;

const three = bounceFor([
  ['ann@contoso.example', full],
  ['bob@fabrikam.example', unknown],
  ['carl@fabrikam.example', unknown],
]);

function groupsOf(paste: string): Record<string, readonly string[]> {
  return Object.fromEntries(
    recipientGroups(readEvidence(paste)).map(({ code, members }) => [code, members.map(one => one.recipient)]),
  );
}

function opened(paste: string): Handled {
  const evidence = readEvidence(paste);
  return openCase('K7Q2MF', evidence, matchEvidence(evidence, knowledge), context);
}

/** What is offered first for each. */
function groupsIn(paste: string): (string | undefined)[] {
  const evidence = readEvidence(paste);
  const { candidates } = matchEvidence(evidence, knowledge);
  return recipientGroups(evidence).map(
    ({ code }) =>
      candidates.find(({ because: [first] }) => first?.kind === 'recipients' && first.code === code)?.articleId,
  );
}

/** What the card of the choice says of each person. */
function dataOf(handled: Handled) {
  const context = cards.context({ locale: 'en', timeZone: 'UTC' });
  return cardData(viewOf(handled), context) as { people: { title: string; line: string }[]; note?: string };
}

/** No commands: a number and a name are understood without. */
const noWords = Object.fromEntries(commandWords.map(word => [word, []])) as unknown as CommandWords;

function viewOf(handled: Handled, locale: Locale = 'en') {
  return viewAfter(handled, { ...context, locale });
}

describe('a bounce for several recipients', () => {
  it('is grouped by the code that each recipient got', () => {
    assert.deepEqual(groupsOf(three), {
      '5.2.2': ['ann@contoso.example'],
      '5.1.10': ['bob@fabrikam.example', 'carl@fabrikam.example'],
    });
    assert.deepEqual(groupsOf(notification), { '5.2.2': ['ann@contoso.example'], '5.1.10': ['bob@fabrikam.example'] });
  });

  it('offers a problem for each group, with its code and how many it concerns', () => {
    for (const paste of [three, notification]) {
      const match = matchEvidence(readEvidence(paste), knowledge);

      assert.equal(match.verdict, 'choose');
      assert.deepEqual(match.candidates.map(({ articleId, statusCodes }) => [articleId, ...statusCodes]).sort(), [
        ['mailbox-full', '5.2.2'],
        ['recipient-not-found', '5.1.10'],
      ]);
      for (const { because } of match.candidates) assert.equal(because[0]?.kind, 'recipients');
    }
  });

  it('offers every group where there are three, the larger ones first after the cause of the whole', () => {
    const match = matchEvidence(
      readEvidence(
        bounceFor([
          ['ann@contoso.example', full],
          ['dora@fabrikam.example', refused],
          ['bob@tailspin.example', unknown],
          ['carl@tailspin.example', unknown],
        ]),
      ),
      knowledge,
    );

    assert.equal(match.verdict, 'choose');
    assert.deepEqual(match.candidates.map(one => one.articleId).sort(), [
      'connection-refused',
      'mailbox-full',
      'recipient-not-found',
    ]);
  });

  it('offers six causes at most, so that they can be looked over', () => {
    const replies = [
      '4.4.315 Connection timed out',
      '4.4.316 Connection refused',
      '4.4.312 DNS query failed',
      '4.4.318 Connection was closed abruptly',
      '4.7.320 Certificate validation failed',
      '5.7.606 Access denied, banned sending IP [192.0.2.7]',
    ];
    const bounce = bounceFor([
      ['ann@contoso.example', full],
      ...replies.map((reply, place) => [`bob${place}@fabrikam.example`, `450 ${reply}`] as const),
    ]);

    assert.equal(recipientGroups(readEvidence(bounce)).length, 7);
    assert.equal(matchEvidence(readEvidence(bounce), knowledge).candidates.length, 6);
  });

  it('judges each by the reply that they got, though another one says more', () => {
    const [first, second] = groupsIn(
      bounceFor([
        ['ann@contoso.example', '554 5.2.2 mailbox full'],
        ['bob@fabrikam.example', '550 5.1.10 RESOLVER.ADR.RecipientNotFound'],
      ]),
    );

    assert.deepEqual([first, second], ['mailbox-full', 'recipient-not-found']);
  });

  it('is one finding where everybody got the same code', () => {
    const match = matchEvidence(
      readEvidence(
        bounceFor([
          ['bob@fabrikam.example', unknown],
          ['carl@fabrikam.example', unknown],
        ]),
      ),
      knowledge,
    );

    assert.equal(match.verdict, 'match');
    assert.equal(match.candidates[0]?.articleId, 'recipient-not-found');
  });

  it('names a group whose code no article has, without offering a neighbour for it', () => {
    const paste = bounceFor([
      ['ann@contoso.example', full],
      ['bob@fabrikam.example', '550 5.9.97 Something that nobody knows'],
    ]);
    const view = viewOf(opened(paste));

    assert.equal(view.kind, 'question');
    const card = JSON.stringify(cards.render(view, { locale: 'en', timeZone: 'UTC' }));
    assert.match(card, /1 × 5\.9\.97/);
  });

  it('opens a case about the chosen group alone, and goes back to the others', () => {
    const start = opened(three);
    assert.equal(viewOf(start).kind, 'choose');

    const second = handlePress(start.case, { verb: 'choose', option: 'recipient-not-found' }, context);

    assert.deepEqual(second.case.evidence.recipients, ['bob@fabrikam.example', 'carl@fabrikam.example']);
    assert.equal(second.case.evidence.cause?.enhancedStatusCode, '5.1.10');
    assert.match(JSON.stringify(cards.render(viewOf(second), { locale: 'en', timeZone: 'UTC' })), /1 × 5\.2\.2/);

    let back = second;
    for (let press = 0; press < 5 && viewOf(back).kind !== 'choose'; press++)
      back = handlePress(back.case, { verb: 'back' }, context);
    assert.equal(viewOf(back).kind, 'choose');

    const first = handlePress(back.case, { verb: 'choose', option: 'mailbox-full' }, context);
    assert.deepEqual(first.case.evidence.recipients, ['ann@contoso.example']);
    assert.equal(first.case.evidence.cause?.enhancedStatusCode, '5.2.2');
  });

  it('leads from the row of a person to the steps for them, named first, and back to the others from any step', () => {
    const start = opened(three);
    const carl = readTyped('carl', viewOf(start), articles, noWords);
    assert.deepEqual(carl, { kind: 'press', press: { verb: 'choose', option: 'recipient-not-found', item: '2' } });
    assert.deepEqual(readTyped('3', viewOf(start), articles, noWords), carl);

    const chosen = handlePress(start.case, (carl as Typed & { kind: 'press' }).press, context);
    assert.deepEqual(chosen.case.evidence.recipients, ['carl@fabrikam.example', 'bob@fabrikam.example']);
    const view = viewOf(chosen);
    const step = 'stepId' in view ? view.stepId : '';
    const solved = handlePress(chosen.case, { verb: 'solved', step }, context);
    const outcome = JSON.stringify(cards.render(viewOf(solved), { locale: 'en', timeZone: 'UTC' }));
    assert.match(outcome, /Solved on.*"title":"Other recipients","verb":"recipients"/);
    for (const { case: triageCase } of [chosen, solved]) {
      const back = handlePress(triageCase, { verb: 'recipients' }, context);
      assert.equal(viewOf(back).kind, 'choose');
      assert.equal(back.case.outcome, null);
    }
    assert.equal(handlePress(start.case, { verb: 'recipients' }, context).isChanged, false);
  });

  it('has one row a person in the order of the bounce; of very many at least one for each cause', () => {
    const { people } = dataOf(opened(three));
    assert.deepEqual(
      people.map(({ title }) => title),
      ['1 · **ann@contoso.example** ›', '2 · **bob@fabrikam.example** ›', '3 · **carl@fabrikam.example** ›'],
    );
    const notFound = articles.get('recipient-not-found')!.strings.en.title;
    assert.equal(people[1]!.line, `5.1.10 · ${notFound}`);

    const strange = '550 5.9.97 Something that nobody knows';
    const many = Array.from({ length: 12 }, (_, place) => [`user${place}@fabrikam.example`, unknown] as const);
    const { people: some, note } = dataOf(
      opened(bounceFor([...many, ['ann@contoso.example', full], ['zoe@contoso.example', strange]])),
    );
    assert.equal(some.length, 10);
    assert.equal(note, 'And 4 more.');
    assert.equal(some[8]!.title, '9 · **ann@contoso.example** ›');
    assert.deepEqual(some[9], { title: '10 · **zoe@contoso.example**', line: '5.9.97, which has no article' });
  });

  for (const locale of ['en', 'nl', 'sv', 'zh-CN'] as const) {
    it(`says on the card who belongs to which cause in ${locale}, and covers the names where others read along`, () => {
      const view = viewOf(opened(three), locale);
      const shown = JSON.stringify(cards.render(view, { locale, timeZone: 'UTC' }));
      const shared = JSON.stringify(cards.render(redactView(view), { locale, timeZone: 'UTC', isShared: true }));

      for (const text of ['5.2.2', '5.1.10', 'ann@contoso.example', 'bob@fabrikam.example', 'carl@fabrikam.example'])
        assert.ok(shown.includes(text), text);
      assert.ok(shown.includes(articles.get('mailbox-full')!.strings[locale].title));
      for (const text of ['ann@contoso.example', 'bob@fabrikam.example']) assert.ok(!shared.includes(text), text);
    });
  }
});
