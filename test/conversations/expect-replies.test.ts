import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../src/storage/open-store.ts';
import { onEachDatabase, temporaryFolder } from '../storage/databases.ts';
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

const text = '450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]';
const deliveryMode = 'expectReplies';

interface Said {
  readonly type: string;
  readonly text?: string;
  readonly value?: { status: number; body?: { statusCode: number; type: string; value: Card } };
  readonly attachments?: { readonly content: Card }[];
}

async function expect(talk: Talk, activity: Record<string, unknown>): Promise<Said[]> {
  const { status, body } = await talk.post({ deliveryMode, ...activity });
  assert.equal(status, 200);
  const { activities, ...rest } = body as { activities: Said[] };
  assert.deepEqual(rest, {});
  return activities;
}

const cardIn = ([first]: Said[]) => first!.attachments![0]!.content;

onEachDatabase('a caller that expects the replies in the response', database => {
  let bot: BotUnderTest;

  before(async () => {
    bot = await startBot(database.url);
  });

  after(() => bot.stop());

  it('finds the card there, and nothing is sent elsewhere', async () => {
    const talk = bot.talk();
    const id = randomUUID();

    const activities = await expect(talk, { type: 'message', id, text });

    assert.equal(activities.length, 1);
    const { attachments, entities, summary, serviceUrl, ...rest } = activities[0] as unknown as Record<string, unknown>;
    assert.match(cardIn(activities).fallbackText, /^Connection refused/);
    assert.ok(entities && summary);
    assert.match(String(serviceUrl), /^http:\/\/127\.0\.0\.1:/);
    assert.deepEqual(rest, {
      type: 'message',
      inputHint: 'acceptingInput',
      channelData: { feedbackLoop: { type: 'default' } },
      channelId: 'test',
      conversation: rest.conversation,
      from: botAccount,
      recipient: { id: 'priya', name: 'Priya Raman', role: 'user' },
      replyToId: id,
      locale: 'en',
    });
    assert.equal((rest.conversation as { id: string }).id, talk.conversation);
    assert.deepEqual(talk.delivered, []);
  });

  it('gets the same again for a repeated delivery, also from the next process, and one case is open', async () => {
    const tenant = randomUUID();
    const talk = bot.talk({ tenant });
    const message = { type: 'message', id: randomUUID(), text };

    const [first, meanwhile] = await Promise.all([expect(talk, message), expect(talk, message)]);
    const second = await expect(talk, message);
    await bot.restart();
    const third = await expect(talk, message);

    assert.equal(first.length, 1);
    for (const again of [meanwhile, second, third]) assert.deepEqual(again, first);
    const store = await openStore(database.url);
    const cases = await store.listCases({ tenant, limit: 10 });
    const now = new Date(Date.now() + 3_600_000).toISOString();
    const unsent = await store.claimUnsent({ now, leaseUntil: now, limit: 100 });
    await store.close();
    assert.equal(cases.length, 1);
    assert.deepEqual(unsent, [], 'nothing is left to be sent late');
    assert.deepEqual(talk.delivered, []);
  });

  it('finds the answer of an invoke among the activities, with the status and the card', async () => {
    const talk = bot.talk();
    const card = cardIn(await expect(talk, { type: 'message', text }));
    const [button] = buttonsOf(card);

    const press = { ...invokeOf(button!), id: randomUUID(), replyToId: 'unknown-to-the-channel' };
    const [answer, ...more] = await expect(talk, press);

    assert.deepEqual(more, []);
    assert.equal(answer?.type, 'invokeResponse');
    assert.equal(answer.value?.status, 200);
    assert.equal(answer.value.body?.type, 'application/vnd.microsoft.card.adaptive');
    assert.notDeepEqual(answer.value.body.value, card);
    assert.deepEqual(await expect(talk, press), [answer], 'the same again');
    assert.deepEqual(talk.delivered, [], 'a card of a response cannot be updated');
  });

  it('finds what a pressed button of a channel without invokes leads to as a new card', async () => {
    const talk = bot.talk();
    const card = cardIn(await expect(talk, { type: 'message', text }));
    const { verb, data } = buttonsOf(card)[0]!;

    const activities = await expect(talk, { type: 'message', value: { verb, ...data }, replyToId: 'x' });

    assert.equal(activities.length, 1);
    assert.notDeepEqual(cardIn(activities), card);
    assert.deepEqual(talk.delivered, []);
  });

  it('finds several messages in their order', async () => {
    const talk = bot.talk();
    let card = cardIn(
      await expect(talk, {
        type: 'message',
        text: '550 5.7.23 The message was rejected because of Sender Policy Framework violation',
      }),
    );
    for (let steps = 0; steps < 8; steps++) {
      const copy = buttonsOf(card).find(({ verb }) => verb.startsWith('copy-'));
      if (copy) {
        const activities = await expect(talk, invokeOf(copy));
        assert.deepEqual(
          activities.map(({ type }) => type),
          ['invokeResponse', 'message'],
        );
        assert.ok(activities[1]!.text);
        return;
      }
      const next = buttonsOf(card).find(({ verb }) => verb === 'answer' || verb === 'go-on' || verb === 'failing')!;
      const [answer] = await expect(talk, invokeOf(next));
      card = answer!.value!.body!.value;
    }
    assert.fail('no card with a text to copy');
  });

  it('finds what goes to the own chat not there, but in the own chat', async () => {
    const tenant = randomUUID();
    const member = `29:${randomUUID()}`;
    const talk = bot.talk({ tenant, isShared: true, person: { id: member, name: 'Anna' } });
    const entities = [{ type: 'mention', text: '<at>Mailflow Triage</at>', mentioned: botAccount }];
    const card = cardIn(await expect(talk, { type: 'message', text: `<at>Mailflow Triage</at> ${text}`, entities }));
    const details = buttonsOf(card).find(({ verb }) => verb === 'details')!;

    const activities = await expect(talk, invokeOf(details));

    assert.deepEqual(
      activities.map(({ type }) => type),
      ['invokeResponse'],
    );
    assert.equal(bot.deliveredTo(personalChatOf(member)).length, 1);
    assert.deepEqual(talk.delivered, []);
  });

  it('gets an empty list for what is let pass, and 501 for an unknown invoke', async () => {
    const talk = bot.talk();

    assert.deepEqual(await expect(talk, { type: 'messageReaction' }), []);
    const [answer, ...more] = await expect(talk, { type: 'invoke', name: 'task/dance' });
    assert.deepEqual([answer?.type, answer?.value, more], ['invokeResponse', { status: 501 }, []]);
  });

  it('is no other caller: in the usual mode the card is sent', async () => {
    const talk = bot.talk();

    const { status, body } = await talk.post({ type: 'message', text, deliveryMode: 'normal' });

    // On a busy machine somebody is shown to be typing first.
    const sent = talk.delivered.filter(({ type }) => type === 'message');
    assert.deepEqual([status, body, sent.length], [200, undefined, 1]);
  });
});

describe('a caller that expects the replies in the response, when nothing works', () => {
  it('finds a sentence with a reference there', async () => {
    const file = join(temporaryFolder(), 'expect.db');
    const bot = await startBot(`sqlite:${file}`);
    const talk = bot.talk();
    rmSync(file);

    const card = cardIn(await expect(talk, { type: 'message', text }));
    const [answer] = await expect(talk, invokeOf({ verb: 'back', data: { caseId: 'ABCDEF' } }));
    await bot.stop();

    assert.match(textOf(card), /That did not work/);
    assert.match(textOf(answer!.value!.body!.value), /That did not work/);
    assert.deepEqual(talk.delivered, []);
  });
});
