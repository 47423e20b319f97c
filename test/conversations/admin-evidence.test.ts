import { strict as assert } from 'node:assert';
import { textsFor } from '../../src/triage/article-texts.ts';
import { locales } from '../../src/triage/evidence.ts';
import { articles, strings } from '../content.ts';
import { adminOutput } from '../findings/admin-output.ts';
import { type Card, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';
import { clients } from './situations.ts';

interface Story {
  readonly what: string;
  readonly error: string;
  readonly article: string;
  /** What is sent, and what is open afterwards; null: the text for somebody else, before its language is chosen. */
  readonly evidence: readonly { readonly data: string; readonly bears: string; readonly opens: string | null }[];
}

const rule = (text: string) =>
  `Name : Macro block\nState : Enabled\nMode : Enforce\nPriority : 2\nRejectMessageReasonText : ${text}\nRejectMessageEnhancedStatusCode : 5.7.1\n`;

/** In each the second piece of evidence gives another answer than the first. */
const stories: readonly Story[] = [
  {
    what: 'the rule that rejects is among ours, though the first list was that of other rules',
    error: '550 5.7.900 TRANSPORT.RULES.RejectMessage; Files with macros are not accepted here. Please send a link.',
    article: 'mail-flow-rule-rejected',
    evidence: [
      { data: rule('Payroll data stays inside'), bears: 'refines', opens: null },
      { data: rule('Files with macros are not accepted here'), bears: 'agrees', opens: 'is-it-right' },
    ],
  },
  {
    what: 'SMTP AUTH is on after all',
    error:
      '535 5.7.139 Authentication unsuccessful [AM0PR05CA0087.eurprd05.prod.outlook.com 2026-11-20T08:14:05.331Z 08DE]',
    article: 'sign-in-failed',
    evidence: [
      { data: adminOutput['SMTP AUTH that is off'], bears: 'agrees', opens: 'allow-sending' },
      { data: adminOutput['SMTP AUTH that is on'], bears: 'cannot-tell', opens: 'what-says' },
    ],
  },
  {
    what: 'the certificate has a good name, and the connector wants another one',
    error: '450 4.7.320 Certificate validation failed [LastAttemptedServerName=relay.contoso.example]',
    article: 'certificate-validation-failed',
    evidence: [
      {
        data: 'Subject : CN=relay.contoso.example\nCertificateDomains : {relay.contoso.example}\nNotAfter : 31.12.2029\nServices : SMTP\nThumbprint : AA',
        bears: 'contradicts',
        opens: 'what-fails',
      },
      {
        data: 'Name : To us\nEnabled : True\nSmartHosts : {relay.contoso.example}\nTlsSettings : DomainValidation\nTlsDomain : mail.contoso.example',
        bears: 'agrees',
        opens: 'correct-certificate-name',
      },
    ],
  },
  {
    what: 'DKIM was off for this domain and is on now',
    error:
      "550 5.7.515 Access denied, sending domain FABRIKAM.EXAMPLE does not meet the required authentication level. The sender's domain in the 5322.From address doesn't meet the authentication requirements defined for the sender.",
    article: 'authentication-level-required',
    evidence: [
      { data: adminOutput['DKIM without records'], bears: 'agrees', opens: 'how-sent' },
      { data: adminOutput['DKIM that is on'], bears: 'cannot-tell', opens: 'what-is-missing' },
    ],
  },
  {
    what: 'the server counts no mailbox, and then somebody finds fourteen',
    error: '450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]',
    article: 'connection-refused',
    evidence: [
      { data: adminOutput['no mailbox that is left'], bears: 'agrees', opens: 'retire-connector' },
      { data: adminOutput['mailboxes that are left'], bears: 'refines', opens: 'what-arrives' },
    ],
  },
];

onEachBot('the output of Exchange commands', at => {
  const currentOf = ({ tenant, conversation }: Talk) => at.store.currentCase({ tenant, conversation });
  const cardsSince = (talk: Talk, sent: number): Card[] =>
    talk.delivered.slice(sent).flatMap(({ method, card }) => (method === 'POST' && card ? [card] : []));

  for (const { what, error, article, evidence } of stories)
    for (const locale of locales)
      it(`in ${locale}: ${what}`, async () => {
        const talk = at.bot.talk({ locale: clients[locale] });
        await talk.say(error);
        const { value } = (await currentOf(talk))!;
        const texts = textsFor(articles.get(article)!, value.evidence, locale);
        for (const { data, bears, opens } of evidence) {
          const sent = talk.delivered.length;

          await talk.say(data);

          const [found, card, ...more] = cardsSince(talk, sent);
          assert.equal(more.length, 0);
          const said = strings[locale].say(`findings.bears.${bears}`, { title: texts.title });
          assert.ok(textOf(found!).includes(said), `${said} in ${textOf(found!)}`);
          const { title, question } =
            opens === null ? { question: strings[locale].say('contactLanguage.title') } : texts.steps[opens]!;
          const begins = (title ?? question)!.split(/[{“]/)[0]!.trim();
          assert.ok(textOf(card!).includes(begins), `${begins} in ${textOf(card!)}`);
        }
      });

  for (const locale of locales) {
    it(`does not let anybody switch the connector off in ${locale} while mailboxes remain, and says what it would cost`, async () => {
      const talk = at.bot.talk({ locale: clients[locale] });
      await talk.say('450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]');
      await talk.say(adminOutput['mailboxes that are left']);
      const open = await talk.say('show');
      const list = await talk.press(open, 'answer', { option: 'retired' });
      const after = await talk.press(list, 'tick', { item: 'count-mailboxes' });
      const reason = strings[locale].say('checklist.loses.mailboxes-remain', { count: 14 });

      assert.ok(textOf(after).includes(reason), textOf(after));
      assert.ok(!JSON.stringify(after).includes('"item":"disable-connector"'), 'no button');
    });

    it(`shows in ${locale} the command whose output decides, and no command that changes anything`, async () => {
      const talk = at.bot.talk({ locale: clients[locale] });

      const card = await talk.say(
        '550 5.7.900 TRANSPORT.RULES.RejectMessage; Files with macros are not accepted here.',
      );

      assert.ok(textOf(card).includes(strings[locale].say('frame.pasteOutput')), textOf(card));
      assert.match(JSON.stringify(card), /"codeSnippet":"Get-TransportRule \| Format-List Name,State/);
      assert.doesNotMatch(JSON.stringify(card), /"codeSnippet":"(?:Set|New|Remove|Enable|Disable)-/);
    });

    it(`lists queues in ${locale} by problem where no case is open, and opens one of them`, async () => {
      const talk = at.bot.talk({ locale: clients[locale] });
      const queue = (next: string, count: number, error: string) =>
        `Identity : EX01\\${count}\nNextHopDomain : ${next}\nStatus : Retry\nMessageCount : ${count}\nLastError : ${error}\n\n`;
      const refused =
        '451 4.4.0 Primary target IP address responded with: "421 4.4.2 Connection dropped due to ConnectionReset."';
      const sent = talk.delivered.length;

      await talk.say(
        queue('fabrikam.example', 41, refused) + queue('wingtip.example', 7, '450 4.4.312 DNS query failed'),
      );

      const [found, rows] = cardsSince(talk, sent);
      assert.ok(
        textOf(found!).includes(
          strings[locale].say('findings.queues.headline.waits', { count: '41', next: 'fabrikam.example' }),
        ),
      );
      await talk.press(rows!, 'open-draft');
      assert.equal((await currentOf(talk))?.value.evidence.kind, 'queue');
    });
  }

  it('says that a queue of the case’s server waits for another reason than the case', async () => {
    const talk = at.bot.talk();
    await talk.say('450 4.7.320 Certificate validation failed [LastAttemptedServerName=mail.contoso.example]');
    const sent = talk.delivered.length;

    await talk.say(
      '[{"NextHopDomain":"contoso.example","Status":"Retry","MessageCount":9,"LastError":"450 4.4.312 DNS query failed"},{"NextHopDomain":"x.example","Status":"Ready","MessageCount":0,"LastError":""}]',
    );

    const [found] = cardsSince(talk, sent);
    const texts = articles.get('dns-query-failed')!.strings.en;
    assert.ok(textOf(found!).includes(texts.title), textOf(found!));
  });

  it('is shortened where others read along', async () => {
    const talk = at.bot.talk({ isShared: true });
    await talk.say('450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]');
    const sent = talk.delivered.length;

    await talk.say(adminOutput['a connector to elsewhere']);

    const [found] = cardsSince(talk, sent);
    assert.doesNotMatch(JSON.stringify(found), /old\.contoso\.example/);
  });
});
