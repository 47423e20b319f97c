// A bot small enough to read: it speaks to the channel as the real one does, over HTTP, and knows a handful of words.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import restify from 'restify';
import { type LocalChat, registerLocalChat } from '../../src/chat/local-chat.ts';
import { memoryTranscript } from './memory-transcript.ts';
import { checklistCard, contactCard, questionCard } from './stub-cards.ts';

// biome-ignore lint/suspicious/noExplicitAny: as loose as what arrives over HTTP
type Loose = any;

export interface StubBot {
  url: string;
  /** Everything that the channel delivered. */
  activities: Loose[];
  store: ReturnType<typeof memoryTranscript>;
  /** Files that it fetched. */
  fetched: Uint8Array[];
  takeFile(url: string): Uint8Array | AsyncIterable<Uint8Array> | undefined;
  /** Posts to the conversation without being asked. */
  say(conversationId: string, activity: object): Promise<{ id: string }>;
  /** What /api/messages answers instead of working; undefined: it works. */
  failWith: number | undefined;
  stop(): Promise<void>;
}

export interface StubOptions {
  port?: number;
  store?: StubBot['store'];
  ticked?: Set<string>;
}

export async function startStubBot({ port = 0, store = memoryTranscript(), ticked = new Set() }: StubOptions = {}) {
  const server = restify.createServer();
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const chat: LocalChat = registerLocalChat(server, {
    store,
    baseUrl: url,
    person: { id: 'local-agent', name: 'Priya Raman' },
    log: { warn: (fields, message) => console.error(message, fields) },
  });
  const bot: StubBot = {
    get url() {
      return url();
    },
    activities: [],
    fetched: [],
    takeFile: chat.takeFile,
    store,
    failWith: undefined,
    say: (conversationId, activity) => connector(url(), 'POST', `${conversationId}/activities`, activity),
    async stop() {
      chat.close();
      await new Promise<void>(resolve => {
        server.close(() => resolve());
        server.server.closeAllConnections();
      });
    },
  };

  server.post('/api/messages', async (request: IncomingMessage, response: ServerResponse) => {
    const activity = (await readJson(request)) as Loose;
    bot.activities.push(activity);
    if (bot.failWith) {
      response.writeHead(bot.failWith);
      response.end();
      return;
    }
    const answer = activity.type === 'invoke' ? await invoke(activity) : await message(activity);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(answer ? JSON.stringify(answer) : undefined);
  });

  async function message(activity: Loose): Promise<undefined> {
    const reply = (answer: object) =>
      connector(activity.serviceUrl, 'POST', `${activity.conversation.id}/activities/${activity.id}`, {
        type: 'message',
        replyToId: activity.id,
        ...answer,
      });
    const text: string = activity.text ?? '';
    for (const { content } of activity.attachments ?? []) {
      const bytes = chat.takeFile(content.downloadUrl);
      if (bytes instanceof Uint8Array) bot.fetched.push(bytes);
      else if (bytes) {
        const pieces: Uint8Array[] = [];
        for await (const piece of bytes) pieces.push(piece);
        bot.fetched.push(Buffer.concat(pieces));
      }
    }
    if (text.startsWith('language ')) await reply({ text: `Language: ${text.slice(9)}` });
    else if (text === 'new') await reply({ text: 'New case.' });
    else if (text === 'forget') await store.clear(activity.conversation.id).then(() => reply({ text: 'Forgotten.' }));
    else if (text === 'cited') await reply(cited(questionCard()));
    else if (text === 'partner') await reply(attached(contactCard(undefined)));
    else if (activity.value?.verb === 'plain-text')
      await reply({ text: 'Hello,\n\nplease allow TCP 25.', textFormat: 'plain' });
    else if (text === 'slow') {
      await connector(activity.serviceUrl, 'POST', `${activity.conversation.id}/activities`, { type: 'typing' });
      await new Promise(resolve => setTimeout(resolve, 700));
      await reply({ text: 'Here **you** are: <b>done</b> [docs](https://example.com/) [bad](javascript:alert(1))' });
    } else await reply(attached(questionCard()));
  }

  async function invoke(activity: Loose): Promise<object> {
    if (activity.name === 'message/submitAction') return {};
    const { verb, data } = activity.value.action;
    const card = (value: object) => ({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value });
    const sentence = (value: string) => ({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value,
    });
    if (verb === 'forget') {
      await store.clear(activity.conversation.id);
      return card({ ...questionCard(), fallbackText: 'Forgotten.' });
    }
    if (verb === 'back') return card(questionCard());
    if (verb === 'repaint') {
      const path = `${activity.conversation.id}/activities/${activity.replyToId}`;
      await connector(activity.serviceUrl, 'PUT', path, { type: 'message', ...cited(questionCard()) });
      return card(questionCard());
    }
    if (verb === 'answer') return card(checklistCard(ticked));
    if (verb === 'tick') {
      if (!ticked.delete(data.item)) ticked.add(data.item);
      return card(checklistCard(ticked));
    }
    if (verb === 'reference') return card(contactCard(data.reference));
    if (verb === 'command') {
      const text = 'Run this:\n```powershell\nTest-NetConnection mail.contoso.example -Port 25\n```';
      await connector(activity.serviceUrl, 'POST', `${activity.conversation.id}/activities`, { type: 'message', text });
      return sentence('The command is below.');
    }
    return {
      statusCode: 400,
      type: 'application/vnd.microsoft.error',
      value: { code: 'BadRequest', message: 'Not that one.' },
    };
  }

  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return bot;
}

export function attached(card: object) {
  return { attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }] };
}

/** A card with what Teams shows around it: sources behind the marks [1] [2], and two thumbs. */
export function cited(card: object) {
  const claim = (position: number, name: string, url: string) => ({
    '@type': 'Claim',
    position,
    appearance: { '@type': 'DigitalDocument', name, url, abstract: 'Read on 2026-11-20' },
  });
  const citation = [
    claim(2, 'Mail flow best practices', 'https://learn.microsoft.com/exchange/mail-flow-best-practices'),
    claim(1, 'NDR codes', 'https://learn.microsoft.com/exchange/non-delivery-reports'),
    claim(3, 'A script', 'javascript:alert(1)'),
  ];
  return {
    ...attached(card),
    channelData: { feedbackLoop: { type: 'default' } },
    entities: [
      { type: 'clientInfo', locale: 'en' },
      { type: 'https://schema.org/Message', '@type': 'Message', '@context': 'https://schema.org', citation },
    ],
  };
}

/** A Bot Connector call, as botbuilder makes it. */
export async function connector(base: string, method: string, path: string, body?: object): Promise<Loose> {
  const root = base.includes('/chat/channel') ? base : `${base}/chat/channel`;
  const response = await fetch(`${root}/v3/conversations/${path}`, {
    method,
    ...(body ? { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
