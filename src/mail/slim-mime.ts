/**
 * A raw message -> the same message without what nobody reads, in few lines. Attachments, long texts and endless
 * headers are left out before the message is taken apart, and each body becomes one line: the parser keeps an object
 * for every line, and a megabyte of line breaks cost it hundreds of megabytes.
 */

/**
 * Over three times what is read of a text: quoted-printable writes three bytes for one, and markup takes its share.
 * A text that is cut here is still too long when it is decoded, so it is refused and not read in part.
 */
export const maxPartBytes = 832 * 1024;
/** A message that is attached as a file; half a message is of no use, so a larger one is left out. */
export const maxAttachedBytes = 4 * 1024 * 1024;
const maxBodyBytes = 6 * 1024 * 1024;
const maxHeaderBytes = 128 * 1024;
const maxHeaderLines = 4000;
const maxParts = 500;
const maxDepth = 30;

export function slimMime(bytes: Uint8Array): Uint8Array {
  const message: Message = {
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    slim: [],
    headerBytes: 0,
    headerLines: 0,
    bodyBytes: 0,
    parts: 1,
    boundaries: [],
    part: { kind: 'header', start: 0 },
  };
  for (let at = 0; at < bytes.length && message.parts <= maxParts; ) {
    const end = endOfLine(bytes, at);
    takeLine(message, at, end);
    at = end;
  }
  endPart(message, bytes.length);
  return Buffer.concat(message.slim);
}

interface Message {
  readonly bytes: Buffer;
  readonly slim: Uint8Array[];
  headerBytes: number;
  headerLines: number;
  bodyBytes: number;
  parts: number;
  /** Those that are open, the outermost first. */
  readonly boundaries: string[];
  part: Part;
}

type Encoding = 'none' | 'base64' | 'quoted-printable';

/** What the lines belong to that are read now; `start` is an offset. */
type Part =
  | { readonly kind: 'header'; readonly start: number }
  | { readonly kind: 'body'; readonly start: number; readonly limit: number; readonly encoding: Encoding }
  | { readonly kind: 'left-out' };

function endOfLine(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0x0a) at++;
  return Math.min(at + 1, bytes.length);
}

function takeLine(message: Message, start: number, end: number): void {
  const { bytes, part } = message;
  if (bytes[start] === 0x2d && bytes[start + 1] === 0x2d) takeDelimiter(message, start, end);
  else if (part.kind === 'header' && isBlank(bytes, start)) startBody(message, part.start, start, end);
}

function isBlank(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === 0x0a || (bytes[start] === 0x0d && bytes[start + 1] === 0x0a);
}

/** RFC 2046, 5.1.1: the innermost boundary that fits, alone on its line or with two hyphens after it. */
function takeDelimiter(message: Message, start: number, end: number): void {
  const { boundaries, bytes } = message;
  // A boundary has at most 70 characters; some systems write more.
  if (boundaries.length === 0 || end - start > 250) return;
  const line = bytes.toString('latin1', start + 2, end).trimEnd();
  const opened = boundaries.lastIndexOf(line);
  const closed = opened === -1 && line.endsWith('--') ? boundaries.lastIndexOf(line.slice(0, -2)) : -1;
  if (opened === -1 && closed === -1) return;
  endPart(message, start);
  message.slim.push(bytes.subarray(start, end));
  boundaries.length = opened === -1 ? closed : opened + 1;
  if (opened !== -1) message.parts++;
  message.part = opened === -1 ? { kind: 'left-out' } : { kind: 'header', start: end };
}

function startBody(message: Message, headerStart: number, headerEnd: number, bodyStart: number): void {
  const header = boundedHeader(message, headerStart, headerEnd);
  const unfolded = header.toString('latin1').replace(/\r?\n[ \t]/g, ' ');
  const content = readContent(unfolded);
  if (content.boundary !== undefined && message.boundaries.length < maxDepth) {
    message.boundaries.push(content.boundary);
    message.part = { kind: 'left-out' };
  } else if (content.isMessage && content.encoding === 'none') {
    // The message inside begins with headers of its own.
    message.parts++;
    message.part = { kind: 'header', start: bodyStart };
  } else if (content.limit === 0) message.part = { kind: 'left-out' };
  else message.part = { kind: 'body', start: bodyStart, limit: content.limit, encoding: content.encoding };
  // The first header of a name counts.
  if (message.part.kind === 'body' && content.encoding === 'none')
    message.slim.push(Buffer.from('Content-Transfer-Encoding: base64\n'));
  message.slim.push(header, Buffer.from('\n'));
}

function endPart(message: Message, end: number): void {
  const { part, bytes } = message;
  message.part = { kind: 'left-out' };
  if (part.kind === 'header') message.slim.push(boundedHeader(message, part.start, end));
  if (part.kind !== 'body') return;
  const isWhole = end - part.start <= part.limit;
  const size = Math.min(end - part.start, part.limit);
  if (message.bodyBytes + size > maxBodyBytes || (part.limit === maxAttachedBytes && !isWhole)) return;
  message.bodyBytes += size;
  message.slim.push(oneLine(bytes.subarray(part.start, part.start + size), part.encoding), Buffer.from('\n'));
}

function oneLine(body: Buffer, encoding: Encoding): Uint8Array {
  if (encoding === 'quoted-printable') return body;
  if (encoding === 'none') return Buffer.from(body.toString('base64'));
  const line = Buffer.allocUnsafe(body.length);
  let size = 0;
  for (const byte of body) if (byte > 0x20) line[size++] = byte;
  return line.subarray(0, size);
}

/** The lines of a header that fit what all headers together may hold. */
function boundedHeader(message: Message, start: number, end: number): Buffer {
  let at = start;
  while (at < end && message.headerLines < maxHeaderLines) {
    const next = endOfLine(message.bytes, at);
    if (message.headerBytes + next - at > maxHeaderBytes) break;
    message.headerBytes += next - at;
    message.headerLines++;
    at = next;
  }
  return message.bytes.subarray(start, Math.min(at, end));
}

interface Content {
  readonly boundary: string | undefined;
  readonly isMessage: boolean;
  readonly encoding: Encoding;
  /** How many bytes are read of the body; 0 for what nobody reads. */
  readonly limit: number;
}

// Content-Type: multipart/report; report-type=delivery-status; boundary="b1"
const contentType = /^content-type:[ \t]*(?<type>[^\s;]*)(?<parameters>[^\n]*)/im;
// ; boundary="b1" | ;boundary=b1
const boundaryParameter =
  /;[ \t]{0,20}boundary[ \t]{0,20}=[ \t]{0,20}(?:"(?<quoted>[^"]{1,200})"|(?<plain>[^\s;"]{1,200}))/i;
// Content-Transfer-Encoding: base64
const transferEncoding = /^content-transfer-encoding:[ \t]*"?(?<encoding>base64|quoted-printable)/im;
const reports = /^(?:message\/(?:global-)?delivery-status|text\/rfc822-headers|message\/(?:rfc822|global)-headers)$/;

function readContent(header: string): Content {
  const found = contentType.exec(header)?.groups;
  const type = found?.type?.toLowerCase() ?? 'text/plain';
  const parameter = boundaryParameter.exec(found?.parameters ?? '')?.groups;
  const isMessage = type === 'message/rfc822' || type === 'message/global';
  const isMessageFile = isMessage || type === 'application/vnd.ms-outlook' || /\.(?:eml|msg)\b/i.test(header);
  const isAttachment = /^content-disposition:[ \t]*attachment/im.test(header);
  // Without a slash it is no type at all, and a parser takes it for a text.
  const isText = reports.test(type) || ((type.startsWith('text/') || !type.includes('/')) && !isAttachment);
  return {
    boundary: type.startsWith('multipart/') ? (parameter?.quoted?.trimEnd() ?? parameter?.plain) : undefined,
    isMessage,
    encoding: (transferEncoding.exec(header)?.groups?.encoding?.toLowerCase() as Encoding | undefined) ?? 'none',
    limit: isText || type.startsWith('multipart/') ? maxPartBytes : isMessageFile ? maxAttachedBytes : 0,
  };
}
