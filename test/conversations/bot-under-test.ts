/** The real bot on a free loopback port, and a channel that speaks the Bot Connector protocol with it over HTTP. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../../src/config.ts';
import type { Network } from '../../src/files/download-file.ts';
import type { ProbePolicy } from '../../src/probes/index.ts';
import { start } from '../../src/start.ts';
import { appId, type Issuer, tenant as tenantOfBot } from '../bot/issuer.ts';
import { content, knowledgeBase } from '../content.ts';

export type Card = Record<string, unknown> & { fallbackText: string };

/** What the bot sent or updated, in the order of arrival. */
export interface Delivered {
  readonly id: string;
  readonly method: 'POST' | 'PUT';
  readonly type: string;
  readonly text: string | undefined;
  readonly textFormat: string | undefined;
  readonly card: Card | undefined;
  readonly activity: Record<string, unknown>;
}

export interface Button {
  readonly title: string;
  readonly verb: string;
  readonly data: Record<string, unknown>;
}

export interface Talk {
  readonly tenant: string;
  readonly conversation: string;
  readonly delivered: readonly Delivered[];
  /** Sends a message and returns the last card that the bot sent for it. */
  say(text: string, more?: Record<string, unknown>): Promise<Card>;
  /** Presses a button of the card by its verb and option or item, as Teams does; returns the card that replaces it. */
  press(card: Card, verb: string, wanted?: Record<string, unknown>): Promise<Card>;
  /** Any activity, as it is; answered when everything that follows from it was sent. */
  post(
    activity: Record<string, unknown>,
    options?: { readonly isAwaited?: boolean },
  ): Promise<{ status: number; body: unknown }>;
  /** The same conversation with somebody else at the keyboard. */
  as(person: { id: string; name: string }): Talk;
}

export interface TalkOptions {
  readonly locale?: string;
  readonly person?: { readonly id: string; readonly name: string };
  readonly tenant?: string;
  /** A channel, where the bot is mentioned and others read along. */
  readonly isShared?: boolean;
  readonly conversation?: string;
}

/** What the channel answers instead of taking a request. */
export interface ChannelFailure {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Only requests of this method are answered so. */
  readonly method?: 'POST' | 'PUT';
}

export const bot = { id: 'bot', name: 'Mailflow Triage' };

export interface BotUnderTest {
  readonly url: string;
  /** Without a tenant the talk is in one of its own, where nothing is remembered yet. */
  talk(options?: TalkOptions): Talk;
  /** What was sent to a conversation, also to one that the bot opened itself. */
  deliveredTo(conversation: string): readonly Delivered[];
  /** The next requests of the bot to the channel are answered with these statuses. */
  failNext(...failures: ChannelFailure[]): void;
  /** What is due about cases by itself, at once; the clock may be put forward or back by so many milliseconds first. */
  doDue(later?: number): Promise<number>;
  /** By its clock. */
  now(): string;
  /** Stops the bot and starts it again over the same database; all that it remembers is read anew, as in a new process. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** @param issuer with one, every activity carries a token of it and the bot checks it, as in a tenant */
export async function startBot(
  databaseUrl: string,
  environment: Record<string, string> = {},
  issuer?: Issuer,
  network?: Network,
  probePolicy?: Partial<ProbePolicy>,
): Promise<BotUnderTest> {
  const config = readConfig({
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATABASE_URL: databaseUrl,
    ...(issuer && {
      HOST: '127.0.0.1',
      MicrosoftAppId: appId,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: tenantOfBot,
      MicrosoftAppPassword: 'not-used',
    }),
    ...environment,
  });
  let offset = 0;
  const now = () => new Date(Date.now() + offset).toISOString();
  const outside = {
    now,
    content,
    knowledge: knowledgeBase(),
    ...(issuer && { authority: issuer.authority }),
    ...(network && { network }),
    ...(probePolicy && { probePolicy }),
  };
  let running = await start(config, outside);
  const conversations = new Map<string, Delivered[]>();
  const failures: ChannelFailure[] = [];
  const { server: channel, url: serviceUrl } = await startChannel(conversations, failures);
  return {
    get url() {
      return running.url;
    },
    deliveredTo: conversation => conversations.get(conversation) ?? [],
    failNext: (...next) => failures.push(...next),
    talk: ({
      locale = 'en',
      person = { id: 'priya', name: 'Priya Raman' },
      tenant = issuer ? tenantOfBot : randomUUID(),
      isShared = false,
      conversation = randomUUID(),
    } = {}) => {
      if (!conversations.has(conversation)) conversations.set(conversation, []);
      return createTalk(
        {
          conversation,
          delivered: conversations.get(conversation)!,
          locale,
          tenant,
          serviceUrl,
          isShared,
          authorization: () => issuer && `Bearer ${issuer.token(serviceUrl)}`,
          botUrl: () => running.url,
          settled: () => running.settled(),
        },
        person,
      );
    },
    now,
    doDue: async (later = 0) => {
      offset += later;
      const done = await running.doDue();
      await running.settled();
      return done;
    },
    restart: async () => {
      await running.stop();
      running = await start(config, outside);
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
  readonly isShared: boolean;
  authorization(): string | undefined;
  botUrl(): string;
  settled(): Promise<void>;
}

function createTalk(place: Place, person: { id: string; name: string }): Talk {
  const { conversation, delivered, locale, tenant, serviceUrl, botUrl, settled, isShared, authorization } = place;
  const envelope = () => ({
    id: randomUUID(),
    channelId: authorization() === undefined ? 'test' : 'msteams',
    serviceUrl,
    timestamp: new Date().toISOString(),
    from: { ...person, role: 'user' },
    recipient: bot,
    conversation: { id: conversation, conversationType: isShared ? 'channel' : 'personal', tenantId: tenant },
    locale,
    entities: [{ type: 'clientInfo', timezone: 'Europe/Amsterdam' }],
  });
  const post: Talk['post'] = async (activity, { isAwaited = true } = {}) => {
    const response = await fetch(`${botUrl()}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(authorization() && { Authorization: authorization()! }) },
      body: JSON.stringify({ ...envelope(), ...activity }),
    });
    const text = await response.text();
    if (isAwaited) await settled();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    tenant,
    conversation,
    delivered,
    post,
    as: other => createTalk(place, other),
    say: async (text, more = {}) => {
      const before = delivered.length;
      const { status } = await post({ type: 'message', text, ...more });
      if (status !== 200) throw new Error(`The bot answered ${status}`);
      const cards = delivered.slice(before).filter(one => one.card);
      const card = (cards.findLast(one => one.method === 'POST') ?? cards.at(-1))?.card;
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

async function startChannel(
  conversations: Map<string, Delivered[]>,
  failures: ChannelFailure[],
): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('Content-Type', 'application/json');
      const failing = failures.findIndex(({ method }) => method === undefined || method === request.method);
      if (failing >= 0) {
        const [failure] = failures.splice(failing, 1);
        response.writeHead(failure!.status, failure!.headers);
        return void response.end(JSON.stringify({ error: { code: 'Refused', message: 'Refused by the test' } }));
      }
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}');
      // /v3/conversations[/<conversation>/activities[/<activity>]]
      const [, , , conversation, , activityId] = (request.url ?? '').split('/');
      if (conversation === undefined) {
        const id = personalChatOf(body.members[0].id);
        if (!conversations.has(id)) conversations.set(id, []);
        return void response.end(JSON.stringify({ id }));
      }
      const isUpdate = request.method === 'PUT';
      const id = isUpdate ? decodeURIComponent(activityId!) : randomUUID();
      const delivered = conversations.get(decodeURIComponent(conversation));
      // A thread begins with a post of its channel.
      const begun = conversations.get(decodeURIComponent(conversation).split(';messageid=')[0]!);
      const isKnown = [delivered, begun].some(list => list?.some(one => one.id === id));
      if (!delivered || (isUpdate && !isKnown)) response.statusCode = 404;
      else
        delivered.push({
          id,
          method: isUpdate ? 'PUT' : 'POST',
          type: body.type,
          text: body.text,
          textFormat: body.textFormat,
          card: body.attachments?.[0]?.content,
          activity: body,
        });
      response.end(JSON.stringify({ id }));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The chat that the channel opens when the bot writes to somebody first. */
export function personalChatOf(memberId: string): string {
  return `personal-chat-of-${memberId}`;
}
