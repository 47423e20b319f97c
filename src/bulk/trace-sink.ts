/** Records of a CSV file -> the totals of a trace. */
import {
  clockOf,
  type DayOrder,
  hasLocalTimes,
  type LocalClock,
  readTraceRow,
  type TraceColumns,
  type TraceTotals,
  traceColumns,
  traceDayOrder,
} from '../triage/bulk/index.ts';
import type { Sink } from './sink.ts';

/** So many rows are looked at before it is settled how the file writes its dates. */
const sampleRows = 2_000;
/** Characters of them at most; an empty cell is a few. */
const sampleCharacters = 16_000_000;
const cellCharacters = 8;

/** @param timeZone of whoever exported a file whose times have none */
export function createTraceSink(totals: TraceTotals, timeZone: string): Sink {
  let columns: TraceColumns | undefined;
  let width = 0;
  let order: DayOrder | undefined;
  let clock: LocalClock | undefined;
  let waiting: (readonly string[])[] = [];
  let characters = 0;
  const add = (cells: readonly string[]) => readTraceRow(cells, columns!, order!, row => totals.add(row), clock);
  const settle = () => {
    order = traceDayOrder(columns!, waiting);
    for (const cells of waiting) add(cells);
    waiting = [];
  };
  return {
    rows: 0,
    unread: 0,
    record(cells) {
      const [first = ''] = cells;
      if (first.startsWith('#Fields:') || columns === undefined) {
        const header = first.startsWith('#Fields:') ? [first.slice('#Fields:'.length), ...cells.slice(1)] : cells;
        const found = traceColumns(header);
        if (found) [columns, width] = [found, header.length];
        if (found && hasLocalTimes(header)) {
          clock = clockOf(timeZone);
          totals.localZone = timeZone;
        }
        return;
      }
      if (first.startsWith('#') && cells.length !== width) return;
      // A cell that is cut or not quoted moves all that follow.
      if (cells.length !== width) {
        this.unread++;
        return;
      }
      this.rows++;
      if (order !== undefined) return add(cells);
      waiting.push(cells);
      for (const cell of cells) characters += cell.length + cellCharacters;
      if (waiting.length >= sampleRows || characters >= sampleCharacters) settle();
    },
    end() {
      if (columns !== undefined && order === undefined) settle();
    },
  };
}
