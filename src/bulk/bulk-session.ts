/** All files of one reading, one after the other, and what they say together. */
import { resendList, summariseTrace, TraceTotals } from '../triage/bulk/index.ts';
import type { BulkFound, FileOutcome, FinishOptions } from './messages.ts';
import { readRecords } from './read-records.ts';
import type { Sink } from './sink.ts';
import { sniffFormat } from './sniff.ts';
import { createTraceSink } from './trace-sink.ts';

/** How often it is said how far a file is read, in milliseconds. */
const progressEvery = 250;
const rowsBetweenLooks = 1024;

export class BulkSession {
  #trace: TraceTotals | undefined;

  async read(pieces: AsyncIterable<Uint8Array>, progress: (rows: number, bytes: number) => void): Promise<FileOutcome> {
    let sink: Sink | undefined;
    let [bytes, records, told] = [0, 0, performance.now()];
    const counted = async function* () {
      for await (const piece of pieces) {
        bytes += piece.length;
        yield piece;
      }
    };
    const end = await readRecords(counted(), {
      open: start => {
        const format = sniffFormat(start);
        if (!format) return undefined;
        this.#trace ??= new TraceTotals();
        sink = createTraceSink(this.#trace);
        return { delimiter: format.delimiter, hasQuotes: true };
      },
      record: cells => {
        sink!.record(cells);
        if (++records % rowsBetweenLooks !== 0 || performance.now() - told < progressEvery) return;
        told = performance.now();
        progress(sink!.rows, bytes);
      },
      damaged: () => {
        sink!.unread++;
      },
    });
    if (end.kind === 'empty' || end.kind === 'binary' || end.kind === 'unknown') return { kind: end.kind };
    sink!.end();
    progress(sink!.rows, bytes);
    return { kind: 'trace', rows: sink!.rows, unread: sink!.unread, isCut: end.kind === 'endless' };
  }

  replies(): readonly string[] {
    return this.#trace?.replies() ?? [];
  }

  finish({ mostResent, ...options }: FinishOptions): BulkFound {
    if (!this.#trace) return { trace: null, resend: null };
    const resend = resendList(this.#trace, options, mostResent);
    return {
      trace: summariseTrace(this.#trace, options),
      resend: resend.rows + resend.leftOut > 0 ? resend : null,
    };
  }
}
