/** HTTP: POST /api/messages for channels, GET /healthz for whoever watches. Strict about what it reads. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import restify from 'restify';
import { sendJson, sendRefusal, sendStatus, sendText } from '../../http/answer.ts';
import { readJson } from '../../http/body.ts';
import { isLoopback } from '../../http/loopback.ts';
import { Refusal } from '../../http/refusal.ts';
import { refuseStrangers } from '../../http/strangers.ts';
import type { StoreTrouble } from '../../storage/store.ts';
import { readActivity, type Turns, tenantOf } from '../answering/index.ts';
import { replyJson } from '../reply-json.ts';
import type { Adapter } from './adapter.ts';
import { healthSentences } from './health.ts';

const mostBodyBytes = 512 * 1024;

export interface ServerParts {
  readonly adapter: Pick<Adapter, 'process'>;
  readonly turns: Pick<Turns, 'handle'>;
  /** Local mode: no tokens, so only this computer may talk and be talked to. */
  readonly isLocal: boolean;
  readonly allowedTenants: readonly string[];
  readonly checkHealth: () => Promise<StoreTrouble | undefined>;
  readonly log: Logger;
}

export function createServer(parts: ServerParts): restify.Server {
  const server = restify.createServer({ name: 'mailflow-triage', noWriteContinue: true });
  server.post('/api/messages', async (request: IncomingMessage, response: ServerResponse) => {
    try {
      await receive(request, response, parts);
    } catch (error) {
      refuse(response, error, parts.log);
    }
  });
  server.get('/healthz', async (_: IncomingMessage, response: ServerResponse) => {
    const trouble = await parts.checkHealth();
    if (trouble === undefined) sendJson(response, 200, { status: 'ok' });
    else sendJson(response, 503, { status: healthSentences[trouble] });
  });
  return server;
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  { adapter, turns, isLocal, allowedTenants }: ServerParts,
): Promise<void> {
  if (isLocal) refuseStrangers(request);
  const parsed = readActivity(await readJson(request, mostBodyBytes));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Refusal(400, `Not an activity: ${issue?.path.join('.') || 'body'}.`);
  }
  const activity = parsed.data;
  refuseServiceUrl(activity.serviceUrl, isLocal);
  let isForeign = false;
  const result = await adapter.process(request.headers.authorization ?? '', activity, async incoming => {
    isForeign = allowedTenants.length > 0 && !allowedTenants.includes(tenantOf(incoming));
    return isForeign ? { status: 403 } : turns.handle(incoming);
  });
  if (isForeign) throw new Refusal(403, 'This tenant is not allowed.');
  const { status, body } = result ?? { status: 200 };
  if (body === undefined) sendStatus(response, status);
  else sendText(response, status, replyJson(body));
}

/** Answers carry the bot's token, so they go over https; only a channel on this computer may speak plain http. */
function refuseServiceUrl(serviceUrl: string, isLocal: boolean): void {
  const { hostname = '', protocol } = URL.parse(serviceUrl) ?? {};
  const isHere = isLoopback(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && isHere))
    throw new Refusal(400, 'A service URL begins with https://, or on this computer with http://.');
  // Without tokens anybody could name the address that answers go to.
  if (isLocal && !isHere) throw new Refusal(403, 'Local mode answers to this computer only.');
}

function refuse(response: ServerResponse, error: unknown, log: Logger): void {
  if (response.headersSent) return void response.destroy();
  if (error instanceof Refusal) {
    log.debug({ status: error.status, reason: error.message }, 'A request was refused');
    sendRefusal(response, error);
    return;
  }
  const status = isUnauthorised(error) ? 401 : 500;
  const { name } = (error ?? {}) as { name?: string };
  if (status === 500) log.error({ name }, 'A request failed');
  // Anybody on the internet can cause these: told only to whoever looks for them.
  else log.debug({ status, name }, 'A request was refused');
  sendJson(response, status, { error: status === 401 ? 'Not authorised.' : 'Something went wrong.' });
}

/** botbuilder refuses with an error of its own, its token library with another that it lets through. */
function isUnauthorised(error: unknown): boolean {
  const { name, statusCode } = (error ?? {}) as { name?: string; statusCode?: number };
  return (
    statusCode === 401 ||
    ['AuthenticationError', 'JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'].includes(name ?? '')
  );
}
