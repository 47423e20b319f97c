/** Records of SMTP logs -> the totals of their sessions. */
import {
  type Direction,
  iisColumns,
  type ProtocolEvent,
  type ProtocolTotals,
  protocolColumns,
  readIisRow,
  readPostfixLine,
  readProtocolRow,
} from '../triage/bulk/index.ts';
import type { Sink } from './sink.ts';

function createSink(totals: ProtocolTotals, read: (cells: readonly string[]) => readonly ProtocolEvent[] | null): Sink {
  return {
    rows: 0,
    unread: 0,
    record(cells) {
      const events = read(cells);
      if (events === null) return;
      if (events.length === 0) this.unread++;
      else this.rows++;
      for (const event of events) totals.add(event);
    },
    // A session may go on in the next file.
    end() {},
  };
}

/** The header is written again wherever the server began anew. */
export function createProtocolSink(totals: ProtocolTotals, direction: Direction): Sink {
  let columns: ReturnType<typeof protocolColumns>;
  return createSink(totals, cells => {
    const header = headerIn(cells, protocolColumns);
    if (header) columns = header;
    if (header || cells[0]!.startsWith('#')) return null;
    const event = columns && readProtocolRow(cells, columns, direction);
    return event ? [event] : [];
  });
}

export function createIisSink(totals: ProtocolTotals): Sink {
  let columns: ReturnType<typeof iisColumns>;
  return createSink(totals, cells => {
    const header = headerIn(cells, names => iisColumns(names.filter(name => name !== '')));
    if (header) columns = header;
    if (header || cells[0]!.startsWith('#') || columns === undefined) return null;
    // What it sent out itself is no arrival, and nothing that could not be read either.
    const events = readIisRow(cells, columns);
    return events.length === 0 ? null : events;
  });
}

/** @param now milliseconds: no line is later */
export function createPostfixSink(totals: ProtocolTotals, now: number): Sink {
  const year = new Date(now).getUTCFullYear();
  return createSink(totals, ([line = '']) => {
    const event = readPostfixLine(line, year, now);
    // Other programs write into the same file.
    return event ? [event] : null;
  });
}

function headerIn<Columns>(
  cells: readonly string[],
  columnsOf: (names: readonly string[]) => Columns | undefined,
): Columns | undefined {
  const [first = '', ...others] = cells;
  if (!first.startsWith('#Fields:')) return first.startsWith('#') ? undefined : columnsOf(cells);
  return columnsOf([first.slice('#Fields:'.length), ...others]);
}
