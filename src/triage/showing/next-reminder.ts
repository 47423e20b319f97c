/** What the bot asks about a case by itself, and when: as the case stands, so nothing has to be called off. */
import type { Article } from '../article.ts';
import { lastFollowUp, type Memory, openEscalation, type Reminder, type TriageCase } from '../case.ts';
import { plus } from '../durations.ts';
import type { DeliveryState } from '../evidence.ts';
import { findPosition, looksFrom, type Position } from '../guiding/index.ts';
import { countPause } from '../incident.ts';
import { deliveryOf } from './delivery.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** So long before waiting messages come back somebody can still do something. */
const beforeExpiry = 4 * hour;

export interface ReminderTimes {
  /** How long Exchange Online keeps trying a queued message. */
  readonly retryHours: number;
  /** After so many minutes the experts are called again, where nobody has taken a case. */
  readonly alertMinutes: number;
}

/** What is next; null where nothing is, or nobody wants to be asked. */
export function nextReminder(
  triageCase: TriageCase,
  article: Article | undefined,
  memory: Memory,
  { retryHours, alertMinutes }: ReminderTimes,
): Reminder | null {
  const { reminders, isDraft, outcome } = triageCase;
  if (isDraft || (outcome && outcome.kind !== 'sent')) return null;
  const isLeftAlone = reminders.isOff;
  const expiry = !article || isLeftAlone || outcome ? null : expiryReminder(triageCase, article, retryHours);
  const planned = openEscalation(triageCase)
    ? [countReminder(triageCase), unclaimedReminder(triageCase, alertMinutes), expiry]
    : !article || isLeftAlone
      ? []
      : [outcome ? partnerReminder(triageCase) : lookReminder(triageCase, article, memory), expiry];
  return [...planned, incidentReminder(triageCase, memory)]
    .filter(one => one !== null)
    .filter(({ kind, at }) => !reminders.asked.some(asked => asked.kind === kind && asked.at >= at))
    .reduce<Reminder | null>((first, one) => (first === null || one.at < first.at ? one : first), null);
}

/** What was asked last, as long as nobody has said what came of it. */
export function remindedOf(
  triageCase: TriageCase,
  position: Position,
  state: DeliveryState | null,
): Reminder['kind'] | null {
  const { reminders, outcome } = triageCase;
  const last = reminders.asked.at(-1);
  if (!last || reminders.isOff || (outcome && outcome.kind !== 'sent')) return null;
  const isOpen = {
    look: outcome === null && isUntil(changesShow(triageCase, position), last.at),
    partner: outcome !== null && (lastFollowUp(triageCase)?.at ?? outcome.at) < last.at,
    expiry: outcome === null && state === 'queued',
    // That is said to the experts alone.
    unclaimed: false,
    count: false,
    // A sentence says the one, and a card of its own the other.
    news: false,
    over: false,
  };
  return isOpen[last.kind] ? last.kind : null;
}

/** Whoever is told for a conversation what comes of an incident: nobody has put that off. */
function incidentReminder({ incident: own }: TriageCase, { incident }: Memory): Reminder | null {
  if (own !== null || incident?.belonging !== 'voice') return null;
  if (incident.over) return { kind: 'over', at: incident.over.at };
  return incident.news && { kind: 'news', at: incident.news.at };
}

/** The reports are counted, less and less often while nothing is new; a report brings it forward. */
function countReminder({ incident }: TriageCase): Reminder | null {
  return incident && { kind: 'count', at: plus(incident.countedAt, countPause * 2 ** Math.min(incident.quiet, 4)) };
}

/** It was asked whether an incident is over here too, and nobody has answered. */
export function isAskedIfOver({ reminders, outcome }: TriageCase, { incident }: Memory): boolean {
  if (incident?.belonging !== 'voice' || !incident.over || (outcome && outcome.kind !== 'sent')) return false;
  const { at } = incident.over;
  return reminders.asked.some(asked => asked.kind === 'over' && asked.at >= at);
}

function isUntil(from: string | null, at: string): boolean {
  return from !== null && from <= at;
}

function changesShow(triageCase: TriageCase, { stepId, step }: Position): string | null {
  return step.kind === 'checklist' ? looksFrom(stepId, step, triageCase, null) : null;
}

/** When the changes should show. */
function lookReminder(triageCase: TriageCase, article: Article, memory: Memory): Reminder | null {
  const from = changesShow(triageCase, findPosition(triageCase, article, memory));
  return from === null ? null : { kind: 'look', at: notBefore(from, triageCase) };
}

/** Each time after twice as long; three times as soon where mail stands still. Nobody can put off what others wait for. */
function unclaimedReminder({ reminders, severity, ...triageCase }: TriageCase, alertMinutes: number): Reminder | null {
  const open = openEscalation(triageCase)!;
  if (open.taken) return null;
  const called = reminders.asked.filter(({ kind, at }) => kind === 'unclaimed' && at >= open.at);
  const last = called.at(-1);
  // What is urgent calls somebody at once, on its own card's heels.
  if (!last && severity !== 'normal') return { kind: 'unclaimed', at: open.at };
  const pause = (alertMinutes * minute) / (severity === 'critical' ? 3 : 1);
  return { kind: 'unclaimed', at: plus(last?.at ?? open.at, Math.min(day, pause * 2 ** called.length)) };
}

/** Whoever was written to has a day, and a weekend does not count. */
function partnerReminder(triageCase: TriageCase): Reminder | null {
  const last = lastFollowUp(triageCase);
  if (triageCase.outcome === null || last?.kind === 'answered') return null;
  return { kind: 'partner', at: notBefore(afterWeekend(plus(last?.at ?? triageCase.outcome.at, day)), triageCase) };
}

/** Before what waits comes back undelivered; none where that is over already, or so near that it was said at the opening. */
function expiryReminder(triageCase: TriageCase, article: Article, retryHours: number): Reminder | null {
  const { state, expiresAt } = deliveryOf(triageCase.evidence, article, retryHours);
  if (state !== 'queued' || expiresAt === null) return null;
  const at = plus(expiresAt, -beforeExpiry);
  return at > triageCase.openedAt ? { kind: 'expiry', at } : null;
}

function notBefore(at: string, { reminders }: TriageCase): string {
  return reminders.snoozedUntil !== null && reminders.snoozedUntil > at ? reminders.snoozedUntil : at;
}

function afterWeekend(at: string): string {
  const weekday = new Date(at).getUTCDay();
  return weekday === 6 ? plus(at, 2 * day) : weekday === 0 ? plus(at, day) : at;
}
