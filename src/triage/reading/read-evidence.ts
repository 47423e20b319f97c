/** A paste -> evidence: cleans the text, asks each reader, ranks the codes. Pure, and linear in the paste's length. */
import type { Evidence, RecipientFinding } from '../evidence.ts';
import { noEvidence } from '../evidence.ts';
import { chainOf } from './chain.ts';
import { cleanText } from './clean-text.ts';
import { findDamagedCodes } from './codes.ts';
import { cutHeaders } from './cut-headers.ts';
import { blockListIn, findPublicReason } from './find-reason.ts';
import { formats, readSmtpReplies, toldRecipients } from './formats/index.ts';
import { isMicrosoftFrontend, isMicrosoftHost, toHost, toIp } from './hosts.ts';
import { humanWords, replyWords } from './human-words.ts';
import { findIdentifiers, type Identifiers } from './identifiers.ts';
import { isExpiry, type Ranking, rankCodes } from './rank.ts';
import { type Attempt, lineBefore, type Reading, type RecipientPlace } from './reading.ts';
import { findReplyReference } from './reply-reference.ts';
import { findRetryAfter } from './retry-after.ts';
import { isLog, saidIn } from './said.ts';
import { type FoundReason, findPolicy, findSubReason } from './sub-reason.ts';
import { findSystem } from './systems.ts';

/** Longer pastes are refused by whoever takes them in; here they are cut. */
export const maxPasteBytes = 256 * 1024;

const mostLine = 700;
const mostRecipients = 200;

export function readEvidence(paste: string): Evidence {
  const whole = cleanText(paste.slice(0, maxPasteBytes));
  const { text, sender } = cutHeaders(whole);
  const identifiers = findIdentifiers(whole);
  if (text.trim() === '') return { ...noEvidence, ...identifiers };
  const readings: Reading[] = [];
  let rest = text;
  for (const read of formats) {
    const reading = read(rest, text);
    if (!reading) continue;
    readings.push(reading);
    rest = without(rest, reading.attempts);
  }
  const hasReplies = readings.some(reading => reading.attempts.some(attempt => attempt.replies.length > 0));
  const places = readings.flatMap(reading => reading.places ?? []);
  const plain = readSmtpReplies(rest, !hasReplies);
  readings.push({ ...plain, attempts: plain.attempts.map(attempt => withRecipient(attempt, places)) });
  return toEvidence(text, readings, sender, identifiers);
}

function withRecipient(attempt: Attempt, places: readonly RecipientPlace[]): Attempt {
  const place = places.findLast(one => one.at <= attempt.start);
  return place ? { ...attempt, recipient: place.recipient } : attempt;
}

/** The text with the stretches blanked that a reader has read, so that offsets stay. */
function without(text: string, attempts: readonly Attempt[]): string {
  if (attempts.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of [...attempts].sort((one, other) => one.start - other.start)) {
    if (end <= at) continue;
    const from = Math.max(at, start);
    pieces.push(text.slice(at, from), blank(text.slice(from, end)));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}

function blank(text: string): string {
  return text.replace(/[^\n]+/g, line => ' '.repeat(line.length));
}

function toEvidence(
  text: string,
  readings: readonly Reading[],
  headerSender: string | undefined,
  identifiers: Identifiers,
): Evidence {
  const attempts = readings.flatMap(reading => reading.attempts);
  const kind = readings[0]!.kind;
  const ranking = rankCodes(attempts);
  const read = unique(readings.flatMap(reading => reading.recipients ?? []));
  const recipients = read.length > 0 || kind === 'symptom' ? read : unique(toldRecipients(text));
  const first = <Key extends keyof Reading>(key: Key) =>
    readings.map(reading => reading[key]).find(value => value !== undefined) ?? null;
  const reportingHost = first('reportingHost');
  const server = remoteServer(ranking, attempts, readings, reportingHost, text);
  const reason = subReason(text, kind === 'symptom', ranking);
  const expiry = attempts.find(attempt => attempt.replies.some(isExpiry) && attempt.at !== undefined);
  const causeAt = ranking.cause?.attempt === expiry ? undefined : ranking.cause?.attempt.at;
  const { cause } = ranking;
  const codes = causeCodes(ranking);
  const said = saidIn(text, ranking, attempts);
  const isReport = kind === 'dsn' || kind === 'ndr' || report.test(text.slice(0, 2_000));
  const isSentence = kind === 'symptom' && !isReport && !isLog(text);
  const system =
    findSystem(said, {
      remoteHost: rejectedBy(text) ?? server.remoteHost,
      reportingHost,
      recipients,
      isSentence,
    }) ?? null;
  const blockList = blockListIn(said);
  const delivered = first('action') === 'delivered' ? 'delivered' : successOf(ranking);
  const publicReason = findPublicReason({
    said,
    system: system?.system ?? null,
    cause: codes,
    blockList,
    isSentence,
    isReport,
    delivered,
  });
  return {
    kind,
    cause: codes,
    statusCodes: ranking.statusCodes,
    action: first('action'),
    recipients,
    perRecipient: perRecipient(attempts, recipients),
    sender: first('sender') ?? headerSender ?? null,
    ...server,
    reportingHost,
    generatedBy: reportingHost === null ? null : isMicrosoftHost(reportingHost) ? 'microsoft' : 'other',
    queuedAt: first('queuedAt'),
    lastAttempt: causeAt ?? first('lastAttempt'),
    expiresAt: first('expiresAt'),
    expiredAt: first('expiredAt') ?? expiry?.at ?? null,
    system: system?.system ?? null,
    systemText: system?.text ?? null,
    reason: publicReason?.reason ?? null,
    reasonBy: publicReason?.by ?? null,
    reasonText: publicReason?.text ?? null,
    blockList,
    chain: chainOf(ranking, { system: system?.system ?? null, remoteHost: server.remoteHost, reportingHost }),
    ...identifiers,
    replyReference: findReplyReference(text, cause?.attempt, recipients.length < 2) ?? null,
    retryAfter: findRetryAfter(said.filter(({ isReply }) => isReply).map(({ raw }) => raw)),
    subReason: reason?.subReason ?? null,
    subReasonText: reason?.text ?? null,
    words: (kind === 'symptom' ? '' : replyWords(ranking, attempts)) || humanWords(text),
    line: kind === 'symptom' || !cause ? '' : lineOf(text, cause.attempt),
    damagedCodes: findDamagedCodes(text, new Set(ranking.statusCodes.map(code => code.enhancedStatusCode ?? ''))),
  };
}

// A returned message whose form no reader knows
const report =
  /\bCommand died with status|Undeliverable Mail|Mail delivery failed|could not be delivered\b|MAILER-DAEMON|Delivery Status Notification|could not be reached|Failure Reasons|had delivery problems|will be retried for|Original message follows|copy of (?:the|your) message|message headers follow|Returned message|automatically (?:generated|created)|unable to deliver your message|delivery errors?\b|error delivering your mail|did not receive this message|rejected by a remote mail server|incorrectly constructed|groups\.google\.com\/support/i;

// <mx.contoso.example #5.7.1 smtp;550 5.7.1 …>
const quotedServer = /<(?<host>[^\s<>#;]{3,253}) #[245]\.\d{1,3}\.\d{1,3} smtp/i;

// Exchange Online adds it below a reply that it quotes
const rejector = /Message rejected by: {0,2}(?<host>[\w.-]{3,253})/i;

function rejectedBy(text: string): string | undefined {
  return rejector.exec(text.slice(0, 8_000))?.groups?.host;
}

/** `250 2.1.5` and nothing else. */
function successOf({ cause, statusCodes }: Ranking): string | null {
  const codes = statusCodes.map(one => one.enhancedStatusCode ?? one.replyCode ?? '');
  return cause === undefined && codes.every(code => code.startsWith('2')) ? (codes[0] ?? null) : null;
}

/** With the reply code that stands beside the same code elsewhere in the paste. */
function causeCodes({ statusCodes }: Ranking): Evidence['cause'] {
  const cause = statusCodes.find(code => code.role === 'cause');
  return cause ? { replyCode: cause.replyCode, enhancedStatusCode: cause.enhancedStatusCode } : null;
}

/** The server outside that refused: the one of the cause, else any that was tried; never the one that reports. */
function remoteServer(
  ranking: Ranking,
  attempts: readonly Attempt[],
  readings: readonly Reading[],
  reportingHost: string | null,
  text: string,
): { remoteHost: string | null; remoteIp: string | null } {
  const isRemote = (host: string | undefined): host is string =>
    host !== undefined && !isMicrosoftFrontend(host) && host.toLowerCase() !== reportingHost?.toLowerCase();
  const tried = [...(ranking.cause ? [ranking.cause.attempt] : []), ...attempts];
  const named = tried.find(attempt => isRemote(attempt.host));
  const cause = ranking.cause?.attempt;
  const quoted = cause && quotedServer.exec(text.slice(cause.start, cause.end))?.groups?.host;
  const quotedHost = toHost(quoted ?? '');
  const host =
    named?.host ??
    (isRemote(quotedHost) ? quotedHost : undefined) ??
    readings.map(reading => reading.remoteHost).find(isRemote) ??
    null;
  const ofFrontend = cause?.host !== undefined && !isRemote(cause.host);
  const ip =
    (ofFrontend ? undefined : cause?.ip) ??
    named?.ip ??
    toIp(quoted ?? '') ??
    tried.find(attempt => attempt.ip !== undefined && (attempt.host === undefined || isRemote(attempt.host)))?.ip ??
    readings.map(reading => reading.remoteIp).find(one => one !== undefined) ??
    null;
  // A content filter on the same machine is not the server outside.
  return { remoteHost: host, remoteIp: ip === '::1' || ip?.startsWith('127.') ? null : ip };
}

// "cannot connect" and its like, where the remote server's own words say why
const connectionCode = /^[45]\.4\.(?:1|2|31[0-9]|101)$/;

function subReason(text: string, isSentence: boolean, { cause, statusCodes }: Ranking): FoundReason | undefined {
  if (!cause) return findSubReason(text, true);
  const said = `${text.slice(cause.attempt.start, cause.attempt.end)} ${cause.attempt.words ?? ''}`;
  const found = findSubReason(said, isSentence);
  const isRefusal = /^5\.(?!4)/.test(cause.reply.enhancedStatusCode ?? '');
  // "550 5.7.708 Service unavailable. Access denied": nothing is down there.
  if (found && !(found.subReason === 'service-not-available' && isRefusal)) return found;
  const rest = statusCodes.filter(code => code.role === 'wrapper' || code.role === 'nested').map(code => code.text);
  const around = findSubReason(rest.join(' \n'), isSentence);
  if (around) return around;
  if (!connectionCode.test(cause.reply.enhancedStatusCode ?? '')) return undefined;
  const refusal = statusCodes.find(
    code => code.role === 'nested' && /^5|\.7\./.test(code.enhancedStatusCode ?? code.replyCode ?? ''),
  );
  return refusal ? findPolicy(refusal.text) : undefined;
}

function perRecipient(attempts: readonly Attempt[], recipients: readonly string[]): RecipientFinding[] {
  if (recipients.length < 2) return [];
  const byRecipient = Map.groupBy(attempts, attempt => attempt.recipient?.toLowerCase());
  return recipients.slice(0, mostRecipients).map(recipient => {
    const own = byRecipient.get(recipient.toLowerCase()) ?? [];
    const ranking = rankCodes(own);
    const action = own.map(attempt => attempt.action).find(one => one !== undefined) ?? null;
    return { recipient, action, cause: causeCodes(ranking), text: ranking.cause?.reply.text ?? own[0]?.words ?? '' };
  });
}

function lineOf(text: string, attempt: Attempt): string {
  const before = lineBefore(text, attempt.start);
  const closing = /^['")\]}]{0,3}/.exec(text.slice(attempt.end, attempt.end + 3))![0].length;
  return text
    .slice(attempt.start - (before.length < 300 ? before.length : 0), attempt.end + closing)
    .split(/\n[ \t]*\n/, 1)[0]!
    .replace(/\s+/g, ' ')
    .slice(0, mostLine)
    .trim();
}

function unique(addresses: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const address of addresses) if (!seen.has(address.toLowerCase())) seen.set(address.toLowerCase(), address);
  return [...seen.values()];
}
