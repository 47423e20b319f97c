/** The people of an organisation: their names, languages and zones. */
import { time } from './columns.ts';
import { type Engine, prepare, run, seldom, type Work } from './engine.ts';
import type { Tables } from './schema.ts';
import type { KnownPerson, MemoryStore, PersonChange } from './store.ts';

interface PersonKey {
  readonly tenant: string;
  readonly id: string;
}

export function memoryStore(engine: Engine): MemoryStore {
  const writePerson = personWriter(engine);
  const findPerson = prepare(engine, (db, { tenant, id }: PersonKey) =>
    db.selectFrom('people').selectAll().where('tenant', '=', tenant).where('id', '=', id),
  );
  const welcome = prepare(engine, (db, { tenant, id, name, at }: PersonKey & { name: string; at: string }) =>
    db
      .insertInto('people')
      .values({ tenant, id, name, locale: null, time_zone: null, welcomed_at: at })
      .onConflict(conflict =>
        conflict.columns(['tenant', 'id']).doUpdateSet({ welcomed_at: at }).where('people.welcomed_at', 'is', null),
      ),
  );

  return {
    async person(tenant, id) {
      const { rows } = await engine.read(findPerson({ tenant, id }));
      return rows[0] && toPerson(rows[0]);
    },

    claimWelcome: (tenant, { id, name }, at) =>
      engine.write(function* () {
        const { changed } = yield* run<unknown>(welcome({ tenant, id, name, at: time(at) }));
        return changed === 1;
      }),

    savePerson: (tenant, id, change) => engine.write(() => writePerson(tenant, id, change)),
  };
}

export function toPerson(row: Tables['people']): KnownPerson {
  return {
    tenant: row.tenant,
    id: row.id,
    name: row.name,
    locale: row.locale,
    timeZone: row.time_zone,
    welcomedAt: row.welcomed_at,
  };
}

/** What is left out keeps its value, also when somebody else writes it at the same moment. */
export function personWriter(engine: Engine): (tenant: string, id: string, change: PersonChange) => Work<void> {
  return function* (tenant, id, change) {
    const columns = given({
      name: change.name,
      locale: change.locale,
      time_zone: change.timeZone,
      welcomed_at: typeof change.welcomedAt === 'string' ? time(change.welcomedAt) : change.welcomedAt,
    });
    yield* run<unknown>(
      seldom(
        engine.db
          .insertInto('people')
          .values({ tenant, id, name: null, locale: null, time_zone: null, welcomed_at: null, ...columns })
          .onConflict(conflict => {
            const existing = conflict.columns(['tenant', 'id']);
            return Object.keys(columns).length === 0 ? existing.doNothing() : existing.doUpdateSet(columns);
          }),
      ),
    );
  };
}

function given<Columns extends Record<string, string | null | undefined>>(columns: Columns) {
  const entries = Object.entries(columns).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Columns]?: string | null };
}
