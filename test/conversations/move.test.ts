import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { locales } from '../../src/triage/evidence.ts';
import { articles, strings } from '../content.ts';
import { buttonsOf, type Card, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

const refused =
  '550 5.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25] for anna@fabrikam.example';
const karin = { id: 'karin', name: 'Karin Lind' };

onEachBot('a case that is about another problem', at => {
  const lastCard = (talk: Talk) => talk.delivered.findLast(one => one.card)!.card!;
  const lastText = (talk: Talk) => talk.delivered.findLast(one => one.text !== undefined)?.text ?? '';
  const currentOf = async (talk: Talk) => (await at.store.currentCase(talk))!;
  const titleOf = (id: string, locale: 'en' | 'nl' | 'sv' | 'zh-CN' = 'en') => articles.get(id)!.strings[locale].title;
  const kindsOf = async (talk: Talk, id: string) =>
    (await at.store.caseEvents(talk.tenant, id)).map(({ kind }) => kind);
  const movedTo = (card: Card) => buttonsOf(card).flatMap(({ verb, data }) => (verb === 'move' ? [data.option] : []));

  const said = {
    en: ['move to 5.4.317', 'this is greylisted'],
    nl: ['verplaats naar 5.4.317', 'dit is greylisted'],
    sv: ['flytta till 5.4.317', 'det här är grålistad'],
    'zh-CN': ['转到 5.4.317', '这是被灰名单延迟'],
  } as const;
  for (const locale of locales) {
    it(`goes on there by a word, keeps what holds, and comes back with “Undo”, in ${locale}`, async () => {
      const talk = at.bot.talk({ locale });
      await talk.press(await talk.say(refused), 'answer', { option: 'ours' });
      await talk.say(`${strings[locale].list('commands.note')[0]} they called`);
      const before = await currentOf(talk);

      const moved = await talk.say(said[locale][0]);

      const after = await currentOf(talk);
      assert.deepEqual([after.id, after.value.articleId], [before.id, 'cannot-connect']);
      assert.deepEqual(after.value.evidence, before.value.evidence);
      assert.deepEqual(after.value.notes, before.value.notes);
      assert.deepEqual(
        after.value.moves.map(({ step, option }) => [step, option]),
        [['whose-server', 'ours']],
      );
      assert.ok(textOf(moved).includes(titleOf('cannot-connect', locale)), textOf(moved));
      assert.ok(textOf(moved).includes(titleOf('connection-refused', locale)), 'and says where it came from');
      assert.doesNotMatch(textOf(moved), /\{\w+\}|undefined/);
      assert.equal((await kindsOf(talk, after.id)).at(-1), 'moved');

      await talk.say(strings[locale].list('commands.undo')[0]!);
      const back = await currentOf(talk);
      assert.deepEqual([back.value.articleId, back.value.moves], [before.value.articleId, before.value.moves]);

      await talk.say(said[locale][1]);
      assert.equal((await currentOf(talk)).value.articleId, 'greylisted-by-their-server');
      const timeline = await talk.say(strings[locale].list('commands.timeline')[0]!);
      assert.ok(textOf(timeline).includes(titleOf('greylisted-by-their-server', locale)), textOf(timeline));
    });
  }

  it('is moved by a row where its list ends', async () => {
    const talk = at.bot.talk();
    await talk.press(await talk.say(refused), 'answer', { option: 'ours' });
    await talk.say('it is our own server, nothing arrives');
    const { value, id } = await currentOf(talk);
    const card = lastCard(talk);
    const related = articles.get(value.articleId!)!.related[0]!;
    await talk.post({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'move', data: { caseId: id, option: related } } },
    });

    assert.ok(card);
    assert.equal((await currentOf(talk)).value.articleId, related);
  });

  it('asks which is meant where a name fits several, and says when none does', async () => {
    const talk = at.bot.talk();
    await talk.say(refused);

    const which = await talk.say('move to certificate');

    assert.equal(which.fallbackText, strings.en.say('move.which'));
    const [first] = movedTo(which);
    assert.ok(movedTo(which).length > 1);
    const { id } = await currentOf(talk);
    await talk.press(which, 'move', { option: first });
    assert.deepEqual([(await currentOf(talk)).id, (await currentOf(talk)).value.articleId], [id, first]);
    await talk.post({ type: 'message', text: 'move to the moon of jupiter' });
    assert.equal(lastText(talk), strings.en.say('move.nothing', { text: 'moon of jupiter' }));
  });

  it('is not moved by talk that names no problem', async () => {
    const talk = at.bot.talk();
    await talk.say(refused);
    for (const text of ['this is odd', "it's after the weekend", 'is this greylisting?', 'this is ours'])
      await talk.post({ type: 'message', text });

    assert.equal((await currentOf(talk)).value.articleId, 'connection-refused');
  });

  it('is moved by the experts, and whoever reported it hears of it once', async () => {
    const tenant = randomUUID();
    const channel = `19:${randomUUID()}@thread.tacv2`;
    const base = at.bot.talk({ tenant, isShared: true, person: karin, conversation: channel });
    await base.post({ type: 'message', text: 'experts here' });
    const reporter = at.bot.talk({ tenant });
    const help = await reporter.say('550 5.8.8 Frobnicated by [LastAttemptedServerName=mail.fabrikam.example]');
    await reporter.press(help, 'escalate');
    const { id: message, card: post } = base.delivered.findLast(one => one.card)!;
    const thread = at.bot.talk({
      tenant,
      isShared: true,
      person: karin,
      conversation: `${channel};messageid=${message}`,
    });
    const caseId = String(buttonsOf(post!)[0]!.data.caseId);
    const before = reporter.delivered.filter(one => one.method === 'POST').length;

    await thread.post({ type: 'message', text: 'this is greylisted' });

    const values = { by: 'Karin Lind', id: caseId, title: titleOf('greylisted-by-their-server') };
    assert.equal(lastText(reporter), strings.en.say('tell.reporter.moved', values));
    assert.equal(reporter.delivered.filter(one => one.method === 'POST').length, before + 1);
    assert.ok(textOf(lastCard(thread)).includes(strings.en.say('frame.heard.movedHere', { name: 'Karin Lind' })));
    const { value } = (await at.store.loadCase(tenant, caseId))!;
    assert.equal(value.escalations.length, 1, 'it is still with them');
    await thread.post({ type: 'message', text: 'undo' });
    const undone = (await at.store.loadCase(tenant, caseId))!;
    assert.deepEqual([undone.value.articleId, undone.value.isDraft, undone.state], [null, false, 'experts']);
  });

  it('takes another error for another error while a choice waits', async () => {
    const talk = at.bot.talk();
    const choice = await talk.say('550 5.7.1');
    assert.ok(
      buttonsOf(choice).some(({ verb }) => verb === 'choose'),
      textOf(choice),
    );
    const { id } = await currentOf(talk);

    await talk.say('5.7.64');

    const after = await currentOf(talk);
    assert.notEqual(after.id, id);
    assert.equal(after.value.articleId, 'tenant-attribution-failed');
  });
});
