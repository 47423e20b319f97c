/** Ticks, confirmations and the ways out of a checklist. */
import type { ChecklistStep, StepId } from '../article.ts';
import { type TriageCase, tickKey } from '../case.ts';
import { checklistRows, type ItemState, itemsOf } from './checklist.ts';
import type { Position } from './guide.ts';
import type { Change, InputContext, Press } from './press.ts';

export type TickPress = Press & { verb: 'tick' | 'untick' | 'confirm' | 'cancel' };

export function tickItem(
  before: TriageCase,
  { stepId, step, answers }: Position,
  press: TickPress,
  context: InputContext,
): Change | null {
  if (step.kind !== 'checklist' || press.step !== stepId) return null;
  const row = checklistRows(stepId, step, before, answers).find(one => one.item.id === press.item);
  if (!row) return null;
  const data = { step: stepId, item: row.item.id };
  switch (press.verb) {
    case 'cancel':
      return before.confirming ? { case: { confirming: null } } : null;
    case 'untick': {
      if (row.state !== 'done') return null;
      const { [tickKey(stepId, row.item.id)]: _, ...ticks } = before.ticks;
      return { case: { ticks: withoutDependents(stepId, step, ticks) }, events: [{ kind: 'unticked', data }] };
    }
    case 'tick':
    case 'confirm': {
      if (row.state === 'locked') return { answer: { about: 'locked', items: [{ step: stepId, item: row.item.id }] } };
      if (row.state === 'done') return null;
      const isAsked = row.item.risky || isEarly(row, stepId, before, context);
      if (isAsked && press.verb === 'tick') return { case: { confirming: { step: stepId, item: row.item.id } } };
      if (press.verb === 'confirm' && before.confirming?.item !== row.item.id) return null;
      const ticks = { ...before.ticks, [tickKey(stepId, row.item.id)]: { by: context.by, at: context.now } };
      const kind = row.item.risky ? ('confirmed' as const) : ('ticked' as const);
      const ticked: TriageCase = { ...before, ticks, confirming: null };
      const leadsOn = step.next !== null && itemsOf(step, ticked).every(item => tickKey(stepId, item.id) in ticks);
      const moves = leadsOn
        ? [...before.moves, { step: stepId, option: 'next', by: context.by, at: context.now }]
        : before.moves;
      return { case: { ticks, moves, confirming: null }, events: [{ kind, data }] };
    }
    default:
      return press.verb satisfies never;
  }
}

/** The change needs longer. What is ticked in the same breath as the change is told afterwards, and the wait is over. */
function isEarly({ item, opensAt }: ItemState, stepId: StepId, { ticks }: TriageCase, { now }: InputContext): boolean {
  const isToldNow = item.after.flat().some(id => ticks[tickKey(stepId, id)]?.at === now);
  return opensAt !== null && opensAt > now && !isToldNow;
}

/** An item that waited for an unticked one cannot stay done. */
function withoutDependents(stepId: StepId, step: ChecklistStep, ticks: TriageCase['ticks']): TriageCase['ticks'] {
  const kept = { ...ticks };
  for (const item of step.items) {
    if (item.after.some(ids => !ids.some(id => tickKey(stepId, id) in kept))) delete kept[tickKey(stepId, item.id)];
  }
  return kept;
}

/** Things that the agent checked before writing to the partner: the contact text says them. */
export function tickCheck(
  before: TriageCase,
  { stepId, step }: Position,
  press: TickPress,
  { now, by }: InputContext,
): Change | null {
  if (step.kind !== 'escalation' || press.step !== stepId || !step.checks.includes(press.item)) return null;
  const key = tickKey(stepId, press.item);
  const data = { step: stepId, item: press.item };
  if (press.verb === 'tick' && !(key in before.ticks)) {
    return { case: { ticks: { ...before.ticks, [key]: { by, at: now } } }, events: [{ kind: 'ticked', data }] };
  }
  if (press.verb !== 'untick' || !(key in before.ticks)) return null;
  const { [key]: _, ...ticks } = before.ticks;
  return { case: { ticks }, events: [{ kind: 'unticked', data }] };
}

export function leaveChecklist(
  before: TriageCase,
  { stepId, step }: Position,
  press: Press & { verb: 'go-on' | 'failing' | 'solved' },
  { now, by }: InputContext,
): Change | null {
  if (step.kind !== 'checklist' || press.step !== stepId) return null;
  if (press.verb === 'go-on' && step.next === null) return null;
  const option = press.verb === 'go-on' ? 'next' : 'still-failing';
  return {
    case: { moves: [...before.moves, { step: stepId, option, by, at: now }], confirming: null },
    events: [{ kind: press.verb === 'go-on' ? 'went-on' : 'still-failing', data: { step: stepId } }],
  };
}
