import { strict as assert } from 'node:assert';
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import type { Server } from 'restify';
import { createAdapter, createServer } from '../../../src/bot/serving/index.ts';
import { type BotUnderTest, startBot } from '../../conversations/bot-under-test.ts';
import { temporaryFolder } from '../../storage/databases.ts';

describe('the web server', () => {
  let bot: BotUnderTest;

  before(async () => {
    bot = await startBot(`sqlite:${temporaryFolder()}/server.db`);
  });

  after(() => bot.stop());

  async function send(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<number> {
    const response = await fetch(`${bot.url}/api/messages`, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', ...headers },
    });
    await response.text();
    return response.status;
  }

  const activity = {
    type: 'message',
    id: '1',
    serviceUrl: 'http://127.0.0.1:9',
    channelId: 'test',
    from: { id: 'a' },
    recipient: { id: 'b' },
    conversation: { id: 'c' },
    text: 'hi',
  };

  it('says that it is healthy', async () => {
    const response = await fetch(`${bot.url}/healthz`);

    assert.deepEqual([response.status, await response.json()], [200, { status: 'ok' }]);
  });

  const refused: [
    what: string,
    status: number,
    body: string | Uint8Array<ArrayBuffer>,
    headers?: Record<string, string>,
  ][] = [
    ['no JSON', 400, '{'],
    ['an array', 400, '[]'],
    ['a number', 400, '7'],
    ['no type', 400, JSON.stringify({ ...activity, type: undefined })],
    ['a numeric type', 400, JSON.stringify({ ...activity, type: 7 })],
    ['a text that is an object', 400, JSON.stringify({ ...activity, text: { a: 1 } })],
    ['no service URL', 400, JSON.stringify({ ...activity, serviceUrl: undefined })],
    ['a service URL elsewhere', 403, JSON.stringify({ ...activity, serviceUrl: 'https://198.51.100.1/' })],
    [
      'a service URL that only looks near',
      403,
      JSON.stringify({ ...activity, serviceUrl: 'https://127.0.0.1.evil.example/' }),
    ],
    ...['gopher://127.0.0.1/', 'ftp://127.0.0.1/', 'file:///etc/passwd', 'javascript:alert(1)', 'data:,x'].map(
      serviceUrl =>
        [`a service URL ${serviceUrl}`, 400, JSON.stringify({ ...activity, serviceUrl })] as [string, number, string],
    ),
    ['plain http elsewhere', 400, JSON.stringify({ ...activity, serviceUrl: 'http://198.51.100.1/' })],
    ...[
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: 'http://127.0.0.1:1' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
    ].map(
      headers =>
        [`a page elsewhere (${JSON.stringify(headers)})`, 403, JSON.stringify(activity), headers] as [
          string,
          number,
          string,
          Record<string, string>,
        ],
    ),
    ['another content type', 415, 'hello', { 'Content-Type': 'text/plain' }],
    ['a form', 415, 'a=1', { 'Content-Type': 'multipart/form-data; boundary=x' }],
    ['gzip that is none', 415, 'hello', { 'Content-Encoding': 'gzip' }],
    ['real gzip', 415, Uint8Array.from(gzipSync(JSON.stringify(activity))), { 'Content-Encoding': 'gzip' }],
    ['two megabytes', 413, JSON.stringify({ ...activity, text: 'x'.repeat(2_000_000) })],
  ];
  for (const [what, status, body, headers] of refused) {
    it(`answers ${status} to ${what}, and lives on`, async () => {
      // A refused upload may end with a reset connection instead of an answer.
      const got = await send(body, headers).catch(() => 413);

      assert.equal(got, status);
      assert.equal((await fetch(`${bot.url}/healthz`)).status, 200);
    });
  }

  it('refuses another host name, as a rebound DNS name would send', async () => {
    const port = Number(new URL(bot.url).port);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port,
          path: '/api/messages',
          method: 'POST',
          headers: { Host: 'evil.example', 'Content-Type': 'application/json' },
        },
        response => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(JSON.stringify(activity));
    });

    assert.equal(status, 403);
  });

  it('answers 501 to an invoke it does not know', async () => {
    assert.equal(await send(JSON.stringify({ ...activity, type: 'invoke', name: 'task/dance' })), 501);
  });

  it('takes activities of other types without a word', async () => {
    assert.equal(await send(JSON.stringify({ ...activity, type: 'typing', text: undefined })), 200);
  });
});

describe('a connection that goes away', () => {
  const lines: { level: number; msg: string; reason?: string }[] = [];
  let server: Server;
  let port = 0;

  before(async () => {
    server = createServer({
      adapter: await createAdapter(undefined),
      turns: { handle: async () => undefined },
      isLocal: true,
      allowedTenants: [],
      checkHealth: async () => undefined,
      log: pino({ level: 'debug' }, { write: line => lines.push(JSON.parse(line)) }),
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    port = server.address().port;
  });

  after(() => new Promise<void>(resolve => server.close(() => resolve())));

  beforeEach(() => {
    lines.length = 0;
  });

  const head = () => `POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n`;
  for (const [what, text] of [
    ['in the middle of a body', () => `${head()}Content-Length: 1000\r\n\r\n{"a`],
    ['before the body', () => `${head()}Content-Length: 1000\r\n\r\n`],
    ['in the middle of a chunk', () => `${head()}Transfer-Encoding: chunked\r\n\r\nff\r\n{"a`],
  ] as const) {
    for (const end of ['destroy', 'resetAndDestroy'] as const) {
      it(`${what} (${end}) is told at debug only`, async () => {
        const socket = connect(port, '127.0.0.1');
        await new Promise(resolve => socket.write(text(), resolve));
        // The answer to another request says that this one was read.
        assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
        socket[end]();
        while (lines.length === 0) await sleep(5);

        assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
        assert.deepEqual(
          lines.map(({ level, msg, reason }) => ({ level, msg, reason })),
          [{ level: 20, msg: 'A request was refused', reason: 'The body broke off.' }],
        );
      });
    }
  }

  for (const [what, text] of [
    ['in the middle of the headers', () => head()],
    ['with something that is no HTTP', () => 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['without a word', () => ''],
  ] as const) {
    it(`${what} is not told at all`, async () => {
      const socket = connect(port, '127.0.0.1');
      await new Promise(resolve => socket.write(text(), resolve));
      socket.on('error', () => {});
      const closed = new Promise(resolve => socket.once('close', resolve));
      socket.destroy();
      await closed;

      for (let asked = 0; asked < 3; asked++)
        assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
      assert.deepEqual(lines, []);
    });
  }
});
