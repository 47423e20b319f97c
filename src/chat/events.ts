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
const RETRY_MS = 1_500;

interface Channel {
  next: number;
  recent: { number: number; text: string }[];
  listeners: Set<ServerResponse>;
}

export function createChatEvents(): ChatEvents {
  // Numbers start again with the process, so an id names the process too; another one's id means "read again".
  const boot = randomBytes(4).toString('hex');
  const channels = new Map<string, Channel>();
  const heartbeat = setInterval(() => {
    for (const channel of channels.values()) for (const listener of channel.listeners) listener.write(':\n\n');
  }, HEARTBEAT_MS);
  heartbeat.unref();

  function channelOf(conversationId: string): Channel {
    let channel = channels.get(conversationId);
    if (!channel) {
      channel = { next: 1, recent: [], listeners: new Set() };
      channels.set(conversationId, channel);
    }
    return channel;
  }

  return {
    publish(conversationId, event) {
      const channel = channelOf(conversationId);
      const number = channel.next++;
      const text = frame(event, `${boot}-${number}`);
      channel.recent.push({ number, text });
      if (channel.recent.length > REMEMBERED_EVENTS) channel.recent.shift();
      for (const listener of channel.listeners) listener.write(text);
    },

    lastId(conversationId) {
      return `${boot}-${(channels.get(conversationId)?.next ?? 1) - 1}`;
    },

    subscribe(conversationId, response, after) {
      const channel = channelOf(conversationId);
      if (channel.listeners.size >= LISTENERS_PER_CONVERSATION) return false;
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
      response.write(`retry: ${RETRY_MS}\n\n`);
      response.write(missedEvents(channel, after, boot));
      channel.listeners.add(response);
      response.on('close', () => channel.listeners.delete(response));
      return true;
    },

    close() {
      clearInterval(heartbeat);
      for (const channel of channels.values()) for (const listener of channel.listeners) listener.end();
      channels.clear();
    },
  };
}

function missedEvents(channel: Channel, after: string | undefined, boot: string): string {
  if (after === undefined) return '';
  const newest = channel.next - 1;
  const [process, digits] = after.split('-');
  const seen = process === boot && /^\d{1,15}$/.test(digits ?? '') ? Number(digits) : undefined;
  const oldest = channel.recent[0]?.number ?? channel.next;
  if (seen === undefined || seen > newest || seen < oldest - 1) {
    return frame({ event: 'reset', data: {} }, `${boot}-${newest}`);
  }
  return channel.recent
    .filter(({ number }) => number > seen)
    .map(({ text }) => text)
    .join('');
}

function frame({ event, data }: ChatEvent, id: string): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
