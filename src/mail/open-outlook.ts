/** An Outlook .msg -> the text that evidence is read from; a non-delivery report keeps its details at its recipients. */
import { createRequire } from 'node:module';
import type Msg from '@kenjiuno/msgreader';
import type { FieldsData } from '@kenjiuno/msgreader';
import { htmlToText } from '../triage/readers/html-text.ts';
import { isSound } from './compound-file.ts';
import { decodeText } from './decode-text.ts';
import type { OpenAttached } from './open-mime.ts';

// The package is CommonJS with a default of its own, which Node wraps once more.
const { default: MsgReader } = createRequire(import.meta.url)('@kenjiuno/msgreader') as typeof Msg;

export async function openOutlook(bytes: Uint8Array, openAttached: OpenAttached): Promise<string> {
  if (!isSound(bytes)) throw new Error('The container of the message is damaged.');
  // A copy, as a file's bytes may lie anywhere in a larger buffer.
  const reader = new MsgReader(Uint8Array.from(bytes).buffer);
  reader.parserConfig = { includeRawProps: true };
  const message = reader.getFileData();
  if (message.error !== undefined) throw new Error(message.error);
  const parts = [bodyOf(message), ...(message.recipients ?? []).map(recipientReport)];
  const isReport = /^REPORT\./i.test(message.messageClass ?? '');
  for (const attached of isReport ? [] : (message.attachments ?? [])) {
    const name = attached.fileName ?? attached.fileNameShort ?? attached.name ?? '';
    if (!attached.innerMsgContent && !/\.(?:eml|msg)$/i.test(name)) continue;
    const { content } = reader.getAttachment(attached);
    parts.push(await openAttached(content, name));
  }
  return parts.filter(part => part.trim() !== '').join('\n\n');
}

function bodyOf(message: FieldsData): string {
  // MS-OXPROPS: 0x1001 PidTagReportText
  const text = message.body ?? rawText(message, '1001') ?? '';
  if (text.trim() !== '') return text;
  if (message.bodyHtml !== undefined) return htmlToText(message.bodyHtml);
  return message.html === undefined ? '' : htmlToText(decodeText(message.html));
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
