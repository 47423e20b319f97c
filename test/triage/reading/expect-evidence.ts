/** Rows of a table: a paste and what has to be found in it. */
import assert from 'node:assert/strict';
import type { Evidence } from '../../../src/triage/evidence.ts';
import { readEvidence } from '../../../src/triage/reading/read-evidence.ts';

export interface Expected extends Partial<Omit<Evidence, 'cause' | 'statusCodes' | 'perRecipient' | 'damagedCodes'>> {
  /** `450 4.4.316`, `4.4.316`, `550`; null where there must be none. */
  readonly cause?: string | null;
  /** Every code with its role: `450 4.4.316 cause`. */
  readonly codes?: readonly string[];
  readonly perRecipient?: readonly string[];
  readonly damaged?: readonly string[];
}

export type Row = readonly [name: string, paste: string, expected: Expected];

export function readsRows(rows: readonly Row[]): void {
  for (const [name, paste, expected] of rows) {
    it(name, () => {
      const evidence = readEvidence(paste);

      assert.deepEqual(pick(evidence, expected), expected);
    });
  }
}

function pick(evidence: Evidence, expected: Expected): Record<string, unknown> {
  const shown: Record<string, unknown> = {
    ...evidence,
    cause: evidence.cause && codeText(evidence.cause),
    codes: evidence.statusCodes.map(code => `${codeText(code)} ${code.role}`),
    perRecipient: evidence.perRecipient.map(
      ({ recipient, action, cause }) => `${recipient} ${action} ${cause && codeText(cause)}`,
    ),
    damaged: evidence.damagedCodes.map(({ found, couldBe }) => `${found} -> ${couldBe}`),
  };
  return Object.fromEntries(Object.keys(expected).map(key => [key, shown[key]]));
}

function codeText({ replyCode, enhancedStatusCode }: NonNullable<Evidence['cause']>): string {
  return [replyCode, enhancedStatusCode].filter(code => code !== null).join(' ');
}
