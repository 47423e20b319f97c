import { strict as assert } from 'node:assert';
import { strings } from '../content.ts';
import { buttonsOf, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';
import { situation } from './situations.ts';

const host = '[LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25]';
const same = `450 4.4.316 Connection refused [Message=Socket error code 10061] ${host}`;
const another = `450 4.4.317 Cannot connect to remote server [Message=421 4.3.2 Service not available] ${host}`;
const elsewhere = '550 5.2.2 mailbox full for bob@fabrikam.example';

onEachBot('a paste while a case is open', at => {
  const currentOf = ({ tenant, conversation }: Talk) => at.store.currentCase({ tenant, conversation });
  const kindsOf = async ({ tenant }: Talk, id: string) =>
    (await at.store.caseEvents(tenant, id)).map(({ kind }) => kind);

  it('goes on in the case when it is the same error again, and says when', async () => {
    const talk = await situation(at.bot, 'firewall', 'en');
    const before = await currentOf(talk);
    await talk.say('3 done');

    const card = await talk.say(same);

    const after = await currentOf(talk);
    assert.equal(after?.id, before?.id);
    assert.equal(after?.value.seenAgain?.count, 1);
    assert.deepEqual(Object.keys(after.value.ticks), ['open-firewall/open-ranges'], 'what was ticked stays');
    assert.match(textOf(card), /The same error again at/);
    assert.ok((await kindsOf(talk, after.id)).includes('seen-again'));
  });

  it('goes on in the case with another error of the same server, keeps what still holds and what was found before', async () => {
    const talk = await situation(at.bot, 'firewall', 'en');
    const before = await currentOf(talk);

    const card = await talk.say(another);

    const after = await currentOf(talk);
    assert.equal(after?.id, before?.id);
    assert.equal(after?.value.articleId, 'cannot-connect');
    assert.deepEqual(
      after.value.moves.map(({ step, option }) => [step, option]),
      [['whose-server', 'ours']],
    );
    const [earlier] = after.value.earlier;
    assert.equal(earlier?.articleId, 'connection-refused');
    assert.equal(earlier.moves.length, 2);
    assert.match(textOf(card), /Another error now\. Before: 450 4\.4\.316/);
    assert.ok((await kindsOf(talk, after.id)).includes('another-error'));
  });

  it('becomes a case of its own when somebody says so, and the old one is what it was', async () => {
    const talk = await situation(at.bot, 'firewall', 'en');
    const before = await currentOf(talk);
    const card = await talk.say(another);

    const sent = talk.delivered.length;
    await talk.post({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: buttonsOf(card).find(({ verb }) => verb === 'split') },
    });

    const apart = await currentOf(talk);
    assert.notEqual(apart?.id, before?.id);
    assert.equal(apart?.value.articleId, 'cannot-connect');
    assert.deepEqual(apart.value.earlier, []);
    const left = await at.store.loadCase(talk.tenant, before!.id);
    assert.equal(left?.value.articleId, 'connection-refused');
    assert.deepEqual(left.value.moves, before?.value.moves);
    assert.deepEqual(left.value.earlier, []);
    const cards = talk.delivered.slice(sent).filter(one => one.card);
    assert.ok(
      cards.some(one => one.method === 'POST' && textOf(one.card!).includes('4.4.317')),
      'the card of the new case',
    );
    assert.ok(
      cards.some(one => one.method === 'PUT' && textOf(one.card!).includes('4.4.316')),
      'the old card as it was',
    );
  });

  it('can no longer be taken apart once something was done in it', async () => {
    const talk = await situation(at.bot, 'firewall', 'en');
    const card = await talk.say(another);
    const split = buttonsOf(card).find(({ verb }) => verb === 'split');
    await talk.say('1 done');

    await talk.post({ type: 'invoke', name: 'adaptiveCard/action', value: { action: split } });

    assert.equal((await currentOf(talk))?.value.articleId, 'cannot-connect');
    assert.equal((await currentOf(talk))?.value.earlier.length, 1);
  });

  it('opens a case of its own when it is about other mail', async () => {
    const talk = await situation(at.bot, 'firewall', 'en');
    const before = await currentOf(talk);

    await talk.say(elsewhere);

    const after = await currentOf(talk);
    assert.notEqual(after?.id, before?.id);
    assert.equal(after?.value.articleId, 'mailbox-full');
  });

  it('asks whether a message that arrived is the end of it, and closes when told so', async () => {
    const talk = await situation(at.bot, 'firewall', 'en');

    const question = await talk.say('250 2.1.5 Recipient OK; queued for delivery to ann@contoso.example');

    assert.equal(question.fallbackText, strings.en.say('answer.delivered.title'));
    assert.equal((await currentOf(talk))?.value.outcome, null);
    await talk.press(question, 'solved');
    assert.equal((await currentOf(talk))?.value.outcome?.kind, 'solved');
  });

  it('opens a solved case again when its error comes back', async () => {
    const talk = await situation(at.bot, 'firewall', 'en');
    const before = await currentOf(talk);
    await talk.say('it works again');

    await talk.say(same);

    const after = await currentOf(talk);
    assert.equal(after?.id, before?.id);
    assert.equal(after?.value.outcome, null);
    assert.ok((await kindsOf(talk, after.id)).includes('reopened'));
  });

  it('shows where others read along no whole name of the server before', async () => {
    const talk = at.bot.talk({ isShared: true });
    await talk.say(same);

    const card = await talk.say(another);

    assert.doesNotMatch(textOf(card), /contoso/);
  });
});

onEachBot('what a sentence changed', at => {
  const caseOf = async ({ tenant, conversation }: Talk) =>
    (await at.store.currentCase({ tenant, conversation }))!.value;

  for (const [say, what] of [
    ['we already opened the firewall and it still fails', 'a tick'],
    ['sorry, it is not our server, it belongs to the hoster', 'an answer'],
    ['it works again', 'the end of the case'],
    ['still the same error', 'the way on'],
  ] as const) {
    it(`can be undone: ${what}`, async () => {
      const talk = await situation(at.bot, 'firewall', 'en');
      const before = await caseOf(talk);
      const card = await talk.say(say);
      assert.notDeepEqual(await caseOf(talk), before);
      assert.match(textOf(card), /Undo/);

      await talk.say('undo');

      const { heard, ...after } = await caseOf(talk);
      assert.equal(heard, null);
      assert.deepEqual(after, Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'heard')));
    });
  }

  it('is in the name of whoever said it', async () => {
    const talk = (await situation(at.bot, 'firewall', 'en')).as({ id: 'joris', name: 'Joris Smit' });

    await talk.say('firewall is open');

    const [tick] = Object.values((await caseOf(talk)).ticks);
    assert.equal(tick?.by.name, 'Joris Smit');
  });

  it('says why a step is locked instead of showing the same card', async () => {
    const talk = await situation(at.bot, 'question', 'en');
    await talk.say('ours');
    await talk.say('Server is retired');

    const card = await talk.say('3 done');

    assert.match(textOf(card), /Locked until step 1/);
    assert.deepEqual((await caseOf(talk)).ticks, {});
  });

  it('is about the case at work even where a question has opened a choice meanwhile', async () => {
    const talk = await situation(at.bot, 'firewall', 'en');
    await talk.say('new');
    await talk.say('mail to our server is stuck');

    await talk.say('step 4 is done');

    const [latest] = await at.store.listCases({ tenant: talk.tenant, conversation: talk.conversation, limit: 1 });
    const stored = await at.store.loadCase(talk.tenant, latest!.id);
    assert.deepEqual(Object.keys(stored!.value.ticks), ['open-firewall/old-targets']);
  });

  it('is not said twice when it was not understood', async () => {
    const talk = await situation(at.bot, 'firewall', 'en');

    const first = await talk.say('blue bananas everywhere');
    const second = await talk.say('purple bananas as well');

    assert.equal(first.fallbackText, strings.en.say('answer.unclear.title'));
    assert.notEqual(second.fallbackText, first.fallbackText);
  });

  it('knows no case of a number that nobody gave', async () => {
    const talk = await situation(at.bot, 'firewall', 'en');

    const card = await talk.say('case ZZZZZZ');

    assert.equal(card.fallbackText, strings.en.say('notice.unknown-case.title', { id: 'ZZZZZZ' }));
  });

  for (const [title, verb] of [
    ['Ja, opgelost', 'solved'],
    ['Nog niet opgelost', 'failing'],
  ] as const) {
    it(`is also typed as it stands on a button: ${title}`, async () => {
      const talk = await situation(at.bot, 'firewall', 'nl');

      await talk.say(title);

      const value = await caseOf(talk);
      assert.equal(value.outcome?.kind === 'solved', verb === 'solved');
      assert.equal(
        value.moves.some(({ option }) => option === 'still-failing'),
        verb === 'failing',
      );
    });
  }

  it('sends the steps of one owner as a text', async () => {
    const talk = await situation(at.bot, 'firewall', 'en');
    const sent = talk.delivered.length;

    await talk.post({ type: 'message', text: 'I have no access to the firewall' });

    const texts = talk.delivered.slice(sent).flatMap(({ text, type }) => (type === 'message' && text ? [text] : []));
    assert.equal(texts.length, 1);
    assert.match(texts[0]!, /Allow TCP port 25/);
    assert.match(texts[0]!, /40\.92\.0\.0\/15/);
    assert.match(texts[0]!, /mail\.contoso\.example/);
    assert.doesNotMatch(texts[0]!, /test message/i, 'only the steps of the firewall team');
  });

  it('sends that text into the own chat where others read along', async () => {
    const talk = at.bot.talk({ isShared: true });
    let card = await talk.say(same);
    for (const option of ['ours', 'none']) card = await talk.press(card, 'answer', { option });

    await talk.say('I have no access to the firewall').catch(() => undefined);

    assert.ok(!talk.delivered.some(({ text }) => text?.includes('contoso')), 'nothing whole in the channel');
  });
});

onEachBot('the words around a pasted error', at => {
  it('answer what would be asked, and the card says which words did', async () => {
    const talk = at.bot.talk();

    const card = await talk.say(
      `Hi team, Jan says nothing arrives at all since this morning. It is our own exchange in the basement.\nThe error:\n\n${same}\n\nKind regards\nAnn, at the supplier`,
    );

    assert.ok(
      buttonsOf(card).some(({ verb }) => verb === 'tick'),
      'a checklist, and no question',
    );
    assert.match(textOf(card), /Open the firewall/);
    assert.match(textOf(card), /Not asked: .+ Your paste says “nothing arrives/);
  });

  it('answer nothing where they speak of both sides', async () => {
    const talk = at.bot.talk();

    const card = await talk.say(`The supplier says that our own server refuses them:\n${same}`);

    assert.ok(buttonsOf(card).some(({ verb, data }) => verb === 'answer' && data.option === 'partner'));
  });

  it('are asked for after all with Back', async () => {
    const talk = at.bot.talk();
    await talk.say(`It is our own exchange.\n${same}`);

    const card = await talk.say('back');

    assert.ok(
      buttonsOf(card).some(({ verb, data }) => verb === 'answer' && data.option === 'partner'),
      textOf(card),
    );
  });
});
