// What the chat page's requests must look like before anything reads them. Only this computer's own page and the bot may speak here.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** An answer that is not a success: its sentence goes to the caller. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}

const MAX_JSON_BYTES = 300_000;
const BODY_TIMEOUT_MS = 10_000;
// "127.0.0.1", "localhost", "[::1]"
const LOOPBACK = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[::1\])$/;

/**
 * A foreign web page can make a browser send requests to this computer. It cannot make the browser name this host
 * (a rebound DNS name shows in Host) nor hide where the request comes from (Origin, Sec-Fetch-Site).
 */
export function refuseStrangers(request: IncomingMessage): void {
  const address = request.socket.remoteAddress ?? '';
  if (address !== '::1' && !/^(?:::ffff:)?127\./.test(address)) {
    throw new Refusal(403, 'The chat page answers this computer only.');
  }
  const host = request.headers.host ?? '';
  const port = request.socket.localPort;
  const name = host.endsWith(`:${port}`) ? host.slice(0, -`:${port}`.length) : port === 80 ? host : '';
  if (!LOOPBACK.test(name)) {
    throw new Refusal(403, `The chat page answers at http://127.0.0.1:${port} only.`);
  }
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    throw new Refusal(403, 'Requests from other web pages are refused.');
  }
  const site = request.headers['sec-fetch-site'];
  const isNavigation = request.headers['sec-fetch-mode'] === 'navigate' && request.method === 'GET';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation) {
    throw new Refusal(403, 'Requests from other web pages are refused.');
  }
}

/** The bot's own calls come from a Node process: a browser is never the sender. */
export function refuseBrowsers(request: IncomingMessage): void {
  if (request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined) {
    throw new Refusal(403, 'Only the bot may call this.');
  }
}

export async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBytes(request, 'application/json', MAX_JSON_BYTES);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal(400, 'The body is not JSON.');
  }
}

/** The type is one that no form and no plain script of another page can send without asking first. */
export async function readBytes(request: IncomingMessage, type: string, maxBytes: number): Promise<Buffer> {
  const sent = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (sent !== type) throw new Refusal(415, `Send Content-Type: ${type}.`);
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new Refusal(415, 'Send the body without compression.');
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return collect(request, maxBytes);
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(text);
}

export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  // What is left of an unread body must not be taken for the next request on this connection.
  if (!response.req.complete) response.setHeader('Connection', 'close');
  sendJson(response, refusal.status, { error: refusal.message });
}

function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => reject(new Refusal(408, 'The body did not arrive in time.')), BODY_TIMEOUT_MS);
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      finish();
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) settle(() => reject(tooLarge(maxBytes)));
      else chunks.push(chunk);
    });
    request.on('end', () => settle(() => resolve(Buffer.concat(chunks))));
    request.on('close', () => settle(() => reject(new Refusal(400, 'The body broke off.'))));
    request.on('error', error => settle(() => reject(error)));
  });
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(413, `That is more than ${Math.floor(maxBytes / 1000)} kB.`);
}
