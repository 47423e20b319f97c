import { strict as assert } from 'node:assert';
import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
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
      JSON.stringify({ ...activity, serviceUrl: 'http://127.0.0.1.evil.example/' }),
    ],
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

  it('survives a connection that goes away in the middle of a body', async () => {
    const port = Number(new URL(bot.url).port);
    await new Promise<void>(resolve => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(
          'POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"a',
        );
        socket.destroy();
        resolve();
      });
    });

    assert.equal((await fetch(`${bot.url}/healthz`)).status, 200);
  });
});
