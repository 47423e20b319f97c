/** The real bot on a free loopback port, and a channel that speaks the Bot Connector protocol with it over HTTP. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../../src/config.ts';
import { start } from '../../src/start.ts';

export type Card = Record<string, unknown> & { fallbackText: string };

/** What the bot sent or updated, in the order of arrival. */
export interface Delivered {
  readonly id: string;
  readonly method: 'POST' | 'PUT';
  readonly text: string | undefined;
  readonly textFormat: string | undefined;
  readonly card: Card | undefined;
}

export interface Button {
  readonly title: string;
  readonly verb: string;
  readonly data: Record<string, unknown>;
}

export interface Talk {
  readonly conversation: string;
  readonly delivered: readonly Delivered[];
  /** Sends a message and returns the last card that the bot sent for it. */
  say(text: string, more?: Record<string, unknown>): Promise<Card>;
  /** Presses a button of the card by its verb and option or item, as Teams does; returns the card that replaces it. */
  press(card: Card, verb: string, wanted?: Record<string, unknown>): Promise<Card>;
  /** Any activity, as it is. */
  post(activity: Record<string, unknown>): Promise<{ status: number; body: unknown }>;
  /** The same conversation with somebody else at the keyboard. */
  as(person: { id: string; name: string }): Talk;
}

export interface BotUnderTest {
  readonly url: string;
  /** Without a tenant the talk is in one of its own, where nothing is remembered yet. */
  talk(options?: { locale?: string; person?: { id: string; name: string }; tenant?: string }): Talk;
  /** Stops the bot and starts it again over the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startBot(databaseUrl: string, environment: Record<string, string> = {}): Promise<BotUnderTest> {
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: databaseUrl, ...environment });
  let running = await start(config);
  const conversations = new Map<string, Delivered[]>();
  const { server: channel, url: serviceUrl } = await startChannel(conversations);
  return {
    get url() {
      return running.url;
    },
    talk: ({ locale = 'en', person = { id: 'priya', name: 'Priya Raman' }, tenant = randomUUID() } = {}) => {
      const conversation = randomUUID();
      conversations.set(conversation, []);
      return createTalk(
        {
          conversation,
          delivered: conversations.get(conversation)!,
          locale,
          tenant,
          serviceUrl,
          botUrl: () => running.url,
        },
        person,
      );
    },
    restart: async () => {
      await running.stop();
      running = await start(config);
    },
    stop: async () => {
      await running.stop();
      channel.closeAllConnections();
      await new Promise(resolve => channel.close(resolve));
    },
  };
}

interface Place {
  readonly conversation: string;
  readonly delivered: Delivered[];
  readonly locale: string;
  readonly tenant: string;
  readonly serviceUrl: string;
  botUrl(): string;
}

function createTalk(place: Place, person: { id: string; name: string }): Talk {
  const { conversation, delivered, locale, tenant, serviceUrl, botUrl } = place;
  const envelope = () => ({
    id: randomUUID(),
    channelId: 'test',
    serviceUrl,
    timestamp: new Date().toISOString(),
    from: { ...person, role: 'user' },
    recipient: { id: 'bot', name: 'Mailflow Triage' },
    conversation: { id: conversation, conversationType: 'personal', tenantId: tenant },
    locale,
    entities: [{ type: 'clientInfo', timezone: 'Europe/Amsterdam' }],
  });
  const post: Talk['post'] = async activity => {
    const response = await fetch(`${botUrl()}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...envelope(), ...activity }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    conversation,
    delivered,
    post,
    as: other => createTalk(place, other),
    say: async (text, more = {}) => {
      const before = delivered.length;
      const { status } = await post({ type: 'message', text, ...more });
      if (status !== 200) throw new Error(`The bot answered ${status}`);
      const card = delivered.slice(before).findLast(one => one.card)?.card;
      if (!card) throw new Error(`No card for "${text.slice(0, 60)}"`);
      return card;
    },
    press: async (card, verb, wanted = {}) => {
      const { status, body } = await post(invokeOf(buttonOf(card, verb, wanted)));
      const answer = body as { statusCode: number; type: string; value: Card };
      if (status !== 200 || answer.statusCode !== 200)
        throw new Error(`The bot answered ${status} ${JSON.stringify(body)}`);
      return answer.value;
    },
  };
}

export function invokeOf({ verb, data }: Pick<Button, 'verb' | 'data'>): Record<string, unknown> {
  return { type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb, data } } };
}

/** Every button and clickable row of a card that sends something. */
export function buttonsOf(card: Card): Button[] {
  const found: Button[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one);
    else if (typeof value === 'object' && value !== null) {
      const node = value as Record<string, unknown>;
      if (node.type === 'Action.Execute')
        found.push({ title: String(node.title), verb: String(node.verb), data: node.data as Button['data'] });
      else for (const child of Object.values(node)) walk(child);
    }
  };
  walk(card);
  return found;
}

function buttonOf(card: Card, verb: string, wanted: Record<string, unknown>): Button {
  const all = buttonsOf(card);
  const found = all.find(
    button => button.verb === verb && Object.entries(wanted).every(([key, value]) => button.data[key] === value),
  );
  if (!found)
    throw new Error(
      `No button ${verb} ${JSON.stringify(wanted)} on "${card.fallbackText}": ${all.map(one => `${one.verb} ${one.title}`).join(', ')}`,
    );
  return found;
}

/** All texts of a card, in reading order. */
export function textOf(card: Card): string {
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one);
    else if (typeof value === 'object' && value !== null) {
      const node = value as Record<string, unknown>;
      for (const key of ['text', 'title', 'value']) if (typeof node[key] === 'string') texts.push(node[key]);
      for (const child of Object.values(node)) if (typeof child === 'object') walk(child);
    }
  };
  walk(card.body);
  walk(card.actions);
  return texts.join('\n').replace(/\\(?<mark>[[\]_*<>~|#`])/g, '$<mark>');
}

async function startChannel(conversations: Map<string, Delivered[]>): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      // /v3/conversations/<conversation>/activities/<activity>
      const [, , , conversation = '', , activityId] = (request.url ?? '').split('/');
      const activity = JSON.parse(Buffer.concat(chunks).toString() || '{}');
      const isUpdate = request.method === 'PUT';
      const id = isUpdate ? activityId! : randomUUID();
      conversations.get(decodeURIComponent(conversation))?.push({
        id,
        method: isUpdate ? 'PUT' : 'POST',
        text: activity.text,
        textFormat: activity.textFormat,
        card: activity.attachments?.[0]?.content,
      });
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ id }));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
