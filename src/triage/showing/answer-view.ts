/** The view of an answer about the open case, or about a word of the trade: what it says follows from the case as it stands. */
import type { Answer, Told } from '../answer.ts';
import type { Article } from '../article.ts';
import { nobody, type TriageCase, tickKey } from '../case.ts';
import {
  branchesOf,
  checklistRows,
  findPosition,
  type ItemState,
  itemIn,
  openOptions,
  ownersBehind,
  type Position,
} from '../guiding/index.ts';
import type { NamedItem } from '../talk.ts';
import { frameOf } from './frame-of.ts';
import type { AnsweredBranch, AnsweredItem, AnswerView, DoneItem, GivenAnswer, ViewContext } from './view.ts';

/** @param told what the same sentence told, where no card of the case says it */
export function answerView(
  answer: Answer,
  triageCase: TriageCase | null,
  context: ViewContext,
  told: Told | null = null,
): AnswerView {
  const article = triageCase?.articleId == null ? undefined : context.articles.get(triageCase.articleId);
  if (!triageCase || !article) return { kind: 'answer', answer, told, about: null };
  const position = findPosition(triageCase, article, context.memory);
  const { stepId, step, answers } = position;
  const rows =
    step.kind === 'checklist' ? checklistRows(stepId, step, triageCase, answers, context.memory.lastTime?.steps) : [];
  const named = 'items' in answer ? answer.items : [];
  return {
    kind: 'answer',
    answer,
    told,
    about: {
      ...frameOf(triageCase, article, position, context),
      stepId,
      stepKind: step.kind,
      to: step.kind === 'escalation' ? step.to : null,
      fixedBy: article.fixedBy,
      related: article.related,
      rows: rows.map(row => ({ stepId, ...row })),
      named: named.flatMap(one => rowOf(one, position, rows, triageCase, article)),
      risky: riskyItems(article),
      answers: givenAnswers(position),
      done: doneItems(triageCase, article),
      outcome: triageCase.outcome,
      openedAt: triageCase.openedAt,
      notes: triageCase.notes,
      options:
        step.kind === 'question' && !triageCase.outcome
          ? openOptions(
              triageCase,
              stepId,
              step.options.map(({ id }) => id),
            )
          : [],
      branches: branchesOf(triageCase, article, context.memory).map(branch => ({
        option: branch.option,
        ...placeOf(branch.case, branch.position),
        owners: branch.position.step.kind === 'question' ? ownersBehind(branch, article, context.memory) : [],
      })),
      otherwise: otherwiseOf(triageCase, article, position, context),
      wording: triageCase.wording,
      began: triageCase.contact.began,
    },
  };
}

export function givenAnswers({ answers }: Position): GivenAnswer[] {
  return Object.entries(answers).map(([stepId, option]) => ({ stepId, option }));
}

/** What was ticked, whichever list it stood in. */
export function doneItems({ ticks }: TriageCase, article: Article): DoneItem[] {
  return Object.entries(ticks).flatMap(([key, { by, at }]) => {
    const [stepId = '', itemId = ''] = key.split('/');
    return article.guide.steps[stepId]?.kind === 'checklist' ? [{ stepId, itemId, by, at }] : [];
  });
}

/** What stands at a place of the guide. */
function placeOf(triageCase: TriageCase, { stepId, step, answers }: Position): Omit<AnsweredBranch, 'option'> {
  const rows = step.kind === 'checklist' ? checklistRows(stepId, step, triageCase, answers) : [];
  return {
    stepId,
    stepKind: step.kind,
    to: step.kind === 'escalation' ? step.to : null,
    rows: rows.map(row => ({ stepId, ...row })),
    owners: [],
  };
}

function otherwiseOf(triageCase: TriageCase, article: Article, { stepId, step }: Position, { memory }: ViewContext) {
  if (step.kind !== 'checklist') return null;
  const move = { step: stepId, option: 'still-failing', by: nobody, at: triageCase.openedAt };
  const then = { ...triageCase, moves: [...triageCase.moves, move] };
  return placeOf(then, findPosition(then, article, memory));
}

/** A step of the open list with its state; one of another list without. */
function rowOf(
  { step, item }: NamedItem,
  { stepId }: Position,
  rows: readonly ItemState[],
  triageCase: TriageCase,
  article: Article,
): AnsweredItem[] {
  const row = step === stepId ? rows.find(one => one.item.id === item) : undefined;
  if (row) return [{ stepId, ...row }];
  const found = itemIn(article, { step, item });
  if (!found) return [];
  const tick = triageCase.ticks[tickKey(step, item)] ?? null;
  const state = tick ? 'done' : 'elsewhere';
  return [{ stepId: step, item: found, number: null, state, tick, lockedBy: null, opensAt: null, wasDone: false }];
}

/** Every step of the guide that carries a risk, each once. */
function riskyItems({ guide }: Article): NamedItem[] {
  const seen = new Set<string>();
  return Object.entries(guide.steps).flatMap(([step, list]) =>
    list.kind !== 'checklist'
      ? []
      : list.items.flatMap(({ id, risky }) => {
          if (!risky || seen.has(id)) return [];
          seen.add(id);
          return [{ step, item: id }];
        }),
  );
}
