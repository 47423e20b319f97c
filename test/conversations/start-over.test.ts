import { strict as assert } from 'node:assert';
import { onEachDatabase } from '../storage/databases.ts';
import { type BotUnderTest, buttonsOf, type Card, startBot, textOf } from './bot-under-test.ts';

const paste = '450 4.4.316 Connection refused';
const verbsOf = (card: Card) => new Set(buttonsOf(card).map(button => button.verb));
const ticksOn = (card: Card) => buttonsOf(card).filter(button => button.verb === 'untick').length;

onEachDatabase('starting over', database => {
  let bot: BotUnderTest;

  before(async () => {
    bot = await startBot(database.url);
  });

  after(() => bot.stop());

  /** A list with one tick. */
  async function begun(locale = 'en', conversation?: string) {
    const talk = bot.talk({ locale, ...(conversation && { conversation, isShared: true }) });
    const question = await talk.press(await talk.say(paste), 'answer', { option: 'ours' });
    const list = await talk.press(await talk.press(question, 'answer', { option: 'retired' }), 'tick');
    assert.equal(ticksOn(list), 1);
    return { talk, list };
  }

  it('offers to undo it, and undone the list is as it was', async () => {
    const { talk, list } = await begun();

    const again = await talk.press(list, 'restart');

    assert.ok(verbsOf(again).has('answer') && verbsOf(again).has('undo'), textOf(again));
    assert.match(textOf(again), /Priya Raman started over/);
    assert.deepEqual(await talk.press(again, 'undo'), list);
  });

  it('can be undone by a colleague after a restart of the process, and the cards follow', async () => {
    const { talk, list } = await begun('en', 'channel-of-starting-over');
    const again = await talk.press(list, 'restart');

    await bot.restart();

    const joris = talk.as({ id: 'joris', name: 'Joris de Wit' });
    assert.equal(ticksOn(await joris.press(again, 'undo')), 1);
    assert.equal(ticksOn(talk.delivered.findLast(one => one.method === 'PUT')!.card!), 1);
  });

  it('cannot be undone once something else was answered, by an old button neither', async () => {
    const { talk, list } = await begun();
    const again = await talk.press(list, 'restart');

    const onward = await talk.press(again, 'answer', { option: 'ours' });

    assert.ok(!verbsOf(onward).has('undo'));
    assert.deepEqual(await talk.press(again, 'undo'), onward, 'a stale button shows the case as it is');
    assert.equal(ticksOn(onward), 0);
  });

  it('loses nothing when it is pressed twice', async () => {
    const { talk, list } = await begun();
    const again = await talk.press(list, 'restart');

    const twice = await talk.press(list, 'restart');

    assert.deepEqual(twice, again);
    assert.equal(ticksOn(await talk.press(twice, 'undo')), 1);
  });

  for (const [locale, restart, undo] of [
    ['en', 'start over', 'undo'],
    ['nl', 'opnieuw', 'ongedaan maken'],
    ['nl', 'begin opnieuw', 'herstel'],
    ['sv', 'börja om', 'ångra'],
    ['zh-CN', '重来', '撤销'],
  ] as const) {
    it(`is typed as “${restart}” and undone with “${undo}”`, async () => {
      const { talk } = await begun(locale);
      assert.ok(verbsOf(await talk.say(restart)).has('undo'));

      const back = await talk.say(undo);

      assert.equal(ticksOn(back), 1, textOf(back));
      assert.ok(!verbsOf(await talk.say(undo)).has('undo'), 'then the word means a step back');
    });
  }
});
