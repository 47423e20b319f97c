/** The view of a case as it stands. */

import type { Article, ChecklistStep, EscalationStep, QuestionStep } from '../article.ts';
import { type TriageCase, tickKey } from '../case.ts';
import { answerableFates } from '../fate.ts';
import { checklistRows, findPosition, type Handled, looksFrom, openOptions, type Position } from '../guiding/index.ts';
import type { Candidate } from '../match.ts';
import { sideOf } from '../side.ts';
import { answerView, doneItems } from './answer-view.ts';
import { expertsView } from './experts-view.ts';
import { frameOf } from './frame-of.ts';
import { isAskedIfOver } from './next-reminder.ts';
import { unknownView } from './unknown-view.ts';
import type { CaseFrame, ChooseView, ContactView, QuestionView, View, ViewContext } from './view.ts';

export function currentView(triageCase: TriageCase, context: ViewContext): View {
  const article = triageCase.articleId === null ? undefined : context.articles.get(triageCase.articleId);
  if (!article) return withoutArticle(triageCase, context);
  const position = findPosition(triageCase, article, context.memory);
  const frame = frameOf(triageCase, article, position, context);
  const { incident } = frame;
  if (incident?.over && isAskedIfOver(triageCase, context.memory) && !isWithExperts(triageCase, context))
    return { kind: 'over', ...frame, stepId: position.stepId, incident: { ...incident, over: incident.over } };
  const experts = expertsView(triageCase, article, position, frame, context);
  if (experts) return experts;
  if (triageCase.outcome) return outcomeView(triageCase, frame, position);
  const { stepId, step } = position;
  switch (step.kind) {
    case 'question': {
      const all = step.options.map(({ id }) => id);
      const options = openOptions(triageCase, stepId, all);
      const ruledOut = all.filter(option => !options.includes(option));
      return { kind: 'question', ...frame, stepId, options, ruledOut, known: knownAnswer(step, options, context) };
    }
    case 'checklist': {
      const items = checklistRows(stepId, step, triageCase, position.answers, context.memory.lastTime?.steps);
      const { confirming } = triageCase;
      const asked = confirming?.step === stepId ? items.find(row => row.item.id === confirming.item) : undefined;
      if (asked) {
        const { item, number, opensAt } = asked;
        return { kind: 'confirm', ...frame, stepId, itemId: item.id, number, opensAt: item.risky ? null : opensAt };
      }
      if (step.next === null && items.every(row => row.state === 'done')) {
        return {
          kind: 'verify',
          ...frame,
          stepId,
          checkAt: checkTime(stepId, step, triageCase),
          canStepBack: true,
        };
      }
      return { kind: 'checklist', ...frame, stepId, items, leadsOn: step.next !== null };
    }
    case 'escalation': {
      // A colleague and Microsoft's support read what the agent writes; everybody else is asked for once.
      const readsAlong = step.to === 'colleague' || step.to === 'microsoft';
      const language = triageCase.contact.language ?? (readsAlong ? context.locale : context.memory.partnerLanguage);
      if (language === null || triageCase.contact.isChoosing) return { kind: 'contact-language', ...frame, stepId };
      const checks = step.checks.map(id => ({ id, isTicked: tickKey(stepId, id) in triageCase.ticks }));
      const settings = { ...triageCase.contact, language };
      return {
        kind: 'contact',
        ...frame,
        stepId,
        to: step.to,
        settings,
        wording: triageCase.wording,
        notes: triageCase.notes,
        checks,
        contacts: otherContacts(triageCase, step, context),
        areFieldsFilled: true,
        done: doneItems(triageCase, article).map(({ stepId: list, itemId }) => ({ stepId: list, itemId })),
      };
    }
    default:
      return step satisfies never;
  }
}

function isWithExperts(triageCase: TriageCase, { conversation }: ViewContext): boolean {
  return sideOf(triageCase, conversation) === 'experts';
}

/** What was answered before about the same domain; it is said and not taken, as it may have changed. */
function knownAnswer(
  { remembers }: QuestionStep,
  options: readonly string[],
  { memory }: ViewContext,
): QuestionView['known'] {
  const fact = memory.facts.find(({ name }) => name === remembers);
  return fact && options.includes(fact.value)
    ? { option: fact.value, subject: fact.subject, by: fact.by, at: fact.at }
    : null;
}

/** Whom memory knows at the partner and the text does not name. */
function otherContacts(
  { contact }: TriageCase,
  { to }: EscalationStep,
  { memory }: ViewContext,
): ContactView['contacts'] {
  if (to !== 'partner' && to !== 'recipient-admin') return [];
  return memory.contacts.filter(({ name, address }) => name !== contact.person || address !== contact.address);
}

/** The view of a case right after an input: an answer where something was asked. */
export function viewAfter(handled: Pick<Handled, 'case' | 'memory'> & Partial<Handled>, context: ViewContext): View {
  const after = { ...context, memory: handled.memory };
  return handled.answer ? answerView(handled.answer, handled.case, after) : currentView(handled.case, after);
}

function withoutArticle(triageCase: TriageCase, context: ViewContext): View {
  const { articles } = context;
  const { id: caseId, evidence, unknownCode, isGuess, fate } = triageCase;
  // An article may have been taken out, or be known to a newer version only.
  const candidates = triageCase.candidates.filter(({ articleId }) => articles.has(articleId));
  if (candidates.length === 0) return unknownView(triageCase, context);
  if (!isGuess || fate === 'none') {
    const isByData = triageCase.findings.length > 0 && evidence.cause === null;
    const why = isByData ? 'data' : whyChoose(candidates, unknownCode);
    return { kind: 'choose', caseId, evidence, candidates, why, unknownCode, canStepBack: isGuess };
  }
  if (fate === 'returned') return { kind: 'wanted', caseId, evidence, what: 'bounce', candidates: [] };
  if (fate === 'waiting') {
    const waiting = candidates.filter(({ articleId }) => hasWaitingCode(articles.get(articleId)!));
    return { kind: 'wanted', caseId, evidence, what: 'trace', candidates: waiting };
  }
  return { kind: 'narrow', caseId, options: answerableFates(articles) };
}

/** A code of class 4, which says that it is tried again (RFC 3463, 3.1). */
function hasWaitingCode({ statusCodes }: Article): boolean {
  return statusCodes.some(({ from, state }) => state === 'queued' || (state === null && from.startsWith('4.')));
}

export function whyChoose(candidates: readonly Candidate[], unknownCode: string | null): ChooseView['why'] {
  if (unknownCode !== null) return 'unknown-code';
  const reasons = candidates.flatMap(candidate => candidate.because.map(reason => reason.kind));
  if (reasons.includes('recipients')) return 'recipients';
  if (reasons.includes('damaged-code')) return 'damaged-code';
  return reasons.includes('code') ? 'code' : 'words';
}

function outcomeView(triageCase: TriageCase, frame: CaseFrame, { stepId, step }: Position): View {
  const outcome = triageCase.outcome!;
  const ticks = Object.values(triageCase.ticks);
  const people = new Set([
    ...triageCase.moves.map(move => move.by.name),
    ...ticks.map(tick => tick.by.name),
    outcome.by.name,
  ]);
  return {
    kind: 'outcome',
    ...frame,
    outcome,
    stepId,
    to: step.kind === 'escalation' ? step.to : null,
    address: triageCase.contact.address,
    followUps: triageCase.followUps.filter(({ at }) => outcome.kind !== 'sent' || at >= outcome.at),
    people: [...people],
    steps: ticks.length,
    openedAt: triageCase.openedAt,
  };
}

/** Null where the last step was ticked after that. */
function checkTime(stepId: string, step: ChecklistStep, triageCase: TriageCase): string | null {
  const from = looksFrom(stepId, step, triageCase, null);
  const isOver = Object.values(triageCase.ticks).some(tick => from !== null && tick.at >= from);
  return isOver ? null : from;
}
