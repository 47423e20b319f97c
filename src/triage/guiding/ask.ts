/** Questions about the case as it stands, and the text for whoever does a step. */
import type { Answer, Question } from '../answer.ts';
import type { Article, ChecklistItem, Owner } from '../article.ts';
import { type TriageCase, tickKey } from '../case.ts';
import type { NamedItem } from '../talk.ts';
import { checklistRows, itemIn, itemsOf, looksFrom } from './checklist.ts';
import { findPosition, type Position } from './guide.ts';
import type { Change, InputContext } from './press.ts';

/** A question about the case as it stands. */
export function answerOf(
  before: TriageCase,
  article: Article,
  about: Question,
  items: readonly NamedItem[],
  { memory, now }: Pick<InputContext, 'memory' | 'now'>,
): Answer {
  const position = findPosition(before, article, memory);
  const { step } = position;
  const isOpen = before.outcome === null && step.kind === 'checklist';
  const lookAt = isOpen ? looksFrom(position.stepId, step, before, now) : null;
  return { about, items, lookAt };
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

export function ownerOfItems(items: readonly NamedItem[], article: Article): Owner | undefined {
  return items.map(one => itemIn(article, one)?.who).find(who => who !== undefined);
}

/** Who does the next step that the helpdesk cannot do itself. */
export function nextOwner(before: TriageCase, article: Article, { memory }: InputContext): Owner | undefined {
  const { stepId, step, answers } = findPosition(before, article, memory);
  if (step.kind === 'escalation') return step.to === 'colleague' ? 'helpdesk' : step.to;
  if (step.kind !== 'checklist') return undefined;
  const open = checklistRows(stepId, step, before, answers).filter(({ state }) => state !== 'done');
  return (open.find(({ item }) => item.who !== 'helpdesk') ?? open[0])?.item.who;
}
