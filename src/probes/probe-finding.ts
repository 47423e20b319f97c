/** What the findings of probes share. */
import type { FindingFact, FindingKind, FindingSentence, ReadFinding } from '../triage/finding.ts';

export interface ProbeContext {
  readonly now: string;
  /** The name that the connector wants on the certificate (TlsDomain); null where nobody sent the connector. */
  readonly tlsDomain: string | null;
  /** The block list that the case's reply names. */
  readonly blockList: string | null;
  /** Whether the case is about what was probed; of anything else nothing follows for it. */
  readonly isOfCase: boolean;
}

export interface ProbeQuestion extends Omit<ProbeContext, 'isOfCase'> {
  /** The names that the case is about: the server that its mail goes to, the domain that gets it. */
  readonly about: readonly string[];
}

export function sentence(key: string, values: FindingSentence['values']): FindingSentence {
  return { key, values };
}

const mostSentences = 6;

export function probeFinding(
  kind: FindingKind,
  { isOfCase }: ProbeContext,
  { headline, says, shows }: Pick<ReadFinding, 'headline' | 'says' | 'shows'>,
): ReadFinding {
  const source = { name: null, format: null, rows: 0, unread: 0, firstUnread: null, comparedWith: null };
  return {
    kind,
    source,
    headline,
    says: says.slice(0, mostSentences),
    shows: isOfCase ? [...new Set<FindingFact>(shows)] : [],
    values: {},
    copies: [],
  };
}
