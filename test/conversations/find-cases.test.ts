import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { locales } from '../../src/triage/evidence.ts';
import { strings } from '../content.ts';
import { buttonsOf, type Card, type Talk } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

const refused = (host: string) =>
  `550 5.4.316 Connection refused [LastAttemptedServerName=${host}] [LastAttemptedIP=192.0.2.7:25]`;
const full = '552 5.2.2 mailbox full for anna@northwind.example';

const listed = (card: Card) => [
  ...new Set(buttonsOf(card).flatMap(({ verb, data }) => (verb === 'show' ? [String(data.caseId)] : []))),
];

onEachBot('a case', at => {
  const idOf = async (talk: Talk) => (await at.store.currentCase(talk))!.id;

  async function threeCases() {
    const talk = at.bot.talk();
    await talk.say(refused('mail.fabrikam.example'));
    const fabrikam = await idOf(talk);
    await talk.say('ticket INC-4711');
    await talk.say('new');
    await talk.say(full);
    const northwind = await idOf(talk);
    await talk.say('note Karin rang back about the quota');
    await talk.say('new');
    await talk.say(refused('mx.contoso.example'));
    return { talk, fabrikam, northwind, contoso: await idOf(talk) };
  }

  it('is found by its codes, servers, companies, ticket, notes and the name of its problem', async () => {
    const { talk, fabrikam, northwind, contoso } = await threeCases();
    const expected: Record<string, readonly string[]> = {
      'cases fabrikam': [fabrikam],
      'find cases mail.fabrikam.example': [fabrikam],
      'cases fabrikam.example': [fabrikam],
      'cases 5.4.316': [contoso, fabrikam],
      'cases 5.4.316 contoso': [contoso],
      'cases contoso 5.2.2': [],
      'cases 192.0.2.7': [contoso, fabrikam],
      'cases inc-4711': [fabrikam],
      'cases 4711': [fabrikam],
      'cases quota karin': [northwind],
      'cases northwind': [northwind],
      'cases connection refused': [contoso, fabrikam],
      'cases open fabrikam': [fabrikam],
      'cases closed fabrikam': [],
      'cases 100%': [],
      'cases anna': [],
    };

    const found: Record<string, readonly string[]> = {};
    for (const text of Object.keys(expected)) found[text] = listed(await talk.say(text));

    assert.deepEqual(found, expected);
  });

  it('is found by what it is about now, and no more by what it was', async () => {
    const { talk, contoso } = await threeCases();
    await talk.say('ticket INC-0815');
    await talk.say('ticket INC-0816');
    await talk.say('move to 5.4.317');

    assert.deepEqual(listed(await talk.say('cases inc-0815')), []);
    assert.deepEqual(listed(await talk.say('cases inc-0816')), [contoso]);
    assert.ok(!listed(await talk.say('cases connection refused')).includes(contoso));
    const note = await at.store.loadCase(talk.tenant, contoso);
    assert.equal(note?.article, 'cannot-connect');
  });

  it('is found by whoever may list it: by the conversation where others read along, by nobody else', async () => {
    const { talk, fabrikam } = await threeCases();
    const stranger = at.bot.talk({ tenant: talk.tenant, person: { id: 'max', name: 'Max Ode' } });
    const foreign = at.bot.talk({ tenant: randomUUID() });

    assert.deepEqual(listed(await stranger.say('cases fabrikam')), []);
    assert.deepEqual(listed(await foreign.say('cases fabrikam')), []);
    assert.deepEqual(listed(await talk.say('cases fabrikam')), [fabrikam]);
  });

  it('is found on pages, and a number opens it', async () => {
    const talk = at.bot.talk();
    const ids: string[] = [];
    for (let count = 0; count < 8; count++) {
      await talk.say(refused('mail.fabrikam.example'));
      ids.unshift(await idOf(talk));
      await talk.say('new');
    }

    const first = await talk.say('cases fabrikam');
    const second = await talk.press(first, 'list');

    assert.deepEqual([...listed(first), ...listed(second)], ids);
    assert.equal(second.fallbackText, strings.en.say('cases.found', { words: 'fabrikam' }));
    await talk.say('8');
    assert.equal(await idOf(talk), ids[7]);
  });

  it('is gone from the words when it is forgotten, and so is what somebody noted in it', async () => {
    const { talk, northwind } = await threeCases();
    const max = { id: 'max', name: 'Max Ode' };
    await talk.say(`case ${northwind}`);
    await talk.as(max).say('note the teapot sings');
    assert.deepEqual(listed(await talk.say('cases teapot')), [northwind]);

    await at.store.forget({ tenant: talk.tenant, conversation: 'his own', personId: 'max' });

    assert.deepEqual(listed(await talk.say('cases teapot')), []);
    assert.deepEqual(listed(await talk.say('cases quota')), [northwind], 'of others nothing is lost');
  });

  for (const locale of locales) {
    it(`is found by its words and states, in ${locale}`, async () => {
      const { list, say } = strings[locale];
      const talk = at.bot.talk({ locale });
      await talk.say(refused('mail.fabrikam.example'));
      const id = await idOf(talk);
      const word = list('commands.findCases')[0]!;

      const found = await talk.say(`${word} fabrikam`);
      const open = await talk.say(`${word} ${list('commands.openCases')[0]} fabrikam`);
      const waiting = await talk.say(`${word} ${list('commands.waitingCases')[0]}`);

      assert.deepEqual([listed(found), listed(open), listed(waiting)], [[id], [id], []]);
      assert.equal(found.fallbackText, say('cases.found', { words: 'fabrikam' }));
      assert.equal(waiting.fallbackText, say('cases.which.waitingCases'));
    });
  }
});
