/** An Outlook .msg -> the text that evidence is read from; a non-delivery report keeps its details at its recipients. */
import { createRequire } from 'node:module';
import type Msg from '@kenjiuno/msgreader';
import type { FieldsData } from '@kenjiuno/msgreader';
import { htmlToText } from '../triage/reading/index.ts';
import { checkContainer } from './compound-file.ts';
import { decodeText } from './decode-text.ts';
import { tooLong } from './mail-file-error.ts';
import type { OpenAttached } from './open-mime.ts';
import { maxAttachedBytes, maxPartBytes } from './slim-mime.ts';

// The package is CommonJS with a default of its own, which Node wraps once more.
const { default: MsgReader } = createRequire(import.meta.url)('@kenjiuno/msgreader') as typeof Msg;

const deepest = 4;

export async function openOutlook(bytes: Uint8Array, openAttached: OpenAttached): Promise<string> {
  const container = checkContainer(bytes);
  if (!container) throw new Error('The container of the message is damaged.');
  // Two bytes a character; msgreader would take the text apart, letter by letter, before anybody could cut it.
  if (container.longestText > maxPartBytes) throw tooLong(maxPartBytes / 2);
  const reader = new MsgReader(wholeBuffer(bytes));
  reader.parserConfig = { includeRawProps: true };
  const message = reader.getFileData();
  if (message.error !== undefined) throw new Error(message.error);
  const openFile = async (attached: FieldsData) => openAttached(reader.getAttachment(attached).content, '');
  return readFields(message, openFile, 0);
}

async function readFields(
  message: FieldsData,
  openFile: (attached: FieldsData) => Promise<string>,
  depth: number,
): Promise<string> {
  const parts = [bodyOf(message), ...(message.recipients ?? []).map(recipientReport)];
  const isReport = /^REPORT\./i.test(message.messageClass ?? '');
  for (const attached of isReport ? [] : (message.attachments ?? [])) {
    const name = attached.fileName ?? attached.fileNameShort ?? attached.name ?? '';
    // A message that Outlook attached lies in the same container, and has been read with it.
    const inner = attached.innerMsgContentFields;
    if (inner) parts.push(depth < deepest ? await readFields(inner, openFile, depth + 1) : '');
    else if (/\.(?:eml|msg)$/i.test(name) && (attached.contentLength ?? 0) <= maxAttachedBytes)
      parts.push(await openFile(attached));
  }
  return parts.filter(part => part.trim() !== '').join('\n\n');
}

/** A file's bytes may lie anywhere in a larger buffer; only then are they copied. */
function wholeBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteLength } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? buffer : Uint8Array.from(bytes).buffer;
}

function bodyOf(message: FieldsData): string {
  // MS-OXPROPS: 0x1001 PidTagReportText
  const text = message.body ?? rawText(message, '1001') ?? '';
  if (text.trim() !== '') return text;
  if (message.bodyHtml !== undefined) return htmlToText(message.bodyHtml);
  return message.html === undefined ? '' : htmlToText(decodeText(message.html.subarray(0, maxPartBytes)));
}

/** MS-OXPROPS: 0x0C1B PidTagSupplementaryInfo holds the reply, 0x0C21 PidTagRemoteMessageTransferAgent the server. */
function recipientReport(recipient: FieldsData): string {
  const reply = rawText(recipient, '0C1B');
  if (reply === undefined) return '';
  const remote = rawText(recipient, '0C21');
  return [
    `Final-Recipient: rfc822;${recipient.smtpAddress ?? recipient.email ?? recipient.name ?? ''}`,
    `Diagnostic-Code: smtp;${reply.replace(/\s+/g, ' ')}`,
    ...(remote === undefined ? [] : [`Remote-MTA: dns;${remote}`]),
  ].join('\n');
}

function rawText(fields: FieldsData, id: string): string | undefined {
  const value = fields.rawProps?.find(prop => prop.propertyTag?.toUpperCase().startsWith(id))?.value;
  if (typeof value === 'string') return value;
  return value === undefined ? undefined : decodeText(value);
}
