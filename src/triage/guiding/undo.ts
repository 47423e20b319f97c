/** "Undo": the way back from "Start over" and from what a sentence changed, until something else is answered or ticked. */
import { type TriageCase, undoable } from '../case.ts';
import type { Change } from './press.ts';

export function undo({ startedOver, heard, escalations }: TriageCase): Change | null {
  const events = [{ kind: 'undone' as const, data: {} }];
  if (heard) {
    return {
      case: { ...undoable(heard), isDraft: heard.articleId === null && escalations.length === 0, heard: null },
      events,
    };
  }
  if (!startedOver) return null;
  const { moves, asked, ticks, confirming } = startedOver;
  return { case: { moves, asked, ticks, confirming, startedOver: null }, events };
}

/** Whatever else changes the case ends the time for "Undo"; only asking whether a risky step is to be done does not yet. */
export function withoutOldUndo(before: TriageCase, after: TriageCase): TriageCase {
  const isStale = (name: 'startedOver' | 'heard') => after[name] !== null && after[name] === before[name];
  if (!isStale('startedOver') && !isStale('heard')) return after;
  const parts = Object.keys(after) as (keyof TriageCase)[];
  const isSame = parts.every(part => part === 'confirming' || after[part] === before[part]);
  if (isSame) return after;
  return {
    ...after,
    startedOver: isStale('startedOver') ? null : after.startedOver,
    heard: isStale('heard') ? null : after.heard,
  };
}
