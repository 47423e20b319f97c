/** Traces and logs among the files of one message: read together, with a card that says how far it is. */
import type { BulkFound } from '../../bulk/messages.ts';
import { type BulkReader, openBulkReader } from '../../bulk/open-bulk-reader.ts';
import { readMeanings } from '../../bulk/read-meanings.ts';
import type { TakeBulk } from '../../files/read-file.ts';
import type { ProtocolQuestion } from '../../triage/bulk/index.ts';
import type { Evidence } from '../../triage/evidence.ts';
import type { Desk, Reader } from '../desk.ts';
import { matchedText } from './read-paste.ts';
import { ReadingProgress } from './reading-progress.ts';

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
  let progress: ReadingProgress | undefined;
  return {
    files,
    async take({ name, pieces }) {
      progress = new ReadingProgress(desk, reader, name, isSilent);
      thread ??= openBulkReader(desk.now(), (rows, bytes) => progress?.tell(rows, bytes), reader.own.timeZone);
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
