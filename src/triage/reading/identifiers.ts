/** What a message is found by again: its Message-ID, the id that Exchange gave it, and when it was sent. */
import type { Evidence } from '../evidence.ts';
import { columnValues } from './columns.ts';
import { firstMatches } from './first-matches.ts';
import { labels } from './labels.ts';
import { readTime } from './times.ts';

export type Identifiers = Pick<Evidence, 'messageId' | 'networkMessageId' | 'sentAt'>;

/** Reads the text with its headers: they are taken out for all other readers. */
export function findIdentifiers(text: string): Identifiers {
  const messageIds = findAll(text, messageIdLabel, readMessageId, 'message id');
  const networkIds = findAll(text, networkIdLabel, readGuid, 'network message id');
  const found = { messageId: null, networkMessageId: null, sentAt: null };
  // Most pastes have neither, and no header is then worth a look.
  if (messageIds.length + networkIds.length === 0 && !dateHeader.test(text)) return found;
  const sections = originalHeaders(text);
  const messageId = ofOriginal(messageIds, text, sections);
  return {
    messageId: messageId?.value ?? null,
    networkMessageId:
      (ofOriginal(networkIds, text, sections) ?? ofOriginal(findAll(text, filteringLabel, readGuid), text, sections))
        ?.value ?? null,
    sentAt: sentAt(text, sections, messageId) ?? null,
  };
}

/**
 * `Message-ID: <…>` of a header, `MessageId : <…>` of a trace, a queue or a tracking log, `message-id=<…>` of Postfix,
 * `msgid=<…>` of Sendmail, `"internetMessageId": "<…>"` of Microsoft Graph; and what the Exchange admin center calls it
 * elsewhere. `X-Original-Message-ID` and `InternalMessageId` are other ids.
 */
const messageIdLabel =
  /(?<![\p{L}\d_-])(?:(?:internet ?)?message[ _-]?id|msgid|bericht-id|meddelande-id|邮件 ?id)(?![\p{L}\d_-])/giu;
/**
 * Get-MessageTraceV2 calls the network message id `MessageTraceId`: its documentation (read in November 2026) traces
 * “messages with the Exchange Network Message ID value …” by `-MessageTraceId`. A header of another tenant's, CrossTenant,
 * repeats it.
 */
const networkIdLabel =
  /(?<![\p{L}\d_-])(?:X-MS-Exchange-(?:Organization|CrossTenant)-Network-Message-Id|network[ _-]?message[ _-]?id|message ?trace ?id|netwerkbericht-id|nätverksmeddelande-id|网络邮件 ?id)(?![\p{L}\d_-])/giu;
// The same id, by Microsoft's documentation of submissions, where the header of the organisation was taken out.
const filteringLabel = /(?<![\p{L}\d_-])X-MS-Office365-Filtering-Correlation-Id(?![\p{L}\d_-])/giu;

// : <abc@contoso.example> | = <abc@…<mailto:abc@…>> | ": "abc@contoso.example" | on the line below, in brackets only
const messageIdValue =
  /^"?(?:[ \t]{0,40}[:：=][ \t]{0,8}\n?[ \t"'{]{0,8}(?:<(?<folded>[^\s<>"]{3,500})(?:>|<mailto:)|(?<bare>[^\s<>"',;{}()]{3,500}))|[ \t]{0,8}\n?[ \t]{0,8}<(?<below>[^\s<>"]{3,500})>)/;
// RFC 5322, 3.6.4: something on both sides of one @, and nothing that a screen cut off
const wholeMessageId = /^[!#-;=?A-~]{1,250}@[!#-;=?A-~]{1,250}$/;
// : 2bbad36a-a467-4c7b-a82f-4b307fff549f | {2bbad36a-…} | "2bbad36a-…" | on the line below
const guidValue =
  /^"?[ \t]{0,40}(?:[:：=][ \t]{0,8}\n?|\t|\n)[ \t"'{]{0,8}(?<guid>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?![\da-f-])/i;

function readMessageId(text: string): string | undefined {
  const { folded, bare, below } = messageIdValue.exec(text)?.groups ?? {};
  return wholeId(folded ?? below ?? bare ?? '');
}

function wholeId(value: string): string | undefined {
  const id = value.replace(/^<|>$/g, '');
  return wholeMessageId.test(id) && !id.includes('...') ? id : undefined;
}

function readGuid(text: string): string | undefined {
  return wholeGuid(guidValue.exec(text)?.groups?.guid ?? '');
}

function wholeGuid(value: string): string | undefined {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value) && /[^0-]/.test(value) ? value : undefined;
}

interface Found {
  readonly at: number;
  readonly value: string;
}

const mostFound = 100;
const longestValue = 640;

function findAll(
  text: string,
  label: RegExp,
  read: (text: string) => string | undefined,
  column?: 'message id' | 'network message id',
): Found[] {
  const fields = firstMatches(text, label, mostFound).flatMap(({ index, 0: name }): Found[] => {
    const start = index + name.length;
    const value = read(text.slice(start, start + longestValue));
    return value === undefined ? [] : [{ at: start, value }];
  });
  if (column === undefined) return fields;
  const whole = column === 'message id' ? wholeId : wholeGuid;
  const cells = columnValues(text, column).flatMap(({ at, value }): Found[] => {
    const id = whole(value);
    return id === undefined ? [] : [{ at, value: id }];
  });
  return [...fields, ...cells];
}

const labelLine = new RegExp(labels.originalHeaders.source, 'gimu');
const joinedLabel = new RegExp(labels.joinedHeaders.source, 'giu');
const mostSections = 100;

/** Where the headers of an original message begin. */
function originalHeaders(text: string): number[] {
  return [labelLine, joinedLabel]
    .flatMap(pattern => firstMatches(text, pattern, mostSections).map(({ index }) => index))
    .sort((one, other) => one - other);
}

/**
 * Of the message that failed, not of the report about it. Below “Original message headers” the first of its section; else
 * the one that is said outside a report's own headers. Where two messages are named, nobody can tell which is meant.
 */
function ofOriginal(found: readonly Found[], text: string, sections: readonly number[]): Found | undefined {
  const below = sections.flatMap((start, place) => {
    const end = sections[place + 1] ?? text.length;
    return found.find(({ at }) => at > start && at < end) ?? [];
  });
  let chosen: Found | undefined;
  for (const one of below.length > 0 ? below : found) {
    if (one.value.toLowerCase() === chosen?.value.toLowerCase()) continue;
    if (below.length === 0 && reportMark.test(blockAround(text, one.at))) continue;
    if (chosen) return undefined;
    chosen = one;
  }
  return chosen;
}

// Headers of a report itself: RFC 6522, RFC 5321 (4.5.5), and who writes reports
const reportMark =
  /^(?:Content-Type: {0,3}multipart\/report|Auto-Submitted: {0,3}auto-replied|Return-Path: {0,3}<>|X-MS-Exchange-Message-Is-Ndr:|X-Failed-Recipients:|From:.{0,100}(?:mailer-daemon|postmaster@|MicrosoftExchange[\da-f]{32}@))/im;
const longestBlock = 16_000;

/** The lines around a place, up to empty ones: a header is a block of its own. */
function blockAround(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - longestBlock), at);
  const after = text.slice(at, at + longestBlock);
  const end = after.indexOf('\n\n');
  return before.slice(before.lastIndexOf('\n\n') + 1) + (end === -1 ? after : after.slice(0, end));
}

// Date: Fri, 20 Nov 2026 18:42:10 +0100
const dateHeader = /^Date: {0,3}(?<value>(?:[A-Z][a-z]{2}, {0,3})?\d{1,2} [A-Z][a-z]{2} \d{4} [^\n]{4,40})/m;

/** The Date header of the original message. */
function sentAt(text: string, sections: readonly number[], messageId: Found | undefined): string | undefined {
  const [first] = sections;
  const block =
    first === undefined
      ? messageId && blockAround(text, messageId.at)
      : text.slice(first, Math.min(sections[1] ?? text.length, first + 2 * longestBlock));
  return readTime(dateHeader.exec(block ?? '')?.groups?.value ?? '');
}
