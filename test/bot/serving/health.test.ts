import { strict as assert } from 'node:assert';
import { rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { createHealthCheck } from '../../../src/bot/serving/index.ts';
import type { StoreTrouble } from '../../../src/storage/store.ts';
import { type BotUnderTest, startBot, textOf } from '../../conversations/bot-under-test.ts';
import { temporaryFolder } from '../../storage/databases.ts';
import { freshDatabase } from '../../storage/postgres.ts';

async function healthOf(bot: BotUnderTest): Promise<{ status: number; sentence: string }> {
  const response = await fetch(`${bot.url}/healthz`);
  const { status } = (await response.json()) as { status: string };
  return { status: response.status, sentence: status };
}

/** Asked again until it is so: an answer is kept for two seconds. */
async function becomes(bot: BotUnderTest, wanted: number): Promise<string> {
  for (;;) {
    const { status, sentence } = await healthOf(bot);
    if (status === wanted) return sentence;
    await sleep(100);
  }
}

describe('GET /healthz', () => {
  it('says 503 when the database file was deleted, and a turn says that it did not work', async () => {
    const file = join(temporaryFolder(), 'health.db');
    const bot = await startBot(`sqlite:${file}`);
    const talk = bot.talk();
    await talk.say('450 4.4.316 Connection refused');
    assert.deepEqual(await healthOf(bot), { status: 200, sentence: 'ok' });

    rmSync(file);

    assert.match(textOf(await talk.say('450 4.4.316 Connection refused')), /That did not work/);
    const sentence = await becomes(bot, 503);
    assert.equal(sentence, 'The database file was deleted or replaced. Restore it and restart the bot.');
    await bot.stop();
  });

  it('says 503 while PostgreSQL is away, and 200 when it is back', async () => {
    const gate = await openGate(await freshDatabase());
    const bot = await startBot(gate.url);
    // It lives long enough to prepare what it knows, as a new process does.
    await bot.restart();
    assert.equal((await healthOf(bot)).status, 200);

    await gate.shut();
    assert.equal(await becomes(bot, 503), 'The database does not answer. Check that it runs, and DATABASE_URL.');
    await gate.open();

    assert.equal(await becomes(bot, 200), 'ok');
    await bot.talk().say('450 4.4.316 Connection refused');
    await bot.stop();
    await gate.shut();
  });
});

describe('the health check', () => {
  it('looks once for all who ask at the same time, and logs a change once', async () => {
    let looks = 0;
    let trouble: StoreTrouble | undefined;
    const lines: string[] = [];
    const check = createHealthCheck(
      {
        trouble: async () => {
          looks++;
          return trouble;
        },
      },
      pino({ level: 'debug' }, { write: line => lines.push((JSON.parse(line) as { msg: string }).msg) }),
      { keptFor: 0, answerWithin: 1_000 },
    );

    assert.deepEqual(await Promise.all([check(), check(), check()]), [undefined, undefined, undefined]);
    assert.equal(looks, 1);
    trouble = 'not-writable';
    for (let asked = 0; asked < 3; asked++) assert.equal(await check(), 'not-writable');
    trouble = undefined;
    for (let asked = 0; asked < 3; asked++) assert.equal(await check(), undefined);

    assert.deepEqual(lines, [
      'The database takes nothing. Check that its disk is neither full nor read-only.',
      'The database takes what is written again',
    ]);
  });

  it('takes a look that fails for a database that does not answer', async () => {
    const check = createHealthCheck(
      { trouble: () => Promise.reject(new Error('no such host')) },
      pino({ level: 'silent' }),
      { keptFor: 0, answerWithin: 1_000 },
    );

    assert.equal(await check(), 'unreachable');
  });

  it('gives the same answer for a while', async () => {
    let looks = 0;
    const check = createHealthCheck(
      {
        trouble: async () => {
          looks++;
          return undefined;
        },
      },
      pino({ level: 'silent' }),
    );

    for (let asked = 0; asked < 5; asked++) await check();

    assert.equal(looks, 1);
  });

  it('waits for no database that hangs', async () => {
    const check = createHealthCheck({ trouble: () => new Promise(() => {}) }, pino({ level: 'silent' }), {
      keptFor: 0,
      answerWithin: 1,
    });

    assert.equal(await check(), 'unreachable');
    assert.equal(await check(), 'unreachable');
  });
});

/** A way to the server that can be shut. */
async function openGate(databaseUrl: string) {
  const behind = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    const other = connect(Number(behind.port), behind.hostname);
    for (const [one, its] of [
      [socket, other],
      [other, socket],
    ] as const) {
      sockets.add(one);
      one.pipe(its);
      one.on('error', () => {});
      one.on('close', () => its.destroy());
    }
  });
  const listen = (port: number) => new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: String(port) }).href,
    open: () => listen(port),
    shut: async () => {
      const closed = new Promise(resolve => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await closed;
    },
  };
}
