/** Queues of an Exchange server: Get-Queue, Get-Message and the Queue Viewer's LastError with its nesting. */
import { firstAddress } from '../addresses.ts';
import { attemptedServer, lastEndpoint } from '../fields.ts';
import { firstMatches } from '../first-matches.ts';
import { isProxy, readReasons } from '../members.ts';
import { type Attempt, type Reading, weights } from '../reading.ts';
import { readReply } from '../reply.ts';
import { readTime } from '../times.ts';

const lastError = /^[ \t]{0,8}(?:LastError|Last Error)[ \t]{0,40}:[ \t]{0,3}/gim;
const queueField =
  /^[ \t]{0,8}(?:NextHopDomain|DeliveryType|NextHopConnector|DeferredMessageCount|RetryCount|NextRetryTime|RecipientStatus)[ \t]{0,40}:/im;
// What an Exchange server says of its own tries, and Exchange Online's reports do not.
const localWords =
  /Primary target IP address responded with|communicating with primary target IP|Proxy session setup failed on Frontend|Attempted failover to alternate host/i;
const onPremisesReason = /[{<]L?R[TI][=-][^{}<>]{0,60}[}>];?[{<]LED[=-]/i;

// EventId : FAIL, of Get-MessageTrackingLog
const failedEvent = /^[ \t]{0,8}EventId[ \t]{0,40}:[ \t]{0,3}(?:FAIL|DSN|BADMAIL)\b/im;

export function readQueue(text: string): Reading | undefined {
  const isQueue = queueField.test(text) || text.search(lastError) !== -1 || onPremisesReason.test(text);
  if (!isQueue && !localWords.test(text)) return undefined;
  const reasons = readReasons(text);
  const attempts = reasons.length > 0 ? reasons : lastErrors(text);
  const server = isProxy(text) ? { ip: lastEndpoint(text) } : attemptedServer(text);
  return {
    kind: 'queue',
    attempts,
    // A tracking log says what became of it; whatever else has these fields is a queue.
    action: failedEvent.test(text) ? 'failed' : 'delayed',
    sender: firstAddress(/^[ \t]{0,8}FromAddress[ \t]{0,40}:(?<value>.{1,200})/im.exec(text)?.groups?.value ?? ''),
    remoteHost: 'host' in server ? server.host : undefined,
    remoteIp: server.ip,
    queuedAt: time(text, 'DateReceived'),
    lastAttempt: time(text, 'LastRetryTime'),
    expiresAt: time(text, 'ExpirationTime'),
  };
}

function time(text: string, name: string): string | undefined {
  const value = new RegExp(`^[ \\t]{0,8}${name}[ \\t]{0,40}:[ \\t]{0,3}(?<value>.{1,64})`, 'im').exec(text)?.groups
    ?.value;
  return readTime(value ?? '');
}

const mostErrors = 100;

function lastErrors(text: string): Attempt[] {
  return firstMatches(text, lastError, mostErrors).flatMap(match => {
    const start = match.index + match[0].length;
    const window = text.slice(start, start + 4000);
    // Format-List folds a long value into indented lines; the next property starts at the margin.
    const next = window.search(/\n(?=[ \t]{0,4}[A-Za-z]{3,40}[ \t]{0,40}:|[ \t]{0,40}\n)/);
    const end = next === -1 ? start + window.length : start + next;
    const replies = readReply(text, start, end);
    if (replies.length === 0) return [];
    return [{ replies, start, end, ...attemptedServer(text.slice(start, end)), weight: weights.reply }];
  });
}
