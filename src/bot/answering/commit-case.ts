/** Stores what one input did to a case, and applies the input again when somebody else was faster. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CaseChange,
  closedState,
  draftState,
  expertsState,
  openState,
  type StoredCase,
  sentState,
} from '../../storage/store.ts';
import { storedForm } from '../../storage/stored-case.ts';
import { type CaseEvent, isClosed, openEscalation, type Reminder, type TriageCase } from '../../triage/case.ts';
import type { Handled } from '../../triage/guiding/index.ts';
import { nextReminder } from '../../triage/showing/index.ts';
import type { Desk } from '../desk.ts';
import type { Reply } from '../reply.ts';
import type { Turn } from './open-turn.ts';
import { withOthersTold } from './tell-others.ts';

/** So many people do not click in the same moment. */
const maxTries = 40;

export interface Attempt {
  readonly handled: Handled;
  /** The version that was loaded; 0 for a new case. */
  readonly version: number;
  readonly reply: Reply;
  /** The case does not become the current one of the conversation. */
  readonly isAside?: boolean;
}

/**
 * @param attempt loads the case and applies the input; called again after a conflict, with the number of the try
 * @returns the reply to send: the first one, if this activity was answered before
 */
export async function commitCase(
  desk: Pick<Desk, 'articles' | 'retryHours' | 'reminds' | 'alertMinutes'>,
  turn: Pick<Turn, 'commit'>,
  attempt: (tries: number) => Promise<Attempt>,
): Promise<Reply> {
  for (let tries = 1; ; tries++) {
    const { handled, version, reply, isAside = false } = await attempt(tries);
    if (!handled.isChanged) return reply;
    const result = await turn.commit(reply, {
      case: changeOf(handled.case, version, handled.events, plannedFor(desk, handled)),
      ...(!isAside && { currentCase: handled.case.id }),
      remember: handled.remember,
    });
    if (result.kind === 'committed') return reply;
    if (result.kind === 'repeated') return result.reply;
    if (tries >= maxTries) throw new Error('A case could not be stored: too many changes at the same time');
    await sleep(Math.random() * 10 * Math.min(tries, 10));
  }
}

/**
 * The same for the case that was loaded when the turn began, which is loaded again after a conflict.
 * @param apply what the input does to the case as it is then, and what is replied
 */
export function commitCurrent(
  desk: Desk,
  turn: Pick<Turn, 'commit' | 'reader'>,
  current: StoredCase<TriageCase>,
  apply: (stored: StoredCase<TriageCase>) => Promise<Omit<Attempt, 'version'>>,
): Promise<Reply> {
  return commitCase(desk, turn, async tries => {
    const stored = tries === 1 ? current : await desk.store.loadCase(turn.reader.tenant, current.id);
    if (!stored) throw new Error('A case went away between two reads');
    const attempted = await apply(stored);
    const reply = await withOthersTold(desk, turn.reader, stored, attempted.handled, attempted.reply);
    return { ...attempted, reply, version: stored.version };
  });
}

/** What is planned follows from the case; undefined where it is planned already. */
function plannedFor(
  { articles, reminds, ...times }: Parameters<typeof commitCase>[0],
  { case: after, memory }: Handled,
): Reminder | null | undefined {
  const { next: before } = after.reminders;
  const next = reminds ? nextReminder(after, articles.get(after.articleId ?? ''), memory, times) : null;
  return next?.kind === before?.kind && next?.at === before?.at ? undefined : next;
}

/**
 * A case as it is to be stored.
 * @param version the one that was loaded; 0 for a new case
 * @param planned what is due next; undefined: as it was
 */
export function changeOf(
  triageCase: TriageCase,
  version: number,
  events: readonly CaseEvent[],
  planned: Reminder | null | undefined,
): CaseChange<TriageCase> {
  const value =
    planned === undefined ? triageCase : { ...triageCase, reminders: { ...triageCase.reminders, next: planned } };
  return {
    id: value.id,
    expectedVersion: version,
    value: storedForm(value),
    article: value.articleId,
    state: stateOf(value),
    events,
    due: planned && { what: planned.kind, dueAt: planned.at },
  };
}

/** Under which state lists find it. */
function stateOf(triageCase: TriageCase): string {
  if (triageCase.isDraft) return draftState;
  if (openEscalation(triageCase)) return expertsState;
  // Somebody else has to act now, and the helpdesk waits for it.
  if (triageCase.outcome?.kind === 'sent') return sentState;
  if (isClosed(triageCase)) return closedState;
  return triageCase.articleId === null ? 'choosing' : openState;
}
