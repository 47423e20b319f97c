/** Traces and logs of any size on a terminal: read from disk in a thread, with a line that says how far. */
import { statSync } from 'node:fs';
import type { BulkFound } from '../bulk/messages.ts';
import { openBulkReader } from '../bulk/open-bulk-reader.ts';
import { type ReadReply, readMeanings } from '../bulk/read-meanings.ts';
import { formatBytes, formatCount } from '../cards/format-count.ts';
import { maxPasteBytes } from '../triage/reading/index.ts';
import type { Terminal } from './terminal.ts';
import type { Input } from './triage-inputs.ts';

export interface BulkFile {
  readonly path: string;
  readonly kind: 'trace' | 'log';
  readonly unread: number;
  readonly isCut: boolean;
}

export interface BulkRead {
  readonly files: readonly BulkFile[];
  readonly found: BulkFound;
}

// MTSummary.csv | RECV2026112314-1.LOG
const bulkName = /\.(?:csv|tsv|log)$/i;
/** Of the list to be sent again: all of it, as far as it is known. */
const longestList = { rows: 50_000, characters: 16_000_000 };

/**
 * @param ranges the published ones, for server logs
 * @returns undefined where no input is a trace or a log
 */
export async function readBulkFiles(
  inputs: readonly Input[],
  { stderr }: Terminal,
  { read, ranges, retryHours }: { read: ReadReply; ranges: readonly string[]; retryHours: number },
): Promise<BulkRead | undefined> {
  const paths = inputs.filter(mayBeBulk).map(input => input.path);
  if (paths.length === 0) return undefined;
  const now = new Date().toISOString();
  const isTty = 'isTTY' in stderr && stderr.isTTY === true;
  let path = '';
  const tell = (rows: number, bytes: number) => {
    if (isTty) stderr.write(`\r${path}: ${formatCount(rows, 'en')} rows, ${formatBytes(bytes, 'en')}\u001b[K`);
  };
  const reader = openBulkReader(now, tell, Intl.DateTimeFormat().resolvedOptions().timeZone);
  try {
    const files: BulkFile[] = [];
    for (path of paths) {
      const outcome = await reader.readPath(path);
      if (outcome.kind === 'trace' || outcome.kind === 'log')
        files.push({ path, kind: outcome.kind, unread: outcome.unread, isCut: outcome.isCut });
    }
    if (isTty) stderr.write('\r\u001b[K');
    if (files.length === 0) return undefined;
    const meanings = await readMeanings(await reader.replies(), read);
    const question = { sendingIps: [], ranges, times: [] };
    return { files, found: await reader.finish({ meanings, now, retryHours, mostResent: longestList, question }) };
  } finally {
    await reader.close();
  }
}

/** What cannot be read is told by whoever reads it as a text. */
export function mayBeBulk(input: Input): input is Input & { readonly kind: 'file' } {
  if (input.kind !== 'file') return false;
  const { path } = input;
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return size > 0 && (bulkName.test(path) || size > maxPasteBytes);
}
