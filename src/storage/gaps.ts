/** Sentences that found nothing or the wrong article, for whoever writes the articles. */
import { time } from './columns.ts';
import { type Engine, prepare, seldom, together } from './engine.ts';
import type { Tables } from './schema.ts';
import type { GapStore } from './store.ts';

/** What a tenant has at most: who writes articles reads no more, and a flood takes no more room. */
const mostKept = 5_000;
/** So many rows go with a new one, should there ever be more than allowed. */
const mostDropped = 100;

export function gapStore(engine: Engine): GapStore {
  const add = prepare(engine, (db, { tenant, at, id, person_id, locale, text, found, chosen, why }: Tables['gaps']) =>
    db.insertInto('gaps').values({ tenant, at, id, person_id, locale, text, found, chosen, why }),
  );
  // Both databases run it as if the new row were not there yet: PostgreSQL because it sees no row of its own statement.
  const dropOldest = prepare(engine, (db, { tenant }: { tenant: string }) => {
    const oldest = db
      .selectFrom('gaps')
      .select(['tenant', 'at', 'id'])
      .where('tenant', '=', tenant)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(mostDropped)
      .offset(mostKept - 1);
    return db
      .deleteFrom('gaps')
      .where(({ eb, refTuple }) => eb(refTuple('tenant', 'at', 'id'), 'in', oldest.$asTuple('tenant', 'at', 'id')));
  });

  return {
    noteGap({ tenant, at, personId, ...gap }) {
      const row = { ...gap, tenant, at: time(at), person_id: personId };
      return engine.noteSoon(together([dropOldest({ tenant }), add(row)]));
    },

    async gaps(since) {
      const query = engine.db
        .selectFrom('gaps')
        .select(['at', 'locale', 'text', 'found', 'chosen', 'why'])
        .where('at', '>=', time(since))
        .orderBy('at', 'desc')
        .orderBy('id', 'desc');
      const { rows } = await engine.read(seldom(query));
      return [...rows];
    },
  };
}
