/**
 * Reads the body of a request under limits of size and time. The stock body parser ends the process on a broken gzip
 * body, counts compressed bytes (restify issue 1975) and runs before authentication.
 */
import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

const longestWait = 10_000;

export async function readJson(request: IncomingMessage, mostBytes: number): Promise<unknown> {
  const body = await readBytes(request, 'application/json', mostBytes);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal(400, 'The body is not valid JSON.');
  }
}

/** @param type the only media type that is taken: one that no form and no plain script of another page can send unasked */
export async function readBytes(request: IncomingMessage, type: string, mostBytes: number): Promise<Buffer> {
  const sent = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (sent !== type) throw new Refusal(415, `Send Content-Type: ${type}.`);
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new Refusal(415, 'Send the body without compression.');
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge(mostBytes);
  return collect(request, mostBytes);
}

function collect(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => refuse(() => new Refusal(408, 'The body did not arrive in time.')), longestWait);
    let isSettled = false;
    const end = () => {
      isSettled = true;
      clearTimeout(timer);
    };
    const refuse = (why: () => Refusal) => {
      if (isSettled) return;
      end();
      reject(why());
    };
    const brokenOff = () => refuse(() => new Refusal(400, 'The body broke off.'));
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostBytes) refuse(() => tooLarge(mostBytes));
      else chunks.push(chunk);
    });
    request.on('end', () => {
      end();
      resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
    // Every request is closed in the end.
    request.on('close', brokenOff);
    request.on('error', brokenOff);
  });
}

function tooLarge(mostBytes: number): Refusal {
  return new Refusal(413, `That is more than ${Math.floor(mostBytes / 1000)} kB.`);
}
