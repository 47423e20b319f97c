/** Incidents as turns ask for them: what a case belongs to, how many report the same, and what was reported. */
import { sql } from 'kysely';
import type { Belonging } from '../triage/incident.ts';
import { parseJson, time } from './columns.ts';
import { type Engine, prepare, run, seldom, type Work } from './engine.ts';
import type { Tables } from './schema.ts';
import { closedState, type IncidentStore, type StoredIncident } from './store.ts';
import type { ReadCase } from './stored-case.ts';

/** So many of each are named; whoever needs more looks into a trace. */
const mostNamed = 5;
/** Of the other cases in a conversation. */
const mostBeside = 10;

export function incidentStore<Value>(engine: Engine, readCase: ReadCase<Value>): IncidentStore<Value> {
  const { db, dialect } = engine;
  const ofCase = prepare(engine, (kysely, { tenant, caseId }: { tenant: string; caseId: string }) =>
    kysely
      .selectFrom('openings')
      .innerJoin('incidents', join =>
        join.onRef('incidents.case_id', '=', 'openings.incident').onRef('incidents.tenant', '=', 'openings.tenant'),
      )
      .innerJoin('cases', join =>
        join.onRef('cases.tenant', '=', 'incidents.tenant').onRef('cases.id', '=', 'incidents.case_id'),
      )
      .select(['openings.state', 'openings.conversation'])
      .select(incidentColumns)
      .where('openings.case_id', '=', caseId)
      .where('openings.tenant', '=', tenant),
  );
  const about = prepare(engine, (kysely, { tenant, article, hop, code, since }: Asked) =>
    kysely
      .selectFrom('incidents')
      .innerJoin('cases', join =>
        join.onRef('cases.tenant', '=', 'incidents.tenant').onRef('cases.id', '=', 'incidents.case_id'),
      )
      .select(incidentColumns)
      .where('incidents.tenant', '=', tenant)
      .where('incidents.article', '=', article)
      .where(({ or, and, eb }) =>
        or([
          and([eb('incidents.next_hop', '=', hop), eb('incidents.next_hop', '<>', '')]),
          and([eb('incidents.next_hop', '=', ''), eb('incidents.code', '=', code)]),
        ]),
      )
      .where(({ or, eb }) => or([eb('ended_at', 'is', null), eb('ended_at', '>=', since)])),
  );
  const countOf = prepare(engine, (kysely, { tenant, incident }: { tenant: string; incident: string }) =>
    kysely
      .selectFrom('openings')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('at').as('since')])
      .where('incident', '=', incident)
      .where('tenant', '=', tenant)
      .where('state', '<>', 'after'),
  );
  const beside = prepare(
    engine,
    (
      kysely,
      { tenant, incident, conversation, caseId }: Record<'tenant' | 'incident' | 'conversation' | 'caseId', string>,
    ) =>
      kysely
        .selectFrom('openings')
        .innerJoin('cases', join =>
          join.onRef('cases.tenant', '=', 'openings.tenant').onRef('cases.id', '=', 'openings.case_id'),
        )
        .select('openings.case_id')
        .where('openings.incident', '=', incident)
        .where('openings.tenant', '=', tenant)
        .where('openings.conversation', '=', conversation)
        .where('openings.case_id', '<>', caseId)
        .where('openings.state', 'in', ['in', 'unseen'])
        .where('cases.state', '<>', closedState)
        .orderBy('openings.at')
        .limit(mostBeside),
  );

  async function toIncident(
    tenant: string,
    row: Row,
    belonging: Belonging,
    {
      conversation,
      caseId,
    }: { readonly conversation: string; readonly caseId: string } | { conversation?: undefined; caseId?: undefined },
  ): Promise<StoredIncident<Value> | undefined> {
    const value = readCase(parseJson(row.value), { id: row.case_id, openedAt: row.opened_at });
    if (value === undefined) return undefined;
    const isAsked = row.ended_at !== null && belonging === 'voice' && conversation !== undefined;
    const [counted, here] = await Promise.all([
      engine.read(countOf({ tenant, incident: row.case_id })),
      isAsked ? engine.read(beside({ tenant, incident: row.case_id, conversation, caseId })) : undefined,
    ]);
    const [count] = counted.rows;
    return {
      id: row.case_id,
      articleId: row.article,
      isWide: row.next_hop === '',
      since: count?.since ?? row.since,
      count: Number(count?.count ?? 0),
      endedAt: row.ended_at,
      belonging,
      value,
      alsoHere: here?.rows.map(({ case_id }) => case_id) ?? [],
    };
  }

  return {
    async incidentOf(tenant, caseId) {
      const { rows } = await engine.read(ofCase({ tenant, caseId }));
      const [row] = rows;
      if (!row) return undefined;
      const belonging = row.state === 'voice' || row.state === 'after' ? row.state : 'in';
      return toIncident(tenant, row, belonging, { conversation: row.conversation, caseId });
    },

    async incidentAbout(tenant, { articleId, nextHop, code }, since) {
      const { rows } = await engine.read(about({ tenant, article: articleId, hop: nextHop, code, since: time(since) }));
      // What runs before what is over, and the next hop before all of them.
      const rank = ({ ended_at, next_hop }: Row) => (ended_at === null ? 0 : 2) + (next_hop === '' ? 1 : 0);
      const [row] = rows.toSorted((one, other) => rank(one) - rank(other) || (one.since > other.since ? -1 : 1));
      return row && toIncident(tenant, row, 'free', {});
    },

    async reportsOf(tenant, { articleId, nextHop, code }, since) {
      const query = db
        .selectFrom('openings')
        .select(({ fn, eb }) => [
          fn.sum<number | string>(eb.case().when('next_hop', '=', nextHop).then(1).else(0).end()).as('cases'),
          sql<number | string>`count(distinct case when code = ${code} and next_hop <> '' then next_hop end)`.as(
            'hops',
          ),
        ])
        .where('article', '=', articleId)
        .where('tenant', '=', tenant)
        .where('at', '>=', time(since))
        .where('state', 'in', ['free', 'after']);
      const { rows } = await engine.read(seldom(query));
      const [row] = rows;
      return { cases: nextHop === '' ? 0 : Number(row?.cases ?? 0), hops: code === '' ? 0 : Number(row?.hops ?? 0) };
    },

    joinIncident: (tenant, caseId, { incident, countAt, now }) =>
      engine.write(function* (): Work<boolean> {
        // Whoever ends it at this moment goes first or waits.
        const { rows } = yield* run(
          seldom(
            db
              .selectFrom('incidents')
              .select('ended_at')
              .where('case_id', '=', incident)
              .where('tenant', '=', tenant)
              .$if(dialect === 'postgres', locked => locked.forUpdate()),
          ),
        );
        const [row] = rows;
        if (!row) return false;
        const own = db.updateTable('openings').where('case_id', '=', caseId).where('tenant', '=', tenant);
        if (row.ended_at !== null) {
          // It was over in the very moment of the report: this one is told like all others.
          const told = yield* run<unknown>(
            seldom(own.set({ state: 'voice' }).where('incident', '=', incident).where('state', '=', 'in')),
          );
          if (told.changed === 1) yield* run<unknown>(dueBy(tenant, caseId, 'over', now));
          return false;
        }
        yield* run<unknown>(seldom(own.set({ incident, state: 'unseen' }).where('state', 'in', ['free', 'after'])));
        yield* run<unknown>(dueBy(tenant, incident, 'count', countAt));
        return true;
      }),

    async reported(tenant, incident) {
      const named = (column: 'next_hop' | 'domain') =>
        engine.read(
          seldom(
            db
              .selectFrom('openings')
              .select(column)
              .select(({ fn }) => fn.countAll().as('count'))
              .where('incident', '=', incident)
              .where('tenant', '=', tenant)
              .where('state', '<>', 'after')
              .where(column, '<>', '')
              .groupBy(column)
              .orderBy('count', 'desc')
              .orderBy(column),
          ),
        );
      const all = db
        .selectFrom('openings')
        .select(({ fn }) => [fn.countAll().as('count'), fn.min('at').as('since'), fn.max('at').as('last')])
        .where('incident', '=', incident)
        .where('tenant', '=', tenant)
        .where('state', '<>', 'after');
      const [{ rows }, hops, domains] = await Promise.all([
        engine.read(seldom(all)),
        named('next_hop'),
        named('domain'),
      ]);
      const [row] = rows;
      return {
        count: Number(row?.count ?? 0),
        since: row?.since ?? null,
        lastAt: row?.last ?? null,
        hops: hops.rows.slice(0, mostNamed).map(one => one.next_hop),
        hopCount: hops.rows.length,
        domains: domains.rows.slice(0, mostNamed).map(one => one.domain),
        domainCount: domains.rows.length,
      };
    },

    async takeUnseen(tenant, incident) {
      const query = db
        .updateTable('openings')
        .set({ state: 'in' })
        .where('incident', '=', incident)
        .where('tenant', '=', tenant)
        .where('state', '=', 'unseen')
        .returning('case_id');
      const { rows } = await engine.write(() => run(seldom(query)));
      return rows.map(({ case_id }) => case_id);
    },

    async runningIncidents(tenant) {
      const query = db
        .selectFrom('incidents')
        .select('case_id')
        .where('tenant', '=', tenant)
        .where('ended_at', 'is', null)
        .orderBy('since')
        .orderBy('case_id');
      const { rows } = await engine.read(seldom(query));
      return rows.map(({ case_id }) => case_id);
    },
  };

  /** Then at the latest. What is due before stays. */
  function dueBy(tenant: string, caseId: string, what: 'count' | 'over', at: string) {
    const free = { attempts: 0, claimed_until: null, gave_up_at: null, gave_up_why: null };
    const due_at = time(at);
    return seldom(
      db
        .insertInto('due_work')
        .values({ tenant, case_id: caseId, what, due_at, ...free })
        .onConflict(conflict =>
          conflict
            .columns(['case_id', 'tenant'])
            .doUpdateSet({ what, due_at, ...free })
            .where(({ or, eb }) => or([eb('due_work.due_at', '>', due_at), eb('due_work.gave_up_at', 'is not', null)])),
        ),
    );
  }
}

interface Asked {
  readonly tenant: string;
  readonly article: string;
  readonly hop: string;
  readonly code: string;
  readonly since: string;
}

const incidentColumns = [
  'incidents.case_id',
  'incidents.article',
  'incidents.next_hop',
  'incidents.since',
  'incidents.ended_at',
  'cases.value',
  'cases.opened_at',
] as const;

type Row = Pick<Tables['incidents'], 'case_id' | 'article' | 'next_hop' | 'since' | 'ended_at'> &
  Pick<Tables['cases'], 'value' | 'opened_at'>;
