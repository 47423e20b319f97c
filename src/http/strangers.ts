/** What a request must look like where nobody is asked for a token: only this computer's own pages and programs may speak there. */
import type { IncomingMessage } from 'node:http';
import { isLoopback } from './loopback.ts';
import { Refusal } from './refusal.ts';

/**
 * A foreign web page can make a browser send requests to this computer. It cannot make the browser name this host
 * (a rebound DNS name shows in Host) nor hide where the request comes from (Origin, Sec-Fetch-Site).
 */
export function refuseStrangers(request: IncomingMessage): void {
  if (!isLoopback(request.socket.remoteAddress ?? '')) {
    throw new Refusal(403, 'Local mode answers this computer only.');
  }
  const host = request.headers.host ?? '';
  const port = request.socket.localPort;
  const name = host.endsWith(`:${port}`) ? host.slice(0, -`:${port}`.length) : port === 80 ? host : '';
  if (!isLoopback(name)) {
    throw new Refusal(403, `Local mode answers at http://127.0.0.1:${port} only.`);
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
