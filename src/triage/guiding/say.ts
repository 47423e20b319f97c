/** What a sentence in somebody's own words does to a case: the presses that it means, as one change that can be undone. */
import { type Answer, type Question, questions } from '../answer.ts';
import type { Article, ChecklistItem, Owner } from '../article.ts';
import { type CaseEvent, type Heard, type TriageCase, tickKey } from '../case.ts';
import type { Intent, NamedItem, Said } from '../talk.ts';
import { checklistRows, itemIn, itemsOf, looksFrom } from './checklist.ts';
import { findPosition, type Position } from './guide.ts';
import { learnedFrom } from './learned.ts';
import type { Change, InputContext, Press, Remember } from './press.ts';

/** What pressing does; handed in, because pressing does not know of sentences. */
type PressOnce = (before: TriageCase, press: Press) => Change | null;

/** With the way back a card has room for so many buttons. */
const mostAsked = 5;

type Event = Omit<CaseEvent, 'at' | 'by'>;

/** @returns null where nothing of it means anything here */
export function say(
  before: TriageCase,
  article: Article,
  said: Said,
  context: InputContext,
  press: PressOnce,
): Change | null {
  const wants = (intent: Intent) => said.intents.includes(intent);
  const steps = createSteps(before, article, context, press);
  if (said.answer !== null && (wants('correction') || isAskedYet(before, article, said, context))) {
    steps.correct(said.answer.step, said.answer.option);
  } else if (wants('unsure')) steps.unsure();
  if (wants('done')) {
    if (said.isUnclearWhich) return { answer: { about: 'which', verb: 'tick', items: said.items } };
    const locked = steps.tick(said.items);
    if (locked.length > 0 && !steps.isChanged()) return { answer: { about: 'locked', items: locked } };
    const open = steps.openItems();
    const isVague = said.items.length === 0 && !wants('failing') && !wants('works') && !steps.isChanged();
    if (isVague && open.length > 0)
      return { answer: { about: 'which', verb: 'tick', items: open.slice(0, mostAsked) } };
  } else if (wants('not-done')) {
    if (said.isUnclearWhich) return { answer: { about: 'which', verb: 'untick', items: said.items } };
    steps.untick(said.items);
  }
  if (wants('works') && !wants('failing') && !wants('done') && said.items.length > 0 && !said.isUnclearWhich) {
    // "The test mail came through": one step, and perhaps all that was wanted.
    steps.tick(said.items);
    const { stepId } = findPosition(steps.now(), article, context.memory);
    if (steps.isChanged()) return { ...steps.change(), answer: { about: 'delivered', step: stepId } };
  }
  if (wants('works') && !wants('failing')) {
    const unfinished = unfinishedItems(steps.now(), article, context);
    if (unfinished && !before.outcome) return { ...steps.change(), answer: unfinished };
    if (!said.isSureOfEnd && !before.outcome) {
      const { stepId } = findPosition(steps.now(), article, context.memory);
      return { ...steps.change(), answer: { about: 'delivered', step: stepId } };
    }
    steps.solve();
  } else if (wants('failing')) steps.fail(wants('done') && said.items.length > 0);
  if (wants('sent') && !wants('works')) steps.send();
  const isSolved = steps.now().outcome !== null;
  const asked = isSolved && steps.isChanged() ? undefined : answerTo(before, article, said, context, steps.isChanged());
  return steps.isChanged() ? { ...steps.change(), ...asked } : (asked ?? null);
}

/** The steps that are to be done even when mail flows again; undefined where none is open. */
export function unfinishedItems(
  triageCase: TriageCase,
  article: Article,
  context: Pick<InputContext, 'memory'>,
): Answer | undefined {
  const { stepId, step, answers } = findPosition(triageCase, article, context.memory);
  if (step.kind !== 'checklist') return undefined;
  const items = checklistRows(stepId, step, triageCase, answers)
    .filter(({ item, state }) => item.always && state !== 'done')
    .map(({ item }) => ({ step: stepId, item: item.id }));
  return items.length === 0 ? undefined : { about: 'unfinished', step: stepId, items };
}

/** The question is open, or comes after the open one: what was answered before is put right only by who says so. */
function isAskedYet(before: TriageCase, article: Article, { answer }: Said, { memory }: InputContext): boolean {
  return answer !== null && findPosition(before, article, memory).answers[answer.step] === undefined;
}

/** Presses one after the other on a copy of the case, and what they add up to. */
function createSteps(before: TriageCase, article: Article, context: InputContext, press: PressOnce) {
  let now = before;
  const events: Event[] = [];
  const remember: Remember[] = [];
  const ticked: string[] = [];
  const unticked: string[] = [];
  let answered: Heard['answered'] = null;
  let isStillFailing = false;
  let asksRisk = false;
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
      answered = { step, option };
    },
    unsure(): void {
      const { step, stepId } = position();
      if (step.kind !== 'question' || !step.options.some(({ id }) => id === 'unsure')) return;
      if (apply({ verb: 'answer', step: stepId, option: 'unsure' })) answered = { step: stepId, option: 'unsure' };
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
    solve(): void {
      if (now.outcome?.kind !== 'solved') apply({ verb: 'solved', step: position().stepId });
    },
    /** The text has gone to whoever has to act. */
    send(): void {
      if (!now.outcome && position().step.kind === 'escalation') apply({ verb: 'sent' });
    },
    /** @param isPartial something was said to be done in the same breath: what is left of the list comes first */
    fail(isPartial: boolean): void {
      if (now.outcome) {
        now = { ...now, outcome: null };
        events.push({ kind: 'reopened', data: {} });
      }
      const { step, stepId, answers } = position();
      if (step.kind !== 'checklist' || asksRisk) return;
      const isLeft = checklistRows(stepId, step, now, answers).some(
        ({ state }) => state === 'next' || state === 'open',
      );
      if (isPartial && isLeft) return;
      if (apply({ verb: 'failing', step: stepId })) isStillFailing = true;
    },
    change(): Change {
      if (now === before) return {};
      const { articleId, moves, asked, ticks, confirming, outcome } = before;
      const heard: Heard = {
        articleId,
        moves,
        asked,
        ticks,
        confirming,
        outcome,
        ticked,
        unticked,
        answered,
        chosen: null,
        isStillFailing,
        by,
        at,
      };
      return { case: { ...now, heard }, events, ...(remember.length > 0 && { remember }) };
    },
  };
}

/** What is answered beside a changed card, which says the rest itself. */
const besides: readonly Intent[] = ['how-long', 'risk', 'resend', 'hand-over'];

/** What was asked, the strongest wish first; undefined where it was no question. */
function answerTo(
  before: TriageCase,
  article: Article,
  said: Said,
  context: InputContext,
  isBeside: boolean,
): Change | undefined {
  for (const intent of said.intents) {
    const isSent = intent === 'denied' && said.intents.includes('sent');
    if (isBeside && !besides.includes(intent) && !isSent) continue;
    if (intent === 'hand-over') {
      const to = said.owner ?? ownerOfItems(said.items, article) ?? nextOwner(before, article, context);
      return to === undefined ? ask(before, article, 'who', [], context) : handOver(before, article, to, context);
    }
    // The other side says that it is done, and it is not.
    const isTheirs = intent === 'failing' && findPosition(before, article, context.memory).step.kind === 'escalation';
    if (intent === 'denied' || isTheirs) return ask(before, article, 'proof', [], context);
    if (intent === 'greeting' || intent === 'thanks' || intent === 'abilities') return { answer: { about: intent } };
    const question = questions.find(one => one === intent);
    if (question !== undefined) return ask(before, article, question, said.items, context);
  }
  return undefined;
}

/** A question about the case as it stands. */
export function ask(
  before: TriageCase,
  article: Article,
  about: Question,
  items: readonly NamedItem[],
  { memory, now }: Pick<InputContext, 'memory' | 'now'>,
): Change {
  const position = findPosition(before, article, memory);
  const { step } = position;
  const isOpen = before.outcome === null && step.kind === 'checklist';
  const lookAt = isOpen ? looksFrom(position.stepId, step, before, now) : null;
  return { answer: { about, items, lookAt } };
}

/** The text for whoever does a step, with the steps that are theirs; or that nothing of theirs is open. */
export function handOver(
  before: TriageCase,
  article: Article,
  to: Owner,
  { memory }: Pick<InputContext, 'memory'>,
): Change {
  const position = findPosition(before, article, memory);
  const { step } = position;
  if (step.kind === 'escalation') {
    const isTheirs = to === step.to || to === 'partner' || to === 'recipient-admin' || to === 'sender';
    return isTheirs
      ? { plainText: 'contact', answer: { about: 'handed-over', to } }
      : { answer: { about: 'nothing-of-theirs', to } };
  }
  const theirs = [to, ...(neighbours[to] ?? [])].find(one =>
    undoneItems(before, position).some(({ who }) => who === one),
  );
  return theirs === undefined
    ? { answer: { about: 'nothing-of-theirs', to } }
    : { plainText: { handOverTo: theirs }, answer: { about: 'handed-over', to: theirs } };
}

/** Teams that are one in many companies: who is asked for the one gets the steps of the other. */
const neighbours: Partial<Record<Owner, readonly Owner[]>> = {
  network: ['firewall', 'dns-host'],
  firewall: ['network'],
  'server-admin': ['exchange-admin'],
  'exchange-admin': ['server-admin'],
};

/** What is not ticked of the list that is open. */
function undoneItems(triageCase: TriageCase, { stepId, step }: Position): readonly ChecklistItem[] {
  if (step.kind !== 'checklist') return [];
  return itemsOf(step, triageCase).filter(({ id }) => !(tickKey(stepId, id) in triageCase.ticks));
}

function ownerOfItems(items: readonly NamedItem[], article: Article): Owner | undefined {
  return items.map(one => itemIn(article, one)?.who).find(who => who !== undefined);
}

/** Who does the next step that the helpdesk cannot do itself. */
function nextOwner(before: TriageCase, article: Article, { memory }: InputContext): Owner | undefined {
  const { stepId, step, answers } = findPosition(before, article, memory);
  if (step.kind === 'escalation') return step.to === 'colleague' ? 'helpdesk' : step.to;
  if (step.kind !== 'checklist') return undefined;
  const open = checklistRows(stepId, step, before, answers).filter(({ state }) => state !== 'done');
  return (open.find(({ item }) => item.who !== 'helpdesk') ?? open[0])?.item.who;
}
