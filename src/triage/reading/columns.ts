/** Tables with a line of names on top, as a trace is downloaded and a tracking log is written: commas, semicolons or tabs. */
import { firstMatches } from './first-matches.ts';

// origin_timestamp,sender_address,…,message_id,network_message_id | #Fields: date-time,client-ip,…,message-id,…
const columnName = /(?<=[,;\t"])message[ _-]?id"?(?=[,;\t\n])/gi;
const mostNames = 20;
const longestHead = 2_000;
const fewestColumns = 4;
const mostRows = 200;
const longestRow = 8_000;

export interface Cell {
  readonly at: number;
  readonly value: string;
}

/** What stands in the column of a name, in all tables of a text. */
export function columnValues(text: string, name: 'message id' | 'network message id'): Cell[] {
  let read = 0;
  return firstMatches(text, columnName, mostNames).flatMap(({ index, 0: found }) => {
    const start = text.lastIndexOf('\n', index) + 1;
    const end = text.indexOf('\n', index);
    // The head has two of these names, and what stands in a table that was read is none.
    if (index < read || end === -1 || end - start > longestHead) return [];
    const before = text[index - 1] === '"' ? text[index - 2] : text[index - 1];
    const separator = text[index + found.length] === '\n' ? (before ?? ',') : text[index + found.length]!;
    const head = text.slice(start, end).replace(/^#Fields: {0,3}/i, '');
    const names = cellsOf(head, separator).map(one => one.toLowerCase().replace(/[_-]/g, ' '));
    const column = names.indexOf(name);
    if (names.length < fewestColumns || column < 0) return [];
    const cells = cellsBelow(text, end + 1, separator, column);
    read = Math.max(end, cells.at(-1)?.at ?? 0);
    return cells;
  });
}

function cellsBelow(text: string, start: number, separator: string, column: number): Cell[] {
  const cells: Cell[] = [];
  for (let at = start; cells.length < mostRows && at < text.length; ) {
    const end = text.indexOf('\n', at);
    const row = text.slice(at, end === -1 ? text.length : end);
    if (row.trim() === '') break;
    const value = cellsOf(row.slice(0, longestRow), separator)[column];
    if (value !== undefined) cells.push({ at, value });
    at += row.length + 1;
  }
  return cells;
}

/** RFC 4180: a separator in quotes is none. */
function cellsOf(row: string, separator: string): string[] {
  const cells: string[] = [];
  let isQuoted = false;
  let from = 0;
  for (let at = 0; at <= row.length; at++) {
    if (row[at] === '"') isQuoted = !isQuoted;
    if (at < row.length && (isQuoted || row[at] !== separator)) continue;
    cells.push(row.slice(from, at).trim().replace(/^"|"$/g, ''));
    from = at + 1;
  }
  return cells;
}
