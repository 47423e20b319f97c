/** A checklist's rows: what is done, next, open or locked, and whether a tick may be set. */
import type { Article, ChecklistItem, ChecklistStep, StepId } from '../article.ts';
import { type Tick, type TriageCase, tickKey } from '../case.ts';
import { deliveryState } from '../evidence.ts';
import type { NamedItem } from '../talk.ts';

export interface ItemState {
  readonly item: ChecklistItem;
  readonly number: number;
  readonly state: 'done' | 'next' | 'open' | 'locked';
  readonly tick: Tick | null;
  /** Why it is locked: by an item of this list (its number), or by an answer. */
  readonly lockedBy:
    | { readonly kind: 'item'; readonly number: number }
    | { readonly kind: 'answer'; readonly step: StepId }
    | null;
}

const resend: ChecklistItem = {
  id: 'resend',
  who: 'sender',
  minutes: null,
  command: null,
  risky: false,
  always: false,
  requires: [],
  after: [],
};

/** The step's items; a message that has come back has to be sent again, so that item is added. */
export function itemsOf(step: ChecklistStep, triageCase: TriageCase): readonly ChecklistItem[] {
  const bounced = deliveryState(triageCase.evidence) === 'bounced';
  const isLast = step.next === null;
  return bounced && isLast && !step.items.some(item => item.id === resend.id) ? [...step.items, resend] : step.items;
}

/** @param answers the answers that led to this step */
export function checklistRows(
  stepId: StepId,
  step: ChecklistStep,
  triageCase: TriageCase,
  answers: Readonly<Record<StepId, string>>,
): ItemState[] {
  const items = itemsOf(step, triageCase);
  const isDone = (id: string) => tickKey(stepId, id) in triageCase.ticks;
  let nextFound = false;
  return items.map((item, index) => {
    const tick = triageCase.ticks[tickKey(stepId, item.id)] ?? null;
    const number = index + 1;
    if (tick) return { item, number, state: 'done', tick, lockedBy: null };
    const unmet = item.requires.find(one => answers[one.step] !== one.option);
    if (unmet) return { item, number, state: 'locked', tick, lockedBy: { kind: 'answer', step: unmet.step } };
    const waitsFor = item.after.find(id => !isDone(id));
    if (waitsFor) {
      const position = items.findIndex(one => one.id === waitsFor) + 1;
      return { item, number, state: 'locked', tick, lockedBy: { kind: 'item', number: position } };
    }
    const state = nextFound ? 'open' : 'next';
    nextFound = true;
    return { item, number, state, tick, lockedBy: null };
  });
}

/** An item wherever in a guide it stands; undefined where there is none of that name. */
export function itemIn({ guide }: Article, { step, item }: NamedItem): ChecklistItem | undefined {
  const list = guide.steps[step];
  return list?.kind === 'checklist' ? list.items.find(({ id }) => id === item) : undefined;
}
