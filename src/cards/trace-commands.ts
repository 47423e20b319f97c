/** The message trace of Exchange Online, ready to paste: only from values that cannot write PowerShell. */
import type { Evidence } from '../triage/evidence.ts';
import { isHarmless } from './case-values.ts';

/** Both open for an admin who is signed in: Microsoft's pages on message trace and on non-delivery reports name them. */
export const tracePage = 'https://admin.exchange.microsoft.com/#/messagetrace';
export const ndrDiagnosticPage = 'https://aka.ms/PillarEmailNDR';

// In single quotes PowerShell acts on nothing but the next quote. Outlook's own ids have dollar signs.
const quotable = /^[A-Za-z0-9!#$%&*+./:=?@^_{|}~-]{3,300}$/;
const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Not in the queue of an Exchange server of one's own: Exchange Online may never have seen it. */
export function isTraceable({ kind }: Evidence): boolean {
  return kind !== 'queue';
}

/** The message, and what happened to it for its first recipient. Nothing where no id is known. */
export function traceCommands(evidence: Evidence, isNamingPeople: boolean): string[] {
  const { messageId, networkMessageId, recipients } = evidence;
  if (!isTraceable(evidence)) return [];
  const traceId = networkMessageId !== null && guid.test(networkMessageId) ? networkMessageId : null;
  const dates = traceDates(evidence);
  const ids = [
    ...(messageId !== null && quotable.test(messageId) ? [`-MessageId '<${messageId}>'`] : []),
    ...(traceId === null ? [] : [`-MessageTraceId ${traceId}`]),
  ];
  const [id] = ids;
  const [recipient] = recipients;
  const isDetailed = traceId !== null && isNamingPeople && recipient !== undefined && isHarmless(recipient);
  return [
    ...(id === undefined ? [] : [`Get-MessageTraceV2 ${id} ${dates}`]),
    ...(isDetailed
      ? [`Get-MessageTraceDetailV2 -MessageTraceId ${traceId} -RecipientAddress ${recipient} ${dates}`]
      : []),
  ];
}

const day = 86_400_000;
/** Microsoft returns ten days a query, of the last ninety. */
const mostDays = 10;

/** The sender's own clock counts where no server says a time, and where a server could have waited so long. */
const longestWait = 8 * day;

/** Whole days in UTC, a day before the message was seen first until a day after it was seen last; without a time the last ten. */
function traceDates({ sentAt, queuedAt, lastAttempt, expiredAt }: Evidence): string {
  const servers = [queuedAt, lastAttempt, expiredAt].map(timeOf).filter(time => time !== undefined);
  const first = Math.min(...servers);
  const sent = timeOf(sentAt);
  const isSent = sent !== undefined && (servers.length === 0 || (sent <= first && sent >= first - longestWait));
  const times = isSent ? [sent, ...servers] : servers;
  if (times.length === 0) return `-StartDate (Get-Date).AddDays(-${mostDays}) -EndDate (Get-Date)`;
  const start = Math.floor((Math.min(...times) - day) / day);
  const end = Math.min(Math.ceil((Math.max(...times) + day) / day), start + mostDays);
  return `-StartDate ${date(start)} -EndDate ${date(end)}`;
}

function timeOf(iso: string | null): number | undefined {
  const time = Date.parse(iso ?? '');
  return time > 0 && time < Date.UTC(9000) ? time : undefined;
}

function date(days: number): string {
  return new Date(days * day).toISOString().slice(0, 10);
}
