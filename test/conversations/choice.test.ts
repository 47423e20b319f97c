import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { Store } from '../../src/storage/store.ts';
import { articles, strings } from '../content.ts';
import { onEachDatabase } from '../storage/databases.ts';
import { type BotUnderTest, buttonsOf, type Card, invokeOf, startBot, textOf } from './bot-under-test.ts';

const sentence = 'customer says our connector certificate is refused and mail waits';
const mixed = `Reporting-MTA: dns;AM0PR01MB1234.eurprd01.prod.outlook.com
Arrival-Date: Fri, 20 Nov 2026 17:42:10 +0000

Final-Recipient: rfc822;ann@contoso.example
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded

Final-Recipient: rfc822;bob@fabrikam.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
`;

const optionsOf = (card: Card) =>
  buttonsOf(card)
    .filter(button => button.verb === 'choose')
    .map(button => String(button.data.option));
const listed = (card: Card) => buttonsOf(card).filter(button => button.verb === 'show');
/** The number of a case, as cards write it. */
const number = /case [A-HJ-NP-Z2-9]{6}/;
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

onEachDatabase('a choice that nobody has made', database => {
  let bot: BotUnderTest;
  let store: Store<unknown>;

  before(async () => {
    bot = await startBot(database.url);
    store = await database.open();
  });

  after(() => bot.stop());

  for (const [name, paste, offers] of [
    ['a sentence', sentence, 4],
    ['recipients with different causes', mixed, 2],
    ['an unknown code', '450 4.4.313 something new', 2],
  ] as const) {
    it(`is no case yet: after ${name} the list is empty, and the card has no number`, async () => {
      const tenant = randomUUID();
      const talk = bot.talk({ tenant });

      const card = await talk.say(paste);

      assert.equal(optionsOf(card).length, offers, textOf(card));
      assert.doesNotMatch(textOf(card), number);
      assert.deepEqual(listed(await talk.say('cases')), []);
      assert.deepEqual(await store.articleCounts(tenant, '2020-01-01T00:00:00.000Z', 10), []);
    });
  }

  it('becomes a case in the place of its card when something is chosen', async () => {
    const talk = bot.talk();
    const choice = await talk.say(sentence);
    const posted = talk.delivered.findLast(one => one.card)!;
    const [option] = optionsOf(choice);

    const card = await talk.press(choice, 'choose', { option });

    assert.match(textOf(card), number);
    assert.ok(textOf(card).includes(articles.get(option!)!.strings.en.title));
    const update = talk.delivered.findLast(one => one.method === 'PUT')!;
    assert.equal(update.id, posted.id);
    assert.equal(listed(await talk.say('cases')).length, 1);
  });

  for (const typed of ['1', '2'] as const) {
    it(`is made by typing ${typed}, also after something else was said`, async () => {
      const talk = bot.talk();
      const options = optionsOf(await talk.say(sentence));
      await talk.say('cases');

      const card = await talk.say(typed);

      assert.ok(textOf(card).includes(articles.get(options[Number(typed) - 1]!)!.strings.en.title));
      assert.equal(listed(await talk.say('cases')).length, 1);
    });
  }

  it('leaves nothing behind when none of these fits, and says what to paste', async () => {
    const talk = bot.talk();
    const choice = await talk.say(sentence);

    const help = await talk.press(choice, 'choose', { option: 'none' });

    assert.equal(help.fallbackText, strings.en.say('notice.no-match.title'));
    assert.deepEqual(listed(await talk.say('cases')), []);
    await talk.say(sentence);
    assert.equal((await talk.say('none')).fallbackText, strings.en.say('notice.no-match.title'));
    assert.deepEqual(listed(await talk.say('cases')), []);
  });

  it('names no number when something is said that nobody understands', async () => {
    const talk = bot.talk();
    await talk.say(sentence);

    const card = await talk.say('my printer is jammed');

    assert.doesNotMatch(textOf(card), /still open|[Cc]ase [A-HJ-NP-Z2-9]{6}/);
  });

  for (const [name, paste] of [
    ['a sentence', sentence],
    ['recipients with different causes', mixed],
  ] as const) {
    it(`is where Back leads from the chosen article after ${name}, and the case stays one`, async () => {
      const talk = bot.talk();
      const choice = await talk.say(paste);
      let card = await talk.press(choice, 'choose', { option: optionsOf(choice)[0] });
      for (let steps = 0; steps < 5 && optionsOf(card).length === 0; steps++) card = await talk.say('back');

      assert.deepEqual(optionsOf(card), optionsOf(choice));
      await store.forgetDrafts(tomorrow());
      assert.equal(listed(await talk.say('cases')).length, 1, 'it was chosen once');
      const other = await talk.press(card, 'choose', { option: optionsOf(card)[1] });
      assert.match(textOf(other), number);
    });
  }

  it('is made by anybody in a channel, and everybody sees the case', async () => {
    const talk = bot.talk({ isShared: true });
    const joris = talk.as({ id: 'joris', name: 'Joris de Wit' });
    const choice = await talk.say(sentence);
    assert.deepEqual(listed(await talk.say('cases')), []);

    const card = await joris.press(choice, 'choose', { option: optionsOf(choice)[0] });

    assert.match(textOf(card), number);
    assert.match(textOf(talk.delivered.findLast(one => one.method === 'PUT')!.card!), number);
    assert.equal(listed(await talk.say('cases')).length, 1);
    assert.deepEqual(
      optionsOf(await talk.press(choice, 'choose', { option: 'none' })),
      [],
      'a stale button changes nothing',
    );
  });

  it('is asked once when the message is delivered twice', async () => {
    const talk = bot.talk();
    const message = { type: 'message', id: randomUUID(), text: sentence };
    await talk.post(message);
    const sent = talk.delivered.length;

    await Promise.all([talk.post(message), talk.post(message)]);

    assert.equal(talk.delivered.length, sent);
  });

  it('is kept over a restart, and for a day', async () => {
    const talk = bot.talk();
    const choice = await talk.say(sentence);
    await bot.restart();
    await store.forgetDrafts(new Date(Date.now() - 3_600_000).toISOString());
    const made = await talk.press(choice, 'choose', { option: optionsOf(choice)[0] });
    assert.match(textOf(made), number);

    const later = bot.talk();
    const forgotten = await later.say(sentence);
    assert.ok((await store.forgetDrafts(tomorrow())) >= 1);

    const gone = await later.press(forgotten, 'choose', { option: optionsOf(forgotten)[0] });
    assert.equal(gone.fallbackText, strings.en.say('notice.draft-gone.title'));
    assert.equal(listed(await later.say('cases')).length, 0);
    assert.equal(listed(await talk.say('cases')).length, 1, 'a case is no draft');
  });

  it('is shown to nobody else', async () => {
    const talk = bot.talk();
    const choice = await talk.say(sentence);
    const stranger = bot.talk({ person: { id: 'mallory', name: 'Mallory' } });

    const { body } = await stranger.post(invokeOf(buttonsOf(choice)[0]!));

    assert.equal((body as { value: Card }).value.fallbackText, strings.en.say('notice.draft-gone.title'));
  });
});
