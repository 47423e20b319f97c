/** One input on one case: the new case, and what happened. Same values in, same values out. */
import type { Answer, Told } from '../answer.ts';
import type { Article } from '../article.ts';
import {
  type CaseEvent,
  type Heard,
  type Memory,
  type ToldAnswer,
  type TriageCase,
  undoable,
  untouchedCase,
} from '../case.ts';
import { codeOf, type Evidence } from '../evidence.ts';
import type { ReadFinding } from '../finding.ts';
import type { Candidate, Match } from '../match.ts';
import { evidenceFor } from '../recipient-groups.ts';
import type { Said } from '../talk.ts';
import { addFindings } from './add-findings.ts';
import { answerOf, handOver } from './ask.ts';
import { goBack, toRecipients } from './back.ts';
import { reopen, solve } from './closing.ts';
import { withDoneAhead } from './done-ahead.ts';
import { findPosition, type Position } from './guide.ts';
import { leaveIncident, toReports } from './incident.ts';
import { learnedFrom, learnedFromChange } from './learned.ts';
import { moveTo } from './move.ts';
import { nextPaste } from './next-paste.ts';
import { addNote } from './note.ts';
import type { Change, InputContext, PlainText, Press, Remember } from './press.ts';
import { leaveChecklist, tickCheck, tickItem } from './press-checklist.ts';
import { changeContact, fillIn, fillInKnown, followUp, send, takeAnswerBack } from './press-contact.ts';
import { isAboutPeople, pressAboutPeople } from './press-people.ts';
import { pressWithoutArticle } from './press-without-article.ts';
import { isPuttingOff, putOff } from './put-off.ts';
import { say, unfinishedItems } from './say.ts';
import { startOver } from './start-over.ts';
import { undo, withoutOldUndo } from './undo.ts';

export interface Handled {
  readonly case: TriageCase;
  readonly events: readonly CaseEvent[];
  /** What is known from now on: what was learned in this very step counts at once. */
  readonly memory: Memory;
  /** A plain text to send besides the card. */
  readonly plainText: PlainText | null;
  /** What is answered instead of the card of the case; null: the card. */
  readonly answer: Answer | null;
  /** What is answered besides. */
  readonly more: readonly Answer[];
  /** What a sentence told besides; null: nothing. */
  readonly told: Told | null;
  readonly remember: readonly Remember[];
  /** False for a stale, repeated or forged button: the case is shown again and nothing is stored. */
  readonly isChanged: boolean;
}

/**
 * @param told what the words around the paste answer, where one article fits
 * @param findings what data shows that was sent with it
 */
export function openCase(
  id: string,
  evidence: Evidence,
  match: Match,
  context: InputContext,
  told: readonly ToldAnswer[] = [],
  findings: readonly ReadFinding[] = [],
): Handled {
  const { candidates, verdict } = match;
  const articleId = verdict === 'match' ? candidates[0].articleId : null;
  const opened: TriageCase = {
    ...untouchedCase,
    id,
    openedAt: context.now,
    openedBy: context.by,
    evidence: verdict === 'match' ? evidenceFor(evidence, candidates[0]) : evidence,
    verdict,
    unknownCode: verdict === 'unknown-code' ? match.code : null,
    candidates: verdict === 'match' ? [] : candidates,
    articleId,
    isDraft: articleId === null,
    isGuess: verdict === 'choose' && match.isGuess,
    told: articleId === null ? [] : told,
  };
  const data = {
    kind: evidence.kind,
    verdict,
    articleId,
    code: codeOf(evidence.cause),
  };
  const added = addFindings(opened, findings, context);
  return finish({ ...opened, ...added?.case }, [{ kind: 'opened', data }, ...(added?.events ?? [])], context);
}

export function handlePress(before: TriageCase, press: Press, context: InputContext): Handled {
  const article = before.articleId === null ? undefined : context.articles.get(before.articleId);
  const change = article
    ? pressInArticle(before, article, press, context)
    : pressWithoutArticle(before, press, context);
  return changed(before, change, context);
}

/** A sentence about the case; undefined where nothing of it means anything here. */
export function handleSaid(before: TriageCase, said: Said, context: InputContext): Handled | undefined {
  const article = before.articleId === null ? undefined : context.articles.get(before.articleId);
  if (!article) return undefined;
  const change = say(before, article, said, context, (now, press) => pressInArticle(now, article, press, context));
  return change ? changed(before, change, context) : undefined;
}

/** One of the candidates, named in a sentence. */
export function handleChosen(before: TriageCase, articleId: string, words: string, context: InputContext): Handled {
  // What the error names need not be among what the words reminded of.
  const isOffered = before.candidates.some(candidate => candidate.articleId === articleId);
  const named: Candidate = { articleId, statusCodes: [], score: 1, because: [{ kind: 'reply', text: words }] };
  const offered = isOffered ? before : { ...before, candidates: [...before.candidates, named] };
  const change = pressWithoutArticle(offered, { verb: 'choose', option: articleId }, context);
  if (!change?.case) return unchanged(before, context);
  const heard: Heard = {
    ...undoable(before),
    ...{ ticked: [], unticked: [], answered: null, answeredToo: [], isStillFailing: false, moved: null },
    ...{ noted: [], began: null, untaken: [] },
    chosen: { articleId, words },
    by: context.by,
    at: context.now,
  };
  return changed(before, { ...change, case: { ...change.case, candidates: offered.candidates, heard } }, context);
}

/** "The second, and it is ours, since yesterday": what is said besides, as one change with the choice. */
export function handleBesideChoice(chosen: Handled, said: Said, context: InputContext): Handled {
  const told: Said = { ...said, intents: [], questions: [] };
  const handled = chosen.isChanged ? handleSaid(chosen.case, told, context) : undefined;
  const [before, after] = [chosen.case.heard, handled?.case.heard];
  if (!handled?.isChanged || !before || !after) return chosen;
  const { answered, answeredToo, noted, began } = after;
  return {
    ...chosen,
    memory: handled.memory,
    case: { ...handled.case, heard: { ...before, answered, answeredToo, noted, began } },
    events: [...chosen.events, ...handled.events],
    remember: [...chosen.remember, ...handled.remember],
  };
}

/** A paste while a case is open; undefined where it belongs to another case. */
export function handlePaste(
  before: TriageCase,
  evidence: Evidence,
  match: Match,
  context: InputContext,
): Handled | undefined {
  // What is pasted beside an incident is a report of its own.
  const change = before.incident ? undefined : nextPaste(before, evidence, match, context);
  return change ? changed(before, change, context) : undefined;
}

/** Data that was sent to an open case. */
export function handleFindings(before: TriageCase, findings: readonly ReadFinding[], context: InputContext): Handled {
  return changed(before, addFindings(before, findings, context), context);
}

function changed(before: TriageCase, change: Change | null, context: InputContext): Handled {
  if (!change) return unchanged(before, context);
  const after = withoutOldUndo(before, withDoneAhead({ ...before, ...change.case }, context));
  const article = context.articles.get(after.articleId ?? '');
  const learned = [...learnedFromChange(before, after, article, context.memory), ...toReports(before, after)];
  return finish(after, change.events ?? [], context, { ...change, remember: [...(change.remember ?? []), ...learned] });
}

function pressInArticle(before: TriageCase, article: Article, press: Press, context: InputContext): Change | null {
  if (press.verb === 'contact-details') return fillIn(before, press.details);
  if (press.verb === 'move') return moveTo(before, press.option, context);
  if (press.verb === 'note') return addNote(before, press.text, context);
  if (press.verb === 'contact-known') return fillInKnown(before, press.option, context);
  if (isPuttingOff(press)) return putOff(before, press.verb, context);
  if (isAboutPeople(press)) return pressAboutPeople(before, press, context);
  if (press.verb === 'leave-incident') return leaveIncident(before, context);
  if (before.outcome)
    return press.verb === 'ask'
      ? { answer: answerOf(before, article, press.option, [], context) }
      : pressOnClosed(before, press, context);
  const position = findPosition(before, article, context.memory);
  switch (press.verb) {
    case 'answer':
      return answer(before, position, press, context);
    case 'tick':
    case 'untick':
    case 'confirm':
    case 'cancel':
      return position.step.kind === 'escalation'
        ? tickCheck(before, position, press, context)
        : tickItem(before, position, press, context);
    case 'go-on':
    case 'failing':
      return leaveChecklist(before, position, press, context);
    case 'solved': {
      // An incident's steps are done wherever it is mended, and what others answer moves its guide.
      if (press.step !== position.stepId && before.incident === null) return null;
      const isAsked = press.option !== 'anyway' && before.incident === null;
      const unfinished = isAsked ? unfinishedItems(before, article, context) : undefined;
      if (unfinished) return { answer: unfinished };
      return solve(context);
    }
    case 'ask':
      return { answer: answerOf(before, article, press.option, [], context) };
    case 'hand-over':
      return handOver(before, article, press.option, context);
    case 'sent':
      if (position.step.kind !== 'escalation') return null;
      return send(before, context);
    case 'back':
      return goBack(before, position);
    case 'recipients':
      return toRecipients(before);
    case 'restart':
      return startOver(before, context);
    case 'undo':
      return undo(before);
    case 'copy-commands':
      return position.step.kind === 'checklist' ? { plainText: 'commands', events: [] } : null;
    case 'copy-contact':
      return position.step.kind === 'escalation' ? { plainText: 'contact', events: [] } : null;
    case 'copy-summary':
      return { plainText: 'summary', events: [] };
    case 'contact-language':
    case 'contact-addresses':
    case 'contact-wording':
      return position.step.kind === 'escalation' ? changeContact(before, press) : null;
    case 'choose':
    case 'narrow':
    case 'reopen':
    case 'show':
    case 'no-answer':
    case 'they-answered':
    case 'copy-reminder':
      return null;
    default:
      return press satisfies never;
  }
}

function pressOnClosed(before: TriageCase, press: Press, context: InputContext): Change | null {
  // Everybody was told that it is over. What fails again is reported again.
  if (before.incident && press.verb !== 'copy-summary') return null;
  switch (press.verb) {
    case 'undo':
      return undo(before);
    case 'recipients':
      return toRecipients(before);
    case 'copy-contact':
      return { plainText: 'contact', events: [] };
    case 'copy-summary':
      return { plainText: 'summary', events: [] };
    case 'reopen':
      return reopen(before);
    case 'solved':
      return before.outcome?.kind === 'sent' ? solve(context) : null;
    case 'no-answer':
      return followUp(before, 'no-answer', context);
    case 'copy-reminder':
      return followUp(before, 'reminded', context);
    case 'they-answered':
      return followUp(before, 'answered', context);
    case 'back':
      return takeAnswerBack(before);
    default:
      return null;
  }
}

function answer(
  before: TriageCase,
  position: Position,
  press: Press & { verb: 'answer' },
  { now, by }: InputContext,
): Change | null {
  const { stepId, step } = position;
  if (step.kind !== 'question' || press.step !== stepId || !step.options.some(option => option.id === press.option))
    return null;
  const move = { step: stepId, option: press.option, by, at: now };
  const remember = learnedFrom(step, press.option, before);
  return {
    case: { moves: [...before.moves.filter(one => one.step !== stepId), move] },
    events: [{ kind: 'answered', data: { step: stepId, option: press.option } }],
    ...(remember.length > 0 && { remember }),
  };
}

function unchanged(before: TriageCase, context: InputContext): Handled {
  return {
    case: before,
    events: [],
    memory: context.memory,
    plainText: null,
    answer: null,
    more: [],
    told: null,
    remember: [],
    isChanged: false,
  };
}

function finish(
  after: TriageCase,
  events: readonly Omit<CaseEvent, 'at' | 'by'>[],
  context: InputContext,
  change: Change = {},
): Handled {
  return {
    case: after,
    events: events.map(event => ({ ...event, at: context.now, by: context.by })),
    memory: rememberNow(context.memory, change.remember ?? []),
    plainText: change.plainText ?? null,
    answer: change.answer ?? null,
    more: change.more ?? [],
    told: change.told ?? null,
    remember: change.remember ?? [],
    isChanged: change.case !== undefined || (change.plainText === undefined && change.answer === undefined),
  };
}

/** An answer given by hand needs no memory of itself. */
function rememberNow(memory: Memory, learned: readonly Remember[]): Memory {
  const language = learned.find(one => one.kind === 'partner-language');
  const hasLeft = learned.some(({ kind }) => kind === 'incident-left');
  return {
    ...memory,
    ...(language && { partnerLanguage: language.language }),
    ...(hasLeft && { incident: null }),
  };
}
