/**
 * The experts' card of an incident: posted once with the first count, then brought up to date in its place as the reports
 * are counted, so no report posts anything. What those who reported it want the experts to know is said in its thread.
 */
import type { Place, StoredCase } from '../../storage/store.ts';
import { type Exchange, nobody, openEscalation, type TriageCase } from '../../triage/case.ts';
import { plus } from '../../triage/durations.ts';
import type { Remember } from '../../triage/guiding/index.ts';
import { type IncidentFacts, longestQuiet } from '../../triage/incident.ts';
import { currentView, nextReminder, redactText } from '../../triage/showing/index.ts';
import { type Desk, type Reader, recallFor, viewContext } from '../desk.ts';
import { cardMessage, nothing, type OutgoingMessage, type Reply } from '../reply.ts';
import { replyJson } from '../reply-json.ts';
import type { Sender } from '../sending/index.ts';
import { changeOf } from './case-change.ts';
import { threadAbout } from './tell-others.ts';

/** So many words of others are said at once; the card has more. */
const mostSaid = 5;

type Looks = Pick<Reader, 'conversation' | 'locale' | 'timeZone' | 'isShared'>;

export async function countReports(
  desk: Desk,
  sender: Sender,
  { stored, place, looks }: { readonly stored: StoredCase<TriageCase>; readonly place: Place; readonly looks: Looks },
): Promise<void> {
  const { tenant, conversation, id, value } = stored;
  const before = value.incident!;
  const now = desk.now();
  const { since, lastAt, ...reported } = await desk.store.reported(tenant, id);
  const words = wordsOf(value).slice(before.told);
  const counted = { ...reported, since: since ?? before.since, lastAt: lastAt ?? before.lastAt };
  const isNew = !before.isPosted || before.count !== counted.count || words.length > 0;
  const incident: IncidentFacts = {
    ...before,
    ...counted,
    countedAt: now,
    quiet: isNew ? 0 : before.quiet + 1,
    isPosted: true,
    told: before.told + words.length,
  };
  const isForgotten = plus(incident.lastAt, longestQuiet) <= now;
  const after: TriageCase = {
    ...value,
    incident,
    ...(isForgotten && { outcome: { kind: 'withdrawn', by: nobody, at: now } }),
  };
  const remember: Remember[] = isForgotten ? [{ kind: 'incident-over', caseId: id, at: now }] : [];
  const memory = await recallFor(desk, tenant, after);
  const reply: Reply = before.isPosted
    ? { ...nothing, messages: await wordsSaid(desk, tenant, after, words, looks), showsCase: id }
    : {
        ...nothing,
        messages: [
          {
            ...cardMessage(desk, looks, currentView(after, viewContext(desk, looks, memory)), after),
            startsThread: true,
          },
        ],
      };
  const activity = `due/${id}/count/${now}`;
  const result = await desk.store.commit({
    tenant,
    conversation,
    at: now,
    by: null,
    ...((isNew || isForgotten) && { activity: { id: activity, reply, json: replyJson(reply) } }),
    case: changeOf(
      after,
      stored.version,
      isForgotten ? [{ kind: 'withdrawn', at: now, by: nobody, data: {} }] : [],
      nextReminder(after, desk.articles.get(after.articleId ?? ''), memory, desk),
    ),
    remember,
  });
  if (result.kind !== 'committed' || !(isNew || isForgotten)) return;
  await sender.send({ tenant, conversation, address: place }, { id: activity }, reply, now);
  await showWhoIsIn(desk, sender, { tenant, conversation, address: place }, id);
}

/** Cards of reports that were opened before anybody knew that they are many. Who looks at one again sees it anyway. */
async function showWhoIsIn(
  desk: Desk,
  sender: Sender,
  to: Parameters<Sender['send']>[0],
  incident: string,
): Promise<void> {
  const unseen = await desk.store.takeUnseen(to.tenant, incident);
  for (const showsCase of unseen)
    await sender
      .send(to, {}, { ...nothing, showsCase, isFleeting: true })
      .catch(error =>
        desk.log.warn({ case: showsCase, name: error.name }, 'A card does not say that it is one of many'),
      );
}

function wordsOf(triageCase: TriageCase): readonly Exchange[] {
  return openEscalation(triageCase)?.exchanges.filter(({ from }) => from === 'reporter') ?? [];
}

/** One message in the thread, however many wrote since the last count. */
async function wordsSaid(
  desk: Desk,
  tenant: string,
  { id, escalations }: TriageCase,
  words: readonly Exchange[],
  { locale }: Looks,
): Promise<OutgoingMessage[]> {
  if (words.length === 0) return [];
  const { say } = desk.strings[locale];
  const lines = words
    .slice(-mostSaid)
    .map(({ by, text }) => say('incident.tell.reported', { by: by.name || '…', id, text: redactText(text) }));
  const to = await threadAbout(desk, tenant, id, escalations.at(-1)!.place);
  return [{ kind: 'text', text: lines.join('\n\n'), isSentence: true, ...(to !== undefined && { to }) }];
}
