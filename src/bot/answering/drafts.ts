/** What was read and waits for somebody to say what becomes of it: a message that was triaged, a row of a batch. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { evidenceShape, matchShape } from '../../storage/stored-evidence.ts';
import { textOrNull, tolerantly } from '../../storage/stored-shape.ts';
import type { Evidence } from '../../triage/evidence.ts';
import type { Match } from '../../triage/match.ts';
import type { BatchGroup, BatchItem } from '../../triage/matching/index.ts';
import type { BatchView } from '../../triage/showing/index.ts';
import type { Desk, Reader } from '../desk.ts';

export interface Draft {
  readonly evidence: Evidence;
  readonly match: Match;
  /** The message that begins the thread it was read in; null elsewhere. */
  readonly threadId: string | null;
}

// Written by this program, in whichever version.
const Stored = z.lazy(() =>
  tolerantly.object<Draft, 'evidence' | 'match'>(
    { evidence: evidenceShape(tolerantly), match: matchShape(), threadId: textOrNull },
    { threadId: null },
  ),
);

export async function saveDraft({ store, now }: Desk, reader: Reader, id: string, value: Draft): Promise<void> {
  await store.saveDraft({ tenant: reader.tenant, id, personId: reader.person.id, at: now(), value });
}

/** How many groups of a batch have a row, each with a button. */
const mostRows = 6;

/** The rows of a batch, each with the draft that opens its first message; null where there is nothing to open. */
export function saveRows(
  desk: Desk,
  reader: Reader,
  items: readonly BatchItem[],
  groups: readonly BatchGroup[],
): Promise<BatchView['rows']> {
  return Promise.all(
    groups.slice(0, mostRows).map(async group => {
      const { evidence, match } = items[group.places[0]!]!;
      if (match.verdict === 'no-match') return { group, draft: null };
      const draft = randomUUID();
      await saveDraft(desk, reader, draft, { evidence, match, threadId: null });
      return { group, draft };
    }),
  );
}

/** A person's own draft; undefined when it is gone or somebody else's. */
export async function readDraft({ store, log }: Desk, reader: Reader, id: string): Promise<Draft | undefined> {
  const value = await store.draft(reader.tenant, id, reader.person.id);
  if (value === undefined) return undefined;
  const draft = Stored.safeParse(value).data;
  if (!draft) log.warn({ draft: id }, 'A stored draft cannot be read');
  return draft;
}

const StoredList = z.object({ list: z.string() });

/** A list to copy: it has names and subjects, and is gone after a day like any draft. */
export async function saveListDraft({ store, now }: Desk, reader: Reader, id: string, list: string): Promise<void> {
  await store.saveDraft({ tenant: reader.tenant, id, personId: reader.person.id, at: now(), value: { list } });
}

/** A person's own list; undefined when it is gone or somebody else's. */
export async function readListDraft({ store }: Desk, reader: Reader, id: string): Promise<string | undefined> {
  return StoredList.safeParse(await store.draft(reader.tenant, id, reader.person.id)).data?.list;
}
