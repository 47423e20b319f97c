import type { ConversationKey, Store } from '../../src/storage/store.ts';
import type { TestCase } from './databases.ts';

const by = { id: 'anna', name: 'Anna' };

/** Ticks as the bot does: load, change, commit with the version that was loaded, and again on a conflict. Returns how often it took. */
export async function tick(
  store: Store<TestCase>,
  key: ConversationKey,
  caseId: string,
  item: string,
): Promise<{ attempts: number }> {
  for (let attempts = 1; ; attempts++) {
    const before = await store.loadCase(key.tenant, caseId);
    const at = new Date().toISOString();
    const result = await store.commit({
      ...key,
      at,
      by,
      activity: { id: `press ${item}`, reply: item },
      case: {
        id: caseId,
        expectedVersion: before?.version ?? 0,
        value: { ticks: [...(before?.value.ticks ?? []), item] },
        article: 'connection-refused',
        state: 'open',
        events: [{ kind: 'ticked', at, by, data: { item } }],
      },
    });
    if (result.kind !== 'conflict') return { attempts };
  }
}
