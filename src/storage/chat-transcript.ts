import type { Kysely } from 'kysely';
import { json, parseJson, time } from './columns.ts';
import type { Tables } from './schema.ts';
import type { ChatTranscript } from './store.ts';
import { inTransaction } from './transaction.ts';

export function chatTranscript(db: Kysely<Tables>): ChatTranscript {
  return {
    append: (conversation, { id, at, activity }) =>
      inTransaction(db, async transaction => {
        // The number is free or, a moment later, taken: then the next one is tried. So numbers follow the order of commits.
        for (;;) {
          const existing = await transaction
            .selectFrom('chat_messages')
            .select('seq')
            .where('conversation', '=', conversation)
            .where('activity', '=', id)
            .executeTakeFirst();
          if (existing !== undefined) return existing.seq;
          const last = await transaction
            .selectFrom('chat_messages')
            .select(({ fn }) => fn.max('seq').as('seq'))
            .where('conversation', '=', conversation)
            .executeTakeFirst();
          const seq = (last?.seq ?? 0) + 1;
          const { numInsertedOrUpdatedRows } = await transaction
            .insertInto('chat_messages')
            .values({ conversation, seq, activity: id, at: time(at), content: json(activity) })
            .onConflict(conflict => conflict.doNothing())
            .executeTakeFirst();
          if (numInsertedOrUpdatedRows === 1n) return seq;
        }
      }),

    async update(conversation, id, activity) {
      const { numUpdatedRows } = await inTransaction(db, transaction =>
        transaction
          .updateTable('chat_messages')
          .set({ content: json(activity) })
          .where('conversation', '=', conversation)
          .where('activity', '=', id)
          .executeTakeFirst(),
      );
      return numUpdatedRows === 1n;
    },

    async remove(conversation, id) {
      const { numDeletedRows } = await inTransaction(db, transaction =>
        transaction
          .deleteFrom('chat_messages')
          .where('conversation', '=', conversation)
          .where('activity', '=', id)
          .executeTakeFirst(),
      );
      return numDeletedRows === 1n;
    },

    async list(conversation) {
      const rows = await db
        .selectFrom('chat_messages')
        .selectAll()
        .where('conversation', '=', conversation)
        .orderBy('seq')
        .execute();
      return rows.map(row => ({ seq: row.seq, id: row.activity, at: row.at, activity: parseJson(row.content) }));
    },

    async clear(conversation) {
      const { numDeletedRows } = await inTransaction(db, transaction =>
        transaction.deleteFrom('chat_messages').where('conversation', '=', conversation).executeTakeFirst(),
      );
      return Number(numDeletedRows);
    },
  };
}
