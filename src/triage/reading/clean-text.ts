/** A paste as its readers want it: plain text, one kind of line end, space, quote and digit, without quoting marks. */

import { htmlToText, looksLikeHtml } from './html-text.ts';
import { splitJoinedLines } from './labels.ts';

export function cleanText(paste: string): string {
  let text = unescapeLines(paste).replace(lineEnds, '\n').replace(invisible, '');
  text = looksLikeHtml(text) ? htmlToText(text) : decodeEntities(text);
  text = text.replace(/[\uFF01-\uFF5E]/g, char => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
  text = text
    .replace(oddSpaces, ' ')
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/[“”„‟″]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    // 4。4。316, as a Chinese input method types it
    .replace(/(?<=\d)。(?=\d)/g, '.');
  const lines = singleSpaced(linesOf(text));
  return splitJoinedLines(looksQuotedPrintable(lines) ? decodeQuotedPrintable(lines) : lines.join('\n'));
}

const lineEnds = /\r\n?|[\u2028\u2029\u0085\v\f]/g;
// Zero-width and bidirectional marks, soft hyphen, byte order mark, and control characters other than tab and line feed
const invisible =
  /[\u0000-\u0008\u000E-\u001F\u007F\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;
const oddSpaces = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;

// "> > 550 5.1.1", "| 550 5.1.1"; a transcript's ">>> RCPT To" loses its marks too, which no reader needs.
const quoting = /^[ \t]*(?:[>|][ \t]?)+/;
/** So many empty lines in a row say as much as a hundred thousand. */
const mostEmpty = 3;

function linesOf(text: string): string[] {
  const isQuoted = /[>|]/.test(text);
  const lines: string[] = [];
  let empty = 0;
  for (const whole of text.split('\n')) {
    const line = (isQuoted ? whole.replace(quoting, '') : whole).trimEnd();
    empty = line === '' ? empty + 1 : 0;
    if (empty <= mostEmpty) lines.push(line);
  }
  return lines;
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&apos;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
};

/** Out of a JSON string: `ann@contoso.example\\r\\nRemote Server returned \\"550 5.1.1"`. */
function unescapeLines(paste: string): string {
  // \\u0027550 5.1.1 ...\\u0027
  const text = paste.replace(/\\u00(?<hex>[23][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const first = text.indexOf('\\r\\n');
  if (first === -1 || text.indexOf('\\r\\n', first + 4) === -1) return text;
  return text.replaceAll('\\r\\n', '\n').replaceAll('\\"', '"');
}

/** Web pages copy as text with a blank line after each line. */
function singleSpaced(lines: readonly string[]): readonly string[] {
  const filled = lines.filter(line => line !== '').length;
  if (filled < 6 || lines.some((line, index) => line !== '' && index > 0 && lines[index - 1] !== '')) return lines;
  return lines.filter((line, index) => line !== '' || lines[index - 1] === '');
}

/** Some consoles copy as escaped text: `returned &#39;550 5.1.1&#39;`. */
function decodeEntities(text: string): string {
  return text.includes('&') ? text.replace(/&(?:lt|gt|quot|#39|apos|nbsp|amp);/g, entity => entities[entity]!) : text;
}

// a line cut at 76 characters by the encoding, or an encoded equals sign, space or quote
const softBreak = /\S=$/;
const encoded = /=(?:3D|20|09|0A|2E|92|27|22|C2|E2|C3)/;

function looksQuotedPrintable(lines: readonly string[]): boolean {
  let breaks = 0;
  for (const line of lines) {
    // An encoded line is never longer; a base64 line ends in "=" too, but holds no space.
    if (line.length <= 100 && line.includes(' ') && softBreak.test(line)) breaks++;
  }
  return (
    breaks > 1 ||
    (breaks === 1 && lines.some(line => line.length > 60 && line.endsWith('='))) ||
    (breaks === 1 && lines.some(line => encoded.test(line)))
  );
}

function decodeQuotedPrintable(lines: readonly string[]): string {
  const joined: string[] = [];
  let open = false;
  for (const line of lines) {
    const isOpen = line.endsWith('=');
    const part = isOpen ? line.slice(0, -1) : line;
    if (open) joined[joined.length - 1] += part;
    else joined.push(part);
    open = isOpen;
  }
  return joined.join('\n').replace(/(?:=[0-9A-F]{2})+/g, decodeBytes);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

function decodeBytes(escapes: string): string {
  const bytes = Uint8Array.from(escapes.slice(1).split('='), hex => Number.parseInt(hex, 16));
  try {
    return utf8.decode(bytes);
  } catch {
    return windows1252.decode(bytes);
  }
}
