/** What an organisation knows beyond one case: whose server a host is, which language a partner reads, its people. */
import type { Kysely } from 'kysely';
import type { Person } from '../triage/case.ts';
import { hostKey, time } from './columns.ts';
import type { Db, Tables } from './schema.ts';
import type { Fact, MemoryStore, PartnerChange, PersonChange } from './store.ts';
import { inTransaction } from './transaction.ts';

export interface Facts {
  readonly tenant: string;
  readonly at: string;
  readonly by: Person | null;
  readonly facts: readonly Fact[];
}

interface Source {
  readonly by_id: string | null;
  readonly by_name: string | null;
  readonly at: string;
}

export function memoryStore(db: Kysely<Tables>): MemoryStore {
  const remember = (facts: Facts) => inTransaction(db, transaction => insertFacts(transaction, facts));
  return {
    remember,

    async recallHost(tenant, host) {
      const row = await db
        .selectFrom('hosts')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('host', '=', hostKey(host))
        .executeTakeFirst();
      return row && { owner: row.owner, by: who(row), at: row.at };
    },

    async recallPartner(tenant, domain) {
      const row = await db
        .selectFrom('partners')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('domain', '=', hostKey(domain))
        .executeTakeFirst();
      return row && { language: row.language, ticket: row.ticket, name: row.name, by: who(row), at: row.at };
    },

    async person(tenant, id) {
      const row = await db
        .selectFrom('people')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .executeTakeFirst();
      return (
        row && {
          tenant,
          id,
          name: row.name,
          locale: row.locale,
          timeZone: row.time_zone,
          welcomedAt: row.welcomed_at,
        }
      );
    },

    claimWelcome: (tenant, { id, name }, at) =>
      inTransaction(db, async transaction => {
        const row = { tenant, id, name, locale: null, time_zone: null, welcomed_at: time(at) };
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('people')
          .values(row)
          .onConflict(conflict =>
            conflict
              .columns(['tenant', 'id'])
              .doUpdateSet({ welcomed_at: time(at) })
              .where('people.welcomed_at', 'is', null),
          )
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      }),

    savePerson: (tenant, id, change) => inTransaction(db, transaction => writePerson(transaction, tenant, id, change)),
  };
}

export async function insertFacts(db: Db, { tenant, at, by, facts }: Facts): Promise<void> {
  const source = { by_id: by?.id ?? null, by_name: by?.name ?? null, at: time(at) };
  // One order for everybody, so that two transactions with the same facts do not wait for each other.
  for (const fact of facts.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))) {
    switch (fact.kind) {
      case 'host-owner':
        await db
          .insertInto('hosts')
          .values({ tenant, host: hostKey(fact.host), owner: fact.owner, ...source })
          .onConflict(conflict => conflict.columns(['tenant', 'host']).doUpdateSet({ owner: fact.owner, ...source }))
          .execute();
        break;
      case 'partner-language':
        await writePartner(db, tenant, fact.domain, { language: fact.language }, source);
        break;
      case 'partner':
        await writePartner(db, tenant, fact.domain, fact, source);
        break;
      case 'person':
        await writePerson(db, tenant, fact.id, fact);
        break;
      default:
        fact satisfies never;
    }
  }
}

async function writePartner(db: Db, tenant: string, domain: string, change: PartnerChange, source: Source) {
  const columns = given({ language: change.language, ticket: change.ticket, name: change.name });
  await db
    .insertInto('partners')
    .values({ tenant, domain: hostKey(domain), language: null, ticket: null, name: null, ...columns, ...source })
    .onConflict(conflict => conflict.columns(['tenant', 'domain']).doUpdateSet({ ...columns, ...source }))
    .execute();
}

async function writePerson(db: Db, tenant: string, id: string, change: PersonChange) {
  const columns = given({
    name: change.name,
    locale: change.locale,
    time_zone: change.timeZone,
    welcomed_at: typeof change.welcomedAt === 'string' ? time(change.welcomedAt) : change.welcomedAt,
  });
  await db
    .insertInto('people')
    .values({ tenant, id, name: null, locale: null, time_zone: null, welcomed_at: null, ...columns })
    .onConflict(conflict => {
      const existing = conflict.columns(['tenant', 'id']);
      return Object.keys(columns).length === 0 ? existing.doNothing() : existing.doUpdateSet(columns);
    })
    .execute();
}

/** Only what was said: a column that is left out keeps its value, also when somebody else writes it at the same moment. */
function given<Columns extends Record<string, string | null | undefined>>(columns: Columns) {
  const entries = Object.entries(columns).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Columns]?: string | null };
}

/** By table first: both kinds about a partner write the same row. */
function sortKey(fact: Fact): string {
  switch (fact.kind) {
    case 'host-owner':
      return `host ${hostKey(fact.host)}`;
    case 'partner-language':
    case 'partner':
      return `partner ${hostKey(fact.domain)}`;
    case 'person':
      return `person ${fact.id}`;
  }
}

function who(row: { by_id: string | null; by_name: string | null }): Person | null {
  return row.by_id === null ? null : { id: row.by_id, name: row.by_name ?? '' };
}
