/** All files of one reading, one after the other, and what they say together. */
import { ProtocolTotals, resendList, summariseProtocol, summariseTrace, TraceTotals } from '../triage/bulk/index.ts';
import { createIisSink, createPostfixSink, createProtocolSink } from './log-sinks.ts';
import type { BulkFound, FileOutcome, FinishOptions } from './messages.ts';
import { type RecordFormat, readRecords } from './read-records.ts';
import type { Sink } from './sink.ts';
import { type BulkFormat, sniffFormat } from './sniff.ts';
import { createTraceSink } from './trace-sink.ts';

/** How often it is said how far a file is read, in milliseconds. */
const progressEvery = 250;
const rowsBetweenLooks = 1024;

export class BulkSession {
  #trace: TraceTotals | undefined;
  readonly #logs = new Map<string, ProtocolTotals>();

  /**
   * @param now milliseconds: no line of a log is later
   * @param timeZone for times that have none
   */
  async read(
    pieces: AsyncIterable<Uint8Array>,
    now: number,
    timeZone: string,
    progress: (rows: number, bytes: number) => void,
  ): Promise<FileOutcome> {
    let sink: Sink | undefined;
    let kind: 'trace' | 'log' = 'log';
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
        if (format.kind === 'trace') kind = 'trace';
        sink = this.#sinkFor(format, now, timeZone);
        return recordFormatOf(format);
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
    return { kind, rows: sink!.rows, unread: sink!.unread, isCut: end.kind === 'endless' };
  }

  #sinkFor(format: BulkFormat, now: number, timeZone: string): Sink {
    switch (format.kind) {
      case 'trace':
        this.#trace ??= new TraceTotals();
        return createTraceSink(this.#trace, timeZone);
      case 'protocol':
        return createProtocolSink(this.#totalsOf('exchange', format.direction), format.direction);
      case 'iis':
        return createIisSink(this.#totalsOf('iis', 'receive'));
      case 'postfix':
        return createPostfixSink(this.#totalsOf('postfix', 'receive'), now);
      default:
        return format satisfies never;
    }
  }

  #totalsOf(software: ProtocolTotals['software'], direction: ProtocolTotals['direction']): ProtocolTotals {
    const key = `${software} ${direction}`;
    const known = this.#logs.get(key) ?? new ProtocolTotals(software, direction);
    this.#logs.set(key, known);
    return known;
  }

  replies(): readonly string[] {
    return this.#trace?.replies() ?? [];
  }

  finish({ mostResent, question, ...options }: FinishOptions): BulkFound {
    const trace = this.#trace ? summariseTrace(this.#trace, options) : null;
    // A trace that was sent with the logs says when to look.
    const times = [
      ...question.times,
      ...(trace?.clusters ?? []).flatMap(({ began, last }) => [began ?? [], last ?? []].flat()),
    ];
    const logs = [...this.#logs.values()].map(totals => {
      totals.end();
      return summariseProtocol(totals, { ...question, times });
    });
    if (!this.#trace) return { trace, resend: null, logs };
    const resend = resendList(this.#trace, options, mostResent);
    return {
      trace,
      resend: resend.rows + resend.leftOut > 0 ? resend : null,
      logs,
    };
  }
}

function recordFormatOf(format: BulkFormat): RecordFormat {
  switch (format.kind) {
    case 'trace':
      return { delimiter: format.delimiter, hasQuotes: true };
    case 'protocol':
      return { delimiter: ',', hasQuotes: true };
    case 'iis':
      return { delimiter: ' ', hasQuotes: false };
    case 'postfix':
      return { delimiter: undefined, hasQuotes: false };
    default:
      return format satisfies never;
  }
}
