/** Where each answer to the open question leads, so that what comes can be told before it is answered. */
import type { Article, OptionId, Owner } from '../article.ts';
import { type Memory, nobody, type TriageCase } from '../case.ts';
import type { NamedItem } from '../talk.ts';
import { itemsOf } from './checklist.ts';
import { findPosition, type Position } from './guide.ts';

export interface Branch {
  readonly option: OptionId;
  readonly case: TriageCase;
  readonly position: Position;
}

/** The options that are left, but for "not sure"; empty where no question is open. */
export function branchesOf(triageCase: TriageCase, article: Article, memory: Memory): Branch[] {
  const { stepId, step } = findPosition(triageCase, article, memory);
  if (triageCase.outcome || step.kind !== 'question') return [];
  return openOptions(
    triageCase,
    stepId,
    step.options.map(({ id }) => id),
  )
    .filter(option => option !== 'unsure')
    .map(option => {
      const move = { step: stepId, option, by: nobody, at: triageCase.openedAt };
      const answered = { ...triageCase, moves: [...triageCase.moves.filter(one => one.step !== stepId), move] };
      return { option, case: answered, position: findPosition(answered, article, memory) };
    });
}

/** Who may have to act there: of a question all who have a step in any list behind it, in the order of the answers. */
export function ownersBehind(
  { case: then, position }: Omit<Branch, 'option'>,
  article: Article,
  memory: Memory,
): Owner[] {
  const { step } = position;
  if (step.kind === 'checklist') return [...new Set(itemsOf(step, then).map(({ who }) => who))];
  if (step.kind === 'escalation') return step.to === 'colleague' ? [] : [step.to];
  const behind = branchesOf(then, article, memory).flatMap(branch => ownersBehind(branch, article, memory));
  return [...new Set(behind)];
}

/** Those that nobody said are wrong. */
export function openOptions({ ruledOut }: TriageCase, stepId: string, options: readonly OptionId[]): OptionId[] {
  return options.filter(option => !ruledOut.some(one => one.step === stepId && one.option === option));
}

/** The steps of these numbers in each list that the open question may lead to. */
export function itemsAhead(
  triageCase: TriageCase,
  article: Article,
  memory: Memory,
  numbers: readonly number[],
): NamedItem[] {
  return branchesOf(triageCase, article, memory).flatMap(({ case: then, position: { stepId, step } }) =>
    step.kind !== 'checklist'
      ? []
      : itemsOf(step, then).flatMap(({ id }, index) =>
          numbers.includes(index + 1) ? [{ step: stepId, item: id }] : [],
        ),
  );
}
