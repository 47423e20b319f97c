import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { Store } from '../../src/storage/store.ts';
import { strings } from '../content.ts';
import { onEachDatabase } from '../storage/databases.ts';
import { type BotUnderTest, buttonsOf, type Card, invokeOf, startBot, type Talk, textOf } from './bot-under-test.ts';

const paste = '450 4.4.316 Connection refused';
const joris = { id: 'joris', name: 'Joris de Wit' };
const verbsOf = (card: Card) => buttonsOf(card).map(button => button.verb);
const casesOf = async (talk: Talk) => buttonsOf(await talk.say('cases')).filter(({ verb }) => verb === 'show').length;
const forgotten = strings.en.say('notice.forgotten.title');
const kept = strings.en.say('notice.kept.title');

/** What a press is answered with in passing. */
async function toastOf(talk: Talk, card: Card, verb: string): Promise<string> {
  const { body } = await talk.post(invokeOf(buttonsOf(card).find(one => one.verb === verb)!));
  const { type, value } = body as { type: string; value: unknown };
  assert.equal(type, 'application/vnd.microsoft.activity.message');
  return String(value);
}

onEachDatabase('forgetting', database => {
  let bot: BotUnderTest;
  let store: Store<unknown>;

  before(async () => {
    bot = await startBot(database.url);
    store = await database.open();
  });

  after(() => bot.stop());

  /** Somebody with a case and settings. */
  async function begun(locale = 'en') {
    const tenant = randomUUID();
    const talk = bot.talk({ tenant, locale });
    await talk.say(`language ${locale}`);
    await talk.say(paste);
    return { tenant, talk };
  }

  it('asks first what is to be deleted and what stays, and deletes nothing before the answer', async () => {
    const { tenant, talk } = await begun();

    const question = await talk.say('forget');

    assert.deepEqual(verbsOf(question), ['forget', 'keep']);
    assert.match(textOf(question), /cases that you opened[\s\S]*your notes in cases of others[\s\S]*without your name/);
    assert.equal(await casesOf(talk), 1);
    assert.ok(await store.person(tenant, 'priya'));
  });

  it('deletes everything when it is pressed, after a restart too, and changes the card in the chat', async () => {
    const { tenant, talk } = await begun();
    await talk.say('new');
    await talk.say('customer says our connector certificate is refused and mail waits');
    const draft = (await store.currentCase({ tenant, conversation: talk.conversation }))!;
    assert.equal(draft.state, 'draft');
    const question = await talk.say('forget');
    const posted = talk.delivered.at(-1)!;
    await bot.restart();

    const { body } = await talk.post({
      ...invokeOf(buttonsOf(question).find(({ verb }) => verb === 'forget')!),
      replyToId: posted.id,
    });

    assert.equal((body as { value: Card }).value.fallbackText, forgotten);
    const update = talk.delivered.at(-1)!;
    assert.deepEqual([update.method, update.id, update.card?.fallbackText], ['PUT', posted.id, forgotten]);
    assert.equal(await store.loadCase(tenant, draft.id), undefined);
    assert.equal(await store.person(tenant, 'priya'), undefined);
    assert.equal(await store.personalPlace(tenant, 'priya'), undefined, 'nor is it written down by the answer');
    assert.equal(await casesOf(talk), 0);
  });

  it('keeps everything when that is pressed, and the old question does nothing any more', async () => {
    const { talk } = await begun();
    const question = await talk.say('forget');

    assert.equal((await talk.press(question, 'keep')).fallbackText, kept);

    assert.match(await toastOf(talk, question, 'forget'), /no longer open\. Nothing was deleted\./);
    assert.equal(await casesOf(talk), 1);
  });

  it('does nothing when it is pressed a second time', async () => {
    const { talk } = await begun();
    const question = await talk.say('forget');
    await talk.press(question, 'forget');
    await talk.say(paste);

    assert.match(await toastOf(talk, question, 'forget'), /Nothing was deleted/);

    assert.equal(await casesOf(talk), 1, 'what came after it is still there');
  });

  it('answers a repeated delivery of the press as before', async () => {
    const { talk } = await begun();
    const question = await talk.say('forget');
    const press = { ...invokeOf(buttonsOf(question).find(({ verb }) => verb === 'forget')!), id: randomUUID() };

    const first = await talk.post(press);
    await talk.say(paste);

    assert.deepEqual(await talk.post(press), first);
    assert.equal(await casesOf(talk), 1);
  });

  for (const [locale, command, yes] of [
    ['en', 'forget me', 'Yes.'],
    ['en', 'forget', 'delete everything'],
    ['nl', 'vergeet', 'ja'],
    ['sv', 'glöm mig', 'ja'],
    ['zh-CN', '忘记', '是'],
  ] as const) {
    it(`takes a typed “${yes}” for “${command}”`, async () => {
      const { tenant, talk } = await begun(locale);
      await talk.say(command);

      const card = await talk.say(yes);

      assert.equal(card.fallbackText, strings[locale].say('notice.forgotten.title'));
      assert.equal(await store.person(tenant, 'priya'), undefined);
      assert.equal(await casesOf(talk), 0);
    });
  }

  it('takes a typed no, and then a yes is one to the case', async () => {
    const { talk } = await begun();
    await talk.say('forget');
    assert.equal((await talk.say('no')).fallbackText, kept);

    await talk.say('yes');

    assert.equal(await casesOf(talk), 1);
  });

  it('takes a yes for something else when anything came between', async () => {
    const { talk } = await begun();
    const question = await talk.say('forget');
    await talk.say('help');

    assert.notEqual((await talk.say('yes')).fallbackText, forgotten);

    assert.match(await toastOf(talk, question, 'forget'), /Nothing was deleted/);
    assert.equal(await casesOf(talk), 1);
  });

  it('answers a press without an invoke in words as well', async () => {
    const { talk } = await begun();
    await talk.say('forget');
    await talk.say('help');

    await talk.post({ type: 'message', text: '', value: { verb: 'forget' } });

    assert.equal(talk.delivered.at(-1)!.card?.fallbackText, strings.en.say('notice.not-asked.title'));
    await talk.say('forget');
    await talk.post({ type: 'message', text: '', value: { verb: 'forget' } });
    assert.equal(talk.delivered.at(-1)!.card?.fallbackText, forgotten);
  });

  it('can be answered in a channel by the one who asked only, and leaves the work of others', async () => {
    const tenant = randomUUID();
    const talk = bot.talk({ tenant, isShared: true });
    const colleague = talk.as(joris);
    let theirs = await colleague.say(paste);
    for (const option of ['ours', 'retired']) theirs = await colleague.press(theirs, 'answer', { option });
    const ticked = await talk.press(theirs, 'tick');
    assert.match(textOf(ticked), /Priya Raman/);
    await talk.say('550 5.2.2 mailbox full');
    const question = await talk.say('forget');
    assert.match(textOf(question), /Only Priya Raman can answer/);

    assert.match(await toastOf(colleague, question, 'forget'), /Only whoever typed/);
    assert.notEqual((await colleague.say('yes')).fallbackText, forgotten);
    assert.equal(await casesOf(talk.as({ id: 'somebody', name: 'Somebody' })), 2, 'both cases are still there');

    assert.equal((await talk.press(question, 'forget')).fallbackText, forgotten);

    assert.equal(await casesOf(colleague), 1);
    const shown = await colleague.press(await colleague.say('cases'), 'show');
    assert.ok(verbsOf(shown).includes('untick'), 'the tick is still there');
    assert.doesNotMatch(textOf(shown), /Priya Raman/);
  });
});
