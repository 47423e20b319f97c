/** Presses one after the other on a copy of the case, and what they add up to: one change that can be undone. */
import type { Article } from '../article.ts';
import { type CaseEvent, type Heard, type TriageCase, tickKey, undoable, type Wording } from '../case.ts';
import type { Locale } from '../evidence.ts';
import type { NamedItem, NamedOption } from '../talk.ts';
import { checklistRows, itemIn } from './checklist.ts';
import { findPosition } from './guide.ts';
import { learnedFrom } from './learned.ts';
import { withNote } from './note.ts';
import type { Change, InputContext, Press, Remember } from './press.ts';

/** What pressing does; handed in, because pressing does not know of sentences. */
export type PressOnce = (before: TriageCase, press: Press) => Change | null;

type Event = Omit<CaseEvent, 'at' | 'by'>;

export function createPresses(before: TriageCase, article: Article, context: InputContext, press: PressOnce) {
  let now = before;
  const events: Event[] = [];
  const remember: Remember[] = [];
  const ticked: string[] = [];
  const unticked: string[] = [];
  const answered: NamedOption[] = [];
  let isStillFailing = false;
  let asksRisk = false;
  const noted: string[] = [];
  let began: string | null = null;
  const position = () => findPosition(now, article, context.memory);
  const apply = (one: Press): boolean => {
    const change = press(now, one);
    if (!change?.case) return false;
    now = { ...now, ...change.case };
    events.push(...(change.events ?? []));
    remember.push(...(change.remember ?? []));
    return true;
  };
  const { by, now: at } = context;

  return {
    now: () => now,
    isChanged: () => now !== before,
    /** Nothing but what waits for its list was noted. */
    isOnlyNoted: () => now !== before && events.length === 0 && answered.length === 0,
    isAtQuestion: () => now.outcome === null && position().step.kind === 'question',
    /** Another answer; what was answered and ticked elsewhere stays, as far as the guide still leads there. */
    correct(step: string, option: string): void {
      const question = article.guide.steps[step];
      const known = position().answers[step];
      if (question?.kind !== 'question' || known === option) return;
      const isAhead = known === undefined && step !== position().stepId;
      if (now.outcome) now = { ...now, outcome: null };
      if (known === undefined && !isAhead) {
        if (!apply({ verb: 'answer', step, option })) return;
      } else {
        now = {
          ...now,
          confirming: null,
          moves: [...now.moves.filter(move => move.step !== step), { step, option, by, at }],
        };
        events.push(
          isAhead
            ? { kind: 'answered', data: { step, option } }
            : { kind: 'corrected', data: { step, option, before: known } },
        );
        remember.push(...learnedFrom(question, option, now));
      }
      answered.push({ step, option });
    },
    /** It is asked once more, also where the evidence would answer it. */
    forget(step: string): void {
      const moves = now.moves.filter(move => move.step !== step);
      if (moves.length === now.moves.length) return;
      now = { ...now, moves, asked: [...now.asked.filter(one => one !== step), step], confirming: null, outcome: null };
      events.push({ kind: 'went-back', data: { step } });
    },
    /** What is left is asked all the same. */
    ruleOut(options: readonly NamedOption[]): void {
      const added = options.filter(
        one => !now.ruledOut.some(known => known.step === one.step && known.option === one.option),
      );
      if (added.length > 0) now = { ...now, ruledOut: [...now.ruledOut, ...added] };
    },
    unsure(): void {
      const { step, stepId } = position();
      if (step.kind !== 'question' || !step.options.some(({ id }) => id === 'unsure')) return;
      if (apply({ verb: 'answer', step: stepId, option: 'unsure' })) answered.push({ step: stepId, option: 'unsure' });
    },
    /** @returns those that are locked */
    tick(items: readonly NamedItem[]): NamedItem[] {
      const locked: NamedItem[] = [];
      if (now.outcome) return locked;
      for (const { step, item } of items) {
        const key = tickKey(step, item);
        if (key in now.ticks || asksRisk) continue;
        const here = position();
        if (step !== here.stepId) {
          // Done before it was asked for. What carries a risk is asked about when its turn comes.
          const found = itemIn(article, { step, item });
          if (!found || found.risky) continue;
          now = { ...now, ticks: { ...now.ticks, [key]: { by, at } } };
          events.push({ kind: 'ticked', data: { step, item } });
          ticked.push(key);
          continue;
        }
        if (here.step.kind !== 'checklist') continue;
        const row = checklistRows(step, here.step, now, here.answers).find(one => one.item.id === item);
        if (row?.state === 'locked') locked.push({ step, item });
        else if (apply({ verb: 'tick', step, item })) {
          if (now.confirming) asksRisk = true;
          else ticked.push(key);
        }
      }
      return locked;
    },
    openItems(): NamedItem[] {
      const { step, stepId, answers } = position();
      if (step.kind !== 'checklist') return [];
      return checklistRows(stepId, step, now, answers)
        .filter(({ state }) => state === 'next' || state === 'open')
        .map(({ item }) => ({ step: stepId, item: item.id }));
    },
    untick(items: readonly NamedItem[]): void {
      for (const { step, item } of items) {
        const key = tickKey(step, item);
        if (!(key in now.ticks)) continue;
        if (apply({ verb: 'untick', step, item })) unticked.push(key);
      }
    },
    /** Steps of a list that opens only after the question: they are ticked then. */
    noteAhead(done: readonly number[], undone: readonly number[]): void {
      if (position().step.kind === 'escalation') return;
      const known = now.doneAhead?.numbers ?? [];
      const numbers = [...new Set([...known, ...done])]
        .filter(number => !undone.includes(number))
        .sort((a, b) => a - b);
      if (numbers.join() === known.join()) return;
      now = { ...now, doneAhead: numbers.length === 0 ? null : { numbers, by, at } };
    },
    solve(): void {
      if (now.outcome?.kind !== 'solved') apply({ verb: 'solved', step: position().stepId });
    },
    /** The text is wanted in that language. */
    speak(language: Locale): void {
      if (now.outcome || position().step.kind !== 'escalation' || now.contact.language === language) return;
      apply({ verb: 'contact-language', option: language });
    },
    word(wording: Wording): void {
      if (now.wording === wording) return;
      now = { ...now, wording };
      events.push({ kind: 'contact-changed', data: { verb: 'contact-wording' } });
    },
    /** The text has gone to whoever has to act. */
    send(): void {
      if (!now.outcome && position().step.kind === 'escalation') apply({ verb: 'sent' });
    },
    /** What is worth knowing and is no step and no answer; what was noted before is not noted again. */
    note(texts: readonly string[]): void {
      for (const text of texts) {
        if (now.notes.some(one => one.text === text)) continue;
        now = { ...now, notes: withNote(now.notes, { by, at, text }) };
        events.push({ kind: 'noted', data: {} });
        noted.push(text);
      }
    },
    begin(when: string): void {
      if (now.contact.began === when) return;
      now = { ...now, contact: { ...now.contact, began: when } };
      events.push({ kind: 'contact-changed', data: { verb: 'contact-details' } });
      began = when;
    },
    /** @param isPartial something was said to be done in the same breath: what is left of the list comes first */
    fail(isPartial: boolean): void {
      if (now.outcome) {
        now = { ...now, outcome: null };
        events.push({ kind: 'reopened', data: {} });
      }
      const { step, stepId, answers } = position();
      // What fails was tried before this list was open.
      if (step.kind !== 'checklist' || asksRisk || answered.length > 0) return;
      const isLeft = checklistRows(stepId, step, now, answers).some(
        ({ state }) => state === 'next' || state === 'open',
      );
      if (isPartial && isLeft) {
        isStillFailing = true;
        return;
      }
      if (apply({ verb: 'failing', step: stepId })) isStillFailing = true;
    },
    /** @param untaken what nothing was made of */
    change(untaken: readonly string[] = []): Change {
      if (now === before) return {};
      const [first = null, ...others] = answered;
      const heard: Heard = {
        ...undoable(before),
        ...{ ticked, unticked, answered: first, answeredToo: others, chosen: null, moved: null, isStillFailing },
        ...{ noted, began, untaken, by, at },
      };
      return { case: { ...now, heard }, events, ...(remember.length > 0 && { remember }) };
    },
  };
}
