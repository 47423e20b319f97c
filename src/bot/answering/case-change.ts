/** A case as it is to be stored, with the state under which lists find it. */
import {
  type CaseChange,
  closedState,
  draftState,
  expertsState,
  openState,
  sentState,
  waitingState,
} from '../../storage/store.ts';
import { storedForm } from '../../storage/stored-case.ts';
import { type CaseEvent, isClosed, openEscalation, type Reminder, type TriageCase } from '../../triage/case.ts';

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
  if (triageCase.articleId === null) return 'choosing';
  return triageCase.reminders.next?.kind === 'look' ? waitingState : openState;
}
