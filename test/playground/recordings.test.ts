// What the Agents Playground 0.2.28 posts, as it posted it: recordings/ holds one activity a file.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { type Running, start } from '../../src/start.ts';
import { content, knowledgeBase } from '../content.ts';

const folder = join(import.meta.dirname, 'recordings');
const names = readdirSync(folder).map(file => file.replace('.json', ''));

describe('recordings of the Agents Playground', () => {
  let bot: Running;
  let service: Server;
  let serviceUrl: string;
  let sent: { attachments?: { content: { body: { text?: string }[] } }[]; text?: string }[];

  before(async () => {
    service = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      if (parts.length > 0) sent.push(JSON.parse(Buffer.concat(parts).toString()));
      // One by one: restify, in the same process, changes writeHead.
      response.statusCode = 201;
      response.setHeader('Content-Type', 'application/json');
      response.end(`{"id":"${sent.length}"}`);
    });
    await new Promise<void>(resolve => service.listen(0, '127.0.0.1', resolve));
    serviceUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}/_connector`;
  });

  beforeEach(async () => {
    sent = [];
    bot = await start(readConfig({ PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'fatal' }), {
      content,
      knowledge: knowledgeBase(),
    });
  });

  afterEach(() => bot?.stop());
  after(() => {
    service.close();
    service.closeAllConnections();
  });

  const post = (name: string) => {
    const activity = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    return fetch(`${bot.url}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...activity, serviceUrl }),
    });
  };

  it('are all taken, in any order, a second time too', async () => {
    const statuses: Record<string, number[]> = {};
    for (const name of [...names, ...names.toReversed()]) {
      const { status } = await post(name);
      statuses[name] = [...(statuses[name] ?? []), status];
    }
    const refused = Object.keys(statuses).filter(name => statuses[name]?.some(status => status !== 200));
    assert.deepEqual(refused, []);
  });

  it('open with one welcome in personal chat', async () => {
    await post('personal-installed');
    await post('personal-members-added');
    assert.equal(sent.length, 1);
  });

  it('get no answer to a card of ours that somebody inserted', async () => {
    await post('extension-card-inserted');
    assert.equal(sent.length, 0);
  });

  it('are read without their line breaks', async () => {
    await post('personal-message-without-line-breaks');
    const card = JSON.stringify(sent);
    assert.match(card, /ann\.olsen@contoso\.example"/);
    assert.match(card, /mail\.contoso\.example/);
  });

  it('get a card for a message that says what happened', async () => {
    for (const name of ['personal-message', 'group-mention-twice', 'channel-post']) {
      sent = [];
      await post(name);
      assert.match(JSON.stringify(sent), /The server says no on port 25/, name);
    }
  });
});
