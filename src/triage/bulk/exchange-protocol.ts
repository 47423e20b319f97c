/** Protocol logs of Exchange 2010, 2013 and later: the same nine columns, receive and send. */
import { readLocalTime } from './local-times.ts';
import { ownText } from './own-text.ts';
import { ipIn, type ProtocolEvent, type ProtocolEventKind } from './protocol-event.ts';

const fields = ['date-time', 'connector-id', 'session-id', 'remote-endpoint', 'event', 'data', 'context'] as const;
export type ProtocolColumns = Readonly<Record<(typeof fields)[number], number>>;
export type Direction = 'receive' | 'send';

/** Undefined for what is no protocol log. */
export function protocolColumns(header: readonly string[]): ProtocolColumns | undefined {
  const names = header.map(name => name.trim().toLowerCase());
  const found = Object.fromEntries(fields.map(name => [name, names.indexOf(name)])) as Record<
    (typeof fields)[number],
    number
  >;
  return Object.values(found).includes(-1) ? undefined : found;
}

/** `#Log-type: SMTP Receive Protocol Log`, in the lines before the header. */
export function directionIn(line: string): Direction | undefined {
  const found = /^#Log-type: {0,3}SMTP (?<direction>Receive|Send) Protocol Log/i.exec(line)?.groups?.direction;
  return found?.toLowerCase() as Direction | undefined;
}

/** Who spoke, by the direction of the log: `>` is written by the server whose log it is. */
const kinds: Readonly<Record<Direction, Readonly<Record<string, ProtocolEventKind>>>> = {
  receive: { '+': 'open', '-': 'close', '>': 'server', '<': 'client', '*': 'note' },
  send: { '+': 'open', '-': 'close', '>': 'client', '<': 'server', '*': 'note' },
};

const longestText = 4_000;

export function readProtocolRow(
  cells: readonly string[],
  columns: ProtocolColumns,
  direction: Direction,
): ProtocolEvent | undefined {
  const kind = kinds[direction][(cells[columns.event] ?? '').trim()];
  const session = cells[columns['session-id']] ?? '';
  if (kind === undefined || session === '') return undefined;
  return {
    kind,
    at: readLocalTime(cells[columns['date-time']] ?? '', 'month-first'),
    session,
    connector: cells[columns['connector-id']] ?? '',
    ip: ipIn(cells[columns['remote-endpoint']] ?? ''),
    text: textOf(cells[columns.data] ?? ''),
    context: textOf(cells[columns.context] ?? ''),
  };
}

function textOf(cell: string): string {
  return cell.length > longestText ? ownText(cell, longestText) : cell;
}
