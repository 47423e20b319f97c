/** Bytes of a text file -> text, in whatever character set it was saved. */

// <meta charset="gb2312"> | Content-Type: text/plain; charset=iso-2022-jp
const declared = /charset\s{0,3}=\s{0,3}["']?(?<charset>[\w-]{2,40})/i;
const guessed = ['gb18030', 'shift_jis', 'euc-jp', 'big5'] as const;

export function decodeText(bytes: Uint8Array, charset?: string): string {
  const own = decoderFor(charset);
  if (own) return own.decode(bytes);
  const mark = byteOrderMark(bytes);
  if (mark !== undefined) return new TextDecoder(mark).decode(bytes);
  // Only this encoding announces itself by escape sequences, and it is valid ASCII otherwise.
  if (hasEscape(bytes)) return new TextDecoder('iso-2022-jp').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeLegacy(bytes);
  }
}

function decodeLegacy(bytes: Uint8Array): string {
  const western = new TextDecoder('windows-1252').decode(bytes);
  const named = decoderFor(declared.exec(western.slice(0, 4096))?.groups?.charset);
  if (named) return named.decode(bytes);
  for (const charset of guessed) {
    try {
      const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
      if (isMostlyAsian(text, bytes)) return text;
    } catch {}
  }
  return western;
}

/** Nearly all bytes above ASCII must have paired to characters of daily use: "é" before "r" pairs too, by chance. */
function isMostlyAsian(text: string, bytes: Uint8Array): boolean {
  const high = bytes.reduce((count, byte) => count + (byte > 0x7f ? 1 : 0), 0);
  const asian = text.match(/[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff9f]/g)?.length ?? 0;
  return asian >= 2 && asian * 2 >= high * 0.9;
}

function decoderFor(charset: string | undefined) {
  if (charset === undefined) return undefined;
  try {
    return new TextDecoder(charset);
  } catch {
    return undefined;
  }
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // "R\0e\0": saved as Unicode without a mark
  if (bytes.length > 3 && bytes[0] !== 0 && bytes[1] === 0 && bytes[2] !== 0 && bytes[3] === 0) return 'utf-16le';
  return undefined;
}

function hasEscape(bytes: Uint8Array): boolean {
  const at = bytes.indexOf(0x1b);
  return at !== -1 && (bytes[at + 1] === 0x24 || bytes[at + 1] === 0x28);
}
