/** W3C logs of the SMTP service of IIS: a line is a command with the code of its answer. */
import type { ProtocolEvent } from './protocol-event.ts';

const fields = ['date', 'time', 'c-ip', 'cs-method', 'sc-status'] as const;
export type IisColumns = Readonly<Record<(typeof fields)[number], number>> & {
  readonly query: number;
  readonly service: number;
  readonly user: number;
};

/** Undefined for what is no log of the SMTP service. */
export function iisColumns(header: readonly string[]): IisColumns | undefined {
  const names = header.map(name => name.trim().toLowerCase());
  const found = Object.fromEntries(fields.map(name => [name, names.indexOf(name)])) as Record<
    (typeof fields)[number],
    number
  >;
  if (Object.values(found).includes(-1)) return undefined;
  return {
    ...found,
    query: names.indexOf('cs-uri-query'),
    service: names.indexOf('s-sitename'),
    user: names.indexOf('cs-username'),
  };
}

const longestCell = 4_000;
/** What it sent out itself stands in the same file. */
const outgoing = 'OutboundConnection';

/** Several for a line: a command, and what it was answered. */
export function readIisRow(cells: readonly string[], columns: IisColumns): readonly ProtocolEvent[] {
  const cell = (column: number) => (cells[column] ?? '').slice(0, longestCell);
  if (cell(columns.user).startsWith(outgoing)) return [];
  const ip = cell(columns['c-ip']);
  const method = cell(columns['cs-method']).toUpperCase();
  const status = cell(columns['sc-status']);
  if (ip === '' || method === '' || !/^\d{1,4}$/.test(status)) return [];
  const time = Date.parse(`${cell(columns.date)}T${cell(columns.time)}Z`);
  const event = {
    at: Number.isNaN(time) ? null : time,
    // The service numbers no connections: one of an address at a time.
    session: ip,
    connector: columns.service === -1 ? '' : cell(columns.service),
    ip,
    context: '',
  };
  const said = `${method} ${columns.query === -1 ? '' : cell(columns.query).replace(/^\+/, '').replaceAll('+', ' ')}`;
  const events: ProtocolEvent[] = [];
  if (method === 'EHLO' || method === 'HELO') events.push({ ...event, kind: 'open', text: '' });
  events.push({ ...event, kind: 'client', text: said.trim() });
  if (status.length === 3) events.push({ ...event, kind: 'server', text: status });
  if (method === 'QUIT') events.push({ ...event, kind: 'close', text: '', context: 'Local' });
  return events;
}
