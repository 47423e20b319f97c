// A small Bot Framework channel with a page on it, for this computer only.
// The page posts here, this posts activities to the bot, the bot answers with Bot Connector calls, and every open page hears of it.
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostname, userInfo } from 'node:os';
import { z } from 'zod';
import { MailFileError } from '../mail/mail-file-error.ts';
import { maxFileBytes, openMessage } from '../mail/open-message.ts';
import {
  ACTIVITY_MESSAGE,
  type Activity,
  ADAPTIVE_CARD,
  actionActivity,
  BotActivity,
  ConversationId,
  cardIn,
  EntryId,
  entryOf,
  InvokeResponse,
  messageActivity,
  type Person,
  Sender,
  SendInvoke,
  SendMessage,
} from './activities.ts';
import { loadAssets, sendAsset } from './assets.ts';
import { type Delivery, postActivity } from './deliver.ts';
import { createChatEvents } from './events.ts';
import { Refusal, readBytes, readJson, refuseBrowsers, refuseStrangers, sendJson, sendRefusal } from './http.ts';
import { type ChatEntry, openTranscript, type SaidMessage, type TranscriptStore } from './transcript.ts';

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
}

/** As much of a restify server as is used here. */
export interface RouteServer {
  get(path: string, handler: RouteHandler): unknown;
  head(path: string, handler: RouteHandler): unknown;
  post(path: string, handler: RouteHandler): unknown;
  put(path: string, handler: RouteHandler): unknown;
  del(path: string, handler: RouteHandler): unknown;
}
type RouteHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

type Route = [method: string, path: RegExp, handle: (exchange: Exchange) => void | Promise<void>];

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  ids: Record<string, string>;
}

/** How many entries a page gets when it opens: a conversation can be months long. */
const SHOWN_ENTRIES = 200;

export function registerLocalChat(server: RouteServer, options: LocalChatOptions): LocalChat {
  const { baseUrl, log } = options;
  const transcript = openTranscript(options.store);
  const deliver = options.deliver ?? (activity => postActivity(baseUrl(), activity));
  const person = options.person ?? whoIsHere();
  const now = options.now ?? (() => new Date());
  const assets = loadAssets();
  const events = createChatEvents();
  /** Agent's messages on their way to the bot. */
  const underWay = new Set<string>();
  /** Activities that the page sent on its own and whose answers get no bubble. */
  const silent = new Set<string>();

  const routes: Route[] = [
    ['GET', /^\/$/, ({ request, response }) => sendAsset(request, response, assets.get('index.html')!)],
    ['GET', /^\/chat\/assets\/(?<name>[a-zA-Z0-9./-]+)$/, getAsset],
    ['POST', /^\/chat\/files$/, postFile],
    ['POST', /^\/chat\/conversations$/, createConversation],
    ['GET', /^\/chat\/conversations\/(?<conversation>[^/]+)$/, getConversation],
    ['GET', /^\/chat\/conversations\/(?<conversation>[^/]+)\/events$/, getEvents],
    ['POST', /^\/chat\/conversations\/(?<conversation>[^/]+)\/messages$/, postMessage],
    ['POST', /^\/chat\/conversations\/(?<conversation>[^/]+)\/cases$/, postCase],
    ['POST', /^\/chat\/conversations\/(?<conversation>[^/]+)\/invokes$/, postInvoke],
    [
      'POST',
      /^\/chat\/channel\/v3\/conversations\/(?<conversation>[^/]+)\/activities(?:\/(?<activity>[^/]+))?$/,
      postActivities,
    ],
    [
      'PUT',
      /^\/chat\/channel\/v3\/conversations\/(?<conversation>[^/]+)\/activities\/(?<activity>[^/]+)$/,
      putActivity,
    ],
    [
      'DELETE',
      /^\/chat\/channel\/v3\/conversations\/(?<conversation>[^/]+)\/activities\/(?<activity>[^/]+)$/,
      deleteActivity,
    ],
  ];

  for (const path of ['/', '/chat/*'])
    for (const method of ['get', 'head', 'post', 'put', 'del'] as const) {
      server[method](path, handle);
    }

  return {
    close: () => events.close(),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      refuseStrangers(request);
      const path = (request.url ?? '/').split('?', 1)[0]!;
      if (path.startsWith('/chat/channel/')) refuseBrowsers(request);
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      for (const [wanted, pattern, answer] of routes) {
        const found = wanted === method ? pattern.exec(path) : null;
        if (found) return await answer({ request, response, ids: found.groups ?? {} });
      }
      throw new Refusal(404, 'There is nothing here.');
    } catch (error) {
      if (response.headersSent) return void response.end();
      if (error instanceof Refusal) return sendRefusal(response, error);
      const reference = randomBytes(4).toString('hex');
      log.warn({ reference, err: error }, 'The chat page could not answer');
      sendRefusal(response, new Refusal(500, `That did not work. Reference: ${reference}`));
    }
  }

  // --- the page ---

  function getAsset({ request, response, ids }: Exchange): void {
    const asset = assets.get(ids.name!);
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
    const entries = (await transcript.list(conversationId)).slice(-SHOWN_ENTRIES).map(withLostDelivery);
    sendJson(response, 200, { conversationId, entries, lastEventId });
  }

  function getEvents({ request, response, ids }: Exchange): void {
    const conversationId = readId(ConversationId, ids.conversation);
    const query = new URL(request.url!, 'http://localhost').searchParams.get('after');
    const after = request.headers['last-event-id'] ?? query ?? undefined;
    request.socket.setTimeout(0);
    if (!events.subscribe(conversationId, response, Array.isArray(after) ? after[0] : after)) {
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
    const message = readShape(SendMessage, await readJson(request));
    if (message.silent) {
      await deliverSilently(conversationId, message);
      return sendJson(response, 202, { id: message.clientId });
    }
    const entry: SaidMessage = {
      kind: 'message',
      id: message.clientId,
      from: 'agent',
      at: now().toISOString(),
      text: message.text,
      textFormat: 'plain',
    };
    underWay.add(entry.id);
    try {
      // Sent again after a failure, it is there already and only changes its state.
      await transcript.add(conversationId, { ...entry, delivery: 'sending' });
      await replace(conversationId, { ...entry, delivery: 'sending' });
      const { status } = await deliver(messageActivity(message, envelope(conversationId)));
      const isTaken = status >= 200 && status < 300;
      const isThere = await replace(conversationId, isTaken ? entry : { ...entry, delivery: 'failed' });
      // The message was "forget": nothing of the conversation is left, and the page must show just that.
      if (!isThere) events.publish(conversationId, { event: 'reset', data: {} });
      if (status === 413) throw new Refusal(413, 'The bot does not read that much at once.');
      if (!isTaken) throw new Refusal(502, 'The bot did not take the message.');
    } finally {
      underWay.delete(entry.id);
    }
    sendJson(response, 202, { id: entry.id });
  }

  async function postCase({ request, response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    const sender = readShape(z.object(Sender), await readJson(request));
    const last = (await transcript.list(conversationId)).at(-1);
    if (last && last.kind !== 'new-case') {
      await add(conversationId, { kind: 'new-case', id: randomUUID(), at: now().toISOString() });
    }
    await deliverSilently(conversationId, { ...sender, clientId: randomUUID(), text: 'new', silent: true });
    sendJson(response, 202, {});
  }

  async function postInvoke({ request, response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    const invoke = readShape(SendInvoke, await readJson(request));
    const entry = await transcript.find(conversationId, invoke.activityId);
    if (!entry?.cards) throw new Refusal(404, 'That card is no longer here.');
    const { status, body } = await deliver(actionActivity(invoke, envelope(conversationId)));
    if (status < 200 || status >= 300) throw new Refusal(502, 'The bot did not answer.');
    sendJson(response, 200, await applyInvokeResponse(conversationId, entry, body));
  }

  async function applyInvokeResponse(conversationId: string, entry: SaidMessage, body: unknown): Promise<object> {
    const answer = InvokeResponse.safeParse(body).data;
    if (!answer) return {};
    if (answer.statusCode >= 400) {
      const { message } = z.object({ message: z.string().optional() }).catch({}).parse(answer.value);
      return { error: message ?? '' };
    }
    if (answer.type === ACTIVITY_MESSAGE) return { message: String(answer.value ?? '') };
    const card = answer.type === ADAPTIVE_CARD ? cardIn(answer.value) : undefined;
    if (!card) return {};
    const updated = { ...entry, cards: [card] };
    await replace(conversationId, updated);
    return { entry: updated };
  }

  /** The bot's answers meanwhile arrive through `postActivities`, which keeps them quiet. */
  async function deliverSilently(conversationId: string, message: SendMessage): Promise<void> {
    silent.add(message.clientId);
    try {
      const { status } = await deliver(messageActivity(message, envelope(conversationId)));
      if (status < 200 || status >= 300) throw new Refusal(502, 'The bot did not take the message.');
    } finally {
      silent.delete(message.clientId);
    }
  }

  // --- the Bot Connector ---

  async function postActivities({ request, response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    const activity = readShape(BotActivity, await readJson(request));
    const id = randomUUID();
    if (activity.type === 'typing') events.publish(conversationId, { event: 'typing', data: {} });
    const entry = activity.type === 'message' ? entryOf(activity, id, now()) : undefined;
    if (entry && silent.has(ids.activity ?? activity.replyToId ?? '')) await showInPassing(conversationId, entry);
    else if (entry) await add(conversationId, entry);
    sendJson(response, 201, { id });
  }

  /** On a page where nothing was said yet, an answer to something that nobody asked would be noise. */
  async function showInPassing(conversationId: string, entry: SaidMessage): Promise<void> {
    const last = (await transcript.list(conversationId)).at(-1);
    if (!last || last.kind === 'new-case') return;
    const text = entry.text ?? String(entry.cards?.[0]?.fallbackText ?? '');
    events.publish(conversationId, { event: 'notice', data: { text } });
  }

  async function putActivity({ request, response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    const id = readId(EntryId, ids.activity);
    const activity = readShape(BotActivity, await readJson(request));
    const before = await transcript.find(conversationId, id);
    const entry = before?.from === 'bot' ? entryOf(activity, id, new Date(before.at)) : undefined;
    if (!entry || !(await replace(conversationId, entry))) throw new Refusal(404, 'There is no such activity.');
    sendJson(response, 200, { id });
  }

  async function deleteActivity({ response, ids }: Exchange): Promise<void> {
    const conversationId = readId(ConversationId, ids.conversation);
    const id = readId(EntryId, ids.activity);
    if (!(await transcript.remove(conversationId, id))) throw new Refusal(404, 'There is no such activity.');
    events.publish(conversationId, { event: 'removed', data: { id } });
    sendJson(response, 200, {});
  }

  // --- both ---

  async function add(conversationId: string, entry: ChatEntry): Promise<void> {
    await transcript.add(conversationId, entry);
    events.publish(conversationId, { event: 'entry', data: entry });
  }

  async function replace(conversationId: string, entry: ChatEntry): Promise<boolean> {
    const isThere = await transcript.replace(conversationId, entry);
    if (isThere) events.publish(conversationId, { event: 'entry', data: entry });
    return isThere;
  }

  /** A message that was on its way when the process ended never arrived: the page offers to send it again. */
  function withLostDelivery(entry: ChatEntry): ChatEntry {
    if (entry.kind !== 'message' || entry.delivery !== 'sending' || underWay.has(entry.id)) return entry;
    return { ...entry, delivery: 'failed' };
  }

  function envelope(conversationId: string) {
    return { conversationId, serviceUrl: `${baseUrl()}/chat/channel`, person, now: now() };
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
