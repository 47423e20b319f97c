/** The incidents that run, for those who mend them; and what somebody who reported one wants the experts to know. */

import { formatTime } from '../../cards/format-time.ts';
import { escapeMarkdown } from '../../cards/markdown.ts';
import { textsFor } from '../../triage/article-texts.ts';
import type { TriageCase } from '../../triage/case.ts';
import { plus } from '../../triage/durations.ts';
import { codeOf } from '../../triage/evidence.ts';
import { tellIncident } from '../../triage/guiding/index.ts';
import { countPause } from '../../triage/incident.ts';
import { redactText } from '../../triage/showing/index.ts';
import { channelOf } from '../../triage/side.ts';
import type { Desk, Reader } from '../desk.ts';
import { nothing, type Reply } from '../reply.ts';
import { changeOf } from './case-change.ts';
import { isLead } from './roles.ts';
import { said } from './say.ts';

/** Where several wait for the same row, somebody is first each time. */
const maxTries = 40;

export async function onIncidents(desk: Desk, reader: Reader): Promise<Reply> {
  const places = await desk.experts.of(reader.tenant);
  const isHere = places.some(({ conversation }) => conversation === channelOf(reader.conversation));
  if (!isHere && !isLead(desk, reader)) return said(desk, reader, 'incident.leftTo');
  const ids = await desk.store.runningIncidents(reader.tenant);
  const cases = await Promise.all(ids.map(id => desk.store.loadCase(reader.tenant, id)));
  const rows = cases.flatMap(stored => (stored?.value.incident ? [rowOf(desk, reader, stored.value)] : []));
  if (rows.length === 0) return said(desk, reader, 'incident.none');
  const text = [desk.strings[reader.locale].say('incident.running'), ...rows.map(row => `- ${row}`)].join('\n');
  return { ...nothing, messages: [{ kind: 'text', text, isSentence: true }] };
}

function rowOf(
  desk: Desk,
  { locale, timeZone, isShared }: Reader,
  { id, articleId, evidence, incident, escalations }: TriageCase,
): string {
  const { say } = desk.strings[locale];
  const article = desk.articles.get(articleId ?? '');
  const title = article && textsFor(article, evidence, locale).title;
  const hop = incident!.isWide ? undefined : incident!.hops[0];
  const problem = [codeOf(evidence.cause), title, hop && (isShared ? redactText(hop) : hop)]
    .filter(part => part)
    .join(' · ');
  const taken = escalations.at(-1)?.taken?.by.name;
  return say('incident.row', {
    id,
    problem: escapeMarkdown(problem),
    count: incident!.count,
    time: formatTime(incident!.since, locale, timeZone),
    who: taken ? say('incident.seen.taken', { name: escapeMarkdown(taken) }) : say('incident.nobody'),
  });
}

/**
 * Written down before the turn is answered: whoever is told that it was sent can rely on it. The experts read it with the
 * next count.
 */
export async function tellExperts(desk: Desk, reader: Reader, incidentId: string, text: string): Promise<Reply> {
  const { tenant, conversation, person } = reader;
  for (let tries = 1; tries <= maxTries; tries++) {
    const stored = await desk.store.loadCase(tenant, incidentId);
    const now = desk.now();
    const by = { id: person.id, name: person.name };
    const after = stored && tellIncident(stored.value, { by, at: now, text });
    if (!stored || !after) return said(desk, reader, 'people.noExperts');
    const pause = plus(stored.value.incident?.countedAt ?? now, countPause);
    const at = pause > now ? pause : now;
    const { kind } = await desk.store.commit({
      tenant,
      conversation,
      at: now,
      by: person,
      case: changeOf(after, stored.version, [{ kind: 'told-experts', at: now, by: person, data: {} }], {
        kind: 'count',
        at,
      }),
    });
    if (kind === 'committed') return said(desk, reader, 'people.sentToExperts');
  }
  throw new Error('Nothing could be told to the experts: too many changes at the same time');
}
