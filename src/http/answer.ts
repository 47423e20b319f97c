/** JSON answers of both servers. */
import type { ServerResponse } from 'node:http';
import type { Refusal } from './refusal.ts';

/** @param body absent: a status alone */
export function sendJson(response: ServerResponse, status: number, body?: unknown): void {
  if (body === undefined) {
    response.statusCode = status;
    response.end();
    return;
  }
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
