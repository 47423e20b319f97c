/** Data that was sent to a case: what it shows is kept, and the guide walks on by itself with what it answers. */
import type { TriageCase } from '../case.ts';
import { mostFindings, type ReadFinding } from '../finding.ts';
import type { Change, InputContext } from './press.ts';

/** @returns null where nothing was found */
export function addFindings(
  before: TriageCase,
  findings: readonly ReadFinding[],
  { now, by }: Pick<InputContext, 'now' | 'by'>,
): Change | null {
  if (findings.length === 0) return null;
  const added = findings.map(({ errors: _, about: __, ...finding }) => ({
    articleId: null,
    ...finding,
    at: now,
    by: { id: by.id, name: by.name },
  }));
  return {
    case: { findings: [...before.findings, ...added].slice(-mostFindings) },
    events: findings.map(({ kind, shows }) => ({ kind: 'found', data: { kind, shows } })),
  };
}
