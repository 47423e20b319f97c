/** HTTP: POST /api/messages for channels, GET /healthz for whoever watches. Strict about what it reads. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { Logger } from 'pino';
import restify from 'restify';
import { IncomingActivity, tenantOf } from '../answering/read-activity.ts';
import type { Turns } from '../answering/turn.ts';
import type { Adapter } from './adapter.ts';
import { BodyRefused, readJsonBody } from './json-body.ts';

export interface ServerParts {
  readonly adapter: Pick<Adapter, 'process'>;
  readonly turns: Pick<Turns, 'handle'>;
  /** Local mode: no tokens, so only this computer may talk and be talked to. */
  readonly isLocal: boolean;
  readonly allowedTenants: readonly string[];
  readonly isHealthy: () => Promise<boolean>;
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
    const isHealthy = await parts.isHealthy();
    answer(response, isHealthy ? 200 : 503, { status: isHealthy ? 'ok' : 'database not reachable' });
  });
  return server;
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  { adapter, turns, isLocal, allowedTenants }: ServerParts,
): Promise<void> {
  if (isLocal && !isLoopback(hostOf(`http://${request.headers.host ?? ''}`)))
    throw new BodyRefused(403, 'Local mode answers on this computer only.');
  const parsed = IncomingActivity.safeParse(await readJsonBody(request));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new BodyRefused(400, `Not an activity: ${issue?.path.join('.') || 'body'}.`);
  }
  const activity = parsed.data;
  // Without tokens anybody could name the address that answers go to.
  if (isLocal && !isLoopback(hostOf(activity.serviceUrl)))
    throw new BodyRefused(403, 'Local mode answers to this computer only.');
  let isForeign = false;
  const result = await adapter.process(request.headers.authorization ?? '', activity, async incoming => {
    isForeign = allowedTenants.length > 0 && !allowedTenants.includes(tenantOf(incoming));
    return isForeign ? { status: 403 } : turns.handle(incoming);
  });
  if (isForeign) throw new BodyRefused(403, 'This tenant is not allowed.');
  answer(response, result?.status ?? 200, result?.body);
}

function refuse(response: ServerResponse, error: unknown, log: Logger): void {
  if (response.headersSent) return void response.destroy();
  if (error instanceof BodyRefused) {
    log.debug({ status: error.status, reason: error.message }, 'A request was refused');
    // What was not read stays in the socket: it cannot be used again.
    if (error.status === 413) response.setHeader('Connection', 'close');
    answer(response, error.status, { error: error.message });
    return;
  }
  const status = isUnauthorised(error) ? 401 : 500;
  const { name } = (error ?? {}) as { name?: string };
  if (status === 500) log.error({ name }, 'A request failed');
  // Anybody on the internet can cause these: told only to whoever looks for them.
  else log.debug({ status, name }, 'A request was refused');
  answer(response, status, { error: status === 401 ? 'Not authorised.' : 'Something went wrong.' });
}

/** botbuilder refuses with an error of its own, its token library with another that it lets through. */
function isUnauthorised(error: unknown): boolean {
  const { name, statusCode } = (error ?? {}) as { name?: string; statusCode?: number };
  return (
    statusCode === 401 ||
    ['AuthenticationError', 'JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'].includes(name ?? '')
  );
}

function answer(response: ServerResponse, status: number, body?: object): void {
  response.statusCode = status;
  if (body === undefined) return void response.end();
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}

/** 127.0.0.0/8, ::1 and localhost. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
