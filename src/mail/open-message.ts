/** A file or a pasted raw message -> the text that evidence is read from. */

import { htmlToText, looksLikeHtml, maxPasteBytes } from '../triage/reading/index.ts';
import { isCompoundFile } from './compound-file.ts';
import { decodeText } from './decode-text.ts';
import { MailFileError, tooLong } from './mail-file-error.ts';
import { openMime } from './open-mime.ts';
import { openOutlook } from './open-outlook.ts';
import { maxPartBytes } from './slim-mime.ts';

/** A bounce with the original message inside, attachments and all. */
export const maxFileBytes = 20 * 1024 * 1024;
const deepest = 4;

export interface OpenOptions {
  /** Larger files are refused. */
  readonly maxBytes?: number;
}

/** Opens an .eml, an Outlook .msg, a page or a text, whatever its name says. Throws a `MailFileError`. */
export async function openMessage(bytes: Uint8Array, { maxBytes = maxFileBytes }: OpenOptions = {}): Promise<string> {
  if (bytes.length === 0) throw new MailFileError('empty', 'The file holds no bytes.');
  if (bytes.length > maxBytes) {
    throw new MailFileError(
      'too-large',
      `The file holds ${bytes.length} bytes, more than the ${maxBytes} that are read.`,
    );
  }
  const text = await open(bytes, 0);
  if (text.trim() === '') throw new MailFileError('unreadable', 'The file holds no text.');
  if (Buffer.byteLength(text) > maxPasteBytes) throw tooLong(maxPasteBytes);
  return text;
}

/** The same for a pasted text: raw MIME is opened, everything else comes back as it is. */
export async function openPaste(text: string): Promise<string> {
  const message = rawMessage(text);
  if (message === undefined) return text;
  try {
    const opened = await open(new TextEncoder().encode(message), 0);
    return opened.trim() === '' ? text : opened;
  } catch {
    // A damaged message is still a text with codes in it.
    return text;
  }
}

async function open(bytes: Uint8Array, depth: number): Promise<string> {
  const openAttached = async (inner: Uint8Array) => (depth < deepest ? openInner(inner, depth + 1) : '');
  try {
    if (isCompoundFile(bytes)) return await openOutlook(bytes, openAttached);
    if (isMime(bytes)) return await openMime(bytes, openAttached);
  } catch (error) {
    if (error instanceof MailFileError) throw error;
    throw new MailFileError('unreadable', 'The message could not be taken apart; it may be damaged.', { cause: error });
  }
  if (bytes.length > maxPartBytes)
    throw looksBinary(decodeText(bytes.subarray(0, 4096))) ? notText() : tooLong(maxPasteBytes);
  const text = decodeText(bytes);
  if (looksBinary(text)) throw notText();
  return looksLikeHtml(text) ? htmlToText(text) : text;
}

function notText(): MailFileError {
  return new MailFileError('unreadable', 'The file is neither a message nor a text.');
}

/** What is attached may be damaged or long, and the message around it is still worth reading. */
async function openInner(bytes: Uint8Array, depth: number): Promise<string> {
  try {
    return await open(bytes, depth);
  } catch {
    return '';
  }
}

// Return-Path: <> | MIME-Version: 1.0 | Received: from
const messageHeader =
  /^(?:Return-Path|Delivered-To|Received|MIME-Version|From|To|Subject|Date|Message-ID|Content-Type|X-[\w-]{1,60}|Authentication-Results|DKIM-Signature|ARC-[\w-]{1,40}):/i;
const headerLine = /^[!-9;-~]{1,80}:|^[ \t]+\S/;

/** Header lines up to a blank line, two of them known ones at least. */
function isMime(bytes: Uint8Array): boolean {
  const most = 64 * 1024;
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, most)).replace(/^\uFEFF|^ï»¿/, '');
  if (bytes.length <= most) return headerCount(start) > 1;
  // Headers without an end in sight are headers still; a line that is cut in half is none any more.
  return headerCount(`${start.slice(0, start.lastIndexOf('\n'))}\n\n`) > 1;
}

function headerCount(text: string): number {
  let known = 0;
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '') return index === 0 ? 0 : known;
    if (index === 0 && line.startsWith('From ')) continue;
    if (!headerLine.test(line)) return 0;
    if (messageHeader.test(line)) known++;
  }
  return 0;
}

// Content-Type: multipart/report; boundary="b1"
const multipart = /^Content-Type:[ \t]{0,8}multipart\/[^\n]{0,200}(?:\n[ \t][^\n]{0,300}){0,4}/im;
// --b1 / Content-Type: text/plain
const firstPart = /^--(?<boundary>[^\s][^\n]{0,200})\n(?:Content-[^\n]{1,300}\n(?:[ \t][^\n]{0,300}\n){0,4}){1,6}/im;

// Content-Transfer-Encoding: base64
const encodedBody = /^Content-Transfer-Encoding:[ \t]{0,8}(?:base64|quoted-printable)/im;

/** The raw message inside a paste; headers or the parts alone. */
function rawMessage(paste: string): string | undefined {
  const text = paste.replace(/\r\n?/g, '\n').trimStart();
  if (headerCount(text) > 1 && encodedBody.test(text.slice(0, 64 * 1024))) return asUtf8(text);
  const part = firstPart.exec(text);
  if (!part) return undefined;
  const boundary = part.groups!.boundary!.trim();
  if (headerCount(text) > 1 && multipart.test(text)) return asUtf8(text);
  return asUtf8(
    `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${boundary}"\n\n${text.slice(part.index)}`,
  );
}

/** A paste is decoded already: its plain parts are no longer in the character set that they name. */
function asUtf8(text: string): string {
  if (!/[^\0-\x7f]/.test(text) || /Content-Transfer-Encoding:[ \t]{0,3}(?:quoted-printable|base64)/i.test(text))
    return text;
  return text.replace(/(?<=charset[ \t]{0,3}=[ \t]{0,3}["']?)[\w-]{2,40}/gi, 'utf-8');
}

function looksBinary(text: string): boolean {
  const start = text.slice(0, 4096);
  const odd = start.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  return odd > start.length / 20;
}
