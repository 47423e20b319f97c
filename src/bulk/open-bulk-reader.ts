/** A reading of bulk files in a thread of its own, as the turn sees it. */
import { Worker } from 'node:worker_threads';
import type { BulkFound, FileOutcome, FinishOptions, FromWorker, ToWorker } from './messages.ts';

/** The longest trace that is read; the reports of Exchange Online end far below. */
export const maxBulkBytes = 2 * 1024 * 1024 * 1024;
/** Of the reading thread. */
const memory = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 16 };
/** Pieces that may be under way between the threads. */
const mostUnderWay = 4;

/** Why a file could not be read to its end. */
export class BulkError extends Error {
  /** `too-large`: more than `maxBulkBytes`, or more in it than fits the thread's memory. Else the system's own: `ENOENT`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'BulkError';
    this.code = code;
  }
}

export interface BulkReader {
  /** @param pieces are waited for, and never more than a few are in memory */
  readPieces(pieces: AsyncIterable<Uint8Array>): Promise<FileOutcome>;
  readPath(path: string): Promise<FileOutcome>;
  /** The different replies of all files, for whoever knows what they mean. */
  replies(): Promise<readonly string[]>;
  finish(options: FinishOptions): Promise<BulkFound>;
  /** Ends the thread, also in the middle of a file. */
  close(): Promise<void>;
}

/**
 * @param now ISO 8601
 * @param onProgress rows and bytes of the file at hand, a few times a second
 * @param timeZone of whoever sent the files: Get-MessageTrackingLog writes times without one
 */
export function openBulkReader(
  now: string,
  onProgress: (rows: number, bytes: number) => void = () => {},
  timeZone = 'UTC',
): BulkReader {
  const at = Date.parse(now);
  const worker = new Worker(new URL('./bulk-worker.ts', import.meta.url), { resourceLimits: memory });
  let failure: BulkError | undefined;
  let underWay = 0;
  let onTaken: (() => void) | undefined;
  let waiting: { readonly resolve: (message: FromWorker) => void; readonly reject: (error: Error) => void } | undefined;

  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'taken') {
      underWay--;
      onTaken?.();
    } else if (message.kind === 'progress') onProgress(message.rows, message.bytes);
    else waiting?.resolve(message);
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    fail(new BulkError(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-large' : 'failed', error.message));
  });
  worker.on('exit', () => fail(new BulkError('closed', 'The reading was ended')));

  function fail(error: BulkError): void {
    failure ??= error;
    waiting?.reject(failure);
    onTaken?.();
  }

  function say(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    worker.postMessage(message, transfer);
  }

  function answer<Kind extends FromWorker['kind']>(...kinds: Kind[]): Promise<FromWorker & { kind: Kind }> {
    return new Promise((resolve, reject) => {
      if (failure) return reject(failure);
      const settle = () => {
        waiting = undefined;
      };
      waiting = {
        resolve: message => {
          settle();
          if (kinds.some(kind => kind === message.kind)) resolve(message as FromWorker & { kind: Kind });
          else reject(new BulkError('failed', `Unexpected: ${message.kind}`));
        },
        reject: error => {
          settle();
          reject(error);
        },
      };
    });
  }

  async function fileRead(path: string | undefined): Promise<FileOutcome> {
    const answered = answer('file-read', 'file-failed');
    say({ kind: 'file', now: at, timeZone, ...(path !== undefined && { path }) });
    const message = await answered;
    if (message.kind === 'file-read') return message.outcome;
    throw new BulkError(message.code, message.message);
  }

  /** Stops where the thread has heard enough: an unknown file, or a row without end. */
  async function sendPieces(pieces: AsyncIterable<Uint8Array>, isRead: () => boolean): Promise<void> {
    let bytes = 0;
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > maxBulkBytes) throw new BulkError('too-large', 'Larger than bulk files may be');
      while (underWay >= mostUnderWay && !failure && !isRead())
        await new Promise<void>(resolve => {
          onTaken = resolve;
        });
      if (failure || isRead()) return;
      underWay++;
      // A copy of its own can be handed over; the piece may lie in a buffer that others use.
      const own = new Uint8Array(piece);
      say({ kind: 'piece', bytes: own }, [own.buffer]);
    }
  }

  return {
    async readPieces(pieces) {
      let isRead = false;
      underWay = 0;
      const read = fileRead(undefined).finally(() => {
        isRead = true;
        onTaken?.();
      });
      try {
        await sendPieces(pieces, () => isRead);
        if (!failure) say({ kind: 'end' });
      } catch (error) {
        // The thread would wait for ever for the rest.
        read.catch(() => {});
        if (!failure) say({ kind: 'end' });
        await read.catch(() => {});
        throw error;
      }
      return read;
    },
    readPath: path => fileRead(path),
    async replies() {
      const answered = answer('replies');
      say({ kind: 'replies' });
      return (await answered).replies;
    },
    async finish(options) {
      const answered = answer('finished');
      say({ kind: 'finish', options });
      return (await answered).found;
    },
    async close() {
      await worker.terminate();
    },
  };
}
