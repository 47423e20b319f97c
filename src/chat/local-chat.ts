// A small Bot Framework channel with a page on it, for this computer only.
// The page posts here, this posts activities to the bot, the bot answers with Bot Connector calls, and every open page hears of it.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostname, userInfo } from 'node:os';
import type { z } from 'zod';
import { sendJson, sendRefusal } from '../http/answer.ts';
import { readBytes, readInPieces, readJson } from '../http/body.ts';
import { Refusal } from '../http/refusal.ts';
import { refuseBrowsers, refuseStrangers } from '../http/strangers.ts';
import { MailFileError } from '../mail/mail-file-error.ts';
import { maxFileBytes, openMessage } from '../mail/open-message.ts';
import {
  type Activity,
  BotActivity,
  ConversationId,
  EntryId,
  type Person,
  Sender,
  SendFeedback,
  SendFile,
  SendInvoke,
  SendMessage,
} from './activities.ts';
import { loadAssets, sendAsset } from './assets.ts';
import { createConversations } from './conversations.ts';
import { type Delivery, postActivity } from './deliver.ts';
import { createChatEvents } from './events.ts';
import { openTranscript, type TranscriptStore } from './transcript.ts';

export interface LocalChatOptions {
  store: TranscriptStore;
  /** `http://127.0.0.1:<port>`, asked when needed: the port is known only after listening. */
  baseUrl(): string;
  deliver?(activity: Activity): Promise<Delivery>;
  /** Who sits at this computer; by default the name they are logged in with. */
  person?: Person;
  now?(): Date;
  log: { warn(fields: object, message: string): void };
}

export interface LocalChat {
  /** Ends the event streams, which would otherwise keep the server from closing. */
  close(): void;
  /** A file that the page sends at this moment, once, whole or in pieces as it comes; undefined for any other address. */
  takeFile(url: string): Uint8Array | AsyncIterable<Uint8Array> | undefined;
}

/** As much of a restify server as is used here. */
export interface RouteServer {
  get(path: string, handler: RouteHandler): unknown;
  head(path: string, handler: RouteHandler): unknown;
  post(path: string, handler: RouteHandler): unknown;
  put(path: string, handler: RouteHandler): unknown;
  del(path: string, handler: RouteHandler): unknown;
}
type RouteHandler = (request: RoutedRequest, response: ServerResponse) => Promise<void>;
/** What the route found in the path: `:conversation`, `:activity`, `*`. */
type RoutedRequest = IncomingMessage & { readonly params?: Readonly<Record<string, string>> };

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  ids: Readonly<Record<string, string>>;
}
type Answer = (exchange: Exchange) => void | Promise<void>;

const mostJsonBytes = 300_000;
const mostBulkBytes = 2 * 1024 * 1024 * 1024;
/** Traces and logs: the bot reads them while they come. */
const bulkName = /\.(?:csv|tsv|log)$/i;

const PAGE = '/chat/conversations/:conversation';
const CONNECTOR = '/chat/channel/v3/conversations/:conversation/activities';

export function registerLocalChat(server: RouteServer, options: LocalChatOptions): LocalChat {
  const { baseUrl, log } = options;
  const assets = loadAssets();
  const events = createChatEvents();
  /** Files between the page and the bot, by their address. */
  const underWay = new Map<string, Uint8Array | AsyncIterable<Uint8Array>>();
  const conversations = createConversations({
    transcript: openTranscript(options.store, entry => log.warn({ entry }, 'A line of the chat page cannot be read')),
    events,
    deliver: options.deliver ?? (activity => postActivity(baseUrl(), activity)),
    baseUrl,
    person: options.person ?? whoIsHere(),
    now: options.now ?? (() => new Date()),
  });

  server.get('/', page(getPage));
  server.head('/', page(getPage));
  server.get('/chat/assets/*', page(getAsset));
  server.head('/chat/assets/*', page(getAsset));
  server.post('/chat/files', page(postFile));
  server.post('/chat/conversations', page(createConversation));
  server.get(PAGE, page(getConversation));
  server.head(PAGE, page(getConversation));
  server.get(`${PAGE}/events`, page(getEvents));
  server.post(`${PAGE}/messages`, page(postMessage));
  server.post(`${PAGE}/files`, page(postArchive));
  server.post(`${PAGE}/cases`, page(postCase));
  server.post(`${PAGE}/invokes`, page(postInvoke));
  server.post(`${PAGE}/feedback`, page(postFeedback));
  server.post(CONNECTOR, connector(postActivities));
  server.post(`${CONNECTOR}/:activity`, connector(postActivities));
  server.put(`${CONNECTOR}/:activity`, connector(putActivity));
  server.del(`${CONNECTOR}/:activity`, connector(deleteActivity));
  // A stranger is refused before it learns that there is nothing.
  for (const method of ['get', 'head', 'post', 'put', 'del'] as const) {
    server[method]('/chat/*', page(getNothing));
    server[method]('/chat/channel/*', connector(getNothing));
  }
  return {
    close: () => events.close(),
    takeFile: url => {
      const bytes = underWay.get(url);
      underWay.delete(url);
      return bytes;
    },
  };

  /** For this computer's own page. */
  function page(answer: Answer): RouteHandler {
    return async (request, response) => {
      try {
        refuseStrangers(request);
        await answer({ request, response, ids: request.params ?? {} });
      } catch (error) {
        refuse(response, error);
      }
    };
  }

  /** For the bot, which calls as it calls the Bot Connector. */
  function connector(answer: Answer): RouteHandler {
    return page(exchange => {
      refuseBrowsers(exchange.request);
      return answer(exchange);
    });
  }

  function refuse(response: ServerResponse, error: unknown): void {
    if (response.headersSent) return void response.end();
    if (error instanceof Refusal) return void sendRefusal(response, error);
    const reference = randomBytes(4).toString('hex');
    // A database's message can quote what was pasted.
    log.warn({ reference, name: (error as Error)?.name }, 'The chat page could not answer');
    sendRefusal(response, new Refusal(500, `That did not work. Reference: ${reference}`));
  }

  // --- the page ---

  function getPage({ request, response }: Exchange): void {
    sendAsset(request, response, assets.get('index.html')!);
  }

  function getNothing(): void {
    throw new Refusal(404, 'There is nothing here.');
  }

  function getAsset({ request, response, ids }: Exchange): void {
    const asset = assets.get(ids['*'] ?? '');
    if (!asset) throw new Refusal(404, 'There is no such file.');
    sendAsset(request, response, asset);
  }

  function createConversation({ response }: Exchange): void {
    const conversationId = randomBytes(16).toString('hex');
    sendJson(response, 201, { conversationId, lastEventId: events.lastId(conversationId) });
  }

  async function getConversation({ response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    const lastEventId = events.lastId(conversationId);
    sendJson(response, 200, { conversationId, entries: await conversations.list(conversationId), lastEventId });
  }

  function getEvents({ request, response, ids }: Exchange): void {
    const conversationId = readId(ConversationId, ids.conversation);
    const query = new URL(request.url!, 'http://localhost').searchParams.get('after');
    const header = request.headers['last-event-id'];
    request.socket.setTimeout(0);
    if (!events.subscribe(conversationId, response, header?.toString() ?? query ?? undefined)) {
      throw new Refusal(429, 'Too many open pages.');
    }
  }

  /** The text of a saved message, for the agent to look over; nothing of it is kept. */
  async function postFile({ request, response }: Exchange): Promise<void> {
    const bytes = await readBytes(request, 'application/octet-stream', maxFileBytes);
    try {
      sendJson(response, 200, { text: await openMessage(bytes) });
    } catch (error) {
      if (!(error instanceof MailFileError)) throw error;
      throw new Refusal(error.code === 'too-large' ? 413 : 422, error.message);
    }
  }

  async function postMessage({ request, response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    const message = readShape(SendMessage, await readJson(request, mostJsonBytes));
    await conversations.say(conversationId, message);
    sendJson(response, 202, { id: message.clientId });
  }

  async function postArchive({ request, response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    const query = Object.fromEntries(new URL(request.url!, 'http://localhost').searchParams);
    const file = readShape(SendFile, query);
    const url = `chat-page:${randomBytes(16).toString('hex')}`;
    if (bulkName.test(file.name)) await passOn(request, url, () => conversations.sendFile(conversationId, file, url));
    else {
      // In memory of its own, which is given back once it is read.
      underWay.set(url, Uint8Array.from(await readBytes(request, 'application/octet-stream', maxFileBytes)));
      try {
        await conversations.sendFile(conversationId, file, url);
      } finally {
        underWay.delete(url);
      }
    }
    sendJson(response, 202, { id: file.clientId });
  }

  /** The bot reads the request's own body, which waits for it; the page hears of it when all was taken. */
  async function passOn(request: IncomingMessage, url: string, send: () => Promise<void>): Promise<void> {
    const { pieces, taken } = readInPieces(request, 'application/octet-stream', mostBulkBytes);
    underWay.set(url, pieces);
    try {
      await send();
      // Nobody has begun where the bot refused it at once; a reading goes on after the bot's answer.
      if (!underWay.delete(url)) await taken;
    } finally {
      underWay.delete(url);
    }
  }

  async function postCase({ request, response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    await conversations.startCase(conversationId, readShape(Sender, await readJson(request, mostJsonBytes)));
    sendJson(response, 202, {});
  }

  async function postInvoke({ request, response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    const invoke = readShape(SendInvoke, await readJson(request, mostJsonBytes));
    sendJson(response, 200, await conversations.press(conversationId, invoke));
  }

  async function postFeedback({ request, response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    const feedback = readShape(SendFeedback, await readJson(request, mostJsonBytes));
    sendJson(response, 200, { entry: await conversations.rate(conversationId, feedback) });
  }

  // --- the Bot Connector ---

  async function postActivities({ request, response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    const activity = readShape(BotActivity, await readJson(request, mostJsonBytes));
    const id = await conversations.hear(conversationId, activity, ids.activity ?? activity.replyToId ?? undefined);
    sendJson(response, 201, { id });
  }

  async function putActivity({ request, response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    const id = readId(EntryId, ids.activity);
    const activity = readShape(BotActivity, await readJson(request, mostJsonBytes));
    if (!(await conversations.revise(conversationId, id, activity))) throw new Refusal(404, 'No such activity.');
    sendJson(response, 200, { id });
  }

  async function deleteActivity({ response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    const isGone = await conversations.withdraw(conversationId, readId(EntryId, ids.activity));
    if (!isGone) throw new Refusal(404, 'No such activity.');
    sendJson(response, 200, {});
  }
}

function readShape<Shape extends z.ZodType>(shape: Shape, value: unknown): z.infer<Shape> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Refusal(400, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not valid'}`);
}

function readId(shape: z.ZodType<string>, value: string | undefined): string {
  const result = shape.safeParse(value);
  if (!result.success) throw new Refusal(404, 'There is no such conversation or activity.');
  return result.data;
}

function whoIsHere(): Person {
  try {
    return { id: 'local-agent', name: userInfo().username };
  } catch {
    // A container can run under a user id that has no name.
    return { id: 'local-agent', name: hostname() };
  }
}
