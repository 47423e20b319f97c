/** What was read and waits for somebody to say what becomes of it: a finding in a dialog, a row of a batch. */
import { z } from 'zod';
import type { Evidence } from '../../triage/evidence.ts';
import type { Match } from '../../triage/match.ts';
import type { Desk, Reader } from '../desk.ts';

export interface Draft {
  readonly evidence: Evidence;
  readonly match: Match;
  /** The message that begins the thread it was read in; null elsewhere. */
  readonly threadId: string | null;
}

// Written by this program; what an older version wrote may lack a field.
const Stored = z.looseObject({
  evidence: z.looseObject({ kind: z.string() }),
  match: z.looseObject({ verdict: z.string() }),
  threadId: z.string().nullable(),
});

export async function saveDraft({ store, now }: Desk, reader: Reader, id: string, value: Draft): Promise<void> {
  await store.saveDraft({ tenant: reader.tenant, id, personId: reader.person.id, at: now(), value });
}

/** A person's own draft; undefined when it is gone or somebody else's. */
export async function readDraft({ store }: Desk, reader: Reader, id: string): Promise<Draft | undefined> {
  const value = await store.draft(reader.tenant, id, reader.person.id);
  return Stored.safeParse(value).success ? (value as Draft) : undefined;
}
