/** What is typed about who looks after a case: taken, given, told to the other side. */
import { type Memory, openEscalation, type TriageCase } from '../../triage/case.ts';
import { expertsFor, type Press } from '../../triage/guiding/index.ts';
import { readForPeople, type TypedForPeople } from '../../triage/hearing/index.ts';
import { isInRunning, type KnownIncident } from '../../triage/incident.ts';
import { sideOf } from '../../triage/side.ts';
import { type Desk, recallFor } from '../desk.ts';
import type { Mention, Reply } from '../reply.ts';
import { onExpertsPlace } from './on-experts-place.ts';
import { onIncidents, tellExperts } from './on-incidents.ts';
import { onPress } from './on-press.ts';
import type { Turn } from './open-turn.ts';
import { personOf } from './person-of.ts';
import { said } from './say.ts';

/** So long a text is no command any more. */
const longestCommand = 2_000;

/**
 * @param mentioned whom the message calls by name
 * @returns undefined where it is about something else
 */
export async function onPeopleTyped(
  desk: Desk,
  turn: Turn,
  text: string,
  mentioned: readonly Mention[],
): Promise<Reply | undefined> {
  if (text.length > longestCommand) return undefined;
  const typed = readForPeople(text, desk.words);
  if (!typed) return undefined;
  switch (typed.kind) {
    case 'experts-here':
    case 'experts-gone':
    case 'on-call':
    case 'off-call':
      return onExpertsPlace(desk, turn, typed, mentioned);
    case 'incidents':
      return onIncidents(desk, turn.reader);
    default:
      return onCaseTyped(desk, turn, typed, mentioned);
  }
}

type AboutCase = Exclude<
  TypedForPeople,
  { kind: 'experts-here' | 'experts-gone' | 'on-call' | 'off-call' | 'incidents' }
>;

async function onCaseTyped(
  desk: Desk,
  turn: Turn,
  typed: AboutCase,
  mentioned: readonly Mention[],
): Promise<Reply | undefined> {
  const { reader, current } = turn;
  if (!current || (current.value.isDraft && typed.kind !== 'escalate')) return undefined;
  const pressed = (press: Press) => onPress(desk, turn, { caseId: undefined, press, inPlace: false });
  switch (typed.kind) {
    case 'escalate': {
      const memory = await recallFor(desk, reader.tenant, current.value);
      const known = incidentOf(current.value, memory);
      if (known && typed.text !== null) return tellExperts(desk, reader, known.id, typed.text);
      if (known) return said(desk, reader, 'incident.tell.hasIt');
      if (!expertsFor(desk.articles.get(current.value.articleId ?? ''), memory))
        return said(desk, reader, 'people.noExperts');
      if (!openEscalation(current.value)) return pressed({ verb: 'escalate', text: typed.text });
      return typed.text === null ? pressed({ verb: 'show' }) : tell(desk, turn, typed.text);
    }
    case 'tell': {
      const known = incidentOf(current.value, await recallFor(desk, reader.tenant, current.value));
      if (known) return tellExperts(desk, reader, known.id, typed.text);
      return openEscalation(current.value) ? tell(desk, turn, typed.text) : undefined;
    }
    case 'leave-incident': {
      const { incident } = await recallFor(desk, reader.tenant, current.value);
      return incident ? pressed({ verb: 'leave-incident' }) : undefined;
    }
    case 'give-back':
      return openEscalation(current.value) ? pressed({ verb: 'give-back', text: typed.text }) : undefined;
    case 'take-back':
      return openEscalation(current.value) ? pressed({ verb: 'take-back' }) : undefined;
    case 'assign': {
      const to = await personOf(desk, reader, mentioned[0]);
      return to ? pressed({ verb: 'assign', to }) : said(desk, reader, 'people.whom');
    }
    case 'take':
    case 'withdraw':
      return pressed({ verb: typed.kind });
    case 'severity':
      return pressed({ verb: 'severity', option: typed.option });
    default:
      return typed satisfies never;
  }
}

/** The one that runs and that a case is a report of; a case that was taken to the experts itself is talked about there. */
function incidentOf(triageCase: TriageCase, { incident }: Memory): KnownIncident | null {
  return isInRunning(incident) && !triageCase.incident && !openEscalation(triageCase) ? incident : null;
}

/**
 * Words that are no command, where the other side waits for them: an answer to what the experts asked, and what the
 * experts write in the thread of a case.
 */
export async function onWordsForOthers(desk: Desk, turn: Turn, text: string): Promise<Reply | undefined> {
  const { current, reader } = turn;
  const open = current && openEscalation(current.value);
  // Hundreds may have reported an incident: what goes to all of them is said so.
  if (!open || current.value.incident || text.length > longestCommand) return undefined;
  const isAsked = open.exchanges.at(-1)?.from === 'experts';
  return sideOf(current.value, reader.conversation) === 'experts' || isAsked ? tell(desk, turn, text) : undefined;
}

async function tell(desk: Desk, turn: Turn, text: string): Promise<Reply> {
  const { reader, current } = turn;
  const reply = await onPress(desk, turn, { caseId: undefined, press: { verb: 'tell', text }, inPlace: false });
  const isExpert = sideOf(current!.value, reader.conversation) === 'experts';
  const { incident, id, openedBy } = current!.value;
  const key = incident ? 'incident.tell.sentToAll' : isExpert ? 'people.sent' : 'people.sentToExperts';
  const done = said(desk, reader, key, { values: { id, name: openedBy.name || '…' } });
  // The card above is brought up to date; a second one below would say no more than this.
  return { ...reply, messages: [...done.messages, ...reply.messages.filter(({ to }) => to !== undefined)] };
}
