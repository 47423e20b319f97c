/**
 * Reads a JSON body. The stock body parser ends the process on a broken gzip body and counts compressed bytes
 * (restify issue 1975), and it runs before authentication.
 */
import type { IncomingMessage } from 'node:http';

export const maxBodyBytes = 512 * 1024;
const maxReadTime = 10_000;

/** Why a body is refused, as an HTTP status and a sentence. */
export class BodyRefused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new BodyRefused(415, 'Send application/json.');
  }
  if (request.headers['content-encoding'] !== undefined)
    throw new BodyRefused(415, 'Send the body without Content-Encoding.');
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes)
    throw new BodyRefused(413, 'The body is too large.');
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => request.destroy(), maxReadTime);
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBodyBytes) throw new BodyRefused(413, 'The body is too large.');
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(timer);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new BodyRefused(400, 'The body is not valid JSON.');
  }
}
