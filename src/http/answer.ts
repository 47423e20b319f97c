/** JSON answers of both servers. */
import type { ServerResponse } from 'node:http';
import type { Refusal } from './refusal.ts';

/** A status alone. */
export function sendStatus(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendText(response, status, JSON.stringify(body));
}

/** @param text JSON */
export function sendText(response: ServerResponse, status: number, text: string): void {
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
