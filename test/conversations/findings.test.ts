import { strict as assert } from 'node:assert';
import { locales } from '../../src/triage/evidence.ts';
import { content, strings } from '../content.ts';
import { adminOutput } from '../findings/admin-output.ts';
import { type Card, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';
import { clients, situation } from './situations.ts';

/** Two of the published ranges are not in it, and one is there in half. */
const list = ['40.92.0.0/15', '40.107.0.0/16', '52.100.0.0/15'].join('\n');

onEachBot('data that somebody sends', at => {
  const currentOf = ({ tenant, conversation }: Talk) => at.store.currentCase({ tenant, conversation });
  const cardsSince = (talk: Talk, sent: number): Card[] =>
    talk.delivered.slice(sent).flatMap(({ method, card }) => (method === 'POST' && card ? [card] : []));

  for (const locale of locales) {
    it(`says in ${locale} what is missing, and opens the firewall's list without a question that the data answers`, async () => {
      const talk = await situation(at.bot, 'question', locale);
      const sent = talk.delivered.length;

      await talk.say(list);

      const [found, card, ...more] = cardsSince(talk, sent);
      assert.equal(more.length, 0);
      assert.ok(found && card);
      const { say } = strings[locale];
      assert.match(textOf(found), /104\.47\.0\.0\/17/);
      assert.match(JSON.stringify(found), /52\.102\.0\.0\/15\\n104\.47\.0\.0\/17/, 'a list to paste back');
      assert.ok(textOf(found).includes(say('findings.firewall-list.headline.someV4', { count: 2, total: 4 })));
      assert.ok(textOf(found).includes('2026081400'), 'what it was compared with');
      const texts = content.articles.find(({ id }) => id === 'connection-refused')!.strings[locale];
      assert.ok(textOf(card).includes(texts.steps['firewall-drops']!.title!), textOf(card));
      assert.ok(textOf(card).includes(say('findings.firewall-list.name')), 'why nothing was asked');
      const current = await currentOf(talk);
      assert.deepEqual(current?.value.moves, [], 'nobody had to answer');
      assert.equal(current.value.findings.length, 1);
      const events = await at.store.caseEvents(talk.tenant, current.id);
      assert.ok(events.some(({ kind }) => kind === 'found'));
    });

    it(`stands alone in ${locale} where no case is open, and says what to do next`, async () => {
      const talk = at.bot.talk({ locale: clients[locale] });

      const card = await talk.say(list);

      assert.ok(textOf(card).includes(strings[locale].say('findings.alone')));
      assert.equal(await currentOf(talk), undefined);
    });
  }

  const stories = [
    {
      what: 'a certificate that has expired opens the list that renews it',
      error: '450 4.7.320 Certificate validation failed [LastAttemptedServerName=mail.contoso.example]',
      data: adminOutput['a certificate that has expired'],
      article: 'certificate-validation-failed',
      opens: 'renew-certificate',
      bears: 'agrees',
    },
    {
      what: 'a certificate with another name opens the list that corrects it',
      error: '450 4.7.320 Certificate validation failed [LastAttemptedServerName=mail.contoso.example]',
      data: adminOutput['a certificate with another name'],
      article: 'certificate-validation-failed',
      opens: 'correct-certificate-name',
      bears: 'agrees',
    },
    {
      what: 'a certificate in date contradicts the case',
      error: '450 4.7.320 Certificate validation failed [LastAttemptedServerName=mail.contoso.example]',
      data: adminOutput['a certificate in date'],
      article: 'certificate-validation-failed',
      opens: 'what-fails',
      bears: 'contradicts',
    },
    {
      what: 'a server without a mailbox is retired',
      error: '450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]',
      data: adminOutput['no mailbox that is left'],
      article: 'connection-refused',
      opens: 'retire-connector',
      bears: 'agrees',
    },
    {
      what: 'a domain that is relayed decides nothing by itself',
      error: '450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]',
      data: 'DomainName : contoso.example\nDomainType : InternalRelay\nDefault : True',
      article: 'connection-refused',
      opens: 'whose-server',
      bears: 'cannot-tell',
    },
  ] as const;
  for (const { what, error, data, article, opens, bears } of stories)
    for (const locale of locales)
      it(`in ${locale}: ${what}`, async () => {
        const talk = at.bot.talk({ locale: clients[locale] });
        await talk.say(error);
        const sent = talk.delivered.length;

        await talk.say(data);

        const [found, card] = cardsSince(talk, sent);
        const texts = content.articles.find(({ id }) => id === article)!.strings[locale];
        assert.ok(
          textOf(found!).includes(strings[locale].say(`findings.bears.${bears}`, { title: texts.title })),
          textOf(found!),
        );
        const { title, question } = texts.steps[opens]!;
        const begins = (title ?? question)!.split(/[{“]/)[0]!.trim();
        assert.ok(textOf(card!).includes(begins), `${begins} in ${textOf(card!)}`);
      });

  it('takes a mended list in place of the old one', async () => {
    const talk = await situation(at.bot, 'question', 'en');
    await talk.say(list);

    const card = await talk.say(content.ranges.ranges.join('\n'));

    const current = await currentOf(talk);
    assert.equal(current?.value.findings.length, 2);
    assert.doesNotMatch(textOf(card), /The firewall drops part of the traffic/, 'nothing is missing any more');
  });

  it('asks after all when somebody goes back', async () => {
    const talk = await situation(at.bot, 'question', 'en');
    const card = await talk.say(list);

    const back = await talk.press(card, 'back');

    assert.match(textOf(back), /Is Microsoft's address in the receive log\?/);
  });

  it('is shortened where others read along, and Microsoft’s own ranges are not', async () => {
    const talk = at.bot.talk({ isShared: true });
    await talk.say('450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]');
    const sent = talk.delivered.length;

    await talk.say(`-A INPUT -s 40.0.0.0/8 -d 203.0.113.10/32 -p tcp --dport 25 -j ACCEPT`);

    const [found] = cardsSince(talk, sent);
    assert.match(JSON.stringify(found), /52\.100\.0\.0\/14\\n104/, 'what is to be added');
    assert.doesNotMatch(JSON.stringify(found), /203\.0\.113\.10/);
  });
});
