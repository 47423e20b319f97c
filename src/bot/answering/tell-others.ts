/** Whoever reported a case hears what others do with it, and the experts what is said to them: once, and never of their own. */
import type { Strings } from '../../cards/strings.ts';
import type { Place, StoredCase } from '../../storage/store.ts';
import { textsFor } from '../../triage/article-texts.ts';
import { type CaseEvent, openEscalation, type TriageCase } from '../../triage/case.ts';
import type { Locale } from '../../triage/evidence.ts';
import type { Handled } from '../../triage/guiding/index.ts';
import { currentView, redactText } from '../../triage/showing/index.ts';
import { channelOf, sideOf } from '../../triage/side.ts';
import { type Desk, type Reader, viewContext } from '../desk.ts';
import { cardMessage, type OutgoingMessage, type Reply } from '../reply.ts';

/** What the other side is told in a sentence; what has words to read comes with its card. */
const toReporter: readonly CaseEvent['kind'][] = [
  'taken',
  'assigned',
  'solved',
  'withdrawn',
  'reopened',
  'sent',
  'moved',
];
const withCard: readonly CaseEvent['kind'][] = ['asked-reporter', 'returned'];
const toExperts: readonly CaseEvent['kind'][] = [
  'escalated',
  'told-experts',
  'taken-back',
  'solved',
  'withdrawn',
  'reopened',
];

/** A reply with what it says to others besides. */
export async function withOthersTold(
  desk: Desk,
  reader: Reader,
  { conversation }: Pick<StoredCase<TriageCase>, 'conversation'>,
  handled: Handled,
  reply: Reply,
): Promise<Reply> {
  if (!handled.isChanged) return reply;
  const told = await tellOthers(desk, reader, conversation, handled);
  return told.length === 0 ? reply : { ...reply, messages: [...reply.messages, ...told] };
}

/** @param openedIn where the case was opened, and whoever reported it reads */
async function tellOthers(desk: Desk, reader: Reader, openedIn: string, handled: Handled): Promise<OutgoingMessage[]> {
  const last = handled.events.at(-1);
  if (!last || handled.case.isDraft) return [];
  // Nobody reported an incident itself: those who did report are told by what is due about their own cases.
  if (handled.case.incident) return expertsTold(desk, reader, handled, last);
  return [
    ...(await reporterTold(desk, reader, openedIn, handled, last)),
    ...(await expertsTold(desk, reader, handled, last)),
  ];
}

async function reporterTold(
  desk: Desk,
  reader: Reader,
  to: string,
  handled: Handled,
  { kind, by }: CaseEvent,
): Promise<OutgoingMessage[]> {
  const { case: after, memory } = handled;
  if (to === reader.conversation || by.id === after.openedBy.id) return [];
  const place = await reachable(desk, reader, to);
  if (!place) return [];
  const look = lookAt(place);
  if (withCard.includes(kind)) {
    const view = currentView(after, viewContext(desk, look, memory));
    return [{ ...cardMessage(desk, look, view, after), to }];
  }
  if (!toReporter.includes(kind)) return [];
  const values = { id: after.id, by: by.name, to: after.owner?.name ?? '…' };
  const article = desk.articles.get(after.articleId ?? '');
  return [
    sentence(desk, place, strings => {
      const title = article ? textsFor(article, after.evidence, strings.locale).title : '…';
      return strings.say(`tell.reporter.${kind}`, { ...values, title });
    }),
  ];
}

async function expertsTold(
  desk: Desk,
  reader: Reader,
  handled: Handled,
  { kind, by }: CaseEvent,
): Promise<OutgoingMessage[]> {
  const { case: after, memory } = handled;
  const escalation = after.escalations.at(-1);
  if (!escalation || !toExperts.includes(kind) || sideOf(after, reader.conversation) === 'experts') return [];
  // What was given back is with them no more.
  if (kind !== 'escalated' && kind !== 'taken-back' && escalation.ended) return [];
  const thread = await threadAbout(desk, reader.tenant, after.id, escalation.place);
  const place = await reachable(desk, reader, thread ?? escalation.place);
  if (!place) return [];
  if (thread === undefined) {
    if (!openEscalation(after)) return [];
    const look = lookAt(place);
    const view = currentView(after, viewContext(desk, look, memory));
    return [{ ...cardMessage(desk, look, view, after), to: place.conversation, startsThread: true }];
  }
  const text = escalation.exchanges.at(-1)?.text ?? '';
  const values = { id: after.id, by: by.name, text: redactText(text) };
  return [sentence(desk, place, strings => strings.say(`tell.experts.${kind}`, values))];
}

/** Where the experts' card of a case is; undefined where there is none yet. */
export async function threadAbout(
  { store }: Desk,
  tenant: string,
  caseId: string,
  place: string,
): Promise<string | undefined> {
  const cards = await store.cardsOf(tenant, caseId);
  return cards.findLast(({ conversation }) => channelOf(conversation) === place)?.conversation;
}

async function reachable({ store }: Desk, { tenant }: Reader, conversation: string): Promise<Place | undefined> {
  const place = await store.place({ tenant, conversation });
  return place && place.goneAt === null ? place : undefined;
}

export function lookAt({ conversation, locale, timeZone, kind }: Place) {
  return { conversation, locale: locale as Locale, timeZone, isShared: kind === 'shared' };
}

/** A sentence in the language of the place. */
function sentence(
  desk: Desk,
  { conversation: to, locale }: Place,
  text: (strings: Strings) => string,
): OutgoingMessage {
  return { kind: 'text', text: text(desk.strings[locale as Locale]), isSentence: true, to };
}
