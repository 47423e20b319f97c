/**
 * That a case was opened with a problem: written with the turn, so that many reports of one are seen as one. Only where
 * experts can be asked, and only when a case opens: a press costs nothing.
 */
import { type CaseEvent, nobody } from '../../triage/case.ts';
import { plus } from '../../triage/durations.ts';
import { codeOf } from '../../triage/evidence.ts';
import { partnerDomain, problemOf } from '../../triage/facts.ts';
import { expertsFor, type Handled, openIncident, type Remember } from '../../triage/guiding/index.ts';
import { countPause, mayComeFromMany, type Problem } from '../../triage/incident.ts';
import type { Desk } from '../desk.ts';
import { changeOf } from './case-change.ts';

export type Opening = Remember & { readonly kind: 'opening' };

/** By these a case is about a problem that it was not about before. */
const opens: readonly CaseEvent['kind'][] = ['opened', 'chosen', 'another-error', 'moved', 'undone', 'split'];

export function openingIn(
  desk: Pick<Desk, 'articles' | 'incidentCases' | 'reminds'>,
  { case: after, events, memory }: Handled,
): Opening | undefined {
  const { articleId, isDraft, evidence, id, leftIncidents } = after;
  // What is due by itself posts, counts and tells: without it nobody would hear of an incident.
  if (
    !desk.reminds ||
    desk.incidentCases === 0 ||
    articleId === null ||
    isDraft ||
    !events.some(({ kind }) => opens.includes(kind))
  )
    return undefined;
  if (!expertsFor(desk.articles.get(articleId), memory)) return undefined;
  const hasLeft = leftIncidents.includes(articleId);
  const incident = !hasLeft && memory.incident?.belonging === 'free' ? memory.incident : null;
  return {
    kind: 'opening',
    caseId: id,
    ...problemOf(articleId, evidence),
    domain: partnerDomain(evidence)?.toLowerCase() ?? '',
    incident: incident?.id ?? null,
    isAfter: incident !== null && incident.over !== null,
    hasLeft,
  };
}

/** After it was stored: it is counted, or one of so many that they are an incident now. */
export async function followOpening(
  desk: Desk,
  tenant: string,
  { caseId, incident, isAfter, hasLeft, articleId, code, nextHop }: Opening,
  handled: Handled,
): Promise<void> {
  if (hasLeft) return;
  const problem = { articleId, code, nextHop };
  const join = (id: string) => {
    const now = desk.now();
    return desk.store.joinIncident(tenant, caseId, { incident: id, countAt: plus(now, countPause), now });
  };
  if (incident !== null && !isAfter && (await join(incident))) return;
  const running = async () => {
    const found = await desk.store.incidentAbout(tenant, problem, desk.now());
    return found?.endedAt === null ? found.id : undefined;
  };
  const from = plus(desk.now(), -desk.incidentMinutes * 60_000);
  const [known, { cases, hops }] = await Promise.all([running(), desk.store.reportsOf(tenant, problem, from)]);
  if (known !== undefined) return void (await join(known));
  const isWide = cases < desk.incidentCases;
  if (isWide && (hops < desk.incidentCases || !mayComeFromMany(code))) return;
  const which: Problem = isWide ? { ...problem, nextHop: '' } : { ...problem, code: '' };
  if (await begin(desk, tenant, which, from, handled)) return;
  // Another one of them was first.
  const begun = await running();
  if (begun !== undefined) await join(begun);
}

/** The experts get its card with the first count, from whichever process does what is due. */
async function begin(
  desk: Desk,
  tenant: string,
  problem: Problem,
  from: string,
  { case: like, memory }: Handled,
): Promise<boolean> {
  const place = expertsFor(desk.articles.get(problem.articleId), memory)!.place;
  const now = desk.now();
  const value = openIncident(desk.newCaseId(), like, { place, now, isWide: problem.nextHop === '' });
  const data = { kind: value.evidence.kind, articleId: problem.articleId, code: codeOf(value.evidence.cause) };
  const { kind } = await desk.store.commit({
    tenant,
    conversation: place,
    at: now,
    by: null,
    case: changeOf(value, 0, [{ kind: 'opened', at: now, by: nobody, data }], { kind: 'count', at: now }),
    remember: [{ kind: 'incident', caseId: value.id, from, ...problem }],
  });
  return kind === 'committed';
}
