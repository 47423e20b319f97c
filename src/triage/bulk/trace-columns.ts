/** The columns of the trace reports by their names, in any order -> how a row is read. */
import { type DayOrder, dayOrderOf, type LocalClock, readLocalTime } from './local-times.ts';
import type { TraceEvent, TraceRow } from './trace-row.ts';

/**
 * Names without blanks, dashes and underscores: Get-MessageTraceV2 (`SenderAddress`), the summary, enhanced and extended
 * reports of the Exchange admin center (`sender_address`), Get-MessageTrackingLog and its raw log (`sender-address`).
 * The first name that a file has counts.
 */
const names = {
  at: ['received', 'datetime', 'datetimeutc', 'origintimestamp', 'origintimestamputc', 'timestamp', 'date'],
  sender: ['senderaddress', 'sender', 'returnpath'],
  recipient: ['recipientaddress', 'recipients', 'recipient', 'recipientaddresses'],
  subject: ['subject', 'messagesubject'],
  event: ['eventid', 'event', 'status', 'deliverystatus', 'action'],
  outcome: ['recipientstatus'],
  messageId: ['messageid', 'messagetraceid', 'networkmessageid'],
  ip: ['toip', 'serverip'],
  host: ['serverhostname'],
  size: ['size', 'totalbytes', 'messagesize'],
  detail: ['detail', 'details', 'reason', 'lasterror'],
  context: ['sourcecontext'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Role = keyof typeof names;
export type TraceColumns = Readonly<Partial<Record<Role, number>>>;

/** Where each column is; undefined for what is no trace: it names neither sender nor recipient, or no event. */
export function traceColumns(header: readonly string[]): TraceColumns | undefined {
  const plain = header.map(plainName);
  const found: Partial<Record<Role, number>> = {};
  for (const role of Object.keys(names) as Role[]) {
    const at = names[role].map(name => plain.indexOf(name)).find(index => index !== -1);
    if (at !== undefined) found[role] = at;
  }
  const hasPeople = found.sender !== undefined && (found.recipient !== undefined || found.outcome !== undefined);
  const hasEvent = found.event !== undefined || found.outcome !== undefined;
  return hasPeople && hasEvent ? found : undefined;
}

/**
 * Whether its times are by the clock of whoever exported it: Get-MessageTrackingLog writes `Timestamp` without a zone, and
 * its raw log as well as every report of Exchange Online have UTC.
 */
export function hasLocalTimes(header: readonly string[]): boolean {
  const plain = header.map(plainName);
  return plain.includes('timestamp') && plain.includes('eventid') && !plain.includes('datetime');
}

function plainName(name: string): string {
  return name
    .slice(0, 60)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** @param rows some rows after the header */
export function traceDayOrder({ at }: TraceColumns, rows: readonly (readonly string[])[]): DayOrder {
  return dayOrderOf(at === undefined ? [] : rows.map(row => row[at] ?? ''));
}

const events: Readonly<Record<string, TraceEvent>> = {
  delivered: 'delivered',
  deliver: 'delivered',
  send: 'delivered',
  sendexternal: 'delivered',
  // It was handed on for good, though to quarantine or a junk folder: no server refused it.
  filteredasspam: 'delivered',
  quarantined: 'delivered',
  failed: 'failed',
  fail: 'failed',
  defer: 'deferred',
  deferred: 'deferred',
  pending: 'deferred',
};

function eventOf(text: string): TraceEvent {
  return events[text.trim().toLowerCase()] ?? 'passed';
}

const longestReply = 1_000;
/** Exchange Online lets a message have at most 1 000 recipients. */
const mostRecipients = 1_000;

/** Hands every recipient of a row to `take`. */
export function readTraceRow(
  cells: readonly string[],
  columns: TraceColumns,
  order: DayOrder,
  take: (row: TraceRow) => void,
  clock?: LocalClock,
): void {
  const cell = (role: Role) => (columns[role] === undefined ? '' : (cells[columns[role]!] ?? ''));
  const outcome = cell('outcome');
  const isByRecipient = outcome.includes('##');
  const size = Number.parseInt(cell('size'), 10);
  const own = columns.event === undefined ? 'passed' : eventOf(cell('event'));
  const row = {
    at: columns.at === undefined ? null : readLocalTime(cell('at'), order, clock),
    messageId: cell('messageId'),
    sender: addressIn(cell('sender')),
    subject: cell('subject'),
    host: own === 'passed' ? '' : cell('host'),
    // On the row of a RECEIVE it is our own address.
    ip: own === 'passed' ? '' : cell('ip'),
    size: Number.isNaN(size) ? null : size,
    reply: own === 'passed' || own === 'delivered' ? '' : replyOf(isByRecipient ? '' : outcome, cell),
  };
  if (isByRecipient) {
    for (const { recipient, event } of outcomesOf(outcome)) take({ ...row, recipient, event });
    return;
  }
  const recipients = cell('recipient');
  if (!recipients.includes(';')) take({ ...row, recipient: addressIn(recipients), event: own });
  else for (const one of recipients.split(';', mostRecipients)) take({ ...row, recipient: addressIn(one), event: own });
}

function replyOf(outcome: string, cell: (role: Role) => string): string {
  const reply = cell('detail') || outcome || cell('context');
  return reply.length > longestReply ? reply.slice(0, longestReply) : reply;
}

/** `ann@contoso.example##Receive, Fail;bo@contoso.example##Receive, Deliver`, as the enhanced summary report writes it. */
function outcomesOf(text: string): { recipient: string; event: TraceEvent }[] {
  return text
    .split(';', mostRecipients)
    .filter(one => one.includes('##'))
    .map(one => {
      const [recipient = '', steps = ''] = one.split('##', 2);
      const last = steps.split(',').at(-1) ?? '';
      return { recipient: addressIn(recipient), event: eventOf(last) };
    });
}

function addressIn(text: string): string {
  const trimmed = text.trim();
  // A list that PowerShell did not join is written as its type.
  return trimmed === 'System.String[]' ? '' : trimmed.toLowerCase();
}
