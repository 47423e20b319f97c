/** Incidents as cards and turns know them: what is stored, and what its own case says of it. */
import type { StoredIncident } from '../storage/store.ts';
import type { TriageCase } from '../triage/case.ts';
import { newsIn } from '../triage/guiding/index.ts';
import type { KnownIncident } from '../triage/incident.ts';

/** Undefined where the experts' own case says nothing of it any more. */
export function knownIncident({
  value,
  endedAt,
  count,
  alsoHere,
  ...stored
}: StoredIncident<TriageCase>): KnownIncident | null {
  const { id, articleId, since, isWide, belonging } = stored;
  const { outcome } = value;
  const isOver = endedAt !== null && outcome !== null;
  const news = newsIn(value);
  return {
    id,
    articleId,
    since,
    isWide,
    belonging,
    others: belonging === 'free' ? count : Math.max(0, count - 1),
    taken: value.escalations.at(-1)?.taken?.by ?? null,
    news: news ? { by: news.by, at: news.at, text: news.text } : null,
    over: isOver ? { kind: outcome.kind === 'solved' ? 'solved' : 'withdrawn', by: outcome.by, at: endedAt } : null,
    alsoHere,
  };
}
