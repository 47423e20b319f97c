/** Where the bot talks: how a conversation is reached again, and findings that wait in a dialog. */
import { json, parseJson, time } from './columns.ts';
import { type Engine, only, prepare, run, type Work } from './engine.ts';
import type { Tables } from './schema.ts';
import type { ConversationKey, Place, PlaceStore } from './store.ts';

interface DraftKey {
  readonly tenant: string;
  readonly id: string;
  readonly personId: string;
}

export function placeStore(engine: Engine): PlaceStore {
  const writePlace = placeWriter(engine);
  const findPlace = prepare(engine, (db, { tenant, conversation }: ConversationKey) =>
    db.selectFrom('places').selectAll().where('tenant', '=', tenant).where('conversation', '=', conversation),
  );
  const findPersonal = prepare(engine, (db, { tenant, personId }: { tenant: string; personId: string }) =>
    db
      .selectFrom('places')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('person_id', '=', personId)
      .where('gone_at', 'is', null)
      .orderBy('seen_at', 'desc')
      .limit(1),
  );
  const leave = prepare(engine, (db, { tenant, conversation, at }: ConversationKey & { at: string }) =>
    db
      .updateTable('places')
      .set({ gone_at: at })
      .where('tenant', '=', tenant)
      .where('conversation', '=', conversation)
      .where('gone_at', 'is', null),
  );
  const addDraft = prepare(
    engine,
    (db, { tenant, id, personId, at, value }: DraftKey & { at: string; value: string }) =>
      db.insertInto('drafts').values({ tenant, id, person_id: personId, at, value }),
  );
  const findDraft = prepare(engine, (db, { tenant, id, personId }: DraftKey) =>
    db
      .selectFrom('drafts')
      .select('value')
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .where('person_id', '=', personId),
  );

  return {
    savePlace: place => engine.write(() => writePlace(place)),

    async place({ tenant, conversation }) {
      const { rows } = await engine.read(findPlace({ tenant, conversation }));
      return rows[0] && toPlace(rows[0]);
    },

    async personalPlace(tenant, personId) {
      const { rows } = await engine.read(findPersonal({ tenant, personId }));
      return rows[0] && toPlace(rows[0]);
    },

    async leavePlace({ tenant, conversation }, at) {
      await engine.write(only<unknown>(leave({ tenant, conversation, at: time(at) })));
    },

    async saveDraft({ tenant, id, personId, at, value }) {
      await engine.write(only<unknown>(addDraft({ tenant, id, personId, at: time(at), value: json(value) })));
    },

    async draft(tenant, id, personId) {
      const { rows } = await engine.read(findDraft({ tenant, id, personId }));
      return rows[0] && (parseJson(rows[0].value) ?? null);
    },
  };
}

export type PlaceWriter = (place: Place) => Work<void>;

export function placeWriter(engine: Engine): PlaceWriter {
  const put = prepare(engine, (db, row: Tables['places']) => {
    const { tenant, conversation, kind, channel_id, service_url, bot_id, person_id } = row;
    const { locale, time_zone, seen_at, gone_at } = row;
    const rest = { kind, channel_id, service_url, bot_id, person_id, locale, time_zone, seen_at, gone_at };
    return db
      .insertInto('places')
      .values({ tenant, conversation, ...rest })
      .onConflict(conflict => conflict.columns(['tenant', 'conversation']).doUpdateSet(rest));
  });
  return function* (place) {
    yield* run<unknown>(put(placeRow(place)));
  };
}

export function placeRow(place: Place): Tables['places'] {
  return {
    tenant: place.tenant,
    conversation: place.conversation,
    kind: place.kind,
    channel_id: place.channelId,
    service_url: place.serviceUrl,
    bot_id: place.botId,
    person_id: place.personId,
    locale: place.locale,
    time_zone: place.timeZone,
    seen_at: time(place.seenAt),
    gone_at: place.goneAt === null ? null : time(place.goneAt),
  };
}

export function toPlace(row: Tables['places']): Place {
  return {
    tenant: row.tenant,
    conversation: row.conversation,
    kind: row.kind,
    channelId: row.channel_id,
    serviceUrl: row.service_url,
    botId: row.bot_id,
    personId: row.person_id,
    locale: row.locale,
    timeZone: row.time_zone,
    seenAt: row.seen_at,
    goneAt: row.gone_at,
  };
}
