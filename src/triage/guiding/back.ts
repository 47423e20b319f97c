/** The way back: what the Back button takes away. */
import { type TriageCase, tickKey } from '../case.ts';
import { hasArticle } from '../fate.ts';
import { checklistRows } from './checklist.ts';
import type { Position } from './guide.ts';
import type { Change } from './press.ts';

/** Back closes an open confirmation, opens a finished list again, takes the last answer back, or returns to the choice. */
export function goBack(before: TriageCase, position: Position): Change | null {
  if (before.confirming) return { case: { confirming: null } };
  if (before.contact.isChoosing) return { case: { contact: { ...before.contact, isChoosing: false } } };
  const { stepId, step } = position;
  if (step.kind === 'checklist' && step.next === null) {
    const rows = checklistRows(stepId, step, before, position.answers);
    const last = rows.every(row => row.state === 'done') ? rows.at(-1) : undefined;
    if (last) {
      const { [tickKey(stepId, last.item.id)]: _tick, ...ticks } = before.ticks;
      return { case: { ticks }, events: [{ kind: 'unticked', data: { step: stepId, item: last.item.id } }] };
    }
  }
  const back = stepBack(before, position) ?? toChoice(before);
  return back && { case: back, events: [{ kind: 'went-back', data: { step: stepId } }] };
}

/** From any step to the other recipients of the bounce; also when it is solved for this one. */
export function toRecipients(before: TriageCase): Change | null {
  if (!hasOtherRecipients(before)) return null;
  const choice = toChoice({ ...before, outcome: null });
  const reopened = before.outcome ? [{ kind: 'reopened' as const, data: {} }] : [];
  return choice && { case: choice, events: [...reopened, { kind: 'went-back', data: {} }] };
}

/** Whether other recipients of the bounce failed for other reasons. */
export function hasOtherRecipients({ candidates, articleId }: TriageCase): boolean {
  return articleId !== null && candidates.some(({ because }) => because.some(({ kind }) => kind === 'recipients'));
}

/** What was ticked stays: another choice has other steps. Where what happens to the message was the choice, it is asked again. */
function toChoice(before: TriageCase): TriageCase | null {
  if (before.candidates.length === 0) return null;
  const fate = hasArticle(before.fate) ? null : before.fate;
  return { ...before, articleId: null, moves: [], asked: [], confirming: null, fate };
}

/** One step back: the last move is taken back, or else the last skipped question is asked after all. */
function stepBack(triageCase: TriageCase, position: Position): TriageCase | null {
  const last = position.taken.at(-1);
  const reopened = last?.step ?? position.skipped.at(-1)?.step;
  if (reopened === undefined) return null;
  return {
    ...triageCase,
    confirming: null,
    moves: triageCase.moves.filter(move => move.step !== reopened),
    // Asked even where the answer just taken back is remembered by now.
    asked: [...triageCase.asked.filter(step => step !== reopened), reopened],
  };
}

export function canStepBack(position: Position): boolean {
  return position.taken.length > 0 || position.skipped.length > 0;
}
