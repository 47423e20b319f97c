/** What is due about a case by itself: somebody is asked whether it worked, and its next time is planned. */
import type { DueWork, StoredCase } from '../../storage/store.ts';
import { type Memory, nobody, openEscalation, type Reminder, type TriageCase } from '../../triage/case.ts';
import { plus } from '../../triage/durations.ts';
import { currentView, deliveryOf, nextReminder, redactText } from '../../triage/showing/index.ts';
import { type Desk, recallFor, viewContext } from '../desk.ts';
import { onCallAt } from '../experts.ts';
import { cardMessage, type OutgoingMessage, type Reply } from '../reply.ts';
import { replyJson } from '../reply-json.ts';
import type { Sender } from '../sending/index.ts';
import { changeOf } from './case-change.ts';
import { countReports } from './count-reports.ts';
import { localeOf } from './read-activity.ts';
import { lookAt, threadAbout } from './tell-others.ts';

const batch = 20;
/** A process that dies with work in hand leaves it to the next one after this time. */
const lease = 30_000;
const mostAttempts = 24;
const longestPause = 20 * 60_000;

/** @returns how much was taken up */
export async function doDue(desk: Desk, sender: Sender): Promise<number> {
  if (!desk.reminds) return 0;
  for (let count = 0; ; ) {
    const now = desk.now();
    const taken = await desk.store.claimDue({ now, leaseUntil: plus(now, lease), limit: batch });
    count += taken.length;
    await Promise.all(taken.map(work => remind(desk, sender, work).catch(error => putBack(desk, work, error))));
    if (taken.length < batch) return count;
  }
}

/**
 * What is said is written down with the case, under a name that follows from it: whoever wakes up late with the same work
 * finds it done. Sending it is the same as for any reply.
 */
async function remind(desk: Desk, sender: Sender, work: DueWork): Promise<void> {
  const { tenant, caseId } = work;
  const stored = await desk.store.loadCase(tenant, caseId);
  if (!stored) return desk.store.dropWork(work);
  const place = await desk.store.place({ tenant, conversation: stored.conversation });
  if (!place || place.goneAt !== null) {
    await desk.store.giveUpWork(work, { at: desk.now(), why: 'place-gone' });
    return;
  }
  const reader = { ...lookAt(place), locale: localeOf(place.locale) ?? desk.defaultLanguage };
  const memory = await recallFor(desk, tenant, stored.value);
  const now = desk.now();
  const article = desk.articles.get(stored.value.articleId ?? '');
  const due = nextReminder(stored.value, article, memory, desk);
  const isCounted = work.what === 'count' || (due?.kind === 'count' && due.at <= now);
  if (isCounted && due !== null && stored.value.incident)
    return countReports(desk, sender, { stored, place, looks: reader });
  if (due === null || due.at > now) return plan(desk, stored, due);
  const asked = { ...stored.value.reminders, asked: [...stored.value.reminders.asked, due] };
  const after = { ...stored.value, reminders: asked };
  const next = nextReminder(after, article, memory, desk);
  // It has come back by now: nobody looked for hours.
  if (due.kind === 'expiry' && article && isOver(deliveryOf(after.evidence, article, desk.retryHours), now))
    return plan(desk, { ...stored, value: after }, next);
  const message =
    due.kind === 'unclaimed'
      ? await callExperts(desk, tenant, after)
      : due.kind === 'news'
        ? newsOf(desk, reader, memory)
        : {
            ...cardMessage(desk, reader, currentView(after, viewContext(desk, reader, memory)), after),
            to: stored.conversation,
          };
  if (!message) return plan(desk, { ...stored, value: after }, next);
  const to = stored.conversation;
  const reply: Reply = { messages: [message], replacement: null };
  const activity = `due/${caseId}/${due.kind}/${due.at}`;
  const result = await desk.store.commit({
    tenant,
    conversation: to,
    at: now,
    by: null,
    activity: { id: activity, reply, json: replyJson(reply) },
    case: changeOf(after, stored.version, [{ kind: 'fell-due', at: now, by: nobody, data: { ...due } }], next),
  });
  if (result.kind !== 'committed') return;
  await sender.send({ tenant, conversation: to, address: place }, { id: activity }, reply, now);
}

function isOver({ expiresAt }: ReturnType<typeof deliveryOf>, now: string): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** Whoever is on call at this hour is called by name; undefined where the experts cannot be reached. */
async function callExperts(desk: Desk, tenant: string, triageCase: TriageCase): Promise<OutgoingMessage | undefined> {
  const escalation = openEscalation(triageCase);
  if (!escalation) return undefined;
  const to = (await threadAbout(desk, tenant, triageCase.id, escalation.place)) ?? escalation.place;
  const place = await desk.store.place({ tenant, conversation: to });
  if (!place || place.goneAt !== null) return undefined;
  const now = desk.now();
  const experts = await desk.experts.of(tenant);
  const called = onCallAt(
    experts.find(({ conversation }) => conversation === escalation.place)?.onCall ?? [],
    now,
    place.timeZone,
  );
  const { say } = desk.strings[localeOf(place.locale) ?? desk.defaultLanguage];
  const minutes = Math.floor((Date.parse(now) - Date.parse(escalation.at)) / 60_000);
  const isFirst =
    triageCase.reminders.asked.filter(({ kind, at }) => kind === 'unclaimed' && at >= escalation.at).length === 1;
  const key = triageCase.severity !== 'normal' && isFirst ? 'tell.experts.urgent' : 'tell.experts.unclaimed';
  const people =
    called.length === 0 ? say('tell.experts.nobodyOnCall') : called.map(({ name }) => `<at>${name}</at>`).join(' ');
  return {
    kind: 'text',
    text: say(key, { id: triageCase.id, minutes, people }),
    isSentence: true,
    mentions: called.map(({ memberId, name }) => ({ id: memberId, name })),
    to,
  };
}

/** What the experts said to everybody who reported an incident. */
function newsOf(
  desk: Desk,
  { conversation: to, locale, isShared }: ReturnType<typeof lookAt>,
  { incident }: Memory,
): OutgoingMessage | undefined {
  if (!incident?.news) return undefined;
  const { by, text } = incident.news;
  const values = { by: by.name || '…', text: isShared ? redactText(text) : text };
  return { kind: 'text', text: desk.strings[locale].say('incident.tell.news', values), isSentence: true, to };
}

/** Nothing is to be said now. */
async function plan(desk: Desk, stored: StoredCase<TriageCase>, next: Reminder | null): Promise<void> {
  const { tenant, conversation, value } = stored;
  await desk.store.commit({
    tenant,
    conversation,
    at: desk.now(),
    by: null,
    case: changeOf(value, stored.version, [], next),
  });
}

async function putBack(desk: Desk, work: DueWork, error: Error): Promise<void> {
  desk.log.warn({ case: work.caseId, name: error.name, attempts: work.attempts }, 'What was due about a case failed');
  if (work.attempts >= mostAttempts) await desk.store.giveUpWork(work, { at: desk.now(), why: 'failed' });
  else await desk.store.postponeWork(work, plus(desk.now(), Math.min(longestPause, 7_500 * 2 ** work.attempts)));
}
