import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { Locale } from '../../src/triage/evidence.ts';
import { articles, strings } from '../content.ts';
import { onEachDatabase } from '../storage/databases.ts';
import {
  type BotUnderTest,
  buttonsOf,
  type Card,
  type Delivered,
  invokeOf,
  startBot,
  type Talk,
  textOf,
} from './bot-under-test.ts';

/** One problem, in the forms in which it is pasted and in the words of four languages. */
const problems: { article: string; code: string; expired: string; wording: string; words: Record<Locale, string> }[] = [
  {
    article: 'dns-query-failed',
    code: '4.4.312',
    expired: '5.4.312',
    wording: 'DNS query failed',
    words: {
      en: 'DNS lookup of our smart host fails and the mail stays in the queue',
      nl: 'de DNS van onze smarthost kan niet worden opgevraagd en de mail blijft in de wachtrij',
      sv: 'DNS-uppslaget för vår smart host misslyckas och mejlen ligger kvar i kön',
      'zh-CN': '智能主机的 DNS 解析不了，邮件一直在排队',
    },
  },
  {
    article: 'connection-timed-out',
    code: '4.4.315',
    expired: '5.4.315',
    wording: 'Connection timed out',
    words: {
      en: 'connection to our mail server times out',
      nl: 'time-out bij het verbinden met onze mailserver',
      sv: 'anslutningen till vår e-postserver får timeout',
      'zh-CN': '连接我们的邮件服务器一直超时',
    },
  },
  {
    article: 'connection-refused',
    code: '4.4.316',
    expired: '5.4.316',
    wording: 'Connection refused',
    words: {
      en: 'our server refuses the connection since the firewall was replaced',
      nl: 'onze server weigert de verbinding sinds de nieuwe firewall',
      sv: 'vår server nekar anslutningen sedan brandväggen byttes',
      'zh-CN': '换了防火墙之后我们的服务器拒绝连接',
    },
  },
  {
    article: 'cannot-connect',
    code: '4.4.317',
    expired: '5.4.317',
    wording: 'Cannot connect to remote server',
    words: {
      en: 'the remote server does not offer STARTTLS but our connector requires TLS',
      nl: 'de server biedt geen STARTTLS aan terwijl de connector TLS verplicht',
      sv: 'servern erbjuder inte STARTTLS men kopplingen kräver TLS',
      'zh-CN': '对方服务器不支持 STARTTLS，但连接器要求 TLS',
    },
  },
  {
    article: 'connection-closed',
    code: '4.4.318',
    expired: '5.4.318',
    wording: 'Connection was closed abruptly',
    words: {
      en: 'the connection drops in the middle of the SMTP session',
      nl: 'de verbinding valt halverwege de SMTP-sessie weg',
      sv: 'anslutningen bryts mitt i SMTP-sessionen',
      'zh-CN': 'SMTP 会话中途连接突然断开',
    },
  },
  {
    article: 'certificate-validation-failed',
    code: '4.7.320',
    expired: '4.7.320',
    wording: 'Certificate validation failed',
    words: {
      en: 'the certificate of our mail server has expired and mail is queueing',
      nl: 'het certificaat van onze mailserver is verlopen en de mail staat in de wachtrij',
      sv: 'certifikatet på vår e-postserver har gått ut och mejlen köar',
      'zh-CN': '我们邮件服务器的证书过期了，邮件在排队',
    },
  },
];

const frontend = 'DB8EUR05FT012.eop-eur05.prod.protection.outlook.com';

function trace({ code, wording }: { code: string; wording: string }): string {
  return `Reason: [{LED=450 ${code} ${wording} [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25] [SmtpSecurity=-2;-2] [${frontend} 2026-11-20T18:42:10.123Z 08DE2741C0FFEE01]};{MSG=};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 6:42:10 PM}]. OutboundProxyTargetIP: 192.0.2.7. OutboundProxyTargetHostName: mail.contoso.example`;
}

function ndr(
  { code, expired, wording }: { code: string; expired: string; wording: string },
  sender = 'contoso',
): string {
  return `Delivery has failed to these recipients or groups:

ann@contoso.example (ann@contoso.example)
Your message couldn't be delivered. Despite repeated attempts to contact the recipient's email system it didn't respond.

Diagnostic information for administrators:

Generating server: AM0PR01MB1234.eurprd01.prod.exchangelabs.com
Receiving server: AM0PR01MB1234.eurprd01.prod.exchangelabs.com
ann@contoso.example
11/21/2026 5:45:12 PM - Server at AM0PR01MB1234.eurprd01.prod.exchangelabs.com returned '550 ${expired} Message expired, ${wording.toLowerCase()}'
11/21/2026 5:35:02 PM - Server at mail.contoso.example (192.0.2.7) returned '450 ${code} ${wording} [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25] [${frontend}]'

Original message headers:

Received: from VI1PR0101MB2222.eurprd01.prod.exchangelabs.com (2603:10a6:800:1::5) by AM0PR01MB1234.eurprd01.prod.exchangelabs.com with Microsoft SMTP Server id 15.20.4.4
From: Priya <priya@${sender}.example>
`;
}

/** Leads a case to its end the shortest way: prefers what an admin of the own server would answer, or the partner. */
async function answerUntil(talk: Talk, card: Card, wanted: 'ours' | 'partner'): Promise<Card> {
  let current = card;
  for (let step = 0; step < 6; step++) {
    const answers = buttonsOf(current).filter(button => button.verb === 'answer');
    if (answers.length === 0) return current;
    const option = answers.find(button => button.data.option === wanted) ?? answers[0]!;
    current = await talk.press(current, 'answer', { option: option.data.option });
  }
  throw new Error('More than six questions');
}

const verbsOf = (card: Card) => new Set(buttonsOf(card).map(button => button.verb));

onEachDatabase('a conversation', database => {
  let bot: BotUnderTest;

  before(async () => {
    bot = await startBot(database.url);
  });

  after(() => bot.stop());

  for (const problem of problems) {
    const forms: [form: string, locale: Locale, text: string][] = [
      ['a trace', 'en', trace(problem)],
      ['a bounce', 'en', ndr(problem)],
      ['a bare reply', 'en', `450 ${problem.code} ${problem.wording}`],
      ...(Object.entries(problem.words) as [Locale, string][]).map(([locale, text]): [string, Locale, string] => [
        `words in ${locale}`,
        locale,
        text,
      ]),
    ];
    for (const [form, locale, text] of forms) {
      it(`leads ${problem.code} from ${form} to a checklist and to a partner's text`, async () => {
        const title = articles.get(problem.article)!.strings[locale].title;
        const talk = bot.talk({ locale });

        let first = await talk.say(text);
        if (verbsOf(first).has('choose')) first = await talk.press(first, 'choose', { option: problem.article });
        assert.match(textOf(first), new RegExp(title.replace(/[()]/g, '.')), 'the article');
        const checklist = await answerUntil(talk, first, 'ours');
        assert.ok(verbsOf(checklist).has('tick'), `a checklist: ${textOf(checklist)}`);

        const other = bot.talk({ locale });
        // A bounce that came back to another company's sender needs no question.
        let again = await other.say(form === 'a bounce' ? ndr(problem, 'fabrikam') : text);
        if (verbsOf(again).has('choose')) again = await other.press(again, 'choose', { option: problem.article });
        // What the first talk said of the server is remembered: Back asks the question all the same.
        if (!buttonsOf(again).some(button => button.data.option === 'partner'))
          again = await other.press(again, 'back');
        const asked = await answerUntil(other, again, 'partner');
        const letter =
          verbsOf(asked).has('contact-language') && !verbsOf(asked).has('copy-contact')
            ? await other.press(asked, 'contact-language', { option: 'nl' })
            : asked;
        assert.ok(verbsOf(letter).has('copy-contact'), `a contact text: ${textOf(letter)}`);
        assert.ok(textOf(letter).includes(form === 'a trace' ? 'mail.contoso.example' : ''), 'names the server');
      });
    }
  }

  it('says that an expired message has bounced, with the cause and not the wrapper', async () => {
    const card = await bot.talk().say(ndr(problems[2]!));

    const text = textOf(card);
    assert.match(text, /450 4\.4\.316/);
    assert.match(text, /192\.0\.2\.7/);
    assert.ok(text.includes(strings.en.say('state.bounced')), text);
    assert.doesNotMatch(card.fallbackText, /5\.4\.316/);
  });

  for (const noise of [
    '',
    '  \n ',
    '🙂',
    'x'.repeat(300_000),
    'my printer is jammed',
    'reset my password',
    '10.4.4.31',
    '5.7.999.1',
    'Microsoft Exchange Server 2016, version 15.01.2507.6',
    '15.20.4.4',
    'Version 15.2 (Build 1748.10)',
  ]) {
    it(`answers ${JSON.stringify(noise.slice(0, 30))} with help and no article`, async () => {
      const card = await bot.talk().say(noise);

      const verbs = verbsOf(card);
      assert.ok(!verbs.has('answer') && !verbs.has('tick'), textOf(card));
      assert.ok(textOf(card).length > 80, 'a helpful answer');
    });
  }

  for (const code of ['4.4.313', '5.6.999']) {
    it(`names ${code} as unknown and offers the general path as a choice only`, async () => {
      const card = await bot.talk().say(`450 ${code} something new`);

      assert.ok(textOf(card).includes(code));
      const choices = buttonsOf(card)
        .filter(button => button.verb === 'choose')
        .map(button => button.data.option);
      assert.deepEqual(choices, ['other-connector-error', 'none']);
    });
  }

  it('changes nothing when an activity is delivered twice', async () => {
    const talk = bot.talk();
    const id = randomUUID();
    const help = { type: 'message', id: randomUUID(), text: 'help' };
    await talk.post(help);
    await talk.post(help);
    assert.equal(talk.delivered.length, 1, 'one answer to a command');
    const message = { type: 'message', id, text: '450 4.4.316 Connection refused' };

    await talk.post(message);
    const sent = talk.delivered.length;
    await talk.post(message);
    await Promise.all([talk.post(message), talk.post(message)]);

    assert.equal(talk.delivered.length, sent, 'one answer');
  });

  it('changes nothing when a button is clicked twice, and shows the current card', async () => {
    const talk = bot.talk();
    const first = await talk.say('450 4.4.316 Connection refused');
    const second = await talk.press(first, 'answer', { option: 'ours' });

    const again = await talk.press(first, 'answer', { option: 'partner' });

    assert.deepEqual(again, second);
  });

  it('counts both ticks of two people in the same moment', async () => {
    const talk = bot.talk();
    const joris = talk.as({ id: 'joris', name: 'Joris de Wit' });
    const list = await answerUntil(talk, await talk.say('450 4.4.316 Connection refused'), 'ours');
    const ticks = buttonsOf(list).filter(button => button.verb === 'tick');
    const items = [...new Set(ticks.map(button => String(button.data.item)))].slice(0, 4);

    await Promise.all(items.map((item, index) => (index % 2 ? joris : talk).press(list, 'tick', { item })));

    const card = await talk.press(list, 'tick', { item: items[0] });
    const done = buttonsOf(card).filter(button => button.verb === 'untick').length;
    assert.equal(done, items.length);
    assert.match(textOf(card), /Joris de Wit/);
    assert.match(textOf(card), /Priya Raman/);
  });

  it('keeps a case over a restart', async () => {
    const talk = bot.talk();
    const list = await answerUntil(talk, await talk.say('450 4.4.316 Connection refused'), 'ours');
    await talk.press(list, 'tick');

    await bot.restart();

    const card = await talk.say('2 done');
    assert.equal(buttonsOf(card).filter(button => button.verb === 'untick').length, 2, textOf(card));
  });

  it('refuses the risky steps while mailboxes remain, and asks before it ticks one', async () => {
    const talk = bot.talk();
    const question = await talk.press(await talk.say('450 4.4.316 Connection refused'), 'answer', { option: 'ours' });
    const list = await talk.press(question, 'answer', { option: 'retired' });
    const data = { ...buttonsOf(list).find(button => button.verb === 'tick')!.data, item: 'authoritative' };

    const { body: refused } = await talk.post(invokeOf({ verb: 'tick', data }));
    assert.match(textOf((refused as { value: Card }).value), /Locked until step 1/);

    const counted = await talk.press(list, 'tick', { item: 'count-mailboxes' });
    const asked = await talk.press(counted, 'tick', { item: 'fix-now' });
    assert.deepEqual([...verbsOf(asked)], ['confirm', 'cancel']);
    const confirmed = await talk.press(asked, 'confirm');
    assert.match(textOf(confirmed), /2 of 6/);
  });

  it('writes to the partner in their language and remembers it for the domain', async () => {
    const paste =
      '450 4.4.316 Connection refused [LastAttemptedServerName=mx1.tailspin.example] [LastAttemptedIP=198.51.100.20:25]';
    const tenant = randomUUID();
    const talk = bot.talk({ tenant });
    const asked = await talk.press(await talk.say(paste), 'answer', { option: 'partner' });
    const letter = await talk.press(asked, 'contact-language', { option: 'sv' });
    assert.match(textOf(letter), /Hej/);

    await talk.press(letter, 'copy-contact');
    const copied = talk.delivered.findLast(one => one.text !== undefined)!;
    assert.equal(copied.textFormat, 'plain');
    assert.match(copied.text!, /198\.51\.100\.20/);

    const next = bot.talk({ tenant });
    const remembered = await next.say(paste);
    assert.match(textOf(remembered), /Hej/, 'neither the owner nor the language is asked again');
  });

  it('takes typed answers, numbers, commands and a ticket number', async () => {
    const talk = bot.talk({ locale: 'nl' });
    await talk.say('450 4.4.316 Connection refused [LastAttemptedServerName=mx.wingtip.example]');
    const language = await talk.say('van de partner');
    assert.ok(verbsOf(language).has('contact-language'), textOf(language));
    await talk.say('2');
    const filled = await talk.say('ticket INC-1042');
    assert.match(textOf(filled), /INC-1042/);
    const back = await talk.say('terug');
    assert.ok(verbsOf(back).has('answer'), textOf(back));
    assert.match(textOf(await talk.say('language sv')), /svenska/i);
    assert.match(textOf(await talk.say('hulp')), /forget|glöm/i);
    assert.ok(verbsOf(await talk.say('cases')).has('show'));
    await talk.say('new');
    const none = await talk.say('2');
    assert.ok(!verbsOf(none).has('answer'));
    await talk.say('forget');
    await talk.say('ja');
    assert.deepEqual([...verbsOf(await talk.say('cases'))], []);
  });

  it('sends the commands as a text of their own', async () => {
    const talk = bot.talk();
    const list = await answerUntil(talk, await talk.say(trace(problems[2]!)), 'ours');

    await talk.press(list, 'copy-commands');

    const { text } = talk.delivered.findLast((one: Delivered) => one.text !== undefined)!;
    assert.match(text!, /mail\.contoso\.example/);
    assert.doesNotMatch(text!, /\{\w+\}|\*\*/);
  });

  it('shows a case to its own conversation only', async () => {
    const talk = bot.talk();
    const card = await talk.say('450 4.4.316 Connection refused');
    const stranger = bot.talk({ person: { id: 'mallory', name: 'Mallory' } });

    const { body } = await stranger.post(invokeOf(buttonsOf(card)[0]!));

    assert.equal((body as { value: Card }).value.fallbackText, strings.en.say('notice.no-case.title'));
  });
});
