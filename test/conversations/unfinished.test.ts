import { strict as assert } from 'node:assert';
import { strings } from '../content.ts';
import { buttonsOf, type Card, invokeOf, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

// Exchange Online stops an account that sends spam; whoever has its password still has it when mail flows again.
const blocked =
  '550 5.1.8 Access denied, bad outbound sender. For more information please go to http://go.microsoft.com/fwlink/?LinkId=875724 S(9333)';

onEachBot('a case that is closed before all is done', at => {
  const outcomeOf = async ({ tenant, conversation }: Talk) =>
    (await at.store.currentCase({ tenant, conversation }))?.value.outcome?.kind;

  /** A list with a step that is needed all the same. */
  async function atList(): Promise<[Talk, Card]> {
    const talk = at.bot.talk();
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

  for (const [where, verb] of [
    ['on its card', 'solved'],
    ['in the list of cases', 'close-listed'],
  ] as const)
    it(`asks first when somebody closes it ${where}, below the card that stays`, async () => {
      const [talk, card] = await atList();
      const pressed = verb === 'solved' ? card : await talk.say('cases');

      await talk.post(invokeOf(buttonsOf(pressed).find(button => button.verb === verb)!));

      assert.equal(talk.delivered.at(-1)!.card?.fallbackText, strings.en.say('answer.unfinished.title'));
      assert.equal(await outcomeOf(talk), undefined);
    });
});
