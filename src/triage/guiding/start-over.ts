/** "Start over": what it takes away stays with the case until the next answer or tick. */
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
