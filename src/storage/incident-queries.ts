/** What is asked of openings and incidents. On their own for a look at their plans. */
import { type Kysely, sql } from 'kysely';
import type { Problem } from '../triage/incident.ts';
import { time } from './columns.ts';
import type { Tables } from './schema.ts';
import { closedState } from './store.ts';

type Database = Kysely<Tables>;

/** Of the other cases in a conversation so many are named. */
const mostBeside = 10;

export interface OfCase {
  readonly tenant: string;
  readonly caseId: string;
}

export interface OfIncident {
  readonly tenant: string;
  readonly incident: string;
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

export type IncidentRow = Pick<Tables['incidents'], 'case_id' | 'article' | 'next_hop' | 'since' | 'ended_at'> &
  Pick<Tables['cases'], 'value' | 'opened_at'>;

export function ofCaseQuery(db: Database, { tenant, caseId }: OfCase) {
  return db
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
    .where('openings.tenant', '=', tenant);
}

/** Of one next hop, or of one code towards many; running, or over since then. */
export function aboutQuery(
  db: Database,
  { tenant, article, hop, code, since }: Record<'tenant' | 'article' | 'hop' | 'code' | 'since', string>,
) {
  return db
    .selectFrom('incidents')
    .innerJoin('cases', join =>
      join.onRef('cases.tenant', '=', 'incidents.tenant').onRef('cases.id', '=', 'incidents.case_id'),
    )
    .select(incidentColumns)
    .where('incidents.article', '=', article)
    .where('incidents.tenant', '=', tenant)
    .where(({ or, and, eb }) =>
      or([
        and([eb('incidents.next_hop', '=', hop), eb('incidents.next_hop', '<>', '')]),
        and([eb('incidents.next_hop', '=', ''), eb('incidents.code', '=', code)]),
      ]),
    )
    .where(({ or, eb }) => or([eb('incidents.ended_at', 'is', null), eb('incidents.ended_at', '>=', since)]));
}

/** But for those that were opened when it was over. */
function reportsOfIncident(db: Database, { tenant, incident }: OfIncident) {
  return db
    .selectFrom('openings')
    .where('incident', '=', incident)
    .where('tenant', '=', tenant)
    .where('state', '<>', 'after');
}

export function countQuery(db: Database, of: OfIncident) {
  return reportsOfIncident(db, of).select(({ fn }) => [
    fn.countAll().as('count'),
    fn.min('at').as('since'),
    fn.max('at').as('last'),
  ]);
}

/** The most reported first. */
export function namedQuery(db: Database, of: OfIncident, column: 'next_hop' | 'domain') {
  return reportsOfIncident(db, of)
    .select([`${column} as name`, ({ fn }) => fn.countAll().as('count')])
    .where(column, '<>', '')
    .groupBy(column)
    .orderBy('count', 'desc')
    .orderBy(column);
}

/** Other open cases of the same incident in the same conversation. */
export function besideQuery(
  db: Database,
  { tenant, incident, conversation, caseId }: OfIncident & OfCase & { readonly conversation: string },
) {
  return db
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
    .whereRef('cases.article', '=', 'openings.article')
    .orderBy('openings.at')
    .limit(mostBeside);
}

/** Of none yet: how many towards this next hop, and towards how many next hops with this code. */
export function reportsQuery(db: Database, tenant: string, { articleId, nextHop, code }: Problem, since: string) {
  return db
    .selectFrom('openings')
    .select(({ fn, eb }) => [
      fn.sum<number | string>(eb.case().when('next_hop', '=', nextHop).then(1).else(0).end()).as('cases'),
      sql<number | string>`count(distinct case when code = ${code} and next_hop <> '' then next_hop end)`.as('hops'),
    ])
    .where('article', '=', articleId)
    .where('tenant', '=', tenant)
    .where('at', '>=', time(since))
    .where('state', 'in', ['free', 'after']);
}

export function runningQuery(db: Database, tenant: string) {
  return db
    .selectFrom('incidents')
    .select('case_id')
    .where('tenant', '=', tenant)
    .where('ended_at', 'is', null)
    .orderBy('since')
    .orderBy('case_id');
}
