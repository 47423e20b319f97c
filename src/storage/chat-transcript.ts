import { sql } from 'kysely';
import { json, parseJson, time } from './columns.ts';
import { type Engine, only, prepare, run, seldom } from './engine.ts';
import type { ChatTranscript } from './store.ts';

interface MessageKey {
  readonly conversation: string;
  readonly id: string;
}

export function chatTranscript(engine: Engine): ChatTranscript {
  const { db } = engine;
  const findNumber = prepare(engine, (builder, { conversation, id }: MessageKey) =>
    builder
      .selectFrom('chat_messages')
      .select('seq')
      .where('conversation', '=', conversation)
      .where('activity', '=', id),
  );
  // The number is free or, a moment later, taken: then the next one is tried. So numbers follow the order of commits.
  const add = prepare(engine, (builder, message: MessageKey & { readonly at: string; readonly content: string }) =>
    builder
      .insertInto('chat_messages')
      .columns(['conversation', 'seq', 'activity', 'at', 'content'])
      .expression(
        builder
          .selectFrom('chat_messages')
          .select(({ val, fn, eb }) => [
            val(message.conversation).as('conversation'),
            eb(fn.coalesce(fn.max('seq'), sql<number>`0`), '+', sql<number>`1`).as('seq'),
            val(message.id).as('activity'),
            val(message.at).as('at'),
            val(message.content).as('content'),
          ])
          .where('conversation', '=', message.conversation),
      )
      .onConflict(conflict => conflict.doNothing()),
  );
  const change = prepare(engine, (builder, { conversation, id, content }: MessageKey & { readonly content: string }) =>
    builder
      .updateTable('chat_messages')
      .set({ content })
      .where('conversation', '=', conversation)
      .where('activity', '=', id),
  );
  return {
    append: (conversation, { id, at, activity }) =>
      engine.write(function* () {
        for (;;) {
          const { rows } = yield* run(findNumber({ conversation, id }));
          if (rows[0]) return rows[0].seq;
          yield* run<unknown>(add({ conversation, id, at: time(at), content: json(activity) }));
        }
      }),

    async update(conversation, id, activity) {
      const { changed } = await engine.write(only<unknown>(change({ conversation, id, content: json(activity) })));
      return changed === 1;
    },

    async remove(conversation, id) {
      const query = db.deleteFrom('chat_messages').where('conversation', '=', conversation).where('activity', '=', id);
      const { changed } = await engine.write(only<unknown>(seldom(query)));
      return changed === 1;
    },

    async list(conversation) {
      const query = db.selectFrom('chat_messages').selectAll().where('conversation', '=', conversation).orderBy('seq');
      const { rows } = await engine.read(seldom(query));
      return rows.map(row => ({ seq: row.seq, id: row.activity, at: row.at, activity: parseJson(row.content) }));
    },

    async clear(conversation) {
      const query = db.deleteFrom('chat_messages').where('conversation', '=', conversation);
      return (await engine.write(only<unknown>(seldom(query)))).changed;
    },
  };
}
