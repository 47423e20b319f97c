import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProbePolicy } from '../../src/probes/index.ts';
import type { Store } from '../../src/storage/store.ts';
import type { TriageCase } from '../../src/triage/case.ts';
import { locales } from '../../src/triage/evidence.ts';
import { content, strings } from '../content.ts';
import { host, type MailServer, scripted, shown, tlsServer, trusted } from '../probes/mail-servers.ts';
import { mx, type NameServer, nameServer } from '../probes/name-server.ts';
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
import { clients } from './situations.ts';

const environment = {
  PROBES: 'on',
  PROBE_TARGETS: 'contoso.example, *.contoso.example, fabrikam.example',
  PROBES_PER_PERSON: '3',
  PROBES_PER_HOST: '5',
};
const certificateError = `450 4.7.320 Certificate validation failed [LastAttemptedServerName=${host}]`;
const refusedError = `450 4.4.316 Connection refused [LastAttemptedServerName=${host}]`;

onEachDatabase('a test of a server from here', database => {
  let bot: BotUnderTest;
  let store: Store<TriageCase>;
  let names: NameServer;
  let mail: MailServer | undefined;
  // One policy for the bot, whose port leads to whichever server a test has started.
  const ports = { smtp: 9, https: 9, dns: 9 };
  const policy = (): Partial<ProbePolicy> => ({
    mayConnect: address => address === '127.0.0.1',
    ports,
    resolvers: [{ address: '127.0.0.1', port: names.port }],
    trusted,
    stageMs: 5_000,
  });
  const serve = async (server: Promise<MailServer>) => {
    mail = await server;
    ports.smtp = mail.port;
  };

  before(async () => {
    names = await nameServer({
      [`${host} A`]: ['127.0.0.1'],
      'other.contoso.example A': ['127.0.0.1'],
      'inside.contoso.example A': ['10.0.0.25'],
      'metadata.contoso.example A': ['169.254.169.254'],
      'contoso.example MX': [mx(10, host)],
      'fabrikam.example MX': [mx(10, 'mail.hosted.example')],
      'mail.hosted.example A': ['127.0.0.1'],
    });
    store = (await database.open()) as Store<unknown> as Store<TriageCase>;
    bot = await startBot(database.url, environment, undefined, undefined, policy());
  });

  afterEach(async () => {
    await mail?.stop();
    mail = undefined;
  });

  after(async () => {
    await bot.stop();
    await names.stop();
  });

  const cards = (talk: Talk, sent: number) =>
    talk.delivered.slice(sent).filter((one): one is Delivered & { card: Card } => one.card !== undefined);
  const recorded = async (talk: Talk) => (await store.probesOf(talk.tenant, 50)).map(({ state, why }) => why ?? state);
  /** Says or presses something without waiting for what goes on behind it, and gives the card of the test. */
  const begun = async (talk: Talk, activity: Record<string, unknown>): Promise<Delivered & { card: Card }> => {
    const sent = talk.delivered.length;
    await talk.post(activity, { isAwaited: false });
    for (;;) {
      const found = cards(talk, sent).find(({ card }) => buttonsOf(card).some(({ verb }) => verb === 'stop-probe'));
      if (found) return found;
      await sleep(5);
    }
  };
  /** What stands in a message by now. */
  const nowIn = async (talk: Talk, id: string, wanted: RegExp): Promise<Card> => {
    for (;;) {
      const card = talk.delivered.findLast(one => one.id === id && one.card)?.card;
      if (card && wanted.test(textOf(card))) return card;
      await sleep(5);
    }
  };
  const stalling = () => scripted((socket, said) => void (said === null && socket.write('220 mail ESMTP\r\n')));

  for (const locale of locales)
    it(`shows in ${locale} how far it is, puts the result in its place, and the case goes on with it`, async () => {
      await serve(tlsServer(shown.expired));
      const talk = bot.talk({ locale: clients[locale] });
      const question = await talk.say(certificateError);
      await talk.press(question, 'answer', { option: 'ours' });
      const sent = talk.delivered.length;

      await talk.say(strings[locale].list('commands.probe')[0]!);

      const { say } = strings[locale];
      const [first, ...others] = cards(talk, sent);
      assert.ok(textOf(first!.card).includes(say('probe.title.running', { name: host })), textOf(first!.card));
      const last = others.findLast(({ id }) => id === first!.id)!;
      assert.equal(last.method, 'PUT');
      const found = textOf(last.card);
      assert.ok(found.includes(say('findings.probe-smtp.headline.expired', { host })), found);
      assert.ok(found.includes(say('findings.probe-smtp.openFromHere')), found);
      const texts = content.articles.find(({ id }) => id === 'certificate-validation-failed')!.strings[locale];
      assert.ok(found.includes(say('findings.bears.agrees', { title: texts.title })), found);
      const card = others.findLast(({ method }) => method === 'POST')!.card;
      assert.ok(textOf(card).includes(texts.steps['renew-certificate']!.title!), textOf(card));
      const current = await store.currentCase(talk);
      assert.deepEqual(
        current?.value.findings.map(({ kind }) => kind),
        ['probe-smtp'],
      );
      assert.equal(current.value.moves.length, 1, 'nobody had to say what is wrong with it');
      const [record] = await store.probesOf(talk.tenant, 5);
      assert.equal(record?.state, 'done');
      assert.deepEqual(
        [record.name, record.addresses, record.by?.id, record.caseId],
        [host, ['127.0.0.1'], 'priya', current.id],
      );
    });

  it('begins with a button, says so at once, and does not clear the firewall', async () => {
    await serve(tlsServer(shown.good));
    const talk = bot.talk();
    const card = await talk.say(refusedError);
    const sent = talk.delivered.length;
    const button = buttonsOf(card).find(({ verb }) => verb === 'probe')!;

    const { body } = await talk.post(invokeOf(button));

    assert.equal(button.title, 'Test from here');
    assert.match(JSON.stringify(body), /I am testing mail\.contoso\.example/);
    const found = textOf(cards(talk, sent).findLast(({ method }) => method === 'PUT')!.card);
    assert.ok(
      cards(talk, sent).some(({ card: one }) => textOf(one).includes(strings.en.say('findings.bears.cannot-tell'))),
      found,
    );
    const finding = (await store.currentCase(talk))!.value.findings[0]!;
    assert.deepEqual(finding.shows, ['probe-tls-good', 'probe-open']);
  });

  it('holds the certificate against the name that the connector asks for', async () => {
    await serve(tlsServer(shown.good));
    const talk = bot.talk();
    await talk.say(certificateError);
    await talk.say(
      `Name : To contoso\nSmartHosts : {${host}}\nTlsSettings : DomainValidation\nTlsDomain : hybrid.contoso.example\nEnabled : True\nConnectorType : OnPremises`,
    );

    await talk.say('probe');

    const { findings } = (await store.currentCase(talk))!.value;
    assert.ok(findings.at(-1)!.shows.includes('probe-certificate-name'));
    assert.ok(findings.at(-1)!.says.some(({ values }) => values.domain === 'hybrid.contoso.example'));
  });

  it('says nothing for the case about another server that somebody names', async () => {
    await serve(tlsServer(shown.expired));
    const talk = bot.talk();
    await talk.say(certificateError);

    await talk.say('probe other.contoso.example');

    const { findings } = (await store.currentCase(talk))!.value;
    assert.deepEqual(
      findings.flatMap(({ shows }) => shows),
      [],
    );
    assert.equal((await store.probesOf(talk.tenant, 1))[0]?.name, 'other.contoso.example');
  });

  it('knows the case’s server again where the domain of it is named', async () => {
    await serve(tlsServer(shown.expired));
    const talk = bot.talk();
    await talk.say(certificateError);

    await talk.say('probe contoso.example');

    const { findings } = (await store.currentCase(talk))!.value;
    assert.deepEqual(
      findings.map(({ kind, shows }) => [kind, shows.length > 0]),
      [
        ['probe-smtp', true],
        ['probe-dns', false],
      ],
    );
  });

  it('shows the stage that takes long', async () => {
    await serve(stalling());
    const talk = bot.talk();
    await talk.say(certificateError);
    const { id, card } = await begun(talk, { type: 'message', text: 'probe' });

    await nowIn(talk, id, /Saying EHLO to mail\.contoso\.example/);

    await talk.press(card, 'stop-probe');
  });

  it('connects to no mail server that is not on the list, though the domain is', async () => {
    await serve(tlsServer(shown.good));
    const talk = bot.talk();
    await talk.say(certificateError);
    const sent = talk.delivered.length;

    await talk.say('probe fabrikam.example');

    const found = cards(talk, sent)
      .map(({ card }) => textOf(card))
      .join('\n');
    assert.match(found, /mail\.hosted\.example is not on the list of what I may test/);
    assert.deepEqual((await store.probesOf(talk.tenant, 1))[0]?.addresses, []);
  });

  it('is stopped by its button, by whoever reads along, and leaves the case as it was', async () => {
    await serve(stalling());
    const talk = bot.talk({ isShared: true });
    await talk.say(certificateError);
    const before = (await store.currentCase(talk))!;
    const { id, card } = await begun(talk, { type: 'message', text: 'probe' });
    const stop = buttonsOf(card).find(({ verb }) => verb === 'stop-probe')!;

    const { body } = await talk.as({ id: 'sam', name: 'Sam' }).post({ ...invokeOf(stop), replyToId: id });

    assert.match(JSON.stringify(body), /was stopped/);
    await nowIn(talk, id, /was stopped/);
    assert.deepEqual(await recorded(talk), ['cancelled']);
    assert.equal((await store.currentCase(talk))!.version, before.version);
  });

  it('leaves no card at “testing” when the process ends, and begins again with its button', async () => {
    await serve(stalling());
    const talk = bot.talk();
    await talk.say(certificateError);
    const { id } = await begun(talk, { type: 'message', text: 'probe' });

    await bot.restart();

    const card = await nowIn(talk, id, /was interrupted/);
    assert.deepEqual(await recorded(talk), ['interrupted']);
    await mail!.stop();
    await serve(tlsServer(shown.expired));
    await talk.press(card, 'probe').catch(() => {});
    assert.deepEqual((await recorded(talk)).sort(), ['done', 'interrupted']);
  });

  it('leaves none when the process was killed, either', async () => {
    const talk = bot.talk();
    await talk.say(certificateError);
    const card = talk.delivered.at(-1)!;
    const probe = {
      id: 'lost',
      tenant: talk.tenant,
      conversation: talk.conversation,
      caseId: (await store.currentCase(talk))!.id,
    };
    const limits = { person: 9, host: 9, all: 9 };
    const long = '2026-01-01T00:00:00.000Z';
    await store.beginProbe({ ...probe, by: { id: 'priya', name: 'Priya Raman' }, at: bot.now(), name: host }, limits, {
      since: long,
      heldUntil: long,
    });
    await store.noteProbeCard(probe, card.id);

    await bot.doDue();

    assert.match(textOf(await nowIn(talk, card.id, /interrupted/)), /Test again/);
    assert.deepEqual(await recorded(talk), ['interrupted']);
  });

  it('is shortened where others read along', async () => {
    await serve(tlsServer(shown.expired));
    const talk = bot.talk({ isShared: true });
    await talk.say(certificateError);
    const sent = talk.delivered.length;

    await talk.say('test it');

    const all = cards(talk, sent)
      .map(({ card }) => JSON.stringify(card))
      .join();
    assert.match(all, /has expired/);
    assert.doesNotMatch(all, /mail\.contoso\.example|127\.0\.0\.1/);
  });

  describe('is refused, and recorded,', () => {
    const attacks: readonly (readonly [what: string, typed: string, why: string])[] = [
      ['for an address', 'probe 127.0.0.1', 'no-name'],
      ['for an address of mail', 'probe jan@contoso.example', 'no-name'],
      ['for a port', `probe ${host}:587`, 'no-name'],
      ['for a line break', `probe ${host}\r\nMAIL FROM:<a@b.example>`, 'no-name'],
      ['for letters that look alike', 'probe mail.cоntoso.example', 'not-listed'],
    ];
    for (const [what, typed, why] of attacks)
      it(what, async () => {
        const talk = bot.talk();
        await talk.say(certificateError);

        await talk.post({ type: 'message', text: typed });

        assert.deepEqual(await recorded(talk), [why]);
        assert.equal((await store.probesOf(talk.tenant, 1))[0]!.name, '', 'what was typed may name somebody');
        assert.equal(talk.delivered.at(-1)!.text, strings.en.say(`probe.refused.${why}`));
      });

    for (const [name, address] of [
      ['inside.contoso.example', '10.0.0.25'],
      ['metadata.contoso.example', '169.254.169.254'],
    ] as const)
      it(`for ${address}, which a name on the list leads to`, async () => {
        const talk = bot.talk();
        await talk.say(certificateError);
        const sent = talk.delivered.length;

        await talk.say(`probe ${name}`);

        assert.match(
          cards(talk, sent)
            .map(({ card }) => textOf(card))
            .join('\n'),
          /leads to an internal address/,
        );
        assert.deepEqual((await store.probesOf(talk.tenant, 1))[0]?.addresses, [address]);
      });

    it('without a case', async () => {
      const talk = bot.talk();

      await talk.post({ type: 'message', text: 'probe mail.contoso.example' });

      assert.deepEqual(await recorded(talk), ['no-case']);
    });

    it('for the case of somebody else, by its number or in another conversation', async () => {
      const owner = bot.talk();
      const card = await owner.say(certificateError);
      const button = buttonsOf(card).find(({ verb }) => verb === 'probe')!;
      const stranger = bot.talk({ tenant: owner.tenant, person: { id: 'eve', name: 'Eve' } });
      const own = bot.talk({ tenant: owner.tenant });

      await stranger.post(invokeOf(button));
      await own.post(invokeOf(button));

      assert.deepEqual(await recorded(owner), ['elsewhere', 'elsewhere']);
    });

    it('where a case names nothing on the list', async () => {
      const talk = bot.talk();
      const card = await talk.say(
        '450 4.7.320 Certificate validation failed [LastAttemptedServerName=mail.tailspin.example]',
      );

      await talk.post({ type: 'message', text: 'probe' });

      assert.ok(!buttonsOf(card).some(({ verb }) => verb === 'probe'), 'and it has no button');
      assert.deepEqual(await recorded(talk), ['no-target']);
    });

    it('beyond so many an hour of one person and of one host, and one at a time in a case', async () => {
      await serve(scripted(socket => socket.end('554 no\r\n')));
      const talk = bot.talk();
      const priya = [talk, ...[1, 2].map(() => bot.talk({ tenant: talk.tenant }))];
      const sam = [1, 2, 3].map(() => bot.talk({ tenant: talk.tenant, person: { id: 'sam', name: 'Sam' } }));
      for (const one of [...priya, ...sam]) await one.say(certificateError);

      for (const one of priya) await one.say('probe');
      await talk.post({ type: 'message', text: 'probe' });
      for (const one of sam) await one.post({ type: 'message', text: 'probe' });

      assert.deepEqual((await recorded(talk)).sort(), ['done', 'done', 'done', 'done', 'done', 'host', 'person']);
      await mail!.stop();
      await serve(stalling());
      const other = bot.talk();
      await other.say(certificateError);
      const { card } = await begun(other, { type: 'message', text: 'probe' });
      await other.post({ type: 'message', text: 'probe' }, { isAwaited: false });
      await other.press(card, 'stop-probe');
      assert.deepEqual((await recorded(other)).sort(), ['cancelled', 'running']);
    });
  });

  it('tests the name again that was typed, and not the server of the case', async () => {
    await serve(stalling());
    const talk = bot.talk();
    await talk.say(certificateError);
    const { id, card } = await begun(talk, { type: 'message', text: 'probe other.contoso.example' });
    await talk.press(card, 'stop-probe');
    const stopped = await nowIn(talk, id, /was stopped/);
    await mail!.stop();
    await serve(scripted(socket => socket.end('554 no\r\n')));

    await talk.press(stopped, 'probe');

    const [again] = await store.probesOf(talk.tenant, 1);
    assert.deepEqual([again?.name, again?.state], ['other.contoso.example', 'done']);
  });

  it('runs eight at once, however many are pressed in the same moment', async () => {
    await serve(stalling());
    const talks = Array.from({ length: 12 }, (_, place) =>
      bot.talk({ tenant: 'crowd', person: { id: `p${place}`, name: `P ${place}` } }),
    );
    await Promise.all(talks.map(talk => talk.say(certificateError)));
    const named = [host, 'other.contoso.example'];

    await Promise.all(
      talks.map((talk, place) =>
        talk.post({ type: 'message', text: `probe ${named[place % named.length]}` }, { isAwaited: false }),
      ),
    );

    // Of one name five may be tested within the hour.
    const begun = (await store.probesOf('crowd', 20)).filter(({ state }) => state !== 'refused');
    assert.equal(begun.length, 8);
  });

  it('is recorded without the name of somebody who is forgotten', async () => {
    const talk = bot.talk();
    await talk.say(certificateError);
    await talk.post({ type: 'message', text: 'probe 10.0.0.1' });

    await store.forget({ tenant: talk.tenant, conversation: talk.conversation, personId: 'priya' });

    assert.deepEqual(
      (await store.probesOf(talk.tenant, 5)).map(({ by }) => by),
      [null],
    );
  });

  it('is not offered and not understood where it is off', async () => {
    const off = await startBot(database.url);
    const talk = off.talk();
    try {
      const card = await talk.say(certificateError);
      await talk.say('probe mail.contoso.example');

      assert.ok(!buttonsOf(card).some(({ verb }) => verb === 'probe'));
      assert.deepEqual(await recorded(talk), []);
    } finally {
      await off.stop();
    }
  });
});
