import { strict as assert } from 'node:assert';
import type { Store } from '../../src/storage/store.ts';
import type { TriageCase } from '../../src/triage/case.ts';
import { strings } from '../content.ts';
import { onEachDatabase } from '../storage/databases.ts';
import { type BotUnderTest, buttonsOf, type Card, startBot, type Talk, textOf } from './bot-under-test.ts';

// Exchange Online stops an account that sends spam; whoever has its password still has it when mail flows again.
const blocked =
  '550 5.1.8 Access denied, bad outbound sender. For more information please go to http://go.microsoft.com/fwlink/?LinkId=875724 S(9333)';

onEachDatabase('a case that is closed before all is done', database => {
  let bot: BotUnderTest;
  let store: Store<TriageCase>;

  before(async () => {
    bot = await startBot(database.url);
    store = (await database.open()) as Store<unknown> as Store<TriageCase>;
  });

  after(() => bot.stop());

  const outcomeOf = async ({ tenant, conversation }: Talk) =>
    (await store.currentCase({ tenant, conversation }))?.value.outcome?.kind;

  /** A list with a step that is needed all the same. */
  async function atList(): Promise<[Talk, Card]> {
    const talk = bot.talk();
    let card = await talk.say(blocked);
    for (let asked = 0; asked < 5 && !buttonsOf(card).some(({ verb }) => verb === 'tick'); asked++) {
      const options = buttonsOf(card).flatMap(({ verb, data }) => (verb === 'answer' ? [String(data.option)] : []));
      card = await talk.press(card, 'answer', { option: options.includes('unexpected') ? 'unexpected' : options[0] });
    }
    assert.match(textOf(card), /password/i);
    return [talk, card];
  }

  it('asks first when somebody says that it works again, and closes when told to', async () => {
    const [talk] = await atList();

    const question = await talk.say('it works again');

    assert.equal(question.fallbackText, strings.en.say('answer.unfinished.title'));
    assert.match(textOf(question), /Secure the account/);
    assert.equal(await outcomeOf(talk), undefined);
    const closed = await talk.press(question, 'solved');
    assert.match(textOf(closed), /Solved on/);
    assert.equal(await outcomeOf(talk), 'solved');
  });

  it('asks first when somebody presses “Solved”, below the list that stays', async () => {
    const [talk, list] = await atList();

    await talk.post({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: buttonsOf(list).find(({ verb }) => verb === 'solved') },
    });

    assert.equal(talk.delivered.at(-1)!.card?.fallbackText, strings.en.say('answer.unfinished.title'));
    assert.equal(await outcomeOf(talk), undefined);
  });
});
