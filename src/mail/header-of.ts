/** The header of a message in a file, as its servers wrote it: where it lay, and what a filter made of it. */
import { isCompoundFile } from './compound-file.ts';
import { decodeText } from './decode-text.ts';

const mostBytes = 64 * 1024;

/** @returns null for what no server has passed on: a text, a page, a report without its own way */
export function headerOf(bytes: Uint8Array): string | null {
  if (isCompoundFile(bytes)) return null;
  const start = decodeText(bytes.subarray(0, mostBytes)).replace(/\r\n?/g, '\n').trimStart();
  const header = start.split('\n\n', 1)[0]!;
  return /^(?:Received|Authentication-Results): /im.test(header) ? header : null;
}
