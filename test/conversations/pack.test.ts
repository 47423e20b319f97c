import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { locales } from '../../src/triage/evidence.ts';
import { articles, strings } from '../content.ts';
import { buttonsOf, type Talk } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

const refused =
  '550 5.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25] for anna@fabrikam.example';

onEachBot('the evidence pack', at => {
  const lastText = (talk: Talk) => talk.delivered.findLast(one => one.text !== undefined)?.text ?? '';

  for (const locale of locales) {
    it(`says what was found, done and pasted, and when, shortened or whole, in ${locale}`, async () => {
      const { say, list } = strings[locale];
      const talk = at.bot.talk({ locale });
      await talk.press(await talk.say(refused), 'answer', { option: 'ours' });
      await talk.say(`${list('commands.note')[0]} call anna@fabrikam.example`);
      const { id } = (await at.store.currentCase(talk))!;

      await talk.post({ type: 'message', text: list('commands.pack')[0] });

      const short = lastText(talk);
      assert.ok(short.startsWith(say('pack.title', { id })), short);
      for (const part of ['isShort', 'facts', 'lines', 'timeline'])
        assert.ok(short.includes(say(`pack.${part}`)), part);
      assert.ok(short.includes('Status: 5.4.316'));
      assert.ok(short.includes(articles.get('connection-refused')!.strings[locale].title), short);
      assert.doesNotMatch(short, /anna@|fabrikam|mail\.contoso|192\.0\.2\.7|\{\w+\}|undefined/);
      await talk.post({ type: 'message', text: `${list('commands.pack')[0]} ${id} ${list('commands.whole')[0]}` });
      const whole = lastText(talk);
      assert.ok(whole.includes(say('pack.isWhole')));
      for (const fact of ['Final-Recipient: anna@fabrikam.example', 'Remote-MTA: mail.contoso.example', 'call anna@'])
        assert.ok(whole.includes(fact), fact);
      assert.ok(whole.includes(refused.slice(0, 60)), 'the line as it was pasted');
      const events = await at.store.caseEvents(talk.tenant, id);
      assert.deepEqual(
        events.filter(({ kind }) => kind === 'packed').map(({ data }) => data),
        [{ isWhole: false }, { isWhole: true }],
      );
    });
  }

  it('goes to the own chat of whoever asks where others read along, never there', async () => {
    const tenant = randomUUID();
    const own = at.bot.talk({ tenant });
    await own.post({ type: 'message', text: 'help' });
    const channel = at.bot.talk({ tenant, isShared: true });
    await channel.say(refused);

    await channel.post({ type: 'message', text: 'pack whole' });

    assert.equal(lastText(channel), strings.en.say('personal.sent'));
    assert.ok(lastText(own).includes('anna@fabrikam.example'));
    assert.doesNotMatch(JSON.stringify(channel.delivered.map(({ activity }) => activity)), /anna@fabrikam/);
  });

  it('is a row of the timeline, also of a case that no article fits', async () => {
    const tenant = randomUUID();
    const experts = at.bot.talk({ tenant, isShared: true, conversation: `19:${randomUUID()}@thread.tacv2` });
    await experts.post({ type: 'message', text: 'experts here' });
    const talk = at.bot.talk({ tenant });
    await talk.press(await talk.say('550 5.8.8 Frobnicated by mail.fabrikam.example'), 'escalate');
    const timeline = await talk.say('timeline');
    assert.ok(buttonsOf(timeline).some(({ verb, data }) => verb === 'pack' && data.option === 'whole'));

    await talk.press(timeline, 'pack', { option: 'whole' });

    assert.match(lastText(talk), /Frobnicated by mail\.fabrikam\.example/);
  });

  it('is of a case that somebody may see, and of nothing where there is none', async () => {
    const talk = at.bot.talk();
    await talk.say(refused);
    const { id } = (await at.store.currentCase(talk))!;
    const stranger = at.bot.talk({ tenant: talk.tenant, person: { id: 'max', name: 'Max Ode' } });

    const none = await stranger.say('pack');
    const unknown = await stranger.say(`pack ${id} whole`);

    assert.equal(none.fallbackText, strings.en.say('notice.no-case.title'));
    assert.equal(unknown.fallbackText, strings.en.say('notice.unknown-case.title', { id }));
  });
});
