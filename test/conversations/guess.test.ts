import { strict as assert } from 'node:assert';
import type { Store } from '../../src/storage/store.ts';
import { fates } from '../../src/triage/fate.ts';
import { articles, strings } from '../content.ts';
import { onEachDatabase } from '../storage/databases.ts';
import { type BotUnderTest, buttonsOf, type Card, startBot, textOf } from './bot-under-test.ts';

const sentence = 'mails to zora@fabrikam.example hang';
const bounce =
  "Remote Server at mail.contoso.example (192.0.2.7) returned '550 5.4.316 Message expired, connection refused(Socket error code 10061)'";

const question = strings.en.say('narrow.title');
const optionsOf = (card: Card, verb: string) =>
  buttonsOf(card)
    .filter(button => button.verb === verb)
    .map(button => String(button.data.option));
const hasWaitingCode = (id: string) =>
  articles.get(id)!.statusCodes.some(({ from, state }) => state === 'queued' || from.startsWith('4.'));
const titleOf = (id: string) => articles.get(id)!.strings.en.title;
const listed = (card: Card) => buttonsOf(card).filter(button => button.verb === 'show');

onEachDatabase('a sentence whose words fit nothing well', database => {
  let bot: BotUnderTest;
  let store: Store<unknown>;

  before(async () => {
    bot = await startBot(database.url);
    store = await database.open();
  });

  after(() => bot.stop());

  it('is answered with one question, and is no case yet', async () => {
    const talk = bot.talk();

    const card = await talk.say(sentence);

    assert.equal(card.fallbackText, question);
    assert.deepEqual(optionsOf(card, 'narrow'), [...fates]);
    assert.deepEqual(optionsOf(card, 'choose'), []);
    assert.deepEqual(listed(await talk.say('cases')), []);
  });

  it('leads from “it comes back” to where the error stands, and the error that is pasted then to its article', async () => {
    const talk = bot.talk();
    const card = await talk.say(sentence);

    const wanted = await talk.press(card, 'narrow', { option: 'returned' });
    assert.match(textOf(wanted), /Diagnostic information for administrators/);
    assert.deepEqual(optionsOf(wanted, 'choose'), []);
    assert.deepEqual(listed(await talk.say('cases')), []);

    const found = await talk.say(bounce);
    assert.ok(textOf(found).includes(titleOf('connection-refused')));
    assert.equal(listed(await talk.say('cases')).length, 1);
  });

  it('leads from typed words to the message trace, with what waits among the candidates, in the language of the reader', async () => {
    const talk = bot.talk({ locale: 'nl-NL' });
    await talk.say(sentence);

    const wanted = await talk.say('het wacht');

    assert.match(textOf(wanted), /Bericht traceren/);
    const [waiting, ...others] = optionsOf(wanted, 'choose');
    assert.ok(waiting && [waiting, ...others].every(hasWaitingCode), 'only what waits');
    const chosen = await talk.say('1');
    assert.ok(textOf(chosen).includes(articles.get(waiting)!.strings.nl.title));
    assert.equal(listed(await talk.say('cases')).length, 1);
    let back = await talk.say('terug');
    for (let steps = 0; steps < 5 && optionsOf(back, 'choose').length === 0; steps++) back = await talk.say('terug');
    assert.match(textOf(back), /Bericht traceren/);
    assert.equal((await talk.say('terug')).fallbackText, strings.nl.say('narrow.title'));
  });

  for (const [typed, id] of [
    ['3', 'missing-without-bounce'],
    ['spam', 'our-mail-in-their-junk'],
  ] as const) {
    it(`opens ${id} for “${typed}”, and Back asks again`, async () => {
      const talk = bot.talk();
      await talk.say(sentence);

      const card = await talk.say(typed);

      assert.ok(textOf(card).includes(titleOf(id)));
      assert.equal(listed(await talk.say('cases')).length, 1);
      let back = await talk.say('back');
      for (let steps = 0; steps < 5 && back.fallbackText !== question; steps++) back = await talk.say('back');
      assert.equal(back.fallbackText, question);
    });
  }

  it('shows what fits best for “none of these”, with a way back, and help when that does not fit either', async () => {
    const talk = bot.talk();
    const card = await talk.say(sentence);

    const choice = await talk.press(card, 'narrow', { option: 'none' });

    assert.equal(choice.fallbackText, strings.en.say('choose.title.ask'));
    assert.equal(optionsOf(choice, 'choose').length, 4);
    const again = await talk.press(choice, 'back');
    assert.equal(again.fallbackText, question);
    const wanted = await talk.press(again, 'narrow', { option: 'waiting' });
    const without = await talk.press(wanted, 'narrow', { option: 'none' });
    assert.equal(optionsOf(without, 'choose').length, 4);
    const help = await talk.press(without, 'choose', { option: 'none' });
    assert.equal(help.fallbackText, strings.en.say('notice.no-match.title'));
    assert.deepEqual(listed(await talk.say('cases')), []);
  });

  it('is answered by anybody in a channel, where nothing of it is whole, and again after a restart', async () => {
    const talk = bot.talk({ isShared: true });
    const joris = talk.as({ id: 'joris', name: 'Joris de Wit' });
    const card = await talk.say(sentence);
    assert.deepEqual(optionsOf(card, 'narrow'), [...fates]);
    await bot.restart();

    const wanted = await joris.press(card, 'narrow', { option: 'waiting' });

    assert.match(textOf(wanted), /Get-Queue/);
    for (const { card: sent } of talk.delivered) assert.doesNotMatch(JSON.stringify(sent ?? ''), /zora|fabrikam/);
    const [waiting] = optionsOf(wanted, 'choose');
    const chosen = await joris.press(wanted, 'choose', { option: waiting });
    assert.ok(textOf(chosen).includes(titleOf(waiting!)));
    const stale = await talk.press(card, 'narrow', { option: 'junk' });
    assert.ok(!textOf(stale).includes(titleOf('our-mail-in-their-junk')), 'a stale button changes nothing');
  });

  it('is gone after a day, and says so', async () => {
    const talk = bot.talk();
    const card = await talk.say(sentence);
    await store.forgetDrafts(new Date(Date.now() + 86_400_000).toISOString());

    const gone = await talk.press(card, 'narrow', { option: 'returned' });

    assert.equal(gone.fallbackText, strings.en.say('notice.draft-gone.title'));
  });
});
