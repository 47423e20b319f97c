/** Traces and logs among the files of one message: read together, with a card that says how far it is. */
import type { BulkFound } from '../../bulk/messages.ts';
import { type BulkReader, openBulkReader } from '../../bulk/open-bulk-reader.ts';
import { readMeanings } from '../../bulk/read-meanings.ts';
import type { TakeBulk } from '../../files/read-file.ts';
import type { ProtocolQuestion } from '../../triage/bulk/index.ts';
import type { Evidence } from '../../triage/evidence.ts';
import type { ReadingView } from '../../triage/showing/index.ts';
import type { Desk, Reader } from '../desk.ts';
import { cardMessage } from '../reply.ts';
import { cardActivity } from '../sending/index.ts';
import { matchedText } from './read-paste.ts';

/** A file that is read sooner needs no card about it. */
const firstAfter = 3_000;
const againAfter = 3_000;
/** What Teams takes as one message, with room around it. */
const longestList = { rows: 2_000, characters: 24_000 };

export interface BulkFile {
  readonly kind: 'trace' | 'log';
  readonly name: string;
  readonly unread: number;
  readonly isCut: boolean;
}

export interface BulkReading {
  readonly take: TakeBulk;
  readonly files: readonly BulkFile[];
  /** Undefined where none of the files was a trace or a log. */
  finish(open: Evidence | undefined): Promise<BulkFound | undefined>;
  /** Ends the thread, whatever became of the files. */
  close(): Promise<void>;
}

/** @param isSilent the caller takes what is said from the response, so nothing can be shown before */
export function createBulkReading(desk: Desk, reader: Reader, isSilent: boolean): BulkReading {
  const files: BulkFile[] = [];
  let thread: BulkReader | undefined;
  let progress: Progress | undefined;
  return {
    files,
    async take({ name, pieces }) {
      progress = new Progress(desk, reader, name, isSilent);
      thread ??= openBulkReader(desk.now(), (rows, bytes) => progress?.tell(rows, bytes));
      let isRead = false;
      try {
        const outcome = await thread.readPieces(pieces);
        isRead = true;
        if (outcome.kind !== 'trace' && outcome.kind !== 'log') return false;
        files.push({ kind: outcome.kind, name, unread: outcome.unread, isCut: outcome.isCut });
        return true;
      } finally {
        await progress.end(isRead);
      }
    },
    async finish(open) {
      if (!thread || files.length === 0) return undefined;
      const meanings = await readMeanings(await thread.replies(), reply => matchedText(desk, reply));
      const { now, retryHours } = desk;
      return thread.finish({
        meanings,
        now: now(),
        retryHours,
        mostResent: longestList,
        question: questionOf(desk, open),
      });
    },
    close: async () => thread?.close(),
  };
}

/** When it failed, by the open case, and who may have tried. */
function questionOf({ ranges }: Desk, open: Evidence | undefined): ProtocolQuestion {
  const times = [open?.queuedAt, open?.lastAttempt, open?.expiredAt].filter(time => typeof time === 'string');
  return { sendingIps: [], ranges: ranges.ranges, times };
}

/** One card, brought up to date while the file is read. It is no part of the reply, and its failures stop nothing. */
class Progress {
  readonly #desk: Desk;
  readonly #reader: Reader;
  readonly #name: string;
  readonly #started = Date.now();
  #told: number;
  #rows = 0;
  #bytes = 0;
  #card: Promise<string | undefined> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #isOver: boolean;

  constructor(desk: Desk, reader: Reader, name: string, isSilent: boolean) {
    this.#desk = desk;
    this.#reader = reader;
    this.#name = name;
    this.#isOver = isSilent;
    this.#told = this.#started + firstAfter - againAfter;
  }

  tell(rows: number, bytes: number): void {
    this.#rows = rows;
    this.#bytes = bytes;
    if (this.#isOver || Date.now() - this.#told < againAfter) return;
    this.#told = Date.now();
    this.#show('reading');
  }

  async end(isRead: boolean): Promise<void> {
    this.#isOver = true;
    if (!this.#card) return;
    this.#show(isRead ? 'done' : 'stopped');
    await this.#last;
  }

  /** One after the other, or an old figure could come last. */
  #show(state: ReadingView['state']): void {
    const view: ReadingView = { kind: 'reading', name: this.#name, rows: this.#rows, bytes: this.#bytes, state };
    const activity = cardActivity(cardMessage(this.#desk, this.#reader, view));
    const { connector } = this.#desk;
    const { address } = this.#reader;
    if (!this.#card) {
      this.#card = connector
        .send(address, activity, { tries: 1 })
        .then(sent => (sent.kind === 'sent' ? sent.id : undefined))
        .catch(() => undefined);
      this.#last = this.#card;
      return;
    }
    const card = this.#card;
    this.#last = this.#last
      .then(() => card)
      .then(id => id && connector.update(address, id, activity))
      .catch(() => undefined);
  }
}
