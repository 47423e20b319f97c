/** "Start over" and its way back: what it takes away stays with the case until the next answer or tick. */
import type { TriageCase } from '../case.ts';
import type { Change, InputContext } from './press.ts';

/** Null where there is nothing to start over from: pressed twice, it must not forget what can be undone. */
export function startOver(before: TriageCase, { by, now }: InputContext): Change | null {
  const { moves, asked, ticks, confirming } = before;
  const isAtStart = moves.length + asked.length + Object.keys(ticks).length === 0 && confirming === null;
  if (isAtStart) return null;
  return {
    case: {
      moves: [],
      asked: [],
      ticks: {},
      confirming: null,
      startedOver: { moves, asked, ticks, confirming, by, at: now },
    },
    events: [{ kind: 'started-over', data: {} }],
  };
}

export function undo({ startedOver }: TriageCase): Change | null {
  if (!startedOver) return null;
  const { moves, asked, ticks, confirming } = startedOver;
  return {
    case: { moves, asked, ticks, confirming, startedOver: null },
    events: [{ kind: 'undone', data: {} }],
  };
}

/** Whatever else changes the case ends the time for "Undo"; only asking whether a risky step is to be done does not yet. */
export function withoutOldUndo(before: TriageCase, after: TriageCase): TriageCase {
  const { startedOver } = after;
  if (!startedOver || startedOver !== before.startedOver) return after;
  const parts = Object.keys(after) as (keyof TriageCase)[];
  const isSame = parts.every(part => part === 'confirming' || after[part] === before[part]);
  return isSame ? after : { ...after, startedOver: null };
}
