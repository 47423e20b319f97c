/** A pasted text, from whichever box it comes: opened, read and matched; or why it is not. */
import { openPaste } from '../../mail/open-message.ts';
import type { TriageCase } from '../../triage/case.ts';
import type { Evidence } from '../../triage/evidence.ts';
import type { ReadFinding } from '../../triage/finding.ts';
import type { Match } from '../../triage/match.ts';
import { matchEvidence } from '../../triage/matching/index.ts';
import { maxPasteBytes, readEvidence } from '../../triage/reading/index.ts';
import type { Desk } from '../desk.ts';

export interface ReadPaste {
  readonly evidence: Evidence;
  readonly match: Match;
}

export async function readPaste(desk: Desk, text: string): Promise<ReadPaste | 'too-long' | 'empty'> {
  const evidence = await readText(text);
  return typeof evidence === 'string' ? evidence : matched(desk, evidence);
}

/** The same for a text that was opened already. */
export function matchedText(desk: Desk, text: string): ReadPaste {
  return matched(desk, readEvidence(text));
}

export function matched({ knowledge }: Desk, evidence: Evidence): ReadPaste {
  return { evidence, match: matchEvidence(evidence, knowledge) };
}

/** Opened and read, and not matched yet. */
export async function readText(text: string): Promise<Evidence | 'too-long' | 'empty'> {
  if (Buffer.byteLength(text) > maxPasteBytes) return 'too-long';
  if (text.trim() === '') return 'empty';
  return readEvidence(await openPaste(text));
}

/** What data shows, where the text is data and no bounce; empty where it is not. */
export function dataIn(desk: Desk, text: string, current: TriageCase | undefined): readonly ReadFinding[] {
  if (Buffer.byteLength(text) > maxPasteBytes) return [];
  return desk.readData(text, null, current?.evidence ?? null, current?.findings);
}
