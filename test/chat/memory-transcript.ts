import type { TranscriptStore } from '../../src/chat/transcript.ts';

/** The storage's promises, in memory. */
export function memoryTranscript(): TranscriptStore & { clear(conversation: string): Promise<void> } {
  const conversations = new Map<string, Map<string, unknown>>();
  const of = (conversation: string) => {
    const entries = conversations.get(conversation) ?? new Map<string, unknown>();
    conversations.set(conversation, entries);
    return entries;
  };
  return {
    async append(conversation, { id, activity }) {
      if (!of(conversation).has(id)) of(conversation).set(id, activity);
    },
    async update(conversation, id, activity) {
      if (!of(conversation).has(id)) return false;
      of(conversation).set(id, activity);
      return true;
    },
    remove: async (conversation, id) => of(conversation).delete(id),
    list: async conversation => [...of(conversation)].map(([id, activity]) => ({ id, activity })),
    async clear(conversation) {
      conversations.delete(conversation);
    },
  };
}
