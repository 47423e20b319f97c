/** The thread in which bulk files are read: what comes from the main thread is a file's path or its pieces. */
import { createReadStream } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { BulkSession } from './bulk-session.ts';
import type { FromWorker, ToWorker } from './messages.ts';

const port = parentPort!;
const session = new BulkSession();
/** Pieces that have come and are not read yet, and who waits for one. */
let pieces: Uint8Array[] = [];
let isEnded = false;
let wake: (() => void) | undefined;

function say(message: FromWorker): void {
  port.postMessage(message);
}

async function* arriving(): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = pieces.shift();
    if (piece !== undefined) {
      say({ kind: 'taken' });
      yield piece;
    } else if (isEnded) return;
    else
      await new Promise<void>(resolve => {
        wake = resolve;
      });
  }
}

async function* fromDisk(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>;
}

async function readFile(path: string | undefined, now: number, timeZone: string): Promise<void> {
  const progress = (rows: number, bytes: number) => say({ kind: 'progress', rows, bytes });
  try {
    const outcome = await session.read(path === undefined ? arriving() : fromDisk(path), now, timeZone, progress);
    say({ kind: 'file-read', outcome });
  } catch (error) {
    say({ kind: 'file-failed', code: (error as NodeJS.ErrnoException).code ?? '', message: (error as Error).message });
  }
}

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'file':
      pieces = [];
      isEnded = false;
      void readFile(message.path, message.now, message.timeZone);
      break;
    case 'piece':
      pieces.push(message.bytes);
      wake?.();
      break;
    case 'end':
      isEnded = true;
      wake?.();
      break;
    case 'replies':
      say({ kind: 'replies', replies: session.replies() });
      break;
    case 'finish':
      say({ kind: 'finished', found: session.finish(message.options) });
      break;
    default:
      message satisfies never;
  }
});
