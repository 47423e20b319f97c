import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { locales } from '../../src/triage/evidence.ts';
import { strings } from '../content.ts';
import { buttonsOf, type Card, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

const minute = 60_000;
const trace =
  '550 5.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25] for anna@fabrikam.example';
const karin = { id: 'karin', name: 'Karin Lind' };
const joris = { id: 'joris', name: 'Joris de Wit' };

const caseIdOf = (card: Card) => String(buttonsOf(card).find(one => one.data.caseId)?.data.caseId);

/** A button with what was typed into the card's fields. */
async function write(talk: Talk, card: Card, verb: string, fields: Record<string, string>): Promise<Card> {
  const found = buttonsOf(card).find(button => button.verb === verb);
  assert.ok(found, `${verb} on ${buttonsOf(card).map(one => one.verb)}`);
  const { body } = await talk.post({
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { type: 'Action.Execute', verb, data: { ...found.data, ...fields } } },
  });
  return (body as { value: Card }).value;
}

onEachBot('the experts', at => {
  const posted = (talk: Talk) => talk.delivered.filter(one => one.method === 'POST');
  const lastCard = (talk: Talk) => talk.delivered.findLast(one => one.card)!.card!;
  const lastText = (talk: Talk) => posted(talk).findLast(one => one.text !== undefined)?.text ?? '';

  /** A channel of Teams, its thread of one message, and somebody with a case. */
  async function settled({ locale = 'en', problems = '' } = {}) {
    const tenant = randomUUID();
    const channel = `19:${randomUUID()}@thread.tacv2`;
    const inChannel = { tenant, isShared: true, person: karin, locale };
    const base = at.bot.talk({ ...inChannel, conversation: channel });
    const thread = at.bot.talk({ ...inChannel, conversation: `${channel};messageid=1` });
    const word = strings[locale as 'en'].list('commands.expertsHere')[0]!;
    await thread.post({ type: 'message', text: `${word} ${problems}`.trim() });
    const reporter = at.bot.talk({ tenant, locale });
    return { tenant, channel, base, thread, reporter };
  }

  async function toList(reporter: Talk): Promise<Card> {
    const card = await reporter.say(trace);
    return reporter.press(card, 'answer', { option: 'ours' }).then(next => reporter.press(next, 'answer'));
  }

  /** The thread that the bot's post begins, as Teams names it, and the post. */
  async function escalated(
    base: Talk,
    reporter: Talk,
    locale = 'en',
  ): Promise<{ thread: Talk; post: Card; id: string }> {
    await reporter.press(await toList(reporter), 'escalate');
    const { id: message, card } = posted(base).findLast(one => one.card)!;
    const thread = at.bot.talk({
      tenant: base.tenant,
      isShared: true,
      person: karin,
      locale,
      conversation: `${base.conversation};messageid=${message}`,
    });
    return { thread, post: card!, id: caseIdOf(card!) };
  }

  it('may press what they see before its sending is noted, and nobody else may', async () => {
    const { base, reporter } = await settled();
    const { post } = await escalated(base, reporter);
    const inThread = (channel: string, person: typeof karin) =>
      at.bot.talk({ tenant: base.tenant, isShared: true, person, conversation: `${channel};messageid=not-noted` });

    const elsewhere = await inThread(`19:${randomUUID()}@thread.tacv2`, joris).press(post, 'take');
    const taken = await inThread(base.conversation, karin).press(post, 'take');

    assert.equal(elsewhere.fallbackText, strings.en.say('notice.no-case.title'));
    assert.ok(textOf(taken).includes('Karin Lind'));
  });

  for (const locale of locales) {
    it(`see a case with all that was answered and done, take it and ask, and hear the answer, in ${locale}`, async () => {
      const { base, reporter } = await settled({ locale });
      const { thread, post, id } = await escalated(base, reporter, locale);
      const shown = textOf(lastCard(reporter));
      assert.ok(shown.includes(strings[locale].say('experts.reporter.summary')), shown);

      const said = textOf(post);
      assert.ok(said.includes(strings[locale].say('experts.experts.summary', { name: 'Priya Raman' })), said);
      assert.doesNotMatch(said, /anna@fabrikam/, 'shortened where others read along');
      assert.doesNotMatch(said, /\{\w+\}|undefined/);
      const taken = await thread.press(post, 'take');
      assert.ok(textOf(taken).includes('Karin Lind'));
      assert.equal(lastText(reporter), strings[locale].say('tell.reporter.taken', { by: 'Karin Lind', id }));

      await write(thread, taken, 'tell', { text: 'Which firewall is it?' });
      const asked = lastCard(reporter);
      assert.match(asked.fallbackText, /Which firewall is it\?/);
      await reporter.post({ type: 'message', text: 'a FortiGate 60F' });
      assert.equal(lastText(reporter), strings[locale].say('people.sentToExperts'));
      assert.match(lastText(thread), /FortiGate 60F/);
      assert.match(textOf(lastCard(thread)), /FortiGate 60F/);

      await write(thread, lastCard(thread), 'give-back', { text: 'Open TCP 25 for all ranges' });
      assert.match(textOf(lastCard(reporter)), /Open TCP 25 for all ranges/);
      assert.ok(
        buttonsOf(lastCard(reporter)).some(({ verb }) => verb === 'tick'),
        'the list goes on',
      );
    });
  }

  it('talk in the thread that the post began, and whoever reported it hears of it once', async () => {
    const { base, reporter } = await settled();
    const { thread, id } = await escalated(base, reporter);
    const before = posted(reporter).length;

    await thread.post({ type: 'message', text: 'take' });
    await thread.post({ type: 'message', text: 'Is the old server still running?' });
    assert.equal(lastText(thread), strings.en.say('people.sent', { name: 'Priya Raman' }));
    assert.equal(posted(reporter).length, before + 2, 'taken, and the question');
    await reporter.post({ type: 'message', text: 'tell no, it was switched off' });
    assert.match(lastText(thread), /no, it was switched off/);

    await thread.post({ type: 'message', text: 'solved' });
    assert.equal(lastText(reporter), strings.en.say('tell.reporter.solved', { by: 'Karin Lind', id }));
    await reporter.post({ type: 'message', text: `case ${id}` });
    const reopened = await reporter.press(lastCard(reporter), 'reopen');
    assert.ok(textOf(reopened).includes(strings.en.say('experts.reporter.summary')), 'it is with them again');
    assert.equal(lastText(thread), strings.en.say('tell.experts.reopened', { by: 'Priya Raman', id }));
  });

  it('are asked to write something where a button sends nothing', async () => {
    const { base, reporter } = await settled();
    const { thread, post, id } = await escalated(base, reporter);
    const { data } = buttonsOf(post).find(({ verb }) => verb === 'tell')!;
    const { body } = await thread.post({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'tell', data: { ...data, text: '  ' } } },
    });

    assert.match(JSON.stringify(body), new RegExp(strings.en.say('experts.writeFirst')));
    assert.deepEqual((await at.store.loadCase(base.tenant, id))!.value.escalations[0]!.exchanges, []);
  });

  it('are told what is taken back and withdrawn, and nothing of their own', async () => {
    const { base, reporter } = await settled();
    const { thread, id } = await escalated(base, reporter);

    const back = await reporter.press(lastCard(reporter), 'take-back');
    assert.equal(lastText(thread), strings.en.say('tell.experts.taken-back', { by: 'Priya Raman', id }));
    assert.ok(
      buttonsOf(back).some(({ verb }) => verb === 'escalate'),
      'they can be asked again',
    );
    await reporter.press(back, 'escalate');
    assert.match(lastText(thread), /again/, 'in the same thread');
    const before = posted(thread).length;
    await thread.post({ type: 'message', text: 'withdraw' });
    assert.equal(lastText(reporter), strings.en.say('tell.reporter.withdrawn', { by: 'Karin Lind', id }));
    assert.deepEqual(
      posted(thread)
        .slice(before)
        .map(({ card }) => card !== undefined),
      [true],
    );
  });

  it('are called by name when nobody takes it, each time after twice as long, at the hours of the list', async () => {
    const { base, thread, reporter } = await settled();
    await thread.post({ type: 'message', text: 'on call' });
    assert.equal(lastText(thread), strings.en.say('people.nobody'));
    await thread.post({ type: 'message', text: 'on call tomorrowish' });
    assert.equal(lastText(thread), strings.en.say('people.hoursUnclear'));
    await thread.post({ type: 'message', text: 'on call mon-sun' });
    assert.match(lastText(thread), /Karin Lind \(Mon .* Sun 00:00-24:00\)/);
    const { thread: own } = await escalated(base, reporter);

    await at.bot.doDue(14 * minute);
    assert.equal(posted(own).length, 0, 'not before its time');
    await at.bot.doDue(2 * minute);
    await at.bot.doDue();
    assert.equal(posted(own).length, 1);
    const [call] = posted(own);
    assert.match(call!.text!, /Nobody has taken case \w{6} yet, 1[56] minutes.*<at>Karin Lind<\/at>/);
    assert.deepEqual(
      (call!.activity.entities as { type: string; mentioned: object }[]).map(({ type, mentioned }) => [
        type,
        mentioned,
      ]),
      [['mention', { id: 'karin', name: 'Karin Lind' }]],
    );
    await at.bot.doDue(28 * minute);
    assert.equal(posted(own).length, 1, 'after twice as long');
    await at.bot.doDue(3 * minute);
    assert.equal(posted(own).length, 2);
    await own.post({ type: 'message', text: 'take' });
    const before = posted(own).length;
    await at.bot.doDue(24 * 60 * minute);
    assert.equal(posted(own).length, before, 'it is taken');
  });

  it('are called at once where it is urgent, and told when nobody is on call', async () => {
    const { base, reporter } = await settled();
    const { thread: own, id } = await escalated(base, reporter);
    await reporter.press(lastCard(reporter), 'severity', { option: 'high' });
    await reporter.press(lastCard(reporter), 'severity', { option: 'critical' });
    await at.bot.doDue();

    const people = strings.en.say('tell.experts.nobodyOnCall');
    assert.deepEqual(
      posted(own).map(({ text }) => text),
      [strings.en.say('tell.experts.urgent', { id, people })],
    );
    assert.ok(textOf(lastCard(own)).includes(strings.en.say('experts.severity.critical')));
  });

  it('of one kind of problem get that kind, and everybody else the rest', async () => {
    const { tenant, reporter } = await settled({ problems: 'for the firewall team' });
    const card = await toList(reporter);
    assert.ok(buttonsOf(card).some(({ verb }) => verb === 'escalate'));
    const other = at.bot.talk({ tenant, conversation: randomUUID() });
    const full = await other.say('552 5.2.2 mailbox full for anna@contoso.example');
    assert.ok(!buttonsOf(full).some(({ verb }) => verb === 'escalate'), 'nobody takes that');
    await other.post({ type: 'message', text: 'ask the experts' });
    assert.equal(lastText(other), strings.en.say('people.noExperts'));
  });

  it('can be given a case, by name', async () => {
    const { base, thread, reporter } = await settled();
    await thread.as(joris).post({ type: 'message', text: 'on call mon-sun 0-24' });
    const { thread: own, post, id } = await escalated(base, reporter);
    await write(own, post, 'assign', { colleague: 'joris' });

    const values = { by: 'Karin Lind', to: 'Joris de Wit', id };
    assert.equal(lastText(reporter), strings.en.say('tell.reporter.assigned', values));
    assert.match(textOf(lastCard(own)), /Joris de Wit/);
    await own.post({
      type: 'message',
      text: 'assign <at>Ana Lima</at>',
      entities: [{ type: 'mention', mentioned: { id: 'ana', name: 'Ana Lima' }, text: '<at>Ana Lima</at>' }],
    });
    assert.match(textOf(lastCard(own)), /Ana Lima/);
  });

  it('are where somebody says so, until somebody says that they are gone', async () => {
    const { thread, reporter } = await settled();
    await thread.post({ type: 'message', text: 'experts here for the moon' });
    assert.match(lastText(thread), /I do not know “for the moon”.*Firewall team/);
    await reporter.post({ type: 'message', text: 'experts here' });
    assert.equal(lastText(reporter), strings.en.say('people.onlyShared'));
    await thread.post({ type: 'message', text: 'experts gone' });
    assert.equal(lastText(thread), strings.en.say('people.gone'));
    assert.ok(!buttonsOf(await toList(reporter)).some(({ verb }) => verb === 'escalate'));
  });

  it('are forgotten with their names and their words', async () => {
    const { tenant, base, thread, reporter } = await settled();
    await thread.post({ type: 'message', text: 'on call mon-sun' });
    const { thread: own, post, id } = await escalated(base, reporter);
    await write(own, post, 'tell', { text: 'Which firewall is it?' });
    await reporter.post({ type: 'message', text: 'tell a FortiGate' });
    await write(own, lastCard(own), 'give-back', { text: 'Open TCP 25' });
    await at.store.forget({ tenant, conversation: thread.conversation, personId: 'karin' });
    const { escalations } = (await at.store.loadCase(tenant, id))!.value;
    assert.deepEqual(
      [escalations[0]!.exchanges.map(({ text }) => text), escalations[0]!.ended!.text, escalations[0]!.ended!.by.id],
      [['a FortiGate'], null, ''],
    );

    const [place] = await at.store.experts(tenant);
    assert.deepEqual([place!.onCall, place!.by], [[], null]);
  });
});
