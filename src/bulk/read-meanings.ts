/** What the different replies of a file mean: read and matched like a paste, with a breath after each. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReplyMeaning } from '../triage/bulk/index.ts';
import type { Evidence } from '../triage/evidence.ts';
import type { Match } from '../triage/match.ts';
import { problemOf } from '../triage/matching/index.ts';

export type ReadReply = (reply: string) => { readonly evidence: Evidence; readonly match: Match };

export async function readMeanings(replies: readonly string[], read: ReadReply): Promise<ReplyMeaning[]> {
  const meanings: ReplyMeaning[] = [];
  for (const reply of replies) {
    const { evidence, match } = read(reply);
    meanings.push({ problem: problemOf(match), subReason: evidence.subReason });
    await nextTurn();
  }
  return meanings;
}
