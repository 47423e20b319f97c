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
  checkHead(request, type, mostBytes);
  return collect(request, mostBytes);
}

/**
 * The same for a body that is too large for memory.
 * @returns `pieces` can be walked once; `taken` resolves when whoever walks them is done, with all of them or before
 */
export function readInPieces(
  request: IncomingMessage,
  type: string,
  mostBytes: number,
): { readonly pieces: AsyncIterable<Uint8Array>; readonly taken: Promise<void> } {
  checkHead(request, type, mostBytes);
  const { promise: taken, resolve } = Promise.withResolvers<void>();
  const pieces = (async function* () {
    let size = 0;
    try {
      // Who stops in the middle is answered all the same.
      for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        size += piece.length;
        if (size > mostBytes) throw tooLarge(mostBytes);
        yield piece;
      }
    } finally {
      request.resume();
      resolve();
    }
  })();
  return { pieces, taken };
}

function checkHead(request: IncomingMessage, type: string, mostBytes: number): void {
  const sent = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (sent !== type) throw new Refusal(415, `Send Content-Type: ${type}.`);
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new Refusal(415, 'Send the body without compression.');
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge(mostBytes);
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
