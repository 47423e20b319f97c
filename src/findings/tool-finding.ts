/** What the findings of tools, DNS and headers share. */
import type { FindingContext, FindingFact, FindingKind, FindingSentence, ReadFinding } from '../triage/finding.ts';

/** @returns undefined where the tool printed none of the lines */
export type LineReader = (
  lines: readonly string[],
  name: string | null,
  context: FindingContext,
) => ReadFinding | undefined;

export interface Seen {
  readonly kind: FindingKind;
  readonly name: string | null;
  readonly format: string | null;
  readonly rows: number;
  readonly headline: FindingSentence;
  readonly says: readonly FindingSentence[];
  readonly shows: readonly FindingFact[];
}

const mostSentences = 5;

export function toolFinding({ kind, name, format, rows, headline, says, shows }: Seen): ReadFinding {
  const source = { name, format, rows, unread: 0, firstUnread: null, comparedWith: null };
  return { kind, source, headline, says: says.slice(0, mostSentences), shows, values: {}, copies: [] };
}

export function sentence(key: string, values: FindingSentence['values'] = {}): FindingSentence {
  return { key, values };
}
