/** A message in MIME -> the text that evidence is read from: what a person sees, then the delivery status fields. */
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { htmlToText } from '../triage/reading/index.ts';
import { decodeText } from './decode-text.ts';
import { maxPartBytes, slimMime } from './slim-mime.ts';

/** Opens what is attached, one level deeper. */
export type OpenAttached = (bytes: Uint8Array, name: string) => Promise<string>;

const options = { forceRfc822Attachments: true, maxNestingDepth: 30, maxHeadersSize: 512 * 1024 } as const;
const reportTypes = new Set(['message/delivery-status', 'message/global-delivery-status']);
const messageTypes = new Set(['message/rfc822', 'message/global', 'application/vnd.ms-outlook']);
const headerTypes = new Set(['text/rfc822-headers', 'message/rfc822-headers', 'message/global-headers']);

export async function openMime(bytes: Uint8Array, openAttached: OpenAttached): Promise<string> {
  const email = await PostalMime.parse(slimMime(withoutMboxLine(bytes)), options);
  const parts = [bodyOf(email)];
  const reports = email.attachments.filter(part => reportTypes.has(part.mimeType));
  parts.push(...reports.map(part => decodeText(contentOf(part))));
  const isBounce = reports.length > 0 || isFromDaemon(email);
  if (reports.length === 0) parts.push(...failedRecipients(email));
  for (const part of email.attachments) {
    if (headerTypes.has(part.mimeType)) parts.push(originalHeaders(decodeText(contentOf(part))));
    else if (!isMessage(part)) continue;
    // A bounce carries the message that failed; a colleague's mail carries the bounce.
    else if (isBounce) parts.push(originalHeaders(decodeText(contentOf(part).slice(0, 64 * 1024))));
    else parts.push(await openAttached(contentOf(part), part.filename ?? ''));
  }
  const text = parts.filter(part => part.trim() !== '').join('\n\n');
  return text.trim() === '' ? rawBody(bytes.subarray(0, maxPartBytes)) : text;
}

/** A message whose parts do not fit its boundary: everything below its headers. */
function rawBody(bytes: Uint8Array): string {
  const message = decodeText(bytes).replace(/\r\n?/g, '\n');
  const blank = message.indexOf('\n\n');
  return blank === -1 ? '' : message.slice(blank).replace(/^--[^\s].*$|^Content-[^\n]{1,300}$/gm, '');
}

function bodyOf(email: Email): string {
  const text = email.text?.trim() ?? '';
  if (text !== '') return text;
  return email.html === undefined ? '' : htmlToText(email.html);
}

function contentOf(part: Attachment): Uint8Array {
  const { content } = part;
  if (typeof content === 'string') return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}

function isMessage(part: Attachment): boolean {
  return messageTypes.has(part.mimeType) || /\.(?:eml|msg)$/i.test(part.filename ?? '');
}

/** RFC 3464 asks for a report's own type, but many systems answer with a plain text. */
function isFromDaemon(email: Email): boolean {
  const from = email.from?.address ?? '';
  const header = (key: string) => email.headers.find(one => one.key === key)?.value ?? '';
  return (
    /^(?:mailer-daemon|postmaster|mail-daemon|microsoftexchange[0-9a-f]{32})@?/i.test(from) ||
    email.returnPath === '' ||
    /report-type\s{0,3}=\s{0,3}"?delivery-status/i.test(header('content-type')) ||
    /auto-replied|auto-generated/i.test(header('auto-submitted'))
  );
}

// Exim and Gmail name the recipients only here.
function failedRecipients(email: Email): string[] {
  return email.headers
    .filter(header => header.key === 'x-failed-recipients')
    .map(header => `X-Failed-Recipients: ${header.value}`);
}

// From: Ann <ann@contoso.example> | Message-ID: folded, as Exchange writes its long ones
const keptHeaders =
  /^(?:From|Date|Message-ID|X-MS-Exchange-(?:Organization|CrossTenant)-Network-Message-Id|X-MS-Office365-Filtering-Correlation-Id):[^\n]{0,500}(?:\n[ \t][^\n]{0,500}){0,3}/gim;
const mostHeaders = 20;

/** Of the message that failed, only who sent it, when and under which ids: its other headers hold codes and addresses that are not the error's. */
function originalHeaders(message: string): string {
  const start = message
    .slice(0, 64 * 1024)
    .replace(/\r\n?/g, '\n')
    .trimStart();
  const header = start.split('\n\n', 1)[0]!;
  const kept = (header.match(keptHeaders) ?? []).slice(0, mostHeaders).map(line => line.replace(/\n[ \t]+/g, ' '));
  return kept.length === 0 ? '' : ['Original message headers:', ...kept].join('\n');
}

/** "From daemon Fri Nov 20 18:42:10 2026" stands before a message out of a mailbox file. */
function withoutMboxLine(bytes: Uint8Array): Uint8Array {
  const isMbox = String.fromCharCode(...bytes.slice(0, 5)) === 'From ';
  return isMbox ? bytes.subarray(bytes.indexOf(0x0a) + 1) : bytes;
}
