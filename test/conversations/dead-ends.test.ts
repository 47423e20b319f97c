import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { locales } from '../../src/triage/evidence.ts';
import { strings } from '../content.ts';
import { buttonsOf, type Card, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

const minute = 60_000;
const karin = { id: 'karin', name: 'Karin Lind' };
const unknownCode = '550 5.8.8 Frobnicated [LastAttemptedServerName=mail.fabrikam.example] for anna@fabrikam.example';
const nothingSaid = 'the purple teapot of anna@fabrikam.example sings at midnight';

const asks = (card: Card) => buttonsOf(card).some(({ verb }) => verb === 'escalate');

onEachBot('a dead end', at => {
  const posted = (talk: Talk) => talk.delivered.filter(one => one.method === 'POST');
  const lastCard = (talk: Talk) => talk.delivered.findLast(one => one.card)!.card!;
  const lastText = (talk: Talk) => posted(talk).findLast(one => one.text !== undefined)?.text ?? '';

  async function settled({ locale = 'en', problems = '' } = {}) {
    const tenant = randomUUID();
    const channel = `19:${randomUUID()}@thread.tacv2`;
    const base = at.bot.talk({ tenant, isShared: true, person: karin, locale, conversation: channel });
    const word = strings[locale as 'en'].list('commands.expertsHere')[0]!;
    await base.post({ type: 'message', text: `${word} ${problems}`.trim() });
    return { tenant, base, reporter: at.bot.talk({ tenant, locale }) };
  }

  /** The thread that the bot's post begins, and the post. */
  function threadOf(base: Talk, locale = 'en'): { thread: Talk; post: Card } {
    const { id, card } = posted(base).findLast(one => one.card)!;
    const conversation = `${base.conversation};messageid=${id}`;
    const thread = at.bot.talk({ tenant: base.tenant, isShared: true, person: karin, locale, conversation });
    return { thread, post: card! };
  }

  for (const locale of locales) {
    it(`is a case that the experts see, ask about and give back, in ${locale}`, async () => {
      const { tenant, base, reporter } = await settled({ locale });
      const help = await reporter.say(unknownCode);
      assert.ok(textOf(help).includes(strings[locale].say('notice.askExperts')), textOf(help));

      const shown = await reporter.press(help, 'escalate');

      assert.ok(textOf(shown).includes(strings[locale].say('experts.reporter.summary')), textOf(shown));
      assert.match(textOf(shown), /Frobnicated/);
      const { thread, post } = threadOf(base, locale);
      const said = textOf(post);
      assert.ok(said.includes(strings[locale].say('noArticle.code', { code: '5.8.8' })), said);
      assert.match(said, /Frobnicated/);
      assert.doesNotMatch(said, /anna@fabrikam|\{\w+\}|undefined/);
      const id = String(buttonsOf(post)[0]!.data.caseId);
      await thread.press(post, 'take');
      assert.equal(lastText(reporter), strings[locale].say('tell.reporter.taken', { by: 'Karin Lind', id }));
      const { data } = buttonsOf(post).find(({ verb }) => verb === 'give-back')!;
      await thread.post({
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb: 'give-back', data: { ...data, text: 'Call Fabrikam' } } },
      });
      assert.match(textOf(lastCard(reporter)), /Call Fabrikam/);
      assert.ok(asks(lastCard(reporter)), 'and they can be asked again');
      const closed = await reporter.press(lastCard(reporter), 'solved');
      assert.ok(textOf(closed).includes(strings[locale].say('noArticle.closed')), textOf(closed));
      assert.equal((await at.store.loadCase(tenant, id))!.state, 'closed');
    });
  }

  const ends: Record<string, (talk: Talk) => Promise<Card>> = {
    'a sentence that fits nothing': talk => talk.say(nothingSaid),
    'an unknown code': talk => talk.say(unknownCode),
    'a choice of which none fits': async talk =>
      talk.press(await talk.say('450 4.4.313 new'), 'choose', { option: 'none' }),
  };
  for (const [name, arrive] of Object.entries(ends)) {
    it(`asks the experts: ${name}`, async () => {
      const { tenant, base, reporter } = await settled();
      const card = await arrive(reporter);
      assert.ok(asks(card), textOf(card));
      assert.equal((await at.store.listCases({ tenant, conversation: reporter.conversation, limit: 9 })).length, 0);

      await reporter.post({ type: 'message', text: 'ask the experts' });

      const { post } = threadOf(base);
      const id = String(buttonsOf(post)[0]!.data.caseId);
      const { value, state } = (await at.store.loadCase(tenant, id))!;
      assert.deepEqual([value.isDraft, state, value.escalations.length], [false, 'experts', 1]);
      assert.ok(textOf(lastCard(reporter)).includes(strings.en.say('experts.reporter.summary')));
      const events = await at.store.caseEvents(tenant, id);
      assert.equal(events.at(-1)!.kind, 'escalated');
    });
  }

  it('tells the experts what was offered and did not fit', async () => {
    const { base, reporter } = await settled();
    await ends['a choice of which none fits']!(reporter);
    await reporter.post({ type: 'message', text: 'ask the experts' });

    const { post } = threadOf(base);
    const [before] = strings.en.say('noArticle.rejected', { titles: '|' }).split('|');
    assert.ok(textOf(post).includes(before!), textOf(post));
  });

  it('is called out again while nobody takes it', async () => {
    const { base, reporter } = await settled();
    await reporter.press(await reporter.say(unknownCode), 'escalate');
    const { thread } = threadOf(base);

    await at.bot.doDue(16 * minute);

    assert.match(lastText(thread), /Nobody has taken case \w{6} yet/);
  });

  it('keeps nothing and offers nothing where nobody can be asked', async () => {
    const tenant = randomUUID();
    const talk = at.bot.talk({ tenant });

    const help = await talk.say(unknownCode);

    assert.ok(!asks(help));
    assert.equal(await at.store.currentCase({ tenant, conversation: talk.conversation }), undefined);
  });

  it('leaves the case at work the one that is talked about', async () => {
    const { tenant, reporter } = await settled();
    await reporter.say('450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]');
    const before = await at.store.currentCase({ tenant, conversation: reporter.conversation });

    const help = await reporter.say(unknownCode);

    assert.ok(asks(help));
    const after = await at.store.currentCase({ tenant, conversation: reporter.conversation });
    assert.equal(after!.id, before!.id);
    const shown = await reporter.press(help, 'escalate');
    assert.match(textOf(shown), /Frobnicated/);
  });

  it('goes to any experts where none of them take all problems', async () => {
    const { base, reporter } = await settled({ problems: 'for the firewall team' });

    await reporter.press(await reporter.say(unknownCode), 'escalate');

    assert.match(textOf(threadOf(base).post), /Frobnicated/);
  });

  it('is no question to themselves in the channel of the experts', async () => {
    const { base } = await settled();

    assert.ok(!asks(await base.say(unknownCode)));
  });
});
