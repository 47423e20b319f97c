/** What the findings of admin output share. */
import type { FindingFact, FindingKind, FindingSentence, ReadFinding } from '../../triage/finding.ts';

export interface Seen {
  readonly kind: FindingKind;
  readonly name: string | null;
  readonly format: string | null;
  readonly rows: number;
  readonly headline: FindingSentence;
  readonly says?: readonly FindingSentence[];
  readonly shows: readonly FindingFact[];
}

export function adminFinding({ kind, name, format, rows, headline, says = [], shows }: Seen): ReadFinding {
  const source = { name, format, rows, unread: 0, firstUnread: null, comparedWith: null };
  return { kind, source, headline, says: says.slice(0, 5), shows, values: {}, copies: [] };
}

export function sentence(key: string, values: FindingSentence['values'] = {}): FindingSentence {
  return { key, values };
}

/** What a list names of many things. */
export const mostNamed = 6;
