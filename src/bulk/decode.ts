/** Bytes of a text file of any size -> the same text in UTF-8, piece by piece. */

/** What the first bytes say; `binary`: it is no text. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'binary';

/** @param start the first bytes of the file, as many as there are at hand */
export function encodingOf(start: Uint8Array): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const [even, odd] = zeros(start);
  const half = Math.max(1, start.length / 2);
  // Names of columns and addresses are ASCII: without a mark every second byte is a zero.
  if (odd > half * 0.6 && even < half * 0.05) return 'utf-16le';
  if (even > half * 0.6 && odd < half * 0.05) return 'utf-16be';
  if (even + odd > 0) return 'binary';
  return isUtf8(start) ? 'utf-8' : 'windows-1252';
}

function zeros(bytes: Uint8Array): [even: number, odd: number] {
  const counts: [number, number] = [0, 0];
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) counts[at & 1]!++;
  return counts;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // A character may be cut at the end.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

export interface Decoder {
  /** What can be read of these bytes and of those before; UTF-8 as it came. */
  decode(bytes: Uint8Array): Uint8Array | string;
  /** The rest, after the last bytes. */
  end(): string;
}

export function createDecoder(encoding: Exclude<Encoding, 'binary'>): Decoder {
  // The parser reads UTF-8 by itself, and its mark.
  if (encoding === 'utf-8') return { decode: bytes => bytes, end: () => '' };
  const decoder = new TextDecoder(encoding);
  return { decode: bytes => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}
