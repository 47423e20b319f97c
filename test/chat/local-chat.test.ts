import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { request as rawRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { attached, connector, type StubBot, startStubBot } from './stub-bot.ts';
import { questionCard } from './stub-cards.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read as the page reads them
type Loose = any;

const CLIENT_ID = '3f2a9c1e-5b7d-4e80-9a61-0c2d4e6f8a90';

describe('local chat', () => {
  let bot: StubBot;

  beforeEach(async () => {
    bot = await startStubBot();
  });

  afterEach(() => bot.stop());

  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${bot.url}/chat/conversations${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Loose };
  };
  const read = async (id: string) => (await (await fetch(`${bot.url}/chat/conversations/${id}`)).json()) as Loose;
  const newConversation = async () => (await post('', {})).body.conversationId as string;
  const say = (id: string, text: string, more: object = {}) =>
    post(`/${id}/messages`, { clientId: CLIENT_ID, text, locale: 'nl', timeZone: 'Europe/Amsterdam', ...more });

  describe('conversation', () => {
    it('gets an id of 128 random bits', async () => {
      const [one, other] = [await newConversation(), await newConversation()];

      assert.match(one, /^[0-9a-f]{32}$/);
      assert.notEqual(one, other);
    });

    it('delivers a message as a Bot Framework activity with language, time zone and a service URL on this port', async () => {
      const id = await newConversation();

      const { status } = await say(id, '450 4.4.316 Connection refused');

      assert.equal(status, 202);
      const [activity] = bot.activities;
      assert.equal(activity.type, 'message');
      assert.equal(activity.id, CLIENT_ID);
      assert.equal(activity.text, '450 4.4.316 Connection refused');
      assert.equal(activity.locale, 'nl');
      assert.equal(activity.localTimezone, 'Europe/Amsterdam');
      assert.equal(activity.entities[0].timezone, 'Europe/Amsterdam');
      assert.equal(activity.conversation.id, id);
      assert.deepEqual(activity.from, { id: 'local-agent', name: 'Priya Raman', role: 'user' });
      assert.equal(activity.serviceUrl, `${bot.url}/chat/channel`);
    });

    it('keeps what both said, in order', async () => {
      const id = await newConversation();
      await say(id, '450 4.4.316 Connection refused');

      const { entries } = await read(id);

      assert.deepEqual(
        entries.map((entry: Loose) => [entry.from, entry.text ?? entry.cards[0].fallbackText]),
        [
          ['agent', '450 4.4.316 Connection refused'],
          ['bot', questionCard().fallbackText],
        ],
      );
      assert.ok(!('delivery' in entries[0]));
    });

    it('says so when the bot does not take a message, and takes it again under the same id', async () => {
      const id = await newConversation();
      bot.failWith = 500;
      const refused = await say(id, 'hello');
      const [failed] = (await read(id)).entries;
      bot.failWith = undefined;

      const taken = await say(id, 'hello');

      assert.equal(refused.status, 502);
      assert.equal(failed.delivery, 'failed');
      assert.equal(taken.status, 202);
      const { entries } = await read(id);
      assert.deepEqual(
        entries.map((entry: Loose) => [entry.from, entry.delivery]),
        [
          ['agent', undefined],
          ['bot', undefined],
        ],
      );
    });

    it('passes on that the bot found a message too large', async () => {
      const id = await newConversation();
      bot.failWith = 413;

      assert.equal((await say(id, 'hello')).status, 413);
    });

    it('offers to send again what was on its way when the process ended', async () => {
      const id = await newConversation();
      const entry = {
        kind: 'message',
        id: CLIENT_ID,
        from: 'agent',
        at: '2026-11-21T08:13:00.000Z',
        text: 'hello',
        delivery: 'sending',
      };
      await bot.store.append(id, { id: CLIENT_ID, at: entry.at, activity: entry });

      assert.equal((await read(id)).entries[0].delivery, 'failed');
    });

    it('survives a restart of the process', async () => {
      const id = await newConversation();
      await say(id, '450 4.4.316 Connection refused');
      const before = (await read(id)).entries;
      await bot.stop();

      bot = await startStubBot({ store: bot.store });

      assert.deepEqual((await read(id)).entries, before);
    });

    it('is empty after "forget" but for the bot\'s word on it', async () => {
      const id = await newConversation();
      await say(id, '450 4.4.316 Connection refused');

      await say(id, 'forget', { clientId: '0b9d8c7e-0000-4e80-9a61-0c2d4e6f8a90' });

      const { entries } = await read(id);
      assert.deepEqual(
        entries.map((entry: Loose) => entry.text),
        ['Forgotten.'],
      );
    });

    it('is empty after the button that forgets, but for the card that says so', async () => {
      const id = await newConversation();
      await say(id, '450 4.4.316 Connection refused');
      const card = (await read(id)).entries.at(-1);

      const action = { type: 'Action.Execute', verb: 'forget' };
      const answer = await post(`/${id}/invokes`, { activityId: card.id, action, locale: 'en' });

      assert.equal(answer.body.entry.cards[0].fallbackText, 'Forgotten.');
      const { entries } = await read(id);
      assert.deepEqual(
        entries.map((entry: Loose) => entry.cards?.[0].fallbackText),
        ['Forgotten.'],
      );
    });

    it('marks a new case once, and keeps the answer to its silent command out of the log', async () => {
      const id = await newConversation();
      await post(`/${id}/cases`, { locale: 'sv' });
      assert.deepEqual((await read(id)).entries, []);
      await say(id, '450 4.4.316 Connection refused');

      await post(`/${id}/cases`, { locale: 'sv' });
      await post(`/${id}/cases`, { locale: 'sv' });

      const { entries } = await read(id);
      assert.deepEqual(
        entries.map((entry: Loose) => entry.kind),
        ['message', 'message', 'new-case'],
      );
      const last = bot.activities.at(-1);
      assert.equal(last.text, 'new');
      assert.equal(last.locale, 'sv');
      assert.deepEqual(last.channelData, { silent: true });
    });

    it('tells open pages, not the log, what the bot answers to a silent message', async () => {
      const id = await newConversation();
      await say(id, '450 4.4.316 Connection refused');
      const events = await listen(id);

      await say(id, 'language sv', { clientId: '0b9d8c7e-0000-4e80-9a61-0c2d4e6f8a90', silent: true });

      assert.deepEqual(await events.next(), { event: 'notice', data: { text: 'Language: sv' } });
      assert.equal((await read(id)).entries.length, 2);
      events.close();
    });
  });

  describe('button', () => {
    const pressed = async (text: string, action: object) => {
      const id = await newConversation();
      await say(id, text);
      const card = (await read(id)).entries.at(-1);
      const answer = await post(`/${id}/invokes`, { activityId: card.id, action, locale: 'en' });
      return { id, card, answer, entries: (await read(id)).entries };
    };

    it('of an Action.Execute is an adaptiveCard/action invoke whose card replaces the one that was pressed', async () => {
      const action = { type: 'Action.Execute', verb: 'answer', data: { option: 'ours' } };

      const { card, answer, entries } = await pressed('4.4.316', action);

      const invoke = bot.activities.at(-1);
      assert.equal(invoke.type, 'invoke');
      assert.equal(invoke.name, 'adaptiveCard/action');
      assert.deepEqual(invoke.value.action, action);
      assert.equal(invoke.replyToId, card.id);
      assert.equal(
        answer.body.entry.cards[0].fallbackText,
        '0 of 4 done. Next: Check where the MX of contoso.example points',
      );
      assert.equal(entries.length, 2);
      assert.deepEqual(entries[1], answer.body.entry);
    });

    it('of an Action.Submit is a message with a value', async () => {
      const { entries } = await pressed('partner', { type: 'Action.Submit', data: { verb: 'plain-text' } });

      const message = bot.activities.at(-1);
      assert.equal(message.type, 'message');
      assert.deepEqual(message.value, { verb: 'plain-text' });
      assert.equal(entries.at(-1).textFormat, 'plain');
    });

    it('can be answered with a sentence or a refusal, which leave the card as it is', async () => {
      const refused = await pressed('partner', { type: 'Action.Execute', verb: 'refuse', data: {} });
      const sentence = await pressed('4.4.316', { type: 'Action.Execute', verb: 'command', data: {} });

      assert.deepEqual(refused.answer.body, { error: 'Not that one.' });
      assert.deepEqual(refused.entries.at(-1), refused.card);
      assert.deepEqual(sentence.answer.body, { message: 'The command is below.' });
    });

    it('of a card that is gone gets a 404, and one that the bot cannot answer a 502', async () => {
      const id = await newConversation();
      const gone = await post(`/${id}/invokes`, {
        activityId: CLIENT_ID,
        action: { type: 'Action.Execute', verb: 'x' },
      });
      await say(id, '4.4.316');
      const card = (await read(id)).entries.at(-1);
      bot.failWith = 500;

      const broken = await post(`/${id}/invokes`, {
        activityId: card.id,
        action: { type: 'Action.Execute', verb: 'x' },
      });

      assert.equal(gone.status, 404);
      assert.equal(broken.status, 502);
    });
  });

  describe('sources and thumbs', () => {
    const cardOf = async (id: string) => (await read(id)).entries.at(-1);

    it('come from the activity, in the order of their marks, web pages only', async () => {
      const id = await newConversation();

      await say(id, 'cited');

      const { sources, asksFeedback } = await cardOf(id);
      assert.deepEqual(
        sources.map(({ title }: Loose) => title),
        ['NDR codes', 'Mail flow best practices'],
      );
      assert.equal(sources[0].note, 'Read on 2026-11-20');
      assert.equal(asksFeedback, true);
    });

    it('reach the bot as Teams sends them, and are kept', async () => {
      const id = await newConversation();
      await say(id, 'cited');
      const card = await cardOf(id);

      const { status } = await post(`/${id}/feedback`, { activityId: card.id, reaction: 'dislike', locale: 'nl' });

      assert.equal(status, 200);
      const invoke = bot.activities.at(-1);
      assert.equal(invoke.type, 'invoke');
      assert.equal(invoke.name, 'message/submitAction');
      assert.equal(invoke.replyToId, card.id);
      assert.deepEqual(invoke.value, {
        actionName: 'feedback',
        actionValue: { reaction: 'dislike', feedback: '{"feedbackText":""}' },
      });
      assert.equal((await cardOf(id)).feedback, 'dislike');
    });

    it('are those of an update that came before the answer to the press', async () => {
      const id = await newConversation();
      await say(id, 'partner');
      const card = await cardOf(id);

      await post(`/${id}/invokes`, { activityId: card.id, action: { type: 'Action.Execute', verb: 'repaint' } });

      assert.equal(card.sources, undefined);
      assert.equal((await cardOf(id)).sources.length, 2);
    });

    it('stay with the card when the bot replaces it', async () => {
      const id = await newConversation();
      await say(id, 'cited');
      const card = await cardOf(id);
      await post(`/${id}/feedback`, { activityId: card.id, reaction: 'like' });

      await post(`/${id}/invokes`, { activityId: card.id, action: { type: 'Action.Execute', verb: 'answer' } });
      await connector(bot.url, 'PUT', `${id}/activities/${card.id}`, { type: 'message', ...attached(questionCard()) });

      assert.equal((await cardOf(id)).feedback, 'like');
    });

    it('get a 404 for a card without them, a 400 for another word, and a 502 when the bot is silent', async () => {
      const id = await newConversation();
      await say(id, 'hello');
      const plain = await cardOf(id);
      await say(id, 'cited', { clientId: 'b41d2c7e-0f5a-4a63-8f10-5f5f8f9c1d22' });
      const card = await cardOf(id);

      assert.equal((await post(`/${id}/feedback`, { activityId: plain.id, reaction: 'like' })).status, 404);
      assert.equal((await post(`/${id}/feedback`, { activityId: card.id, reaction: 'love' })).status, 400);
      bot.failWith = 500;
      assert.equal((await post(`/${id}/feedback`, { activityId: card.id, reaction: 'like' })).status, 502);
      assert.equal((await cardOf(id)).feedback, undefined);
    });
  });

  describe('connector', () => {
    it('adds, updates and deletes activities', async () => {
      const id = await newConversation();

      const { status, id: activityId } = await connector(bot.url, 'POST', `${id}/activities`, {
        type: 'message',
        text: 'One hour is over.',
      });
      const updated = await connector(bot.url, 'PUT', `${id}/activities/${activityId}`, {
        type: 'message',
        ...attached(questionCard()),
      });
      const [entry] = (await read(id)).entries;
      const deleted = await connector(bot.url, 'DELETE', `${id}/activities/${activityId}`);

      assert.equal(status, 201);
      assert.deepEqual(updated, { status: 200, id: activityId });
      assert.deepEqual(entry.cards, [questionCard()]);
      assert.equal(entry.text, undefined);
      assert.equal(deleted.status, 200);
      assert.deepEqual((await read(id)).entries, []);
    });

    it('keeps typing out of the transcript', async () => {
      const id = await newConversation();
      const events = await listen(id);

      await bot.say(id, { type: 'typing' });

      assert.deepEqual(await events.next(), { event: 'typing', data: {} });
      assert.deepEqual((await read(id)).entries, []);
      events.close();
    });

    it("never lets the bot overwrite the agent's words", async () => {
      const id = await newConversation();
      await say(id, '4.4.316');

      const { status } = await connector(bot.url, 'PUT', `${id}/activities/${CLIENT_ID}`, {
        type: 'message',
        text: 'other',
      });

      assert.equal(status, 404);
    });

    it('is closed to browsers', async () => {
      const id = await newConversation();
      const response = await fetch(`${bot.url}/chat/channel/v3/conversations/${id}/activities`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: bot.url },
        body: JSON.stringify({ type: 'message', text: 'I am the bot' }),
      });

      assert.equal(response.status, 403);
      assert.deepEqual((await read(id)).entries, []);
    });
  });

  describe('event stream', () => {
    it('sends new entries to every open page', async () => {
      const id = await newConversation();
      const [one, other] = [await listen(id), await listen(id)];

      await bot.say(id, { type: 'message', text: 'Hello' });

      for (const events of [one, other]) {
        const { event, data } = await events.next();
        assert.equal(event, 'entry');
        assert.equal(data.text, 'Hello');
        events.close();
      }
    });

    it('goes on after the last event that a page has seen', async () => {
      const id = await newConversation();
      const first = await listen(id);
      await bot.say(id, { type: 'message', text: 'one' });
      await first.next();
      first.close();
      await bot.say(id, { type: 'message', text: 'two' });
      await bot.say(id, { type: 'message', text: 'three' });

      const second = await listen(id, { 'Last-Event-ID': first.lastId() });

      assert.equal((await second.next()).data.text, 'two');
      assert.equal((await second.next()).data.text, 'three');
      second.close();
    });

    it('goes on after the state that the transcript named', async () => {
      const id = await newConversation();
      await bot.say(id, { type: 'message', text: 'one' });
      const { lastEventId } = await read(id);
      await bot.say(id, { type: 'message', text: 'two' });

      const events = await listen(id, {}, `?after=${lastEventId}`);

      assert.equal((await events.next()).data.text, 'two');
      events.close();
    });

    for (const [name, lastId] of [
      ['of another process', '0badc0de-3'],
      ['from the future', ''],
      ['that is no id', 'x'],
    ] as const) {
      it(`asks the page to read again after an id ${name}`, async () => {
        const id = await newConversation();
        await bot.say(id, { type: 'message', text: 'one' });
        const boot = (await read(id)).lastEventId.split('-')[0];

        const events = await listen(id, { 'Last-Event-ID': lastId || `${boot}-99` });

        assert.deepEqual(await events.next(), { event: 'reset', data: {} });
        events.close();
      });
    }

    it('asks the page to read again when it was away for more than a hundred events', async () => {
      const id = await newConversation();
      const { lastEventId } = await read(id);
      for (let count = 0; count < 101; count++) await bot.say(id, { type: 'typing' });

      const events = await listen(id, {}, `?after=${lastEventId}`);

      assert.deepEqual(await events.next(), { event: 'reset', data: {} });
      events.close();
    });

    it('is not disturbed by what happens in other conversations', async () => {
      const [id, other] = [await newConversation(), await newConversation()];
      const { lastEventId } = await read(id);
      await bot.say(other, { type: 'message', text: 'not for you' });
      await bot.say(id, { type: 'message', text: 'for you' });

      const events = await listen(id, {}, `?after=${lastEventId}`);

      assert.equal((await events.next()).data.text, 'for you');
      events.close();
    });

    it('ends when the server closes', async () => {
      const events = await listen(await newConversation());

      await bot.stop();

      await assert.rejects(events.next());
      bot = await startStubBot();
    });
  });

  describe('file', () => {
    const upload = (body: Buffer, headers: Record<string, string> = {}) =>
      fetch(`${bot.url}/chat/files`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/octet-stream', ...headers },
        body: new Uint8Array(body),
      });

    it('comes back as the text in it, and is not kept', async () => {
      const response = await upload(
        Buffer.from(
          'Subject: x\r\nFrom: a@contoso.example\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nf\xf6rs\xf6k 4.4.316',
          'latin1',
        ),
      );

      assert.equal(response.status, 200);
      assert.match(((await response.json()) as Loose).text, /försök 4\.4\.316/);
      assert.deepEqual(bot.activities, []);
    });

    it('that is an archive goes to the bot, which fetches it once', async () => {
      const id = await newConversation();
      const send = (name: string) =>
        fetch(`${bot.url}/chat/conversations/${id}/files?clientId=${randomUUID()}&locale=en&name=${name}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/octet-stream' },
          body: new Uint8Array([80, 75, 3, 4]),
        });

      assert.equal((await send('bounces.zip')).status, 202);

      const [{ name, content }] = bot.activities.at(-1).attachments;
      assert.equal(name, 'bounces.zip');
      assert.deepEqual([...bot.fetched.at(-1)!], [80, 75, 3, 4]);
      assert.equal(bot.takeFile(content.downloadUrl), undefined);
      assert.equal((await send('')).status, 400);
      bot.failWith = 500;
      assert.equal((await send('lost.zip')).status, 502);
      const { entries } = (await (await fetch(`${bot.url}/chat/conversations/${id}`)).json()) as Loose;
      assert.deepEqual(
        entries.filter(({ from }: Loose) => from === 'agent').map(({ text }: Loose) => text),
        ['bounces.zip'],
      );
    });

    it('of many rows is read by the bot while it comes, and is gone afterwards', async () => {
      const id = await newConversation();
      const query = `clientId=${randomUUID()}&locale=en&name=trace.csv`;
      const body = Buffer.alloc(30_000_000, 'a,b\n');

      const { status } = await fetch(`${bot.url}/chat/conversations/${id}/files?${query}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/octet-stream' },
        body,
      });

      assert.equal(status, 202);
      assert.equal(bot.fetched.at(-1)!.length, body.length);
      const [{ content }] = bot.activities.at(-1).attachments;
      assert.equal(bot.takeFile(content.downloadUrl), undefined);
    });

    it('without text, of another type, too large or from another page is refused', async () => {
      const statuses = [
        await upload(Buffer.from('\0\u0001\u0002\u0003'.repeat(50))),
        await upload(Buffer.alloc(0)),
        await upload(Buffer.from('x'), { 'Content-Type': 'text/plain' }),
        await upload(Buffer.alloc(20 * 1024 * 1024 + 1)),
        await upload(Buffer.from('x'), { Origin: 'https://evil.example' }),
      ].map(({ status }) => status);

      assert.deepEqual(statuses, [422, 422, 415, 413, 403]);
    });
  });

  describe('page', () => {
    it('comes with its files and nothing else', async () => {
      const page = await fetch(`${bot.url}/`);
      const html = await page.text();

      assert.equal(page.status, 200);
      assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
      for (const [, path] of html.matchAll(/(?:src|href)="(\/chat\/[^"]+)"/g)) {
        const asset = await fetch(bot.url + path);
        assert.equal(asset.status, 200, path);
        assert.match(asset.headers.get('content-type') ?? '', /^(?:text\/(?:css|javascript)|image\/svg\+xml)/);
        assert.equal(asset.headers.get('x-content-type-options'), 'nosniff');
        await asset.arrayBuffer();
      }
      for (const name of [
        '../local-chat.ts',
        '..%2flocal-chat.ts',
        'types.d.ts',
        'jsconfig.json',
        'nothing.js',
        '%2e%2e/x.js',
      ]) {
        const response = await rawCall(bot.url, `/chat/assets/${name}`);
        assert.ok([400, 404].includes(response.status), `${name}: ${response.status}`);
      }
    });

    it('runs only its own scripts and cannot be framed', async () => {
      const page = await fetch(`${bot.url}/`);
      const policy = page.headers.get('content-security-policy') ?? '';

      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /script-src 'self'(?:;|$)/);
      assert.match(policy, /frame-ancestors 'none'/);
      const html = await page.text();
      assert.doesNotMatch(html, /<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
    });

    it('is not sent again while it is the same', async () => {
      const tag = (await fetch(`${bot.url}/chat/assets/chat.css`)).headers.get('etag') ?? '';

      const again = await fetch(`${bot.url}/chat/assets/chat.css`, { headers: { 'If-None-Match': tag } });

      assert.equal(again.status, 304);
    });
  });

  describe('stranger', () => {
    it('is refused when the Host is not this computer and port', async () => {
      const { port } = new URL(bot.url);
      for (const host of [
        'evil.example',
        `evil.example:${port}`,
        '127.0.0.1',
        '127.0.0.1:1',
        `127.0.0.1.evil.example:${port}`,
        `2130706433:${port}`,
      ]) {
        for (const path of ['/', '/chat/conversations/0123456789abcdef0123456789abcdef']) {
          assert.equal((await rawCall(bot.url, path, { Host: host })).status, 403, host);
        }
      }
      for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
        assert.equal((await rawCall(bot.url, '/', { Host: host })).status, 200, host);
      }
    });

    it('is refused when the request comes from another web page', async () => {
      const id = await newConversation();
      const { port } = new URL(bot.url);
      for (const headers of [
        { Origin: 'https://evil.example' },
        { Origin: 'null' },
        { Origin: `http://localhost:${port}` },
        { Origin: `https://127.0.0.1:${port}` },
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'same-site' },
      ]) {
        const { status } = await post(
          `/${id}/messages`,
          { clientId: CLIENT_ID, text: 'forget' },
          headers as Record<string, string>,
        );
        assert.equal(status, 403, JSON.stringify(headers));
      }
      assert.deepEqual(bot.activities, []);
    });

    it('may follow a link to the page', async () => {
      const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };

      assert.equal((await rawCall(bot.url, '/', headers)).status, 200);
    });
  });

  describe('request', () => {
    const cases: [name: string, body: unknown, headers: Record<string, string>, status: number][] = [
      ['with another content type', '{}', { 'Content-Type': 'text/plain' }, 415],
      ['with a form', 'text=x', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
      ['with a compressed body', '{}', { 'Content-Encoding': 'gzip' }, 415],
      ['that is not JSON', '{', {}, 400],
      ['without text', { clientId: CLIENT_ID }, {}, 400],
      ['with text that is no text', { clientId: CLIENT_ID, text: { a: 1 } }, {}, 400],
      ['with a strange id', { clientId: '../../x', text: 'x' }, {}, 400],
      ['with a strange locale', { clientId: CLIENT_ID, text: 'x', locale: '<b>' }, {}, 400],
      ['of more than 300 kB', { clientId: CLIENT_ID, text: 'x'.repeat(300_001) }, {}, 413],
    ];
    for (const [name, body, headers, status] of cases) {
      it(`${name} gets ${status}`, async () => {
        const id = await newConversation();

        const answer = await post(`/${id}/messages`, body, headers);

        assert.equal(answer.status, status);
        assert.ok(answer.body.error);
        assert.deepEqual(bot.activities, []);
      });
    }

    it('is told which part of it is wrong, or that it is all of it', async () => {
      const id = await newConversation();

      assert.match((await post(`/${id}/messages`, { clientId: CLIENT_ID, text: { a: 1 } })).body.error, /^text: /);
      assert.match((await post(`/${id}/messages`, '[]')).body.error, /^body: /);
    });

    it('with a time zone that can be none goes through without it', async () => {
      const id = await newConversation();

      const { status } = await say(id, 'hello', { timeZone: 'Mars/Olympus'.repeat(6) });

      assert.equal(status, 202);
      assert.equal(bot.activities[0].localTimezone, undefined);
    });

    it('with 256 kB of text goes through', async () => {
      const id = await newConversation();

      assert.equal((await say(id, 'a 4.4.316\n'.repeat(26_214))).status, 202);
      assert.equal(bot.activities[0].text.length, 262_140);
    });

    it('names a conversation by its id only', async () => {
      for (const id of ['x', '..', '0123456789ABCDEF0123456789ABCDEF', '0'.repeat(33), '%00']) {
        const { status } = await rawCall(bot.url, `/chat/conversations/${id}`);
        assert.ok([400, 404].includes(status), id);
      }
    });

    const nowhere: [method: string, path: string][] = [
      ['GET', '/chat/conversations'],
      ['GET', '/chat/nothing/here?at=all'],
      ['HEAD', '/chat/nothing'],
      ['POST', '/chat/assets/chat.css'],
      ['PUT', '/chat/conversations/0123456789abcdef0123456789abcdef'],
      ['DELETE', '/chat/conversations/0123456789abcdef0123456789abcdef'],
      ['HEAD', '/chat/conversations/0123456789abcdef0123456789abcdef/events'],
      ['GET', '/chat/channel/v3/conversations/0123456789abcdef0123456789abcdef/activities'],
      ['GET', `/chat/conversations/${'0'.repeat(500)}`],
    ];
    for (const [method, path] of nowhere) {
      it(`${method} ${path.slice(0, 90)} finds nothing, and a stranger not even that`, async () => {
        assert.equal((await rawCall(bot.url, path, {}, method)).status, 404);
        assert.equal((await rawCall(bot.url, path, { Host: 'evil.example' }, method)).status, 403);
      });
    }

    it('with HEAD gets the headers alone', async () => {
      const id = await newConversation();
      for (const path of ['/', '/chat/assets/chat.css', '/chat/assets/texts/nl.js', `/chat/conversations/${id}`]) {
        const [head, whole] = [await fetch(bot.url + path, { method: 'HEAD' }), await fetch(bot.url + path)];

        assert.equal(head.status, 200, path);
        assert.equal(await head.text(), '');
        assert.equal(head.headers.get('content-length'), String((await whole.bytes()).length));
      }
    });

    it('of a browser finds no channel', async () => {
      for (const path of ['x', 'v3/conversations/0123456789abcdef0123456789abcdef/activities']) {
        const headers = { 'Sec-Fetch-Site': 'same-origin' };
        assert.equal((await rawCall(bot.url, `/chat/channel/${path}`, headers, 'POST')).status, 403, path);
      }
    });

    it('that streams more than 300 kB without saying so is cut off', async () => {
      const id = await newConversation();
      const status = await new Promise<number>((resolve, reject) => {
        const request = rawRequest(`${bot.url}/chat/conversations/${id}/messages`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' },
        });
        request.on('response', response => resolve(response.statusCode ?? 0)).on('error', reject);
        for (let sent = 0; sent < 6; sent++) request.write(' '.repeat(60_000));
      });

      assert.equal(status, 413);
    });
  });

  async function listen(id: string, headers: Record<string, string> = {}, query = '') {
    const controller = new AbortController();
    const response = await fetch(`${bot.url}/chat/conversations/${id}/events${query}`, {
      headers,
      signal: controller.signal,
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = '';
    let lastId = '';
    return {
      lastId: () => lastId,
      close: () => controller.abort(),
      async next(): Promise<{ event: string; data: Loose }> {
        for (;;) {
          const end = buffer.indexOf('\n\n');
          if (end < 0) {
            const { value, done } = await Promise.race([
              reader.read(),
              wait(3_000).then(() => assert.fail('no event')),
            ]);
            if (done) throw new Error('the stream ended');
            buffer += value;
            continue;
          }
          const fields = new Map(
            buffer
              .slice(0, end)
              .split('\n')
              .map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
          );
          buffer = buffer.slice(end + 2);
          lastId = fields.get('id') ?? lastId;
          const event = fields.get('event');
          if (event) return { event, data: JSON.parse(fields.get('data') ?? 'null') };
        }
      },
    };
  }
});

/** Sends the path and the headers as they are, which fetch would tidy. */
function rawCall(
  base: string,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number }> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = rawRequest({ hostname, port, path, headers, method }, response => {
      response.resume();
      resolve({ status: response.statusCode ?? 0 });
    });
    request.on('error', reject).end();
  });
}
