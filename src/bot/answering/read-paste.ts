/** A pasted text, from whichever box it comes: opened, read and matched; or why it is not. */
import { openPaste } from '../../mail/open-message.ts';
import type { Evidence } from '../../triage/evidence.ts';
import type { Match } from '../../triage/match.ts';
import { matchEvidence } from '../../triage/matching/index.ts';
import { maxPasteBytes, readEvidence } from '../../triage/reading/index.ts';
import type { Desk } from '../desk.ts';

export interface ReadPaste {
  readonly evidence: Evidence;
  readonly match: Match;
}

export async function readPaste(desk: Desk, text: string): Promise<ReadPaste | 'too-long' | 'empty'> {
  if (Buffer.byteLength(text) > maxPasteBytes) return 'too-long';
  if (text.trim() === '') return 'empty';
  return matchedText(desk, await openPaste(text));
}

/** The same for a text that was opened already. */
export function matchedText({ knowledge }: Desk, text: string): ReadPaste {
  const evidence = readEvidence(text);
  return { evidence, match: matchEvidence(evidence, knowledge) };
}
