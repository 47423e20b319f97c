/** One input on one case: the new case, what happened, and what to show. Same values in, same values out. */
import type { Article } from '../article.ts';
import { type CaseEvent, type Memory, type Person, type TriageCase, tickKey } from '../case.ts';
import type { Evidence, Locale } from '../evidence.ts';
import { domainOf } from '../facts.ts';
import type { Match } from '../match.ts';
import { evidenceFor } from '../matching/match-recipients.ts';
import { currentView, type ViewContext } from '../showing/current-view.ts';
import type { View } from '../showing/view.ts';
import { checklistRows } from './checklist.ts';
import { findPosition, type Position, stepBack } from './guide.ts';
import { leaveChecklist, tickCheck, tickItem } from './press-checklist.ts';

/** What a button or a typed word asks for. */
export type Press =
  | { readonly verb: 'answer'; readonly step: string; readonly option: string }
  | { readonly verb: 'choose'; readonly option: string }
  | { readonly verb: 'tick' | 'untick' | 'confirm' | 'cancel'; readonly step: string; readonly item: string }
  | { readonly verb: 'go-on' | 'failing' | 'solved'; readonly step: string }
  | { readonly verb: 'back' | 'restart' | 'reopen' | 'show' | 'sent' }
  | { readonly verb: 'copy-commands' | 'copy-contact' }
  | { readonly verb: 'contact-language'; readonly option: Locale | 'ask' }
  | { readonly verb: 'contact-addresses'; readonly option: 'on' | 'off' }
  | { readonly verb: 'ticket'; readonly text: string };

export interface InputContext extends ViewContext {
  readonly now: string;
  readonly by: Person;
}

/** What a press does to a case; absent parts stay as they are. */
export interface Change {
  readonly case?: Partial<TriageCase>;
  readonly events?: readonly Omit<CaseEvent, 'at' | 'by'>[];
  readonly plainText?: 'commands' | 'contact';
  readonly remember?: readonly Remember[];
}

/** A fact for later cases, to be stored with the case. */
export type Remember =
  | { readonly kind: 'host-owner'; readonly host: string; readonly owner: 'ours' | 'partner' }
  | { readonly kind: 'partner-language'; readonly domain: string; readonly language: Locale };

export interface Handled {
  readonly case: TriageCase;
  readonly events: readonly CaseEvent[];
  readonly view: View;
  /** A plain text to send besides the card. */
  readonly plainText: 'commands' | 'contact' | null;
  readonly remember: readonly Remember[];
  /** False for a stale, repeated or forged button: the view is shown again and nothing is stored. */
  readonly isChanged: boolean;
}

export function openCase(id: string, evidence: Evidence, match: Match, context: InputContext): Handled {
  const { candidates, verdict } = match;
  const articleId = verdict === 'match' ? candidates[0].articleId : null;
  const opened: TriageCase = {
    id,
    openedAt: context.now,
    openedBy: context.by,
    evidence: verdict === 'match' ? evidenceFor(evidence, candidates[0]) : evidence,
    verdict,
    unknownCode: verdict === 'unknown-code' ? match.code : null,
    candidates: verdict === 'match' ? [] : candidates,
    articleId,
    moves: [],
    asked: [],
    ticks: {},
    confirming: null,
    contact: { language: null, isChoosing: false, includeAddresses: false, ticket: null },
    outcome: null,
  };
  const data = {
    kind: evidence.kind,
    verdict,
    articleId,
    code: evidence.cause?.enhancedStatusCode ?? evidence.cause?.replyCode ?? null,
  };
  return finish(opened, [{ kind: 'opened', data }], context);
}

export function handlePress(before: TriageCase, press: Press, context: InputContext): Handled {
  const article = before.articleId === null ? undefined : context.articles.get(before.articleId);
  const change = article
    ? pressInArticle(before, article, press, context)
    : pressWithoutArticle(before, press, context);
  if (!change) return unchanged(before, context);
  return finish({ ...before, ...change.case }, change.events ?? [], context, change);
}

function pressWithoutArticle(before: TriageCase, press: Press, context: InputContext): Change | null {
  if (press.verb !== 'choose') return null;
  if (press.option === 'none') {
    if (before.candidates.length === 0) return null;
    return { case: { candidates: [], unknownCode: null }, events: [{ kind: 'chosen', data: { articleId: null } }] };
  }
  const chosen = before.candidates.find(candidate => candidate.articleId === press.option);
  if (!chosen || !context.articles.has(press.option)) return null;
  const evidence = evidenceFor(before.evidence, chosen);
  return {
    case: { articleId: press.option, evidence },
    events: [{ kind: 'chosen', data: { articleId: press.option } }],
  };
}

function pressInArticle(before: TriageCase, article: Article, press: Press, context: InputContext): Change | null {
  if (before.outcome) return pressOnClosed(press);
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
    case 'solved':
      if (press.step !== position.stepId) return null;
      return {
        case: { outcome: { kind: 'solved', by: context.by, at: context.now } },
        events: [{ kind: 'solved', data: {} }],
      };
    case 'sent':
      if (position.step.kind !== 'escalation') return null;
      return {
        case: { outcome: { kind: 'sent', by: context.by, at: context.now } },
        events: [{ kind: 'sent', data: {} }],
      };
    case 'back':
      return goBack(before, position);
    case 'restart':
      return {
        case: { moves: [], asked: [], ticks: {}, confirming: null },
        events: [{ kind: 'started-over', data: {} }],
      };
    case 'copy-commands':
      return position.step.kind === 'checklist' ? { plainText: 'commands', events: [] } : null;
    case 'copy-contact':
      return position.step.kind === 'escalation' ? { plainText: 'contact', events: [] } : null;
    case 'contact-language':
    case 'contact-addresses':
    case 'ticket':
      return position.step.kind === 'escalation' ? changeContact(before, press) : null;
    case 'choose':
    case 'reopen':
    case 'show':
      return null;
    default:
      return press satisfies never;
  }
}

function pressOnClosed(press: Press): Change | null {
  if (press.verb === 'copy-contact') return { plainText: 'contact', events: [] };
  return press.verb === 'reopen' ? { case: { outcome: null }, events: [{ kind: 'reopened', data: {} }] } : null;
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
  const host = ownedName(before.evidence);
  const isOwner = press.option === 'ours' || press.option === 'partner';
  const remember = step.remembers === 'hostOwner' && host !== null && isOwner;
  return {
    case: { moves: [...before.moves.filter(one => one.step !== stepId), move] },
    events: [{ kind: 'answered', data: { step: stepId, option: press.option } }],
    ...(remember && { remember: [{ kind: 'host-owner' as const, host, owner: press.option as 'ours' | 'partner' }] }),
  };
}

/** Back closes an open confirmation, opens a finished list again, takes the last answer back, or returns to the choice. */
function goBack(before: TriageCase, position: Position): Change | null {
  if (before.confirming) return { case: { confirming: null } };
  if (before.contact.isChoosing) return { case: { contact: { ...before.contact, isChoosing: false } } };
  const { stepId, step } = position;
  if (step.kind === 'checklist' && step.next === null) {
    const rows = checklistRows(stepId, step, before, position.answers);
    const last = rows.every(row => row.state === 'done') ? rows.at(-1) : undefined;
    if (last) {
      const { [tickKey(stepId, last.item.id)]: _tick, ...ticks } = before.ticks;
      return { case: { ticks }, events: [{ kind: 'unticked', data: { step: stepId, item: last.item.id } }] };
    }
  }
  const back = stepBack(before, position) ?? toChoice(before);
  return back && { case: back, events: [{ kind: 'went-back', data: { step: stepId } }] };
}

/** What was ticked stays: another choice has other steps. */
function toChoice(before: TriageCase): TriageCase | null {
  if (before.candidates.length === 0) return null;
  return { ...before, articleId: null, moves: [], asked: [], confirming: null };
}

function changeContact(
  before: TriageCase,
  press: Press & { verb: 'contact-language' | 'contact-addresses' | 'ticket' },
): Change | null {
  const { contact, evidence } = before;
  const event = { kind: 'contact-changed' as const, data: { verb: press.verb } };
  switch (press.verb) {
    case 'contact-language': {
      if (press.option === 'ask') return { case: { contact: { ...contact, isChoosing: true } } };
      const domain = partnerDomain(evidence);
      return {
        case: { contact: { ...contact, language: press.option, isChoosing: false } },
        events: [event],
        ...(domain !== null && { remember: [{ kind: 'partner-language' as const, domain, language: press.option }] }),
      };
    }
    case 'contact-addresses': {
      const includeAddresses = press.option === 'on';
      return includeAddresses === contact.includeAddresses
        ? null
        : { case: { contact: { ...contact, includeAddresses } }, events: [event] };
    }
    case 'ticket':
      return { case: { contact: { ...contact, ticket: press.text.slice(0, 40) } }, events: [event] };
    default:
      return press satisfies never;
  }
}

/** The name under which the owner of the server is remembered: all servers of a domain are one company's. */
export function ownedName({ remoteHost }: Evidence): string | null {
  return remoteHost === null ? null : (domainOf(remoteHost) ?? remoteHost);
}

/** The domain to which a contact text goes: the recipient's, else the server's. */
export function partnerDomain(evidence: Evidence): string | null {
  const recipient = evidence.recipients[0];
  return (
    (recipient === undefined ? null : domainOf(recipient)) ??
    (evidence.remoteHost === null ? null : domainOf(evidence.remoteHost))
  );
}

function unchanged(before: TriageCase, context: InputContext): Handled {
  return {
    case: before,
    events: [],
    view: currentView(before, context),
    plainText: null,
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
  const memory = rememberNow(context.memory, change.remember ?? []);
  return {
    case: after,
    events: events.map(event => ({ ...event, at: context.now, by: context.by })),
    view: currentView(after, { ...context, memory }),
    plainText: change.plainText ?? null,
    remember: change.remember ?? [],
    isChanged: change.case !== undefined || change.plainText === undefined,
  };
}

/** What was learned in this very step counts at once, but an answer given by hand needs no memory of itself. */
function rememberNow(memory: Memory, learned: readonly Remember[]): Memory {
  const language = learned.find(one => one.kind === 'partner-language');
  return language ? { ...memory, partnerLanguage: language.language } : memory;
}
