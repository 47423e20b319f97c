/** Who said something, and when. */
import type { Person } from '../triage/case.ts';

export interface Said {
  readonly tenant: string;
  /** As `time` writes it. */
  readonly at: string;
  readonly by: Person | null;
}

/** Who said it, as columns. */
export function source(by: Person | null): { by_id: string | null; by_name: string | null } {
  return { by_id: by?.id ?? null, by_name: by?.name ?? null };
}

/** The same, back from its columns; null once this person asked to be forgotten. */
export function who(id: string | null, name: string | null): Person | null {
  return id === null ? null : { id, name: name ?? '' };
}
