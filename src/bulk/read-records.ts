/** Pieces of a file -> its records, one at a time. Nothing but the record at hand is kept. */
import { once } from 'node:events';
import { type CsvError, parse } from 'csv-parse';
import { createDecoder, encodingOf } from './decode.ts';

/** Bytes: a row with a thousand recipients and all that the extended report says of them. */
export const longestRecord = 1024 * 1024;
/** The widest report has some forty columns. */
export const mostCells = 1_000;
/** Bytes that the parser is given before it is asked how far it came. */
const sliceBytes = 64 * 1024;
/** As much is looked at before it is said what a file is. */
const startBytes = 64 * 1024;

export interface RecordFormat {
  /** Undefined: a line is a record of one cell. */
  readonly delimiter: string | undefined;
  readonly hasQuotes: boolean;
}

export type RecordsEnd =
  | { readonly kind: 'read' }
  | { readonly kind: 'empty' }
  /** No text, or none of a kind that is read. */
  | { readonly kind: 'binary' | 'unknown' }
  /** A record without end: what came before it was read. */
  | { readonly kind: 'endless' };

export interface Records {
  /** The first lines, and what is to be done with the file; undefined ends it as unknown. */
  open(start: string): RecordFormat | undefined;
  record(cells: readonly string[]): void;
  /** A record that could not be read, or has more cells than any report, was left out. */
  damaged(): void;
}

export async function readRecords(pieces: AsyncIterable<Uint8Array>, records: Records): Promise<RecordsEnd> {
  const iterator = pieces[Symbol.asyncIterator]();
  const start = await firstBytes(iterator);
  try {
    if (start.length === 0) return { kind: 'empty' };
    const encoding = encodingOf(start);
    if (encoding === 'binary') return { kind: 'binary' };
    const format = records.open(new TextDecoder(encoding).decode(start, { stream: true }));
    if (!format) return { kind: 'unknown' };
    const decoder = createDecoder(encoding);
    return await parseAll(
      format,
      records,
      (async function* () {
        yield decoder.decode(start);
        for (let next = await iterator.next(); !next.done; next = await iterator.next())
          yield decoder.decode(next.value);
        yield decoder.end();
      })(),
    );
  } finally {
    await iterator.return?.();
  }
}

async function firstBytes(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  while (size < startBytes) {
    const { value, done } = await iterator.next();
    if (done) break;
    pieces.push(value);
    size += value.length;
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

async function parseAll(
  { delimiter, hasQuotes }: RecordFormat,
  records: Records,
  texts: AsyncIterable<Uint8Array | string>,
): Promise<RecordsEnd> {
  let failure: CsvError | undefined;
  let given = 0;
  // Where the record at hand began, and how many there were before it.
  let [began, passed] = [0, 0];
  const parser = parse({
    bom: true,
    // A byte that no text has: the whole line is the cell.
    delimiter: delimiter ?? '\u0001',
    quote: hasQuotes ? '"' : null,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestRecord,
    // Taken here: as records of the stream they would be queued once more.
    on_record: (cells: string[]) => {
      if (cells.length > mostCells) records.damaged();
      else records.record(cells);
      return null;
    },
  });
  prependInPlace(parser);
  parser.on('error', error => {
    failure = error as CsvError;
  });
  // Nothing comes out, and a stream that nobody reads would not end.
  parser.resume();
  for await (const slice of slicesOf(texts)) {
    if (!parser.write(slice)) await Promise.race([once(parser, 'drain'), once(parser, 'close')]).catch(() => {});
    if (failure) break;
    given += slice.length;
    const { records: read, empty_lines } = parser.info;
    if (read + empty_lines !== passed) [began, passed] = [given, read + empty_lines];
    // The parser counts what cells hold and not what is between them: commas alone would fill its list for ever.
    if (given - began > longestRecord) return { kind: 'endless' };
  }
  if (!failure) {
    parser.end();
    await once(parser, 'end').catch(() => {});
  }
  if (failure?.code === 'CSV_MAX_RECORD_SIZE') return { kind: 'endless' };
  // A quote that nobody closed, at the very end of a file that was cut.
  if (failure) records.damaged();
  return { kind: 'read' };
}

async function* slicesOf(texts: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    for (let at = 0; at < bytes.length; at += sliceBytes) yield bytes.subarray(at, at + sliceBytes);
  }
}

/** The cell at hand in csv-parse 7.0.3, `lib/utils/ResizeableBuffer.js`. */
interface Cell {
  size: number;
  length: number;
  buf: Buffer;
  resize(): void;
  prepend(quote: Buffer): void;
}

/**
 * A quote in the middle of a cell is put back in front of it, for which the parser copies as many bytes as the longest cell
 * so far has: a long cell and then many such quotes would take hours.
 */
function prependInPlace(parser: object): void {
  const cell = (parser as { readonly state?: { readonly field?: Cell } }).state?.field;
  if (cell === undefined) return;
  cell.prepend = quote => {
    while (cell.length + quote.length > cell.size) cell.resize();
    cell.buf.copyWithin(quote.length, 0, cell.length);
    quote.copy(cell.buf, 0);
    cell.length += quote.length;
  };
}
