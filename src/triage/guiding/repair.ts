/** "Oops, I meant 3": the last thing that somebody said or pressed is taken back, and what is named takes its place. */
import type { Article } from '../article.ts';
import { type TriageCase, tickKey } from '../case.ts';
import type { NamedItem, NamedOption, Said } from '../talk.ts';
import { itemsOf } from './checklist.ts';
import { findPosition } from './guide.ts';
import type { Change, InputContext } from './press.ts';
import type { createPresses, PressOnce } from './presses-of-a-sentence.ts';

/** What was done last: by a sentence, or by that person's last press. */
interface LastDone {
  readonly ticked: readonly NamedItem[];
  readonly unticked: readonly NamedItem[];
  readonly answered: NamedOption | null;
}

/** @returns undefined where nothing was done before, or something else is meant */
export function repair(
  before: TriageCase,
  article: Article,
  said: Said,
  context: InputContext,
  presses: ReturnType<typeof createPresses>,
  press: PressOnce,
): Change | undefined {
  const last = lastDone(before, context);
  const named = said.done.items.length > 0 || said.done.numbers.length > 0 || said.undone.items.length > 0;
  if (said.answers.length > 0) return undefined;
  const isSaidAgain =
    last.ticked.length > 0 && last.ticked.every(one => said.done.items.some(other => isSame(one, other)));
  // "That was the other firewall": what is named is what was ticked.
  if (!named || (isSaidAgain && said.done.items.length === last.ticked.length))
    return takeBack(before, last, presses, press);
  if (last.ticked.length > 0 || last.unticked.length > 0) return otherSteps(last, said, presses);
  if (said.done.items.length + said.done.numbers.length !== 1) return undefined;
  const option = last.answered && optionNamed(before, article, said, last.answered, context);
  if (!option) return undefined;
  presses.correct(option.step, option.option);
  return presses.isChanged() ? presses.change(said.untaken) : undefined;
}

/** "Not that one": which one it is instead is not said. */
function takeBack(
  before: TriageCase,
  { ticked, answered }: LastDone,
  presses: ReturnType<typeof createPresses>,
  press: PressOnce,
): Change | undefined {
  if (before.heard || before.startedOver) return press(before, { verb: 'undo' }) ?? undefined;
  if (ticked.length > 0) presses.untick(ticked);
  else if (answered) presses.forget(answered.step);
  return presses.isChanged() ? presses.change() : undefined;
}

/** Of several that were ticked nobody can tell which was meant: that is asked, and what is named is ticked. */
function otherSteps(
  { ticked, unticked }: LastDone,
  said: Said,
  presses: ReturnType<typeof createPresses>,
): Change | undefined {
  const isNew = (one: NamedItem) => !said.done.items.some(other => isSame(one, other));
  if (unticked.length > 0) {
    presses.tick(unticked.filter(isNew));
    presses.untick(said.done.items);
    return presses.isChanged() ? presses.change(said.untaken) : undefined;
  }
  const wrong = said.undone.items.filter(one => ticked.some(other => isSame(one, other)));
  const old = ticked.filter(isNew);
  // "No, just 1": of those that were ticked one stays.
  const stays = said.done.items.length > 0 && said.done.items.every(one => ticked.some(other => isSame(one, other)));
  if (stays) presses.untick(old);
  else if (wrong.length > 0) presses.untick(wrong);
  else if (old.length === 1) presses.untick(old);
  presses.tick(said.done.items);
  if (!presses.isChanged()) return undefined;
  const asks = !stays && wrong.length === 0 && old.length > 1;
  return {
    ...presses.change(said.untaken),
    ...(asks && { answer: { about: 'which', verb: 'untick', items: old } }),
  };
}

/** "No, 2": the second answer to what was answered last. */
function optionNamed(
  before: TriageCase,
  article: Article,
  said: Said,
  { step }: NamedOption,
  { memory }: InputContext,
): NamedOption | undefined {
  const question = article.guide.steps[step];
  if (question?.kind !== 'question') return undefined;
  const here = findPosition(before, article, memory);
  const list = here.step.kind === 'checklist' ? itemsOf(here.step, before).map(({ id }) => id) : [];
  const [item] = said.done.items;
  const number = said.done.numbers[0] ?? (item?.step === here.stepId ? list.indexOf(item.item) + 1 : 0);
  const option = question.options[number - 1];
  return option && { step, option: option.id };
}

function lastDone({ heard, ticks, moves }: TriageCase, { by }: InputContext): LastDone {
  if (heard)
    return { ticked: heard.ticked.map(itemOf), unticked: heard.unticked.map(itemOf), answered: heard.answered };
  const own = Object.entries(ticks).filter(([, tick]) => tick.by.id === by.id);
  const lastTick = own
    .map(([, { at }]) => at)
    .sort()
    .at(-1);
  const lastMove = moves.filter(move => move.by.id === by.id).at(-1);
  const isTick = lastTick !== undefined && (lastMove === undefined || lastTick >= lastMove.at);
  return {
    ticked: isTick ? own.filter(([, { at }]) => at === lastTick).map(([key]) => itemOf(key)) : [],
    unticked: [],
    answered: !isTick && lastMove ? { step: lastMove.step, option: lastMove.option } : null,
  };
}

function isSame(one: NamedItem, other: NamedItem): boolean {
  return tickKey(one.step, one.item) === tickKey(other.step, other.item);
}

function itemOf(key: string): NamedItem {
  const [step = '', item = ''] = key.split('/');
  return { step, item };
}
