import { strict as assert } from 'node:assert';
import { locales } from '../../src/triage/evidence.ts';
import { content, strings } from '../content.ts';
import {
  headerOutput,
  hostOutput,
  mxOutput,
  portOutput,
  proofOutput,
  spfOutput,
  spoofed,
  tlsOutput,
} from '../findings/tool-output.ts';
import { type Card, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';
import { clients } from './situations.ts';

const server = '[LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=203.0.113.5:25]';

/** What was open, what somebody sent as well, what that means, and where the case stands then. */
const stories = [
  {
    what: 'a handshake without STARTTLS opens the list that brings it back',
    error: `450 4.4.317 Cannot connect to remote server ${server}`,
    own: true,
    data: tlsOutput['no STARTTLS']!.text,
    article: 'cannot-connect',
    opens: 'offer-starttls',
    bears: 'agrees',
  },
  {
    what: 'a greeting of stars answers what cuts the connection',
    error: `450 4.4.318 Connection was closed abruptly (SuspiciousRemoteServerError) ${server}`,
    own: true,
    data: portOutput['stars of a firewall in the greeting']!.text,
    article: 'connection-closed',
    opens: 'stop-the-inspection',
    bears: 'agrees',
  },
  {
    what: 'another address in DNS answers what changed',
    error: `450 4.4.315 Connection timed out ${server}`,
    own: true,
    data: hostOutput['another address']!.text,
    article: 'connection-timed-out',
    opens: 'new-address',
    bears: 'agrees',
  },
  {
    what: 'a certificate in a chain that nobody trusts opens the list that replaces it',
    error: `450 4.7.320 Certificate validation failed ${server}`,
    own: true,
    data: tlsOutput['a chain without its intermediate']!.text,
    article: 'certificate-validation-failed',
    opens: 'replace-certificate',
    bears: 'agrees',
  },
  {
    what: 'name servers that fail leave the DNS host alone',
    error: `450 4.4.312 DNS query failed ${server}`,
    own: true,
    data: hostOutput['a name that Linux does not find']!.text,
    article: 'dns-query-failed',
    opens: 'dns-host',
    bears: 'agrees',
  },
  {
    what: 'an open port decides nothing, as it was tried from elsewhere',
    error: `450 4.4.316 Connection refused ${server}`,
    own: true,
    data: portOutput['Test-NetConnection that gets through']!.text,
    article: 'connection-refused',
    opens: 'what-arrives',
    bears: 'cannot-tell',
  },
  {
    what: 'a domain with MX contradicts that it is not there',
    error:
      '550 5.4.310 DNS domain contoso.example does not exist [Message=InfoDomainNonexistent] to ann@contoso.example',
    own: false,
    data: mxOutput['Exchange Online']!.text,
    article: 'domain-not-found',
    opens: 'spelling',
    bears: 'contradicts',
  },
] as const;

/** Nothing is open: where the data leads by itself. */
const leads = [
  {
    what: 'an expired certificate',
    data: tlsOutput['a certificate that has expired']!.text,
    article: 'certificate-validation-failed',
  },
  { what: 'a domain without MX', data: mxOutput['nothing of Windows']!.text, article: 'receiving-domain-without-mx' },
  { what: 'a domain without SPF', data: spfOutput['no record']!.text, article: 'spf-failed' },
  {
    what: 'a message that lay for hours',
    data: headerOutput['one that lay for hours']!.text,
    article: 'missing-without-bounce',
  },
  {
    what: 'a greeting that names a block list',
    data: 'Trying 203.0.113.5...\nConnected to mail.contoso.example.\n554 5.7.1 Service unavailable; Client host [192.0.2.40] blocked using zen.spamhaus.org',
    article: 'listed-on-blocklist',
  },
] as const;

onEachBot('output of tools that somebody sends', at => {
  const currentOf = ({ tenant, conversation }: Talk) => at.store.currentCase({ tenant, conversation });
  const cardsSince = (talk: Talk, sent: number): Card[] =>
    talk.delivered.slice(sent).flatMap(({ method, card }) => (method === 'POST' && card ? [card] : []));
  const textsOf = (id: string, locale: (typeof locales)[number]) =>
    content.articles.find(article => article.id === id)!.strings[locale];

  for (const { what, error, own, data, article, opens, bears } of stories)
    for (const locale of locales)
      it(`in ${locale}: ${what}`, async () => {
        const talk = at.bot.talk({ locale: clients[locale] });
        const asked = await talk.say(error);
        if (own) await talk.press(asked, 'answer', { option: 'ours' });
        const sent = talk.delivered.length;

        await talk.say(data);

        const [found, card] = cardsSince(talk, sent);
        const texts = textsOf(article, locale);
        const meaning = strings[locale].say(`findings.bears.${bears}`, { title: texts.title });
        assert.ok(found && textOf(found).includes(meaning), found && textOf(found));
        const { title, question } = texts.steps[opens]!;
        const begins = (title ?? question)!.split(/[{“”]/)[0]!.trim();
        assert.ok(card && textOf(card).includes(begins), `${begins} in ${card && textOf(card)}`);
        assert.equal((await currentOf(talk))?.value.findings.length, 1);
      });

  for (const { what, data, article } of leads)
    for (const locale of locales)
      it(`in ${locale}: ${what} opens its case by itself, below what was recognised`, async () => {
        const talk = at.bot.talk({ locale: clients[locale] });

        await talk.say(data);

        const [found, card] = cardsSince(talk, 0);
        const current = await currentOf(talk);
        assert.equal(current?.value.articleId, article);
        assert.equal(current.value.findings.length, 1);
        const [agrees] = strings[locale].say('findings.bears.agrees', { title: '§' }).split('§');
        assert.ok(found && textOf(found).includes(agrees!), found && textOf(found));
        assert.ok(card && card !== found);
      });

  it('asks whose junk it is where headers say that it is junk', async () => {
    const talk = at.bot.talk();

    const card = await talk.say(`why does this keep landing in junk at our users?\n${spoofed}`);

    const current = await currentOf(talk);
    assert.equal(current?.value.articleId, null);
    assert.deepEqual(current.value.candidates.map(({ articleId }) => articleId).sort(), [
      'missing-without-bounce',
      'our-mail-in-their-junk',
    ]);
    assert.ok(textOf(card).includes(textsOf('our-mail-in-their-junk', 'en').title));
    assert.ok(textOf(card).includes(strings.en.say('choose.summary.data')));
  });

  it('goes past the questions that headers answer, once it is said whose mail it is', async () => {
    const talk = at.bot.talk();
    const choice = await talk.say(spoofed);

    const card = await talk.press(choice, 'choose', { option: 'our-mail-in-their-junk' });

    assert.ok(
      textOf(card).includes(textsOf('our-mail-in-their-junk', 'en').steps['how-sent']!.question!),
      textOf(card),
    );
  });

  it('stands alone where it leads nowhere, and is no case', async () => {
    const talk = at.bot.talk();

    const card = await talk.say(portOutput['a ping']!.text);

    assert.ok(textOf(card).includes(strings.en.say('findings.port-test.headline.ping')));
    assert.ok(textOf(card).includes(strings.en.say('findings.alone')));
    assert.equal(await currentOf(talk), undefined);
  });

  it('takes an error and the output below it as one case', async () => {
    const talk = at.bot.talk();

    const card = await talk.say(
      `450 4.4.315 Connection timed out ${server}\n\nand this is what we get:\n\n${hostOutput['another address']!.text}`,
    );

    const current = await currentOf(talk);
    assert.equal(current?.value.articleId, 'connection-timed-out');
    assert.deepEqual(
      current.value.findings.map(({ shows }) => shows),
      [['host-other-address']],
    );
    assert.ok(textOf(card).includes('4.4.315'));
  });

  it('keeps a look-up of MX beside one of SPF', async () => {
    const talk = at.bot.talk();
    await talk.say('550 5.7.23 The message was rejected because of Sender Policy Framework violation');
    await talk.say(mxOutput['Exchange Online']!.text);
    await talk.say(spfOutput['two records']!.text);
    await talk.say(proofOutput['DMARC none']!.text);

    const kinds = (await currentOf(talk))?.value.findings.map(({ kind }) => kind);

    assert.deepEqual(kinds, ['mx-record', 'spf-record', 'dmarc-record']);
  });

  it('is shortened where others read along', async () => {
    const talk = at.bot.talk({ isShared: true });
    await talk.say(`450 4.4.316 Connection refused ${server}`);
    const sent = talk.delivered.length;

    await talk.say(portOutput['telnet that is refused']!.text);

    const [found] = cardsSince(talk, sent);
    assert.doesNotMatch(JSON.stringify(found), /mail\.contoso\.example|203\.0\.113\.5/);
  });
});
