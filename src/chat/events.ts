// Server-sent events to the open pages of a conversation, with the few seconds of memory that a reconnecting page needs.
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { ChatEntry } from './transcript.ts';

export type ChatEvent =
  | { event: 'entry'; data: ChatEntry }
  | { event: 'removed'; data: { id: string } }
  | { event: 'typing'; data: Record<string, never> }
  /** A sentence to show in passing: the answer to something that the page asked on its own. */
  | { event: 'notice'; data: { text: string } }
  /** The page has missed something: it reads the transcript again. */
  | { event: 'reset'; data: Record<string, never> };

export interface ChatEvents {
  publish(conversationId: string, event: ChatEvent): void;
  /** The id of the newest event: read it before the transcript, then nothing falls in between. */
  lastId(conversationId: string): string;
  /** False when too many pages already listen to this conversation. */
  subscribe(conversationId: string, response: ServerResponse, after: string | undefined): boolean;
  close(): void;
}

const REMEMBERED_EVENTS = 100;
const LISTENERS_PER_CONVERSATION = 32;
const HEARTBEAT_MS = 20_000;
const FORGOTTEN_AFTER_MS = 10 * 60_000;
const RETRY_MS = 1_500;

interface Channel {
  /** Every event of the conversation after this number is in `recent`. */
  after: number;
  recent: { number: number; text: string }[];
  listeners: Set<ServerResponse>;
  usedAt: number;
}

export function createChatEvents(): ChatEvents {
  // Numbers start again with the process, so an id names the process too; another one's id means "read again".
  const boot = randomBytes(4).toString('hex');
  let newest = 0;
  let isClosed = false;
  const channels = new Map<string, Channel>();
  const heartbeat = setInterval(() => {
    for (const [conversationId, channel] of channels) {
      for (const listener of channel.listeners) listener.write(':\n\n');
      const isIdle = channel.listeners.size === 0 && Date.now() - channel.usedAt > FORGOTTEN_AFTER_MS;
      if (isIdle) channels.delete(conversationId);
    }
  }, HEARTBEAT_MS);
  heartbeat.unref();

  function channelOf(conversationId: string): Channel {
    const channel = channels.get(conversationId) ?? { after: newest, recent: [], listeners: new Set(), usedAt: 0 };
    channel.usedAt = Date.now();
    channels.set(conversationId, channel);
    return channel;
  }

  /** What a page has missed since that event, or the request to read again where that is not known any more. */
  function missed({ after, recent }: Channel, id: string): string {
    const [process, digits] = id.split('-');
    const seen = process === boot && /^\d{1,15}$/.test(digits ?? '') ? Number(digits) : -1;
    if (seen < after || seen > newest) return frame({ event: 'reset', data: {} }, `${boot}-${newest}`);
    return recent
      .filter(({ number }) => number > seen)
      .map(({ text }) => text)
      .join('');
  }

  return {
    publish(conversationId, event) {
      const channel = channelOf(conversationId);
      const number = ++newest;
      const text = frame(event, `${boot}-${number}`);
      channel.recent.push({ number, text });
      if (channel.recent.length > REMEMBERED_EVENTS) channel.after = channel.recent.shift()!.number;
      for (const listener of channel.listeners) listener.write(text);
    },

    lastId(conversationId) {
      channelOf(conversationId);
      return `${boot}-${newest}`;
    },

    subscribe(conversationId, response, after) {
      const channel = channelOf(conversationId);
      if (channel.listeners.size >= LISTENERS_PER_CONVERSATION) return false;
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      });
      response.write(`retry: ${RETRY_MS}\n\n`);
      if (after !== undefined) response.write(missed(channel, after));
      if (isClosed) {
        // The page comes back by itself after this answer, and after no other.
        response.end();
        return true;
      }
      channel.listeners.add(response);
      response.on('close', () => channel.listeners.delete(response));
      return true;
    },

    close() {
      isClosed = true;
      clearInterval(heartbeat);
      for (const channel of channels.values()) for (const listener of channel.listeners) listener.end();
      channels.clear();
    },
  };
}

function frame({ event, data }: ChatEvent, id: string): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
