/** What was filled in or imported: stored before it is shown, so that a card says what is there. The same once more changes nothing. */
import type { Remember } from '../../../triage/guiding/index.ts';
import type { Desk, Reader } from '../../desk.ts';

export async function remember(
  { store, now }: Desk,
  { tenant, conversation, person }: Reader,
  facts: readonly Remember[],
): Promise<void> {
  await store.commit({ tenant, conversation, at: now(), by: person, remember: facts });
}
