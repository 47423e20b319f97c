import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { type Issuer, startIssuer } from '../bot/issuer.ts';
import { temporaryFolder } from '../storage/databases.ts';
import {
  type BotUnderTest,
  bot as botAccount,
  buttonsOf,
  type Card,
  invokeOf,
  personalChatOf,
  startBot,
  type Talk,
  textOf,
} from './bot-under-test.ts';

/** About another partner each time: whose server it is, is remembered in the tenant. */
const paste = (partner = `fabrikam-${randomUUID().slice(0, 8)}.example`) =>
  pasteAbout.replaceAll('fabrikam.example', partner);

const pasteAbout = [
  'Your message to piet.bakker@fabrikam.example couldn’t be delivered.',
  'Generating server: AM0PR05MB1234.eurprd05.prod.outlook.com',
  'piet.bakker@fabrikam.example',
  'Remote Server returned ‘550 5.4.316 Message expired, connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mx1.fabrikam.example] [LastAttemptedIP=203.0.113.7:25]’',
].join('\n');

const mention = (text = '<at>Mailflow Triage</at>') => ({ type: 'mention', text, mentioned: { ...botAccount } });

/** As Teams sends it from a channel: the text with the mention, and the mention as an entity. */
const called = (text: string) => ({
  text,
  entities: [mention(), { type: 'clientInfo', timezone: 'Europe/Amsterdam', locale: 'en-GB', platform: 'Windows' }],
  channelData: { team: { id: '19:team@thread.tacv2' }, channel: { id: '19:channel@thread.tacv2' } },
});

const bo = { id: '29:bo', name: 'Bo Lindqvist' };
const anna = { id: '29:anna', name: 'Anna de Vries' };
/** Answers until there is something to tick. */
async function toChecklist(talk: Talk, first: Card): Promise<Card> {
  let card = first;
  for (const option of ['ours', 'none']) {
    const answer = buttonsOf(card).find(one => one.verb === 'answer' && one.data.option === option);
    if (answer) card = await talk.press(card, 'answer', answer.data);
  }
  return card;
}

const names = /piet|bakker|fabrikam|203\.0\.113/i;

describe('a bot in Teams, with tokens', () => {
  let issuer: Issuer;
  let bot: BotUnderTest;

  before(async () => {
    issuer = await startIssuer();
    bot = await startBot(`sqlite:${temporaryFolder()}/teams.db`, {}, issuer);
  });

  after(async () => {
    await bot.stop();
    await issuer.stop();
  });

  const personal = (person = { id: `29:${randomUUID()}`, name: 'Priya Raman' }, locale = 'en') =>
    bot.talk({ person, locale });
  const channel = (person = anna) =>
    bot.talk({ person, isShared: true, conversation: `19:${randomUUID()}@thread.tacv2;messageid=1` });
  const last = (talk: Talk) => talk.delivered.at(-1)!;

  describe('in a personal chat', () => {
    it('welcomes once, however often and by whichever activity it is installed', async () => {
      const talk = personal();

      const [first, second] = await Promise.all([
        talk.post({ type: 'conversationUpdate', membersAdded: [{ id: botAccount.id }, { id: '29:x' }] }),
        talk.post({ type: 'installationUpdate', action: 'add' }),
      ]);
      await talk.post({ type: 'installationUpdate', action: 'add' });

      assert.deepEqual([first.status, second.status], [200, 200]);
      assert.equal(talk.delivered.length, 1);
      assert.match(textOf(talk.delivered[0]!.card!), /Paste a bounce/);
    });

    it('greets nobody else who comes or goes', async () => {
      const talk = personal();

      for (const list of ['membersAdded', 'membersRemoved'])
        assert.equal((await talk.post({ type: 'conversationUpdate', [list]: [{ id: '29:someone' }] })).status, 200);

      assert.equal(talk.delivered.length, 0);
    });

    it('sends a card alone, with a summary, sources and thumbs', async () => {
      const talk = personal();
      await talk.say(paste());

      const { activity } = last(talk);

      assert.equal(activity.text, undefined);
      assert.ok(activity.summary);
      assert.deepEqual(activity.channelData, { feedbackLoop: { type: 'default' } });
      const [entity] = activity.entities as [{ type: string; citation: { position: number; appearance: object }[] }];
      assert.equal(entity.type, 'https://schema.org/Message');
      assert.deepEqual(
        entity.citation.map(one => one.position),
        entity.citation.map((_, index) => index + 1),
      );
      assert.match(textOf(last(talk).card!), /Sources: \[1\]/);
    });

    it('keeps the card in the chat equal to the case, whatever is pressed', async () => {
      const talk = personal();
      let card = await talk.say(paste());
      const { caseId } = buttonsOf(card)[0]!.data as { caseId: string };
      const pressed = new Set<string>();
      for (let step = 0; step < 40; step++) {
        const button = buttonsOf(card)
          .filter(one => !one.verb.startsWith('copy'))
          .toSorted(
            (one, other) => Number(pressed.has(JSON.stringify(one))) - Number(pressed.has(JSON.stringify(other))),
          )
          .at(0);
        if (!button) break;
        pressed.add(JSON.stringify(button));
        card = await talk.press(card, button.verb, button.data);

        const now = await talk.post(invokeOf({ verb: 'refresh', data: { caseId } }));
        assert.deepEqual(last(talk).card, (now.body as { value: Card }).value, button.verb);
        assert.equal(last(talk).method, 'PUT');
      }
      assert.ok(pressed.size > 8, `${pressed.size} buttons`);
    });

    it('answers the thumbs and keeps what they say with the case', async () => {
      const talk = personal();
      await talk.say(paste());

      const { status, body } = await talk.post({
        type: 'invoke',
        name: 'message/submitAction',
        replyToId: last(talk).id,
        value: {
          actionName: 'feedback',
          actionValue: { reaction: 'like', feedback: '{"feedbackText":"found it at once"}' },
        },
      });

      assert.deepEqual([status, body], [200, {}]);
      assert.equal(talk.delivered.length, 1, 'nothing is said about it');
    });

    for (const value of [
      undefined,
      {},
      { actionName: 'feedback' },
      { actionName: 'feedback', actionValue: { reaction: 7 } },
    ]) {
      it(`answers thumbs of another shape: ${JSON.stringify(value)}`, async () => {
        const { status } = await personal().post({ type: 'invoke', name: 'message/submitAction', value });
        assert.equal(status, 200);
      });
    }
  });

  describe('what it lets pass', () => {
    const passing: [what: string, activity: Record<string, unknown>][] = [
      ['an edit', { type: 'messageUpdate', text: paste(), channelData: { eventType: 'editMessage' } }],
      ['a deletion', { type: 'messageDelete', channelData: { eventType: 'softDeleteMessage' } }],
      ['an undone deletion', { type: 'messageUpdate', channelData: { eventType: 'undeleteMessage' } }],
      ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], replyToId: '1' }],
      ['a reaction taken back', { type: 'messageReaction', reactionsRemoved: [{ type: 'like' }], replyToId: '1' }],
      ['a renamed team', { type: 'conversationUpdate', channelData: { eventType: 'teamRenamed' } }],
      ['an event', { type: 'event', name: 'application/vnd.microsoft.readReceipt', value: { lastReadMessageId: '1' } }],
      ['an upgrade', { type: 'installationUpdate', action: 'add-upgrade' }],
      ['a type of tomorrow', { type: 'hologram' }],
    ];
    for (const [what, activity] of passing) {
      it(`is ${what}: 200, and nothing is said`, async () => {
        const talk = personal();

        assert.equal((await talk.post(activity)).status, 200);

        assert.equal(talk.delivered.length, 0);
      });
    }

    it('is no invoke it does not know: 501', async () => {
      for (const name of ['fileConsent/elsewhere', 'task/fetch', 'config/fetch', 'signin/verifyState', undefined]) {
        assert.equal((await personal().post({ type: 'invoke', name, value: {} })).status, 501, name);
      }
    });
  });

  describe('in a channel', () => {
    it('says once what it does when it is added', async () => {
      const talk = channel();

      await talk.post({ type: 'installationUpdate', action: 'add' });
      await talk.post({ type: 'conversationUpdate', membersAdded: [{ id: botAccount.id }] });

      assert.equal(talk.delivered.length, 1);
      assert.match(textOf(talk.delivered[0]!.card!), /Mention me/);
    });

    const calls: [where: string, text: string][] = [
      ['in front', `<at>Mailflow Triage</at> ${paste()}`],
      ['at the end', `${paste()}\n<at>Mailflow Triage</at>`],
      ['in the middle', paste().replace('couldn’t', '<at>Mailflow Triage</at> couldn’t')],
      ['twice', `<at>Mailflow Triage</at>&nbsp;<at>Mailflow Triage</at> ${paste()}`],
    ];
    for (const [where, text] of calls) {
      it(`understands a paste with the mention ${where}`, async () => {
        const card = await channel().say(text, called(text));

        assert.match(textOf(card), /5\.4\.316/);
      });
    }

    it('understands a command with the mention around it', async () => {
      const card = await channel().say('', called('<at>Mailflow Triage</at>&nbsp;help <at>Mailflow Triage</at>&nbsp;'));

      assert.match(textOf(card), /What you can send me/);
    });

    it('names no address, customer or server, on no card on the way', async () => {
      const talk = channel();
      let card = await talk.say('', called(`<at>Mailflow Triage</at> ${paste()}`));
      const seen = new Set<string>();
      const queue: Card[] = [card];
      while (queue.length > 0 && seen.size < 25) {
        card = queue.shift()!;
        assert.doesNotMatch(JSON.stringify(card), names);
        for (const { verb, data } of buttonsOf(card)) {
          const key = JSON.stringify([verb, data.step, data.option, data.item]);
          if (seen.has(key) || verb === 'details' || verb.startsWith('copy')) continue;
          seen.add(key);
          queue.push(await talk.as(bo).press(card, verb, data));
        }
      }
      for (const { card: delivered } of talk.delivered) assert.doesNotMatch(JSON.stringify(delivered), names);
      assert.ok(seen.size > 10);
    });

    it('posts nothing whole when whoever opened the case types', async () => {
      const talk = channel();
      const card = await talk.say('', called(`<at>Mailflow Triage</at> ${paste()}`));
      const { caseId } = buttonsOf(card)[0]!.data as { caseId: string };

      for (const typed of ['ours', 'back', `case ${caseId}`, '1'])
        await talk.say('', called(`<at>Mailflow Triage</at> ${typed}`));

      for (const { card: delivered } of talk.delivered) assert.doesNotMatch(JSON.stringify(delivered), names);
      assert.ok(talk.delivered.length > 4);
    });

    it('shows whoever opened the case the whole, in their own language', async () => {
      const talk = channel();
      const card = await talk.say('', called(`<at>Mailflow Triage</at> ${paste()}`));
      assert.deepEqual((card.refresh as { userIds: string[] }).userIds, [anna.id]);
      const { action } = card.refresh as { action: { verb: string; data: object } };
      const refresh = { ...invokeOf(action as never), locale: 'nl' };

      const own = ((await talk.post(refresh)).body as { value: Card }).value;
      const others = ((await talk.as(bo).post(refresh)).body as { value: Card }).value;

      assert.match(JSON.stringify(own), /mx1\.fabrikam/);
      assert.match(textOf(own), /Bronnen/);
      assert.doesNotMatch(JSON.stringify(others), names);
      assert.equal(talk.delivered.length, 1, 'looking again updates nothing, or it would never end');
    });

    it('updates the card for everybody, in the language of the channel, with the names of who ticked', async () => {
      const talk = channel();
      const first = await talk.say('', called(`<at>Mailflow Triage</at> ${paste()}`));
      const checklist = await toChecklist(talk.as(bo), first);
      const tick = buttonsOf(checklist).find(one => one.verb === 'tick')!;

      await talk.as(bo).post({ ...invokeOf(tick), locale: 'sv' });

      const shown = last(talk);
      assert.equal(shown.method, 'PUT');
      assert.equal(shown.id, talk.delivered[0]!.id);
      assert.match(textOf(shown.card!), /Bo Lindqvist/);
      assert.match(textOf(shown.card!), /1 of \d done/);
    });

    it('opens the whole case in the own chat of the one who asks, and both cards stay equal', async () => {
      const talk = channel();
      const reader = { id: `29:${randomUUID()}`, name: 'Chris Berg' };
      const card = await talk.say('', called(`<at>Mailflow Triage</at> ${paste()}`));
      const details = buttonsOf(card).find(one => one.verb === 'details')!;

      const { body } = await talk.as(reader).post(invokeOf(details));

      assert.match((body as { value: string }).value, /Sent to your chat/);
      const own = bot.deliveredTo(personalChatOf(reader.id));
      assert.match(JSON.stringify(own.at(-1)!.card), /mx1\.fabrikam/);

      const there = bot.talk({ person: reader, conversation: personalChatOf(reader.id) });
      await toChecklist(there, own.at(-1)!.card!);

      assert.match(textOf(last(talk).card!), /0 of \d done/);
      assert.doesNotMatch(JSON.stringify(last(talk).card), names);
    });

    it('sends commands to copy to the own chat, never into the channel', async () => {
      const talk = channel();
      const reader = { id: `29:${randomUUID()}`, name: 'Chris Berg' };
      const card = await talk.say('', called(`<at>Mailflow Triage</at> ${paste()}`));
      const checklist = await toChecklist(talk.as(reader), card);
      const before = talk.delivered.filter(one => one.method === 'POST').length;

      await talk.as(reader).post(invokeOf(buttonsOf(checklist).find(one => one.verb === 'copy-commands')!));

      assert.equal(talk.delivered.filter(one => one.method === 'POST').length, before);
      assert.ok(bot.deliveredTo(personalChatOf(reader.id)).some(one => one.text !== undefined));
    });

    it('says so where it may not write to somebody', async () => {
      const talk = channel();
      const card = await talk.say('', called(`<at>Mailflow Triage</at> ${paste()}`));
      bot.failNext({ status: 403, method: 'POST' });

      const stranger = talk.as({ id: `29:${randomUUID()}`, name: 'Stranger' });
      const { status, body } = await stranger.post(invokeOf(buttonsOf(card).find(one => one.verb === 'details')!));

      assert.equal(status, 200);
      assert.match((body as { value: string }).value, /Open a chat with me/);
    });

    it('says what it does when it is called and nothing else', async () => {
      const card = await channel().say('', called('<at>Mailflow Triage</at>&nbsp;'));

      assert.match(textOf(card), /Mention me/);
    });

    it('lists the cases of this thread only', async () => {
      const talk = channel();
      await personal(anna).say('550 5.2.2 mailbox full for somebody@private.example');
      await talk.say('', called(`<at>Mailflow Triage</at> ${paste()}`));

      const card = await talk.say('', called('<at>Mailflow Triage</at> cases'));

      assert.equal(new Set(buttonsOf(card).map(({ data }) => data.caseId)).size, 1);
      assert.doesNotMatch(JSON.stringify(card), /5\.2\.2|private/);
    });

    it('keeps a thread’s case apart from another thread’s', async () => {
      const [one, other] = [channel(), channel()];
      await one.say('', called(`<at>Mailflow Triage</at> ${paste()}`));

      const card = await other.say('', called('<at>Mailflow Triage</at> back'));

      assert.match(textOf(card), /No case is open here/);
    });
  });

  describe('a channel that has trouble', () => {
    /** Besides, it is shown that somebody is typing. */
    const posted = (talk: Talk) => talk.delivered.filter(one => one.method === 'POST' && one.type === 'message');

    it('429: waits as told and delivers once', async () => {
      const talk = personal();
      bot.failNext({ status: 429, headers: { 'Retry-After': '0' }, method: 'POST' });

      await talk.say(paste());

      assert.equal(posted(talk).length, 1);
    });

    it('502 on a new card: it is sent anew in a while, and lives on', async () => {
      const talk = personal();
      bot.failNext({ status: 502, method: 'POST' });

      const checklist = await toChecklist(talk, await talk.say(paste()));

      assert.equal(posted(talk).length, 1);
      await talk.press(checklist, 'tick');
      assert.deepEqual([last(talk).method, last(talk).id], ['PUT', posted(talk)[0]!.id]);
    });

    for (const status of [412, 429, 502, 504]) {
      it(`${status} on an update: tried again`, async () => {
        const talk = personal();
        const card = await talk.say(paste());
        bot.failNext({ status, headers: { 'Retry-After': '0' }, method: 'PUT' });

        await toChecklist(talk, card);

        assert.match(textOf(last(talk).card!), /0 of \d done/);
      });
    }

    it('404 on an update: the card is posted anew, and that one lives on', async () => {
      const talk = personal();
      const card = await talk.say(paste());
      bot.failNext({ status: 404, method: 'PUT' });

      const checklist = await toChecklist(talk, card);

      const anew = talk.delivered.findLast(one => one.method === 'POST')!.id;
      assert.notEqual(anew, talk.delivered[0]!.id);
      await talk.press(checklist, 'tick');
      assert.deepEqual([last(talk).method, last(talk).id], ['PUT', anew]);
    });

    it('403: the person blocked the bot, so nothing more is sent until they write again', async () => {
      const talk = personal();
      const card = await talk.say(paste());
      bot.failNext({ status: 403, method: 'PUT' });
      const checklist = await toChecklist(talk, card);
      const before = talk.delivered.length;

      const { status } = await talk.post(invokeOf(buttonsOf(checklist).find(one => one.verb === 'tick')!));

      assert.equal(status, 200);
      // Pressing shows that the person is back.
      assert.equal(talk.delivered.length, before + 1);
    });

    it('is left quietly when the bot is removed', async () => {
      const talk = channel();
      const reader = { id: `29:${randomUUID()}`, name: 'Chris Berg' };
      const card = await talk.say('', called(`<at>Mailflow Triage</at> ${paste()}`));
      await talk.as(reader).post(invokeOf(buttonsOf(card).find(one => one.verb === 'details')!));
      const there = bot.talk({ person: reader, conversation: personalChatOf(reader.id) });

      assert.equal((await there.post({ type: 'installationUpdate', action: 'remove' })).status, 200);
      const before = there.delivered.length;
      await talk.press(card, 'answer', { option: 'ours' });

      assert.equal(there.delivered.length, before);
    });
  });

  it('answers the same delivery once, also at the same moment', async () => {
    const talk = personal();
    const id = randomUUID();

    const answers = await Promise.all(
      Array.from({ length: 5 }, () => talk.post({ type: 'message', id, text: paste() })),
    );

    assert.ok(answers.every(one => one.status === 200));
    assert.equal(talk.delivered.length, 1);
  });
});
