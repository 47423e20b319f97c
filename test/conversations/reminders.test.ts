import { strict as assert } from 'node:assert';
import { strings } from '../content.ts';
import { buttonsOf, type Card, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

const hour = 3_600_000;
const day = 24 * hour;
const trace =
  '550 5.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25]';
const partnersBounce =
  '550 5.4.316 Connection refused [LastAttemptedServerName=mx.fabrikam.example] for anna@fabrikam.example';

const caseIdOf = (card: Card) => String(buttonsOf(card).find(one => one.data.caseId)?.data.caseId);

/** The retired server, up to the hour that its changes take. */
async function changed(talk: Talk): Promise<Card> {
  let card = await talk.say(trace);
  card = await talk.press(card, 'answer', { option: 'ours' });
  card = await talk.press(card, 'answer', { option: 'retired' });
  for (const item of ['count-mailboxes', 'fix-now']) card = await talk.press(card, 'tick', { item });
  return talk.press(card, 'confirm', { item: 'fix-now' });
}

onEachBot('what the bot asks by itself', at => {
  const messagesOf = (talk: Talk) => talk.delivered.filter(one => one.method === 'POST');

  it('is whether the change shows, once, in the language and the place of the case', async () => {
    const talk = at.bot.talk({ locale: 'nl' });
    const id = caseIdOf(await changed(talk));
    const before = messagesOf(talk).length;

    await at.bot.doDue();
    assert.equal(messagesOf(talk).length, before, 'not before its time');
    await at.bot.doDue(hour + 60_000);
    await at.bot.doDue();

    const [shown, ...more] = messagesOf(talk).slice(before);
    assert.deepEqual(more, []);
    assert.equal(shown!.card!.fallbackText, strings.nl.say('reminder.look'));
    assert.match(textOf(shown!.card!), /Komt mail weer aan\?/);
    assert.equal(shown!.activity.replyToId, undefined, 'it answers nothing');
    assert.equal(caseIdOf(shown!.card!), id);
    assert.ok(buttonsOf(shown!.card!).some(({ verb }) => verb === 'remind-later'));
    const after = await talk.press(shown!.card!, 'failing');
    assert.doesNotMatch(textOf(after), /Komt mail weer aan\?/, 'it is answered');
    const events = await at.store.caseEvents(talk.tenant, id);
    assert.equal(events.filter(({ kind }) => kind === 'fell-due').length, 1);
  });

  it('can be put off and left alone', async () => {
    const talk = at.bot.talk();
    await changed(talk);
    await at.bot.doDue(hour + 60_000);
    const first = messagesOf(talk).length;

    await talk.press(messagesOf(talk).at(-1)!.card!, 'remind-later');
    await at.bot.doDue(hour - 60_000);
    assert.equal(messagesOf(talk).length, first, 'not before the hour is over');
    await at.bot.doDue(2 * 60_000);
    assert.equal(messagesOf(talk).length, first + 1, 'asked again');
    const card = messagesOf(talk).at(-1)!.card!;
    await talk.press(card, 'remind-later');
    await talk.press(card, 'no-reminders');
    await at.bot.doDue(day);

    assert.equal(messagesOf(talk).length, first + 1, 'never again');
  });

  it('is nothing once it is solved, by whatever way', async () => {
    const talk = at.bot.talk();
    await changed(talk);
    const before = messagesOf(talk).length;
    await talk.say('it works again');
    await talk.say('solved');
    await at.bot.doDue(2 * day);

    assert.equal(
      messagesOf(talk)
        .slice(before)
        .some(({ card }) => card?.fallbackText === strings.en.say('reminder.look')),
      false,
    );
  });

  it('waits for the next process when nobody is there, and is tried again when the channel is in trouble', async () => {
    const talk = at.bot.talk();
    await changed(talk);
    const before = messagesOf(talk).length;
    await at.bot.restart();
    at.bot.failNext({ status: 503 });
    await at.bot.doDue(hour + 60_000);

    assert.equal(messagesOf(talk).length, before + 1);
  });

  it('is the next working day whether the partner has answered', async () => {
    const talk = at.bot.talk();
    let card = await talk.say(partnersBounce);
    if (textOf(card).includes('Whose')) card = await talk.press(card, 'answer', { option: 'partner' });
    card = await talk.press(card, 'contact-language', { option: 'en' });
    card = await talk.press(card, 'sent');
    const before = messagesOf(talk).length;
    await at.bot.doDue(3 * day);

    const [shown] = messagesOf(talk).slice(before);
    assert.match(textOf(shown!.card!), /Have they answered\?/);
    const answered = await talk.press(shown!.card!, 'they-answered');
    assert.doesNotMatch(textOf(answered), /Have they answered\?/);
    await at.bot.doDue(10 * day);
    assert.equal(messagesOf(talk).length, before + 1, 'they have');
  });

  it('is said four hours before what waits comes back, once, and not after that', async () => {
    const until = new Date(Date.now() + 30 * day + 10 * hour);
    const delayed = [
      'Reporting-MTA: dns; AM0PR05MB1234.eurprd05.prod.outlook.com',
      'Final-Recipient: rfc822;ann@contoso.example',
      'Action: delayed',
      'Status: 4.4.316',
      'Diagnostic-Code: smtp;450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]',
      `Will-Retry-Until: ${until.toUTCString().replace('GMT', '+0000')}`,
    ].join('\n');
    const talk = at.bot.talk();
    await talk.say(delayed);
    const before = messagesOf(talk).length;
    const left = until.getTime() - Date.parse(at.bot.now());
    await at.bot.doDue(left - 5 * hour);
    assert.equal(messagesOf(talk).length, before);
    await at.bot.doDue(hour + 60_000);
    await at.bot.doDue();

    assert.match(textOf(messagesOf(talk)[before]!.card!), /what still waits comes back undelivered/);
    assert.equal(messagesOf(talk).length, before + 1);
    const overdue = at.bot.talk();
    await overdue.say(delayed);
    await at.bot.doDue(5 * hour);
    assert.equal(messagesOf(overdue).length, 1, 'it is over');
  });
});
