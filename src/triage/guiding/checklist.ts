/** A checklist's rows: what is done, next, open or locked, and whether a tick may be set. */
import type { Article, ChecklistItem, ChecklistStep, StepId } from '../article.ts';
import { type Tick, type TriageCase, tickKey } from '../case.ts';
import { milliseconds, plus } from '../durations.ts';
import { deliveryState } from '../evidence.ts';
import { type FindingFact, type FindingKind, factsOf } from '../finding.ts';
import type { NamedItem } from '../talk.ts';

export interface ItemState {
  readonly item: ChecklistItem;
  readonly number: number;
  readonly state: 'done' | 'next' | 'open' | 'locked';
  readonly tick: Tick | null;
  /** Why it is locked: by an item of this list (its number, or those of which one is enough), by an answer, or by data. */
  readonly lockedBy:
    | { readonly kind: 'item'; readonly numbers: readonly number[] }
    | { readonly kind: 'answer'; readonly step: StepId }
    /** Data that was sent: it would do harm. */
    | {
        readonly kind: 'finding';
        readonly finding: FindingKind;
        readonly fact: FindingFact;
        readonly count: number | null;
      }
    | null;
  /** From when on the change that it waits for shows; null: it waits for none, for none yet, or nobody knows how long. */
  readonly opensAt: string | null;
  /** It was ticked when the same problem was solved before. */
  readonly wasDone: boolean;
}

const resend: ChecklistItem = {
  id: 'resend',
  who: 'sender',
  minutes: null,
  command: null,
  risky: false,
  always: false,
  requires: [],
  unless: [],
  after: [],
  wait: null,
};

/** The step's items; a message that has come back has to be sent again, so that item is added. */
export function itemsOf(step: ChecklistStep, triageCase: TriageCase): readonly ChecklistItem[] {
  const bounced = deliveryState(triageCase.evidence) === 'bounced';
  const isLast = step.next === null;
  return bounced && isLast && !step.items.some(item => item.id === resend.id) ? [...step.items, resend] : step.items;
}

/**
 * @param answers the answers that led to this step
 * @param before what was ticked when the same problem was solved before, as `step/item`: of what is open it comes first
 */
export function checklistRows(
  stepId: StepId,
  step: ChecklistStep,
  triageCase: TriageCase,
  answers: Readonly<Record<StepId, string>>,
  before: readonly string[] = [],
): ItemState[] {
  const items = itemsOf(step, triageCase);
  const rows = items.map((item, index): ItemState => {
    const tick = triageCase.ticks[tickKey(stepId, item.id)] ?? null;
    const opens = opensAt(stepId, item, triageCase, null);
    const row = { item, number: index + 1, tick, wasDone: before.includes(tickKey(stepId, item.id)) };
    if (tick) return { ...row, state: 'done', lockedBy: null, opensAt: opens };
    const lockedBy = lockOf(stepId, item, items, triageCase, answers);
    return lockedBy
      ? { ...row, state: 'locked', lockedBy, opensAt: null }
      : { ...row, state: 'open', lockedBy, opensAt: opens };
  });
  const open = rows.filter(({ state }) => state === 'open');
  const next = open.find(({ wasDone }) => wasDone) ?? open[0];
  return rows.map(row => (row === next ? { ...row, state: 'next' } : row));
}

function lockOf(
  stepId: StepId,
  item: ChecklistItem,
  items: readonly ChecklistItem[],
  { ticks, findings }: TriageCase,
  answers: Readonly<Record<StepId, string>>,
): ItemState['lockedBy'] {
  // What data shows outranks what somebody answered: it stays refused until other data of the kind is sent.
  const facts = item.unless.length === 0 ? undefined : factsOf(findings);
  for (const fact of item.unless) {
    const finding = facts?.get(fact);
    if (!finding) continue;
    const { count } = finding.headline.values;
    return { kind: 'finding', finding: finding.kind, fact, count: typeof count === 'number' ? count : null };
  }
  const unmet = item.requires.find(one => answers[one.step] !== one.option);
  if (unmet) return { kind: 'answer', step: unmet.step };
  const waitsFor = item.after.find(ids => !ids.some(id => tickKey(stepId, id) in ticks));
  if (!waitsFor) return null;
  return { kind: 'item', numbers: waitsFor.map(id => items.findIndex(one => one.id === id) + 1) };
}

/**
 * From when on a look tells whether the changes of a list worked: the one place that knows it, for the step that waits, the
 * look afterwards and the question how long it takes. Null where nothing takes a known time.
 * @param ifDoneAt when the changes are done that are not ticked yet; null: they are not counted
 */
export function looksFrom(
  stepId: StepId,
  step: ChecklistStep,
  triageCase: TriageCase,
  ifDoneAt: string | null,
): string | null {
  return latest(step.items.map(item => opensAt(stepId, item, triageCase, ifDoneAt)));
}

function opensAt(stepId: StepId, item: ChecklistItem, triageCase: TriageCase, ifDoneAt: string | null): string | null {
  if (item.wait === null || item.wait === 'unknown') return null;
  const ticked = (id: string) => triageCase.ticks[tickKey(stepId, id)]?.at ?? null;
  const done = item.after.map(ids => latest(ids.map(ticked)) ?? ifDoneAt);
  // A wait for nothing that anybody does began with the trouble itself.
  const begins = item.after.length === 0 ? triageCase.openedAt : done.includes(null) ? null : latest(done);
  return begins === null ? null : plus(begins, milliseconds(item.wait));
}

function latest(times: readonly (string | null)[]): string | null {
  return times.reduce((last, time) => (last === null || (time !== null && time > last) ? time : last), null);
}

/** An item wherever in a guide it stands; undefined where there is none of that name. */
export function itemIn({ guide }: Article, { step, item }: NamedItem): ChecklistItem | undefined {
  const list = guide.steps[step];
  return list?.kind === 'checklist' ? list.items.find(({ id }) => id === item) : undefined;
}
