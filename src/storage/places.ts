/** Where the bot talks: how a conversation is reached again, and findings that wait in a dialog. */
import type { Kysely } from 'kysely';
import { json, parseJson, time } from './columns.ts';
import type { Tables } from './schema.ts';
import type { Place, PlaceStore } from './store.ts';
import { inTransaction } from './transaction.ts';

export function placeStore(db: Kysely<Tables>): PlaceStore {
  return {
    async savePlace(place) {
      const { tenant, conversation, ...rest } = toRow(place);
      await inTransaction(db, transaction =>
        transaction
          .insertInto('places')
          .values({ tenant, conversation, ...rest })
          .onConflict(conflict => conflict.columns(['tenant', 'conversation']).doUpdateSet(rest))
          .execute(),
      );
    },

    async place({ tenant, conversation }) {
      const row = await db
        .selectFrom('places')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('conversation', '=', conversation)
        .executeTakeFirst();
      return row && toPlace(row);
    },

    async personalPlace(tenant, personId) {
      const row = await db
        .selectFrom('places')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('person_id', '=', personId)
        .where('gone_at', 'is', null)
        .orderBy('seen_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && toPlace(row);
    },

    async leavePlace({ tenant, conversation }, at) {
      await inTransaction(db, transaction =>
        transaction
          .updateTable('places')
          .set({ gone_at: time(at) })
          .where('tenant', '=', tenant)
          .where('conversation', '=', conversation)
          .where('gone_at', 'is', null)
          .execute(),
      );
    },

    async saveDraft({ tenant, id, personId, at, value }) {
      await inTransaction(db, transaction =>
        transaction
          .insertInto('drafts')
          .values({ tenant, id, person_id: personId, at: time(at), value: json(value) })
          .execute(),
      );
    },

    async draft(tenant, id, personId) {
      const row = await db
        .selectFrom('drafts')
        .select('value')
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .where('person_id', '=', personId)
        .executeTakeFirst();
      return row && parseJson(row.value);
    },
  };
}

function toRow(place: Place): Tables['places'] {
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

function toPlace(row: Tables['places']): Place {
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
