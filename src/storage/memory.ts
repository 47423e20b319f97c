/** What an organisation knows beyond one case: whose server a host is, which language a partner reads, its people. */
import type { Person } from '../triage/case.ts';
import type { Remember } from '../triage/guiding/index.ts';
import { hostKey, time } from './columns.ts';
import { asked, type Engine, prepare, run, seldom, type Work } from './engine.ts';
import type { Tables } from './schema.ts';
import type { Commit, KnownPerson, MemoryStore, PersonChange } from './store.ts';

interface PersonKey {
  readonly tenant: string;
  readonly id: string;
}

export function memoryStore(engine: Engine): MemoryStore {
  const writePerson = personWriter(engine);
  const findPerson = prepare(engine, (db, { tenant, id }: PersonKey) =>
    db.selectFrom('people').selectAll().where('tenant', '=', tenant).where('id', '=', id),
  );
  const findKnown = prepare(engine, (db, values: { tenant: string; host: string; domain: string }) =>
    db
      .selectFrom(asked(db, values, ['tenant', 'host', 'domain']))
      .leftJoin('hosts', join => join.onRef('hosts.tenant', '=', 'asked.tenant').onRef('hosts.host', '=', 'asked.host'))
      .leftJoin('partners', join =>
        join.onRef('partners.tenant', '=', 'asked.tenant').onRef('partners.domain', '=', 'asked.domain'),
      )
      .select([
        'hosts.owner',
        'hosts.by_id as host_by_id',
        'hosts.by_name as host_by_name',
        'hosts.at as host_at',
        'partners.language',
        'partners.by_id as partner_by_id',
        'partners.by_name as partner_by_name',
        'partners.at as partner_at',
      ]),
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
    async recall(tenant, { host, domain }) {
      if (host === null && domain === null) return { host: undefined, partner: undefined };
      const key = { tenant, host: host === null ? '' : hostKey(host), domain: domain === null ? '' : hostKey(domain) };
      const { rows } = await engine.read(findKnown(key));
      const [row] = rows;
      return {
        host: row?.owner
          ? { owner: row.owner, by: who(row.host_by_id, row.host_by_name), at: row.host_at! }
          : undefined,
        partner: row?.partner_at
          ? { language: row.language, by: who(row.partner_by_id, row.partner_by_name), at: row.partner_at }
          : undefined,
      };
    },

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

export type FactWriter = (commit: Pick<Commit<unknown>, 'tenant' | 'at' | 'by' | 'person' | 'remember'>) => Work<void>;

/** What a turn learned, people included. */
export function factWriter(engine: Engine): FactWriter {
  const writePerson = personWriter(engine);
  const setOwner = prepare(engine, (db, { tenant, host, owner, by_id, by_name, at }: Tables['hosts']) =>
    db
      .insertInto('hosts')
      .values({ tenant, host, owner, by_id, by_name, at })
      .onConflict(conflict => conflict.columns(['tenant', 'host']).doUpdateSet({ owner, by_id, by_name, at })),
  );
  const setLanguage = prepare(engine, (db, row: Omit<Tables['partners'], 'ticket' | 'name'>) => {
    const { tenant, domain, language, by_id, by_name, at } = row;
    return db
      .insertInto('partners')
      .values({ tenant, domain, language, ticket: null, name: null, by_id, by_name, at })
      .onConflict(conflict => conflict.columns(['tenant', 'domain']).doUpdateSet({ language, by_id, by_name, at }));
  });
  return function* ({ tenant, at, by, person, remember = [] }) {
    const source = { by_id: by?.id ?? null, by_name: by?.name ?? null, at: time(at) };
    // One order for everybody, so that two transactions with the same facts do not wait for each other.
    for (const fact of remember.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))) {
      const row = { tenant, ...source };
      if (fact.kind === 'host-owner') {
        yield* run<unknown>(setOwner({ ...row, host: hostKey(fact.host), owner: fact.owner }));
      } else {
        const { domain, language } = fact;
        yield* run<unknown>(setLanguage({ ...row, domain: hostKey(domain), language }));
      }
    }
    if (person !== undefined && by !== null) yield* writePerson(tenant, by.id, person);
  };
}

function personWriter(engine: Engine): (tenant: string, id: string, change: PersonChange) => Work<void> {
  // What is left out keeps its value, also when somebody else writes it at the same moment.
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

function keyOf(fact: Remember): string {
  return `${fact.kind} ${hostKey(fact.kind === 'host-owner' ? fact.host : fact.domain)}`;
}

function given<Columns extends Record<string, string | null | undefined>>(columns: Columns) {
  const entries = Object.entries(columns).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Columns]?: string | null };
}

function who(id: string | null, name: string | null): Person | null {
  return id === null ? null : { id, name: name ?? '' };
}
