/** A bulk file read as the bot reads it: in its thread, with the real articles. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BulkFound, FileOutcome, FinishOptions } from '../../src/bulk/messages.ts';
import { openBulkReader } from '../../src/bulk/open-bulk-reader.ts';
import { readMeanings } from '../../src/bulk/read-meanings.ts';
import { matchEvidence } from '../../src/triage/matching/index.ts';
import { readEvidence } from '../../src/triage/reading/index.ts';
import { knowledgeBase } from '../content.ts';
import { end, retryHours } from './make-trace.ts';

export type Pieces = AsyncIterable<Uint8Array>;

export async function* piecesOf(bytes: Uint8Array, size = 64 * 1024): Pieces {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
    await nextTurn();
  }
}

export function readReply(reply: string) {
  const evidence = readEvidence(reply);
  return { evidence, match: matchEvidence(evidence, knowledgeBase()) };
}

/** What a bot has done long before somebody sends it a file: its first paste indexes the words. */
export function warmUp(): void {
  for (let paste = 0; paste < 3; paste++)
    readReply('[{LED=450 4.4.316 Connection refused [Message=Socket error code 10061]};{MSG=};{FQDN=};{IP=};{LRT=}]');
}

const noQuestion = { sendingIps: [], ranges: [], times: [] };

export interface BulkRead {
  readonly outcomes: readonly FileOutcome[];
  readonly found: BulkFound;
  readonly progress: readonly (readonly [rows: number, bytes: number])[];
}

export async function readBulk(
  files: readonly Pieces[],
  {
    now = new Date(end).toISOString(),
    mostResent = { rows: 20_000, characters: 10_000_000 },
    question = noQuestion,
    timeZone = 'UTC',
  }: Partial<Pick<FinishOptions, 'now' | 'mostResent' | 'question'>> & { readonly timeZone?: string } = {},
): Promise<BulkRead> {
  const progress: [number, number][] = [];
  const reader = openBulkReader(now, (rows, bytes) => void progress.push([rows, bytes]), timeZone);
  try {
    const outcomes: FileOutcome[] = [];
    for (const pieces of files) outcomes.push(await reader.readPieces(pieces));
    const meanings = await readMeanings(await reader.replies(), readReply);
    return { outcomes, found: await reader.finish({ meanings, now, retryHours, mostResent, question }), progress };
  } finally {
    await reader.close();
  }
}

export const readText = (text: string, more?: Parameters<typeof readBulk>[1]) =>
  readBulk([piecesOf(Buffer.from(text))], more);
