/** The sending side of one process or of several, over the real database, with a clock that stands still. */
import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';
import type { Connector } from '../../../src/bot/channel.ts';
import { createDesk } from '../../../src/bot/create-desk.ts';
import type { Desk } from '../../../src/bot/desk.ts';
import type { OutgoingMessage, Reply } from '../../../src/bot/reply.ts';
import { createCaseCards } from '../../../src/bot/sending/case-cards.ts';
import { createConnector } from '../../../src/bot/sending/connector.ts';
import { type ConnectorHttp, createConnectorHttp } from '../../../src/bot/sending/connector-http.ts';
import { createSender, type Recipient, type Sender } from '../../../src/bot/sending/send-reply.ts';
import { sendUnsent } from '../../../src/bot/sending/send-unsent.ts';
import { createReceiver } from '../../../src/files/receive-file.ts';
import type { Place, Store } from '../../../src/storage/store.ts';
import { caseOf, content, queued } from '../../content.ts';

const began = Date.parse('2026-11-21T09:00:00.000Z');

export interface Clock {
  now(): string;
  /** Milliseconds. */
  pass(time: number): void;
}

export function createClock(): Clock {
  let passed = 0;
  return {
    now: () => new Date(began + passed).toISOString(),
    pass: time => {
      passed += time;
    },
  };
}

/** One process. */
export interface Process {
  readonly desk: Desk;
  readonly cards: ReturnType<typeof createCaseCards>;
  readonly sender: Sender;
  /** Takes up what is due. */
  look(): Promise<number>;
}

export interface ProcessParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly http: ConnectorHttp;
  readonly log?: Logger;
  readonly shortWhile?: number;
}

const shared: { desk?: Desk } = {};

export function startProcess({ store, clock, http, log, shortWhile = 1 }: ProcessParts): Process {
  const token = { authorization: async () => undefined, renewed: async () => undefined };
  const connector: Connector = createConnector({ http, token, userAgent: 'test', firstPause: 1 });
  shared.desk ??= createDesk({
    content,
    store,
    connector,
    receiveFile: createReceiver({ allowedHosts: [] }),
    log: pino({ level: 'silent' }),
    defaultLanguage: 'en',
    retryHours: 24,
    keepGaps: true,
    reminds: true,
    alertMinutes: 15,
  });
  const desk = { ...shared.desk, store, connector, now: clock.now, ...(log && { log }) };
  const cards = createCaseCards(desk);
  const sender = createSender(desk, cards, shortWhile);
  return { desk, cards, sender, look: () => sendUnsent(desk, sender) };
}

export const impatient = () => createConnectorHttp({ deadline: 400 });

/** A conversation in which something was asked. */
export interface Asked {
  readonly tenant: string;
  readonly place: Place;
  readonly to: Recipient;
  readonly activity: { readonly id: string; readonly type: string; readonly text: string };
  readonly reply: Reply;
  readonly caseId: string;
}

export const text = (said: string, to?: string): OutgoingMessage => ({
  kind: 'text',
  text: said,
  ...(to !== undefined && { to }),
});

/** Commits a case with a reply of its card and more, as a turn does; nothing is sent yet. */
export async function ask(
  { store, now }: Desk,
  serviceUrl: string,
  more: readonly OutgoingMessage[] = [],
): Promise<Asked> {
  const tenant = randomUUID();
  const conversation = `a:${randomUUID()}`;
  const caseId = 'K7Q2MF';
  const place: Place = {
    tenant,
    conversation,
    kind: 'personal',
    channelId: 'msteams',
    serviceUrl,
    botId: '28:bot',
    personId: 'anna',
    locale: 'en',
    timeZone: 'UTC',
    seenAt: now(),
    goneAt: null,
  };
  const card = { type: 'AdaptiveCard', fallbackText: 'The server says no on port 25.', body: [] } as const;
  const reply: Reply = { messages: [{ kind: 'card', card, caseId }, ...more], replacement: null };
  await store.savePlace(place);
  await store.commit({
    tenant,
    conversation,
    at: now(),
    by: { id: 'anna', name: 'Anna' },
    activity: { id: 'asked', reply },
    case: {
      id: caseId,
      expectedVersion: 0,
      value: caseOf('connection-refused', queued),
      article: 'connection-refused',
      state: 'open',
      events: [],
    },
  });
  const activity = { id: 'asked', type: 'message', text: '450 4.4.316' };
  return { tenant, place, to: { tenant, conversation, address: place }, activity, reply, caseId };
}
