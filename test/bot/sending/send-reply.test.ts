import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { type Logger, pino } from 'pino';
import type { ConnectorHttp } from '../../../src/bot/sending/connector-http.ts';
import { delayAfter } from '../../../src/bot/sending/leave-for-later.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import type { Store } from '../../../src/storage/store.ts';
import { temporaryFolder } from '../../storage/databases.ts';
import { type Asked, ask, type Clock, createClock, impatient, type Process, startProcess, text } from './outbox.ts';
import { type Mishap, type StubChannel, startStubChannel, type Taken } from './stub-channel.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const isCard = ({ body }: Taken) => Array.isArray(body.attachments);
const isSentence = ({ body }: Taken) => body.type === 'message' && !isCard({ body } as Taken);
const cardsOnly = { matches: ({ type }: { type: unknown }) => type === 'message' };

describe('a reply', () => {
  let store: Store;
  let http: ConnectorHttp;
  let channel: StubChannel;
  let clock: Clock;
  let bot: Process;
  let asked: Asked;
  let logged: Record<string, unknown>[];
  let log: Logger;

  before(async () => {
    store = await openStore(`sqlite:${temporaryFolder()}/sending.db`);
    http = impatient();
    channel = await startStubChannel();
  });

  beforeEach(async () => {
    await store.deleteOlderThan('9999-01-01T00:00:00Z');
    channel.forget();
    logged = [];
    log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line)) });
    clock = createClock();
    bot = startProcess({ store, clock, http, log });
    asked = await ask(bot.desk, channel.url);
  });

  after(async () => {
    http.close();
    await channel.stop();
    await store.close();
  });

  const send = () => bot.sender.send(asked.to, asked.activity, asked.reply);
  const key = () => ({ ...asked.to, activity: asked.activity.id });
  const isSent = async () => (await store.findReply(key()))?.sent;
  const known = () => store.cardOf(asked.to, asked.caseId);
  const shown = () => channel.taken.filter(isCard);
  const gaveUp = () => logged.filter(line => line.msg === 'A reply was given up').map(line => line.why);

  /** Hours go by, and somebody looks every ten minutes. */
  async function wait(time: number): Promise<void> {
    for (let waited = 0; waited < time; waited += 10 * minute) {
      clock.pass(10 * minute);
      await bot.look();
    }
  }

  it('is sent once, as an answer, and its card is known', async () => {
    await send();

    assert.equal(channel.requests.length, 1);
    assert.match(channel.requests[0]!.url, /\/activities\/asked$/);
    assert.equal(await known(), channel.requests[0]!.id);
    assert.equal(await isSent(), true);
    await wait(hour);
    assert.equal(channel.requests.length, 1);
  });

  describe('in a channel that is in trouble once', () => {
    for (const status of [408, 412, 429, 503]) {
      it(`${status}: is sent again at once, and is there once`, async () => {
        channel.next({ status });

        await send();

        assert.equal(shown().length, 1);
        assert.equal(await isSent(), true);
      });
    }

    const unclear: [what: string, mishap: Mishap][] = [
      ['500', { status: 500 }],
      ['502', { status: 502 }],
      ['504', { status: 504 }],
      ['a broken connection', {}],
      ['no answer in time', { delay: 600 }],
    ];
    for (const [what, mishap] of unclear) {
      it(`${what}, not taken: is sent anew when messages arrive again`, async () => {
        channel.next(mishap);

        await send();

        assert.deepEqual(
          channel.requests.map(({ body }) => body.type),
          ['message', 'typing', 'message'],
        );
        assert.equal(shown().length, 1);
        assert.equal(await known(), shown()[0]!.id);
        assert.equal(await isSent(), true);
      });

      it(`${what}, though taken: is there twice, and the second one is the card of the case`, async () => {
        channel.next({ ...mishap, isTaken: true });

        await send();

        assert.equal(shown().length, 2);
        assert.deepEqual(shown()[0]!.body.attachments, shown()[1]!.body.attachments);
        assert.equal(await known(), shown()[1]!.id);
        assert.equal(await isSent(), true);
      });
    }

    it('400: says in a sentence what the card says', async () => {
      channel.next({ status: 400 });

      await send();

      assert.deepEqual(
        channel.taken.map(({ body }) => body.text),
        ['The server says no on port 25.'],
      );
      assert.equal(await isSent(), true);
    });

    it('400, and nobody knows whether the sentence arrived: looks, and tries the whole once more', async () => {
      channel.next({ status: 400 }, { status: 502, isTaken: true });

      await send();

      assert.deepEqual(
        channel.requests.map(({ body }) => body.type),
        ['message', 'message', 'typing', 'message'],
      );
      assert.equal(await isSent(), true);
    });
  });

  describe('in a channel that is in trouble for long', () => {
    for (const status of [412, 429, 503, 500, 502, 504, 401]) {
      it(`${status}: is sent when the trouble is over, once`, async () => {
        channel.always = { status };
        await send();
        await wait(2 * hour);
        assert.equal(await isSent(), false);
        assert.deepEqual(gaveUp(), []);

        channel.always = undefined;
        await wait(hour);

        assert.equal(shown().length, 1);
        assert.equal(await isSent(), true);
      });

      it(`${status}: is given up after some six hours, with a reason`, async () => {
        channel.always = { status };
        await send();

        await wait(5 * hour);
        assert.deepEqual(gaveUp(), []);
        await wait(5 * hour);

        assert.deepEqual(gaveUp(), [status === 401 ? 'refused' : 'unreachable']);
        const line = logged.find(one => one.msg === 'A reply was given up')!;
        assert.equal(line.level, 40);
        assert.equal(line.tenant, asked.tenant);
        assert.doesNotMatch(JSON.stringify(logged), /port 25|4\.4\.316|Anna/);
        const before = channel.requests.length;
        channel.always = undefined;
        await wait(10 * hour);
        assert.equal(channel.requests.length, before, 'nobody takes it up any more');
        assert.equal(await isSent(), false, 'and it does not count as sent');
      });
    }

    it('says the same in a sentence when two cards may be there, and is then over', async () => {
      channel.always = { status: 502, isTaken: true, ...cardsOnly };
      await send();
      assert.equal(shown().length, 2);

      await wait(minute);
      channel.always = undefined;
      await wait(hour);

      assert.equal(shown().length, 2);
      assert.ok(channel.taken.filter(isSentence).length >= 1);
    });

    it('is not said for ever where no answer is ever clear', async () => {
      channel.always = { status: 502, isTaken: true, ...cardsOnly };
      await send();

      await wait(8 * hour);

      assert.deepEqual([shown().length, channel.taken.filter(isSentence).length], [2, 2]);
      assert.deepEqual(gaveUp(), ['unclear']);
    });

    it('waits as long as the channel says', async () => {
      channel.always = { status: 429, headers: { 'Retry-After': '900' } };
      await send();
      assert.equal(channel.requests.length, 1);
      channel.always = undefined;

      clock.pass(14 * minute);
      assert.equal(await bot.look(), 0);
      clock.pass(minute);
      assert.equal(await bot.look(), 1);

      assert.equal(shown().length, 1);
    });
  });

  it('has 24 attempts within some six hours, and the pauses grow', () => {
    const delays: number[] = [];
    for (let attempts = 0; ; attempts++) {
      const delay = delayAfter(attempts);
      if (delay === undefined) break;
      delays.push(delay);
    }

    assert.equal(delays.length + 1, 24);
    assert.ok(delays[0]! <= 15 * second && delays[0]! >= 10 * second);
    assert.ok(Math.max(...delays) <= 20 * minute);
    const hours = delays.reduce((sum, delay) => sum + delay) / hour;
    assert.ok(hours > 4.5 && hours < 6.5, `${hours}`);
    assert.equal(delayAfter(0, 5 * minute), 5 * minute);
  });

  describe('of several messages', () => {
    const said = () =>
      channel.taken.map(({ body }) => (typeof body.text === 'string' ? body.text.split('\n')[1] : 'card'));

    beforeEach(async () => {
      await store.deleteOlderThan('9999-01-01T00:00:00Z');
      asked = await ask(bot.desk, channel.url, [text('one'), text('two')]);
    });

    it('goes on where it stopped', async () => {
      channel.next({ status: 201, isTaken: true });
      channel.always = { status: 503 };
      await send();
      assert.equal(channel.taken.length, 1);
      channel.always = undefined;

      await wait(hour);

      assert.deepEqual(said(), ['card', 'one', 'two']);
      assert.equal(await isSent(), true);
    });

    it('goes on where a process ended', async () => {
      let notes = 0;
      const dying = startProcess({
        store: {
          ...store,
          noteSent: note => (++notes === 2 ? new Promise(() => undefined) : store.noteSent(note)),
        },
        clock,
        http,
      });
      void dying.sender.send(asked.to, asked.activity, asked.reply);
      while (notes < 2) await sleep(5);

      await wait(hour);

      assert.deepEqual(said(), ['card', 'one', 'one', 'two'], 'only what nobody noted comes twice');
    });
  });

  describe('of a process that ended', () => {
    it('is taken up by another one after thirty seconds, not before', async () => {
      clock.pass(29 * second);
      assert.equal(await bot.look(), 0);

      clock.pass(second);
      assert.equal(await bot.look(), 1);

      assert.equal(shown().length, 1);
      assert.equal(await bot.look(), 0);
    });

    it('between sending and noting comes twice, and the older card still works', async () => {
      const dying = startProcess({
        store: { ...store, noteSent: () => new Promise(() => undefined) },
        clock,
        http,
      });
      void dying.sender.send(asked.to, asked.activity, asked.reply);
      while (channel.taken.length === 0) await sleep(5);
      await wait(hour);
      const [older, newer] = shown() as [Taken, Taken];
      assert.equal(shown().length, 2);
      assert.equal(await known(), newer.id);
      channel.forget();

      await bot.cards.show(asked.tenant, asked.caseId, {
        pressed: { conversation: asked.to.conversation, activity: older.id },
      });

      assert.deepEqual(channel.taken.map(({ method, url }) => `${method} ${url.split('/').at(-1)}`).toSorted(), [
        `PUT ${older.id}`,
        `PUT ${newer.id}`,
      ]);
      assert.equal(await known(), newer.id);
    });

    it('has the pressed card for its card when nobody noted another one', async () => {
      await bot.cards.show(asked.tenant, asked.caseId, {
        pressed: { conversation: asked.to.conversation, activity: 'arrived' },
      });

      assert.equal(await known(), 'arrived');
    });

    it('is not sent again when somebody pressed its card meanwhile', async () => {
      channel.next({ status: 502, isTaken: true });
      channel.always = { status: 503 };
      await send();
      channel.always = undefined;
      await bot.cards.show(asked.tenant, asked.caseId, {
        pressed: { conversation: asked.to.conversation, activity: shown()[0]!.id },
      });

      await wait(hour);

      assert.equal(shown().filter(({ method }) => method === 'POST').length, 1);
      assert.equal(await isSent(), true);
    });

    it('is sent at once when its activity is delivered again', async () => {
      clock.pass(15 * second);

      await bot.sender.sendAgain(asked.to, asked.activity);

      assert.equal(shown().length, 1);
      assert.equal(await isSent(), true);
      await bot.sender.sendAgain(asked.to, asked.activity);
      assert.equal(shown().length, 1);
    });

    it('is of no use after a day', async () => {
      clock.pass(25 * hour);
      await bot.look();

      assert.deepEqual(gaveUp(), ['too-old']);
      assert.equal(channel.requests.length, 0);
    });
  });

  describe('that is being sent', () => {
    it('is not sent by a repeated delivery as well', async () => {
      channel.next({ delay: 30, status: 201, isTaken: true });

      await Promise.all([send(), bot.sender.sendAgain(asked.to, asked.activity)]);

      assert.equal(channel.requests.length, 1);
    });

    it('is left to the process that took it up meanwhile', async () => {
      channel.next({ status: 503, delay: 40 });
      const sending = send();
      while (channel.requests.length === 0) await sleep(1);
      const other = startProcess({ store, clock, http });

      await Promise.all([sending, other.sender.sendAgain(asked.to, asked.activity)]);

      assert.equal(shown().length, 1);
    });

    it('is noted when the database comes back', async () => {
      let tries = 0;
      const { sender } = startProcess({
        store: {
          ...store,
          noteSent: note => (++tries < 3 ? Promise.reject(new Error('away')) : store.noteSent(note)),
        },
        clock,
        http,
      });

      await sender.send(asked.to, asked.activity, asked.reply);

      assert.equal(shown().length, 1);
      assert.equal(await isSent(), true);
    });
  });

  describe('to a place that is gone', () => {
    for (const status of [403, 404]) {
      it(`${status}: marks the place, and is given up`, async () => {
        channel.next({ status });

        await send();

        assert.ok((await store.place(asked.to))?.goneAt);
        assert.deepEqual(gaveUp(), ['place-gone']);
        await wait(hour);
        assert.equal(channel.requests.length, 1);
      });
    }

    it('is not sent late', async () => {
      await store.leavePlace(asked.to, clock.now());

      await wait(hour);

      assert.equal(channel.requests.length, 0);
      assert.deepEqual(gaveUp(), ['place-gone']);
    });

    it('is not sent to somebody’s own chat either', async () => {
      const own = { ...asked.place, conversation: 'a:own', goneAt: clock.now() };
      await store.savePlace(own);
      const reply = { messages: [text('commands', own.conversation)], replacement: null };
      await store.commit({ ...asked.to, at: clock.now(), by: null, activity: { id: 'pressed', reply } });

      await bot.sender.send(asked.to, { id: 'pressed', type: 'invoke' }, reply);

      assert.equal(channel.requests.length, 0);
      assert.deepEqual(gaveUp(), ['place-gone']);
    });

    it('is sent again from the moment that somebody there calls the bot', async () => {
      await store.leavePlace(asked.to, clock.now());
      await store.savePlace(asked.place);

      await wait(hour);

      assert.equal(shown().length, 1);
    });
  });

  it('of which nothing is stored is not sent later, and says so', async () => {
    channel.always = { status: 503 };

    await assert.rejects(bot.sender.send(asked.to, asked.activity, { ...asked.reply, isFleeting: true }));
    await assert.rejects(bot.sender.send(asked.to, { type: 'message' }, asked.reply));
  });

  it('is not noted before every card of its case is painted', async () => {
    await send();
    const reply = { messages: [], replacement: null, showsCase: asked.caseId };
    await store.commit({ ...asked.to, at: clock.now(), by: null, activity: { id: 'pressed', reply } });
    channel.always = { status: 401 };

    await bot.sender.send(asked.to, { id: 'pressed', type: 'invoke', replyToId: shown()[0]!.id }, reply);
    assert.equal((await store.findReply({ ...asked.to, activity: 'pressed' }))?.sent, false);
    channel.always = undefined;
    await wait(minute);

    assert.equal(channel.taken.at(-1)?.method, 'PUT');
    assert.equal((await store.findReply({ ...asked.to, activity: 'pressed' }))?.sent, true);
  });

  it('arrives whatever goes wrong in whatever order, at most twice, and its row comes to an end', async () => {
    const refusal = fc.constantFrom<Mishap>({ status: 412 }, { status: 429 }, { status: 503 }, { status: 401 });
    const unclear = fc.constantFrom<Mishap>({ status: 500 }, { status: 502 }, { status: 504 }, {});
    const unclearTaken = unclear.map(mishap => ({ ...mishap, isTaken: true }));
    const fine = fc.constant<Mishap>({ status: 201, isTaken: true });
    const mishaps = fc.array(fc.oneof(refusal, unclear, unclearTaken, fine), { maxLength: 14 });

    await fc.assert(
      fc.asyncProperty(mishaps, async sequence => {
        await store.deleteOlderThan('9999-01-01T00:00:00Z');
        channel.forget();
        logged.length = 0;
        asked = await ask(bot.desk, channel.url);
        channel.next(...sequence);

        await send();
        await wait(11 * hour);

        const unsure = channel.requests.filter(one => one.body.type === 'message').length;
        const cards = shown().length;
        assert.ok(cards <= 2, `${cards} cards`);
        assert.ok(cards + channel.taken.filter(isSentence).length >= 1 || gaveUp().includes('unclear'));
        if (gaveUp().length > 0) {
          assert.deepEqual(gaveUp(), ['unclear']);
          assert.ok(unsure >= 4);
        }
        assert.equal(await isSent(), gaveUp().length === 0);
        if (!sequence.some(one => one.status === undefined || one.status >= 500)) assert.equal(cards, 1);
      }),
      { numRuns: 40 },
    );
  });
});
