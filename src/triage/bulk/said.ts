/** Sentences of findings, put together in one line. */
import type { FindingSentence } from '../finding.ts';

export function said(key: string, values: FindingSentence['values'] = {}): FindingSentence {
  return { key, values };
}
