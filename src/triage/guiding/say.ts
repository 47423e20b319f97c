/** What a sentence in somebody's own words does to a case: the presses that it means, as one change that can be undone. */
import { type Answer, questions } from '../answer.ts';
import type { Article, Owner } from '../article.ts';
import type { TriageCase } from '../case.ts';
import type { Intent, NamedItem, NamedSteps, Said } from '../talk.ts';
import { answerOf, handOver, nextOwner, ownerOfItems } from './ask.ts';
import { itemsAhead } from './branches.ts';
import { checklistRows } from './checklist.ts';
import { findPosition } from './guide.ts';
import type { Change, InputContext } from './press.ts';
import { createPresses, type PressOnce } from './presses-of-a-sentence.ts';
import { repair } from './repair.ts';

/** With the way back a card has room for so many buttons. */
const mostAsked = 5;

/** Where its next step is, and what may be answered, stands on the card itself. */
const onCard: readonly Intent[] = ['where', 'difference'];

/** More answers to one sentence are read by nobody. */
const mostAnswers = 2;

type Presses = ReturnType<typeof createPresses>;

interface Hearing {
  readonly before: TriageCase;
  readonly article: Article;
  readonly said: Said;
  readonly context: InputContext;
  readonly presses: Presses;
  wants(intent: Intent): boolean;
}

/** @returns null where nothing of it means anything here */
export function say(
  before: TriageCase,
  article: Article,
  said: Said,
  context: InputContext,
  press: PressOnce,
): Change | null {
  const presses = createPresses(before, article, context, press);
  const wants = (intent: Intent) => said.intents.includes(intent);
  const hearing: Hearing = { before, article, said, context, presses, wants };
  if (wants('undo') && !saysSteps(said)) return undoing(hearing, press);
  const repaired = wants('repair') ? repair(before, article, said, context, presses, press) : undefined;
  if (repaired) return repaired;
  const asks = answering(hearing) ?? ticking(hearing) ?? ending(hearing);
  if (wants('sent') && !wants('works')) presses.send();
  wording(hearing);
  const isSolved = presses.now().outcome?.kind === 'solved' && presses.isChanged();
  const replies = [...(asks ? [asks] : []), ...(isSolved ? [] : repliesTo(hearing))];
  const [answer, ...more] = unique(replies).slice(0, mostAnswers + (asks ? 1 : 0));
  const text = presses.isChanged() ? undefined : handedOver(hearing);
  const wasChanged = presses.isChanged();
  telling(hearing);
  if (text) return { ...presses.change(said.untaken), ...text };
  const isOnlyTold = presses.isChanged() && !wasChanged;
  const first =
    answer ??
    (isOnlyTold && !wants('next')
      ? { about: 'notes' as const, isNew: true }
      : wasChanged
        ? undefined
        : waiting(hearing));
  const change = presses.change(said.untaken);
  if (!presses.isChanged() && !first) return null;
  return {
    ...change,
    ...(first && { answer: first }),
    ...(more.length > 0 && { more }),
    told: {
      noted: change.case?.heard?.noted ?? [],
      began: change.case?.heard?.began ?? null,
      untaken: said.untaken,
      isAll: isOnlyTold,
    },
  };
}

/** What is told beside steps and answers is kept. */
function telling({ said, presses }: Hearing): void {
  if (said.beganAt !== null) presses.begin(said.beganAt);
  presses.note(said.remarks);
}

/** Questions that are answered, corrected or cannot be answered; never a reply of their own. */
function answering({ said, presses, wants }: Hearing): undefined {
  if (said.answers.length > 0) for (const { step, option } of said.answers) presses.correct(step, option);
  else if (wants('unsure')) presses.unsure();
  presses.ruleOut(said.ruledOut);
  return undefined;
}

/** What is done, and what is not after all. */
function ticking({ before, said, presses, wants, context, article }: Hearing): Answer | undefined {
  if (wants('not-done')) {
    if (said.undone.unclear.length > 0 && hasTick(before, said.undone.unclear))
      return { about: 'which', verb: 'untick', items: said.undone.unclear };
    const isBare = said.undone.items.length === 0 && said.undone.numbers.length === 0;
    if (isBare && !wants('done')) {
      presses.untick(lastTicked(before));
      presses.noteAhead([], before.doneAhead?.numbers ?? []);
    }
    presses.untick(said.undone.items);
  }
  if (!wants('done')) {
    presses.noteAhead([], said.undone.numbers);
    const stays = [...said.undone.items, ...said.undone.unclear].filter(
      ({ step, item }) => !(`${step}/${item}` in before.ticks),
    );
    if (!wants('not-done') || (presses.isChanged() && !presses.isOnlyNoted()) || wants('correction')) return undefined;
    return presses.isAtQuestion() && (stays.length === 0 || said.undone.numbers.length > 0)
      ? { about: 'question-first', because: 'not-done', numbers: presses.now().doneAhead?.numbers ?? [] }
      : { about: 'stays-open', items: stays };
  }
  if (said.done.unclear.length > 0 && !presses.isChanged() && !presses.isAtQuestion())
    return { about: 'which', verb: 'tick', items: said.done.unclear };
  const locked = presses.tick(said.done.items);
  if (locked.length > 0 && !presses.isChanged()) return { about: 'locked', items: locked };
  const { step } = findPosition(presses.now(), article, context.memory);
  if (said.done.numbers.length > 0) presses.noteAhead(said.done.numbers, said.undone.numbers);
  if (step.kind === 'question')
    return presses.isChanged() && !presses.isOnlyNoted()
      ? undefined
      : { about: 'question-first', because: wants('failing') ? 'failing' : 'done', numbers: said.done.numbers };
  const stays = said.undone.items.filter(one => !hasTick(before, [one]));
  if (!presses.isChanged() && stays.length > 0) return { about: 'stays-open', items: stays };
  const open = presses.openItems();
  const isVague = said.done.items.length === 0 && said.undone.items.length === 0 && !presses.isChanged();
  return isVague && !wants('works') && open.length > 0
    ? { about: 'which', verb: 'tick', items: open.slice(0, mostAsked) }
    : undefined;
}

/** Whether mail flows again, or still does not. */
function ending({ before, article, said, context, presses, wants }: Hearing): Answer | undefined {
  // "The test arrived, but the queue is full"
  if (!wants('works') && !wants('done') && said.done.items.length > 0) presses.tick(said.done.items);
  const stepId = () => findPosition(presses.now(), article, context.memory).stepId;
  if (wants('works') && !wants('failing')) {
    if (!wants('done') && said.done.items.length > 0) {
      // "The test mail came through": one step, and perhaps all that was wanted.
      presses.tick(said.done.items);
      if (presses.isChanged() && !said.isSureOfEnd) return { about: 'delivered', step: stepId() };
    }
    const unfinished = unfinishedItems(presses.now(), article, context);
    if (unfinished && !before.outcome) return unfinished;
    if (!said.isSureOfEnd && !before.outcome) return { about: 'delivered', step: stepId() };
    presses.solve();
  } else if (wants('failing')) {
    presses.fail(wants('done') || said.remarks.length > 0);
    if (!presses.isChanged() && presses.isAtQuestion())
      return { about: 'question-first', because: 'failing', numbers: [] };
  }
  return undefined;
}

/** The text to whoever has to act: in another language, shorter, friendlier, or whole again. */
function wording({ said, presses, wants }: Hearing): void {
  if (said.language !== null) presses.speak(said.language);
  if (wants('shorter')) presses.word('short');
  else if (wants('friendlier')) presses.word('friendly');
  else if (wants('longer')) presses.word('full');
}

/** Takes back what the last sentence changed; where nothing is to be taken back, says how things stand. */
function undoing({ before, presses, article, context }: Hearing, press: PressOnce): Change | null {
  const change = before.heard || before.startedOver ? press(before, { verb: 'undo' }) : null;
  if (change) return change;
  const ticked = Object.keys(before.ticks).map(itemOf);
  const { step } = findPosition(before, article, context.memory);
  if (step.kind === 'question' && ticked.length === 0)
    return { answer: { about: 'question-first', because: 'undo', numbers: [] } };
  if (ticked.length === 1) presses.untick(ticked);
  if (presses.isChanged()) return presses.change();
  return {
    answer:
      ticked.length > 1
        ? { about: 'which', verb: 'untick', items: ticked.slice(0, mostAsked) }
        : { about: 'stays-open', items: [] },
  };
}

/** The text is asked for, and comes only after the question; or an answer is. */
function waiting({ presses, wants }: Hearing): Answer | undefined {
  const asksText = (['shorter', 'friendlier', 'longer', 'sent'] as const).some(wants);
  return asksText && presses.isAtQuestion() ? { about: 'question-first', because: 'text', numbers: [] } : undefined;
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

/** What was asked, the strongest wish first. */
function repliesTo({ before, article, said, context, presses, wants }: Hearing): Answer[] {
  const now = presses.now();
  const { items, numbers } = said.asked;
  const asked = [...items, ...itemsAhead(now, article, context.memory, numbers)];
  const isChanged = presses.isChanged() && !presses.isOnlyNoted();
  const replies = (isChanged ? said.questions : said.intents).flatMap((intent): Answer[] => {
    const isAtEscalation = findPosition(now, article, context.memory).step.kind === 'escalation';
    // Nothing is to be clicked there: what is asked is where the text goes.
    const question = questions.find(one => one === (intent === 'where' && isAtEscalation ? 'who' : intent));
    // The card that has changed shows where its next step is.
    if (isChanged && onCard.includes(intent) && (asked.length === 0 || wants('unsure'))) return [];
    // The other side says that it is done, and it is not.
    const isTheirs =
      intent === 'failing' &&
      !presses.isChanged() &&
      findPosition(now, article, context.memory).step.kind === 'escalation';
    if (intent === 'denied' || isTheirs) return [answerOf(now, article, 'proof', [], context)];
    return question === undefined ? [] : [answerOf(now, article, question, asked, context)];
  });
  // What was not said in a clause of its own is one wish, and others that are like it.
  const several = isChanged ? replies : replies.slice(0, Math.max(1, said.questions.length));
  const denies = wants('sent') && wants('denied') ? [answerOf(before, article, 'proof', [], context)] : [];
  return [...several, ...denies, ...(said.term === null ? [] : [{ about: 'term' as const, term: said.term }])];
}

/** "Give this to the firewall team": the text, where nothing else is changed. */
function handedOver({ before, article, said, context, presses }: Hearing): Change | undefined {
  const first = said.intents.find(intent => intent === 'hand-over' || questions.some(one => one === intent));
  if (first !== 'hand-over') return undefined;
  if (said.owner === null || said.owner === 'helpdesk')
    if (presses.isAtQuestion()) return { answer: { about: 'question-first', because: 'text', numbers: [] } };
  const to: Owner | undefined =
    said.owner ?? ownerOfItems(said.asked.items, article) ?? nextOwner(before, article, context);
  return to === undefined
    ? { answer: answerOf(before, article, 'who', [], context) }
    : handOver(before, article, to, context);
}

function saysSteps({ done, undone }: Said): boolean {
  const isNamed = ({ items, numbers }: NamedSteps) => items.length > 0 || numbers.length > 0;
  return isNamed(done) || isNamed(undone);
}

/** What the last sentence ticked. */
function lastTicked({ heard }: TriageCase): NamedItem[] {
  return (heard?.ticked ?? []).map(itemOf);
}

function hasTick({ ticks }: TriageCase, items: readonly NamedItem[]): boolean {
  return items.some(({ step, item }) => `${step}/${item}` in ticks);
}

function itemOf(key: string): NamedItem {
  const [step = '', item = ''] = key.split('/');
  return { step, item };
}

function unique(answers: readonly Answer[]): Answer[] {
  return [...new Map(answers.map(one => [one.about, one])).values()];
}
