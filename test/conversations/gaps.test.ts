import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import type { KeptGap, Store } from '../../src/storage/store.ts';
import { strings } from '../content.ts';
import { onEachDatabase, temporaryFolder } from '../storage/databases.ts';
import { type BotUnderTest, buttonsOf, type Card, startBot, type Talk } from './bot-under-test.ts';

const sentence = 'customer says our connector certificate is refused and mail waits';
const unknown =
  'the printer of "Jan Jansen" <jan@fabrikam.example> at print.fabrikam.example, 192.0.2.7, is jammed and zora@fabrikam.example is angry';
const bounce = '550 5.2.2 mailbox full';
const joris = { id: 'joris', name: 'Joris de Wit' };

const optionsOf = (card: Card) =>
  buttonsOf(card)
    .filter(({ verb }) => verb === 'choose')
    .map(({ data }) => String(data.option));
const labelOf = ({ text, found, chosen, why }: KeptGap) => ({ text, found, chosen, why });

/** Under the last card. */
function thumb(talk: Talk, reaction: 'like' | 'dislike') {
  return talk.post({
    type: 'invoke',
    name: 'message/submitAction',
    id: randomUUID(),
    replyToId: talk.delivered.findLast(({ card }) => card)!.id,
    value: { actionName: 'feedback', actionValue: { reaction } },
  });
}

onEachDatabase('what the articles lack', database => {
  let bot: BotUnderTest;
  let store: Store<unknown>;

  before(async () => {
    bot = await startBot(database.url);
    store = await database.open();
  });

  beforeEach(() => store.forgetGaps('9999-01-01T00:00:00Z'));

  after(() => bot.stop());

  const kept = () => store.gaps('2020-01-01T00:00:00Z');

  it('is a sentence that found nothing, in its language and without what names anybody', async () => {
    await bot.talk({ locale: 'nl' }).say(unknown);

    const [gap, ...others] = await kept();
    assert.deepEqual(others, []);
    assert.deepEqual([gap!.why, gap!.found, gap!.chosen, gap!.locale], ['nothing-found', null, null, 'en']);
    assert.match(gap!.text, /^the printer of .* is jammed and .*is angry$/);
    assert.doesNotMatch(gap!.text, /Jansen|jan@|zora|fabrikam|192\.0\.2\.7/);
  });

  it('is one also while a choice or a case is open', async () => {
    const talk = bot.talk();
    const card = await talk.say(sentence);
    await talk.say(unknown);
    await talk.press(card, 'choose', { option: optionsOf(card)[0] });
    // A remark about the case is kept with the case, and is no gap until somebody says that it is another problem.
    await talk.say(unknown);
    assert.equal((await kept()).length, 1);
    await talk.say('new');
    await talk.say(unknown);

    assert.deepEqual(
      (await kept()).map(({ why }) => why),
      ['nothing-found', 'nothing-found'],
    );
  });

  it('is cut after three hundred characters', async () => {
    await bot.talk().say(`my printer is jammed ${'and the paper is gone '.repeat(30)}`);

    assert.deepEqual(
      (await kept()).map(({ text }) => text.length),
      [300],
    );
  });

  for (const [how, choose] of [
    ['pressed', (talk: Talk, card: Card) => talk.press(card, 'choose', { option: optionsOf(card)[1] })],
    ['typed', (talk: Talk) => talk.say('2')],
    ['said', (talk: Talk) => talk.say('the second one')],
  ] as const) {
    it(`is a sentence for which another article than the first was ${how}`, async () => {
      const talk = bot.talk();
      const card = await talk.say(sentence);
      const [found, chosen] = optionsOf(card) as [string, string];

      await choose(talk, card);

      assert.deepEqual((await kept()).map(labelOf), [{ text: sentence, found, chosen, why: 'other-chosen' }]);
    });
  }

  for (const [how, choose] of [
    ['pressed', (talk: Talk, card: Card) => talk.press(card, 'choose', { option: 'none' })],
    ['said', (talk: Talk) => talk.say('none of these')],
  ] as const) {
    it(`is a sentence for which “none of these” was ${how}`, async () => {
      const talk = bot.talk();
      const card = await talk.say(sentence);

      await choose(talk, card);

      const [found] = optionsOf(card);
      assert.deepEqual((await kept()).map(labelOf), [{ text: sentence, found, chosen: null, why: 'none-fits' }]);
    });
  }

  it('is a sentence whose article got a thumb down, and none with a thumb up', async () => {
    const talk = bot.talk();
    const card = await talk.say(sentence);
    const [found] = optionsOf(card);
    await talk.press(card, 'choose', { option: found });
    await thumb(talk, 'like');
    assert.deepEqual(await kept(), [], 'the first article was right');

    const { status, body } = await thumb(talk, 'dislike');

    assert.deepEqual([status, body], [200, {}]);
    assert.deepEqual((await kept()).map(labelOf), [{ text: sentence, found, chosen: null, why: 'thumb-down' }]);
  });

  it('is no error that was pasted, no command, and no word about an open case', async () => {
    const talk = bot.talk();
    await talk.say('450 9.9.999');
    await talk.say('help');
    await talk.say('hello');
    await talk.say(bounce);
    await thumb(talk, 'dislike');
    await talk.post({ type: 'message', text: 'good morning' });
    await talk.say('it still does not work');

    assert.deepEqual(await kept(), []);
  });

  it('is kept once when the message is delivered twice', async () => {
    const talk = bot.talk();
    const message = { type: 'message', id: randomUUID(), text: unknown };

    await Promise.all([talk.post(message), talk.post(message)]);
    await talk.post(message);

    assert.equal((await kept()).length, 1);
  });

  it('goes with whoever said it, whoever pressed', async () => {
    const talk = bot.talk({ isShared: true });
    await talk.as(joris).say(unknown);
    const card = await talk.say(sentence);
    await talk.as(joris).press(card, 'choose', { option: optionsOf(card)[1] });
    assert.equal((await kept()).length, 2);

    await talk.press(await talk.say('forget'), 'forget');

    assert.deepEqual(
      (await kept()).map(({ why }) => why),
      ['nothing-found'],
    );
  });

  it('is kept nowhere when that is switched off', async () => {
    const silent = await startBot(database.url, { KEEP_GAPS: 'off' });
    const talk = silent.talk();
    await talk.say(unknown);
    await talk.press(await talk.say(sentence), 'choose', { option: 'none' });
    await silent.stop();

    assert.deepEqual(await kept(), []);
  });
});

describe('a sentence that cannot be kept', () => {
  it('fails no turn', async () => {
    const database = `sqlite:${temporaryFolder()}/gaps.db`;
    const bot = await startBot(database);
    const file = new Sqlite(database.slice('sqlite:'.length));
    file.exec('drop table gaps');
    file.close();

    const card = await bot.talk().say(unknown);

    assert.equal(card.fallbackText, strings.en.say('notice.no-match.title'));
    await bot.stop();
  });
});
