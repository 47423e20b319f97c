import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { type Issuer, startIssuer } from '../bot/issuer.ts';
import { temporaryFolder } from '../storage/databases.ts';
import {
  type BotUnderTest,
  buttonsOf,
  type Card,
  personalChatOf,
  startBot,
  type Talk,
  textOf,
} from './bot-under-test.ts';

const bounce = [
  '<p>Your message to <b>piet.bakker@fabrikam.example</b> couldn&rsquo;t be delivered.</p>',
  '<p>Remote Server returned &#39;550 5.4.316 Message expired, connection refused [Message=Socket error code 10061]',
  ' [LastAttemptedServerName=mx1.fabrikam.example] [LastAttemptedIP=203.0.113.7:25]&#39;</p>',
].join('');

const names = /piet|bakker|fabrikam|203\.0\.113/i;

/** As Teams sends the action on a message (Microsoft, "Define message extension action commands"). */
const onMessage = (content: string, more: object = {}) => ({
  type: 'invoke',
  name: 'composeExtension/fetchTask',
  value: {
    commandId: 'triageMessage',
    commandContext: 'message',
    requestId: randomUUID(),
    messagePayload: {
      id: '1700000000000',
      replyToId: null,
      createdDateTime: '2026-11-21T09:00:00Z',
      from: { user: { userIdentityType: 'aadUser', id: randomUUID(), displayName: 'Kim' } },
      body: { contentType: 'html', content },
      attachments: [],
      mentions: [],
      ...more,
    },
    context: { theme: 'default' },
  },
});

const search = (text: string, queryOptions = { skip: 0, count: 25 }) => ({
  type: 'invoke',
  name: 'composeExtension/query',
  value: {
    commandId: 'searchArticles',
    parameters: text === '' ? [{ name: 'initialRun', value: 'true' }] : [{ name: 'text', value: text }],
    queryOptions,
  },
});

const submit = (data: object) => ({
  type: 'invoke',
  name: 'composeExtension/submitAction',
  value: { commandId: 'triageMessage', commandContext: 'message', data, context: { theme: 'default' } },
});

/** What the last card of a dialog says. */
function saysPosted(body: unknown, text: string): void {
  const { content } = (body as DialogBody).task.value.card;
  assert.equal(content.fallbackText, text);
  assert.match(JSON.stringify(content), /message=case%20[A-Z2-9]{6}/);
}

const posted = 'Posted here.';
const sent = 'Sent to your chat with me.';

interface DialogBody {
  readonly task: { readonly type: string; readonly value: { readonly card: { readonly content: Card } } };
}

describe('the message extension, with tokens', () => {
  let issuer: Issuer;
  let bot: BotUnderTest;

  before(async () => {
    issuer = await startIssuer();
    bot = await startBot(`sqlite:${temporaryFolder()}/extension.db`, {}, issuer);
  });

  after(async () => {
    await bot.stop();
    await issuer.stop();
  });

  const someone = () => ({ id: `29:${randomUUID()}`, name: 'Kim Okafor' });
  const channelId = () => `19:${randomUUID()}@thread.tacv2`;
  async function dialogOf(talk: Talk, activity: object): Promise<Card> {
    const { status, body } = await talk.post(activity as Record<string, unknown>);
    assert.equal(status, 200);
    const { task } = body as DialogBody;
    assert.equal(task.type, 'continue');
    return task.value.card.content;
  }
  /** What the dialog's button sends. */
  function dataOf(card: Card, where: string): Record<string, unknown> {
    const found = JSON.stringify(card).match(/\{"verb":"post-case"[^}]*\}/g) ?? [];
    const data = found.map(one => JSON.parse(one)).find(one => one.where === where);
    assert.ok(data, `no button for ${where}`);
    return data;
  }

  describe('searching', () => {
    it('finds a code, in the language of the one who types', async () => {
      const { status, body } = await bot.talk({ locale: 'nl' }).post(search('5.7.1'));

      assert.equal(status, 200);
      const { composeExtension } = body as { composeExtension: { type: string; attachments: { preview: object }[] } };
      assert.equal(composeExtension.type, 'result');
      assert.ok(composeExtension.attachments.length >= 3);
      assert.ok(composeExtension.attachments.every(one => one.preview));
    });

    it('shows the tenant’s own latest before anything is typed', async () => {
      await bot.talk().say('550 5.4.316 Message expired, connection refused');

      const { body } = await bot.talk().post(search(''));

      const { attachments } = (body as { composeExtension: { attachments: { content: Card }[] } }).composeExtension;
      assert.match(JSON.stringify(attachments[0]), /5\.4\.316/);
      assert.ok(attachments.length >= 5);
    });

    it('says that a code is unknown instead of naming a neighbour', async () => {
      const { body } = await bot.talk().post(search('4.4.999'));

      const { type, text } = (body as { composeExtension: { type: string; text: string } }).composeExtension;
      assert.equal(type, 'message');
      assert.match(text, /4\.4\.999/);
    });
  });

  describe('"Triage this message"', () => {
    it('shows the finding to the one who asks, with every detail', async () => {
      const talk = bot.talk({ person: someone(), isShared: true, conversation: channelId() });

      const card = await dialogOf(talk, onMessage(bounce));

      assert.match(textOf(card), /5\.4\.316/);
      assert.match(JSON.stringify(card), /mx1\.fabrikam/);
      assert.equal(talk.delivered.length, 0, 'nothing is posted yet');
    });

    it('posts the case to the thread, shortened, where everybody can tick', async () => {
      const conversation = channelId();
      const talk = bot.talk({ person: someone(), isShared: true, conversation });
      const thread = bot.talk({
        person: someone(),
        isShared: true,
        conversation: `${conversation};messageid=1700000000000`,
      });
      const card = await dialogOf(talk, onMessage(bounce));

      const { status, body } = await talk.post(submit(dataOf(card, 'here')));

      assert.equal(status, 200);
      saysPosted(body, posted);
      assert.equal(talk.delivered.length, 0);
      assert.equal(thread.delivered.length, 1);
      const inThread = thread.delivered[0]!.card!;
      assert.doesNotMatch(JSON.stringify(inThread), names);
      await thread.press(inThread, 'answer', { option: 'ours' });
      assert.equal(thread.delivered.at(-1)!.method, 'PUT');
    });

    it('posts once when Teams delivers the click twice', async () => {
      const conversation = channelId();
      const talk = bot.talk({ person: someone(), isShared: true, conversation });
      const thread = bot.talk({ isShared: true, conversation: `${conversation};messageid=1700000000000` });
      const click = { id: randomUUID(), ...submit(dataOf(await dialogOf(talk, onMessage(bounce)), 'here')) };

      await Promise.all([talk.post(click), talk.post(click)]);
      const third = await talk.post(click);

      assert.equal(third.status, 200);
      saysPosted(third.body, posted);
      assert.equal(thread.delivered.length, 1);
    });

    it('sends the case to the own chat, whole, and opens it there by its number', async () => {
      const person = someone();
      const talk = bot.talk({ person, isShared: true, conversation: channelId() });
      const card = await dialogOf(talk, onMessage(bounce));

      saysPosted((await talk.post(submit(dataOf(card, 'personal')))).body, sent);

      const own = bot.talk({ person, conversation: personalChatOf(person.id) });
      const whole = own.delivered[0]!.card!;
      assert.match(JSON.stringify(whole), /mx1\.fabrikam/);
      const { caseId } = buttonsOf(whole)[0]!.data as { caseId: string };
      assert.match(textOf(await own.say(`case ${caseId}`)), /5\.4\.316/);
      const stranger = bot.talk({ person: someone() });
      assert.match(textOf(await stranger.say(`case ${caseId}`)), /I know no case/);
    });

    it('says so where the bot is no member, and posts after it was added', async () => {
      const conversation = channelId();
      const talk = bot.talk({ person: someone(), isShared: true, conversation });
      const data = dataOf(await dialogOf(talk, onMessage(bounce)), 'here');
      bot.failNext({ status: 403, method: 'POST' });

      const card = await dialogOf(talk, submit(data));
      assert.match(textOf(card), /not in this conversation/);

      const thread = bot.talk({ isShared: true, conversation: `${conversation};messageid=1700000000000` });
      saysPosted((await talk.post(submit(data))).body, posted);
      assert.equal(thread.delivered.length, 1);
    });

    it('says so where the finding is gone, or is somebody else’s', async () => {
      const talk = bot.talk({ person: someone(), isShared: true, conversation: channelId() });
      const data = dataOf(await dialogOf(talk, onMessage(bounce)), 'here');

      for (const [who, what] of [
        [talk, { ...data, draft: 'gone' }],
        [talk.as(someone()), data],
      ] as const) {
        assert.match(textOf(await dialogOf(who, submit(what))), /expired/);
      }
    });

    it('asks for a text where there is none to read, and triages what is pasted', async () => {
      const talk = bot.talk({ person: someone(), isShared: true, conversation: channelId() });
      const empty: [activity: object, says: RegExp][] = [
        [onMessage('<p>&nbsp;</p>'), /no text/],
        [onMessage('<p><img src="x"></p>', { attachments: [{ contentType: 'image/png' }] }), /picture/],
        [onMessage('<p>Who takes the lunch order?</p>'), /recognise no mail problem/],
        [onMessage('<p>550 5.4.999 whatever</p>'), /no article for 5\.4\.999/],
        [
          { ...onMessage(''), value: { commandId: 'triageMessage', commandContext: 'compose' } },
          /What does the bounce say/,
        ],
      ];
      for (const [activity, says] of empty) assert.match(textOf(await dialogOf(talk, activity)), says);

      const found = await dialogOf(talk, submit({ verb: 'triage-text', text: '550 5.2.2 mailbox full' }));
      assert.match(textOf(found), /5\.2\.2/);
    });

    it('lets choose where several fit', async () => {
      const talk = bot.talk({ person: someone(), isShared: true, conversation: channelId() });
      const card = await dialogOf(talk, onMessage('<p>550 5.7.1</p>'));
      const choices = JSON.stringify(card).match(/"value":"[a-z-]+"/g) ?? [];
      assert.ok(choices.length >= 2);
      const option = JSON.parse(`{${choices[1]}}`).value;

      saysPosted((await talk.post(submit({ ...dataOf(card, 'personal'), option }))).body, sent);
    });

    it('posts the question what happens to the message where nothing fits well', async () => {
      const conversation = channelId();
      const talk = bot.talk({ person: someone(), isShared: true, conversation });
      const thread = bot.talk({
        person: someone(),
        isShared: true,
        conversation: `${conversation};messageid=1700000000000`,
      });
      const card = await dialogOf(talk, onMessage('<p>they tell us that our mail does not reach them</p>'));

      assert.equal((await dialogOf(talk, submit(dataOf(card, 'here')))).fallbackText, 'Posted here.');

      const question = thread.delivered[0]!.card!;
      assert.match(textOf(question), /What happens to the message\?/);
      assert.match(textOf(await thread.press(question, 'narrow', { option: 'waiting' })), /Get-Queue/);
    });
  });

  const refused: [what: string, status: number, activity: Record<string, unknown>][] = [
    ['a query without a shape', 400, { type: 'invoke', name: 'composeExtension/query', value: 7 }],
    ['a submit without data', 400, { type: 'invoke', name: 'composeExtension/submitAction', value: {} }],
    ['an unknown command', 501, { type: 'invoke', name: 'composeExtension/query', value: { commandId: 'x' } }],
    [
      'an unfurled link',
      501,
      { type: 'invoke', name: 'composeExtension/queryLink', value: { url: 'https://x.example' } },
    ],
    ['its settings', 501, { type: 'invoke', name: 'composeExtension/querySettingUrl', value: {} }],
    ['a click on its card', 501, { type: 'invoke', name: 'composeExtension/onCardButtonClicked', value: {} }],
  ];
  for (const [what, status, activity] of refused) {
    it(`answers ${status} to ${what}`, async () => assert.equal((await bot.talk().post(activity)).status, status));
  }
});
