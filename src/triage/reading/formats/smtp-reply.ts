/** Replies on their own: `450 4.4.316 Connection refused`, several lines of one, or a code in a person's sentence. */
import { findAddresses, firstAddress } from '../addresses.ts';
import { type CodeMention, findCodes, isReplyWording } from '../codes.ts';
import { attemptedServer, frontendTimestamp } from '../fields.ts';
import { firstMatches } from '../first-matches.ts';
import { isSubject } from '../human-words.ts';
import { type Attempt, lineBefore, type Reading, type Reply, weights } from '../reading.ts';
import { readReply } from '../reply.ts';

const mostReplies = 300;

/** What no other reader took. `isProse`: nothing else in the paste speaks for protocol text. */
export function readSmtpReplies(text: string, isProse: boolean): Reading {
  const mentions = findCodes(text, isProse).filter(
    mention => !isOwnStatus(text, mention) && (isProse || !isSubject(lineBefore(text, mention.start))),
  );
  const stretches = findStretches(text, mentions.slice(0, mostReplies));
  const attempts = stretches.map(stretch => readStretch(text, stretch, isProse));
  if (attempts.length > 1 && isSession(text))
    return { kind: 'smtp-reply', attempts: lastFirst(attempts), recipients: namedRecipient(text) };
  const isSentence = isProse && attempts.every(attempt => inSentence(text, attempt));
  return { kind: isSentence ? 'symptom' : 'smtp-reply', attempts, recipients: namedRecipient(text) };
}

// … said: 535 5.7.139 Authentication unsuccessful
const saidWithCode = /\bsaid: [245]\d\d[ -][245]\.\d{1,3}\.\d{1,3}\b/;

/** `dsn=5.0.0` in a log of Postfix or Sendmail: what it made itself of a reply that stands beside it. */
function isOwnStatus(text: string, { start, end, enhancedStatusCode }: CodeMention): boolean {
  if (!/\bdsn=$/i.test(text.slice(Math.max(0, start - 4), start))) return false;
  const line = text.slice(end, end + 600).split('\n', 1)[0]!;
  return /^[45]\.0\.0$/.test(enhancedStatusCode ?? '') || saidWithCode.test(line);
}

// EHLO mail.contoso.example | MAIL FROM:<ann@contoso.example> | RCPT TO: … , as typed or logged on lines of their own
const command = /^[ \t>]{0,4}(?:EHLO|HELO|MAIL(?: FROM)?|RCPT TO|DATA|QUIT|STARTTLS|AUTH)\b/gim;

function isSession(text: string): boolean {
  return [...firstMatches(text, command, 3)].length >= 2;
}

/** In a session a refused command is tried again; what was refused last is what it ended in. */
function lastFirst(attempts: readonly Attempt[]): Attempt[] {
  return attempts.map((attempt, place) => ({ ...attempt, weight: attempt.weight + place / 1_000 }));
}

// RFC 5321, 3.3: a refused RCPT names the recipient; a refused MAIL FROM, the sender.
const aboutRecipient = /\b(?:recipient|mailbox|user|rcpt|for|to|address rejected|not found|unknown)\b/i;
const aboutSender = /\b(?:sender|from|mail from|return-path|send as|on behalf|spf|dmarc|dkim)\b/i;
// RCPT TO:<ann@contoso.example> | Exim: ** ann@contoso.example R=dnslookup | Recipients : {ann@contoso.example} | Recipient ann@contoso.example not found
const toldRecipient =
  /(?:\bRCPT TO:? ?<?|\*\* |\bRecipients? {0,20}:? ?[{<]?)(?<value>[^\s<>@{},;]{1,64}@[^\s<>@{},;]{3,253}[^\s<>@{},;.:)])/gi;

/** The recipients that a command, a log or a reply names as such. */
export function toldRecipients(text: string): string[] {
  const told = [...firstMatches(text, toldRecipient, 20)].map(match => firstAddress(match.groups!.value!));
  return told.filter(address => address !== undefined);
}

const shortReply = 2_000;

/** The one address of a short reply, where the reply speaks of whom it was for. */
function namedRecipient(text: string): string[] {
  const told = toldRecipients(text);
  if (told.length > 0) return told;
  if (text.length > shortReply || !aboutRecipient.test(text) || aboutSender.test(text)) return [];
  const addresses = findAddresses(text, 2);
  return addresses.length === 1 ? addresses : [];
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly mentions: readonly CodeMention[];
}

/** One stretch a reply: a code that stands in quotes or brackets of the reply before it belongs to that. */
function findStretches(text: string, mentions: readonly CodeMention[]): Stretch[] {
  const starts: CodeMention[] = [];
  let last: CodeMention | undefined;
  for (const mention of mentions) {
    if (!last || !belongs(text, last, mention)) starts.push(mention);
    last = mention;
  }
  return starts.map((mention, index) => {
    const limit = Math.min(starts[index + 1]?.start ?? text.length, mention.start + 4000);
    const inner = mentions.findLast(one => one.start < limit) ?? mention;
    const end = lineEnd(text, Math.max(inner.end, mention.end), limit, mention.replyCode);
    return {
      start: mention.start,
      end,
      mentions: mentions.filter(one => one.start >= mention.start && one.start < end),
    };
  });
}

const opensInner = /(?:["'([<{]|->|=|\b(?:with|said|returned|responded|error)\b:?)[\s"'#]{0,4}$/i;

function belongs(text: string, before: CodeMention, mention: CodeMention): boolean {
  if (mention.start - before.end > 600) return false;
  const between = text.slice(before.end, mention.start);
  if (/\n[ \t]*\n/.test(between)) return false;
  const isRepeated =
    (before.enhancedStatusCode === mention.enhancedStatusCode && before.enhancedStatusCode !== null) ||
    (before.replyCode !== null &&
      before.replyCode === mention.replyCode &&
      (before.enhancedStatusCode === null || mention.enhancedStatusCode === null));
  if (isRepeated) return between.split('\n').length <= 8;
  if (/\n[ \t]*$/.test(between)) return false;
  return opensInner.test(between);
}

/** A reply goes on in indented lines, in lines that start small, and in lines that repeat its code. */
function lineEnd(text: string, from: number, limit: number, replyCode: string | null): number {
  let end = text.indexOf('\n', from);
  for (let lines = 0; end !== -1 && end < limit && lines < 12; lines++) {
    const next = text.slice(end + 1, end + 120).split('\n', 1)[0]!;
    const goesOn = /^(?:[ \t]{1,12}\S|[a-z([<"])/.test(next) || (replyCode !== null && next.startsWith(replyCode));
    if (!goesOn) break;
    end = text.indexOf('\n', end + 1);
  }
  return end === -1 || end > limit ? limit : end;
}

function readStretch(text: string, { start, end, mentions }: Stretch, isProse: boolean): Attempt {
  const said = text.slice(start, end);
  const replies = readReply(text, start, end, mentions);
  const server = attemptedServer(said);
  const isFull = replies.some(reply => reply.replyCode !== null && reply.enhancedStatusCode !== null);
  const weight = isProse ? weights.reply : isFull ? weights.mention : weights.mention / 2;
  return { replies, start, end, host: server.host, ip: server.ip, at: frontendTimestamp(said), weight };
}

/** Whether a person's words stand around the code, rather than a server's. */
function inSentence(text: string, attempt: Attempt): boolean {
  const first: Reply | undefined = attempt.replies[0];
  if (!first) return true;
  const isFull = first.replyCode !== null && first.enhancedStatusCode !== null;
  if (isFull && /[:"'(<>] ?$/.test(text.slice(Math.max(0, first.start - 2), first.start))) return false;
  const before = countWords(lineBefore(text, first.start));
  const after = text.slice(first.start, attempt.end).split('\n', 1)[0]!.slice(0, 80);
  if (first.replyCode !== null && isReplyWording(after)) return before > (isFull ? 8 : 3);
  if (before === 0) return countWords(after) > 6 && !isReplyWording(after);
  return before > 2 || countWords(after) > 3 || !isLabel.test(lineBefore(text, first.start));
}

// error code | NDR: | foutcode | 错误代码
const isLabel =
  /(?:error|code|codes|smtp|ndr|dsn|status|bounce|fout|foutcode|foutmelding|felkod|fel|kod|felmeddelande|fehler|fehlercode|erreur|errore|erro|fejl|错误|错误码|代码|报错|返回|提示|退信|エラー)[\s:=#"'(]{0,4}$/i;

function countWords(text: string): number {
  return (text.match(/\p{Script=Han}{2}|[\p{L}--\p{Script=Han}]{2,40}/gv) ?? []).length;
}
