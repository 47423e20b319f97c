/** Incidents as turns ask for them: what a case belongs to, how many report the same, and what was reported. */
import type { Belonging } from '../triage/incident.ts';
import { parseJson, time } from './columns.ts';
import { type Engine, prepare, run, seldom, type Work } from './engine.ts';
import {
  aboutQuery,
  besideQuery,
  countQuery,
  type IncidentRow,
  namedQuery,
  ofCaseQuery,
  reportsQuery,
  runningQuery,
} from './incident-queries.ts';
import type { IncidentStore, StoredIncident } from './store.ts';
import type { ReadCase } from './stored-case.ts';

/** So many of each are named; whoever needs more looks into a trace. */
const mostNamed = 5;

export function incidentStore<Value>(engine: Engine, readCase: ReadCase<Value>): IncidentStore<Value> {
  const { db, dialect } = engine;
  const ofCase = prepare(engine, ofCaseQuery);
  const about = prepare(engine, aboutQuery);
  const countOf = prepare(engine, countQuery);
  const beside = prepare(engine, besideQuery);

  /** @param from the case that asks; absent: it is about to be opened */
  async function toIncident(
    tenant: string,
    row: IncidentRow,
    belonging: Belonging,
    from?: { readonly conversation: string; readonly caseId: string },
  ): Promise<StoredIncident<Value> | undefined> {
    const value = readCase(parseJson(row.value), { id: row.case_id, openedAt: row.opened_at });
    if (value === undefined) return undefined;
    const incident = row.case_id;
    const isAsked = row.ended_at !== null && belonging === 'voice';
    const [counted, here] = await Promise.all([
      engine.read(countOf({ tenant, incident })),
      isAsked && from ? engine.read(beside({ tenant, incident, ...from })) : undefined,
    ]);
    const [count] = counted.rows;
    return {
      id: incident,
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
      const rank = ({ ended_at, next_hop }: IncidentRow) => (ended_at === null ? 0 : 2) + (next_hop === '' ? 1 : 0);
      const [row] = rows.toSorted((one, other) => rank(one) - rank(other) || (one.since > other.since ? -1 : 1));
      return row && toIncident(tenant, row, 'free');
    },

    async reportsOf(tenant, problem, since) {
      const { rows } = await engine.read(seldom(reportsQuery(db, tenant, problem, since)));
      const { cases, hops } = rows[0]!;
      return { cases: problem.nextHop === '' ? 0 : Number(cases ?? 0), hops: problem.code === '' ? 0 : Number(hops) };
    },

    joinIncident: (tenant, caseId, { incident, countAt, now }) =>
      engine.write(function* (): Work<boolean> {
        // In the order of a turn that ends it, what is due before the incident, so neither waits for the other. Whoever ends it
        // at this moment goes first or waits; what is due about one that is over comes to nothing.
        yield* run<unknown>(dueBy(tenant, incident, 'count', countAt));
        const { rows } = yield* run(
          seldom(
            db
              .selectFrom('incidents')
              .select('ended_at')
              .where('case_id', '=', incident)
              .where('tenant', '=', tenant)
              // SQLite has one writer at a time and needs no row locks.
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
        return true;
      }),

    async reported(tenant, incident) {
      const of = { tenant, incident };
      const [counted, hops, domains] = await Promise.all([
        engine.read(countOf(of)),
        engine.read(seldom(namedQuery(db, of, 'next_hop'))),
        engine.read(seldom(namedQuery(db, of, 'domain'))),
      ]);
      const { count, since, last } = counted.rows[0]!;
      const first = (rows: readonly { readonly name: string }[]) => rows.slice(0, mostNamed).map(({ name }) => name);
      return {
        count: Number(count),
        since,
        lastAt: last,
        hops: first(hops.rows),
        hopCount: hops.rows.length,
        domains: first(domains.rows),
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
      const { rows } = await engine.read(seldom(runningQuery(db, tenant)));
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
