/** The list of cases: a page of it, what is typed beside it, and what is closed or opened again on it. */

import { closedState, expertsState, openState, type StoredCase, sentState, waitingState } from '../../storage/store.ts';
import { lastFollowUp, type TriageCase } from '../../triage/case.ts';
import { allCases, type CaseList, readSought, type SoughtCases, soughtText } from '../../triage/case-list.ts';
import { soughtWords } from '../../triage/case-words.ts';
import { codeOf, locales } from '../../triage/evidence.ts';
import { findPosition, type Handled, handlePress, type InputContext } from '../../triage/guiding/index.ts';
import { mayBeTyped, plain } from '../../triage/hearing/index.ts';
import { type CasesView, viewAfter } from '../../triage/showing/index.ts';
import type { listVerbs } from '../../triage/verbs.ts';
import { type Desk, type Reader, recallFor, viewContext, viewOf } from '../desk.ts';
import { cardMessage, type Reply, replyWith } from '../reply.ts';
import { commitCase } from './commit-case.ts';
import { onDirectoryNumber } from './directory/on-directory.ts';
import { inPlace, keepInPlace } from './keep-in-place.ts';
import { allNamed } from './named-articles.ts';
import { findCase, onPress } from './on-press.ts';
import type { Turn } from './open-turn.ts';
import type { IncomingActivity, PressedButton } from './read-activity.ts';
import { isLead } from './roles.ts';
import { said } from './say.ts';

type ListVerb = (typeof listVerbs)[number];
/** What stands on a list, by which a typed number is understood. */
export type Listed = NonNullable<Reply['listed']>;

/** Rows of a page: more of them are no overview. */
const pageLength = 6;

/** A person's own; where others read along only what was opened there. What is open comes first. */
export async function listCases(desk: Desk, reader: Reader, from = 0, sought = allCases): Promise<Reply> {
  return listReply(desk, reader, await pageOf(desk, reader, from, sought));
}

/** Those of everybody are for leads, and in their own chat. */
export async function listSome(desk: Desk, { reader }: Turn, sought: SoughtCases): Promise<Reply> {
  if (!sought.isTeam) return listCases(desk, reader, 0, sought);
  if (!isLead(desk, reader)) return said(desk, reader, 'people.leftTo.leads');
  return reader.isShared ? said(desk, reader, 'people.ownChat') : listCases(desk, reader, 0, sought);
}

const states: Partial<Record<CaseList, readonly string[]>> = {
  openCases: [openState, waitingState],
  waitingCases: [waitingState],
  expertsCases: [expertsState],
  partnerCases: [sentState],
  solvedCases: [closedState],
};

async function pageOf(
  desk: Desk,
  { tenant, person, conversation, isShared }: Reader,
  from: number,
  sought: SoughtCases,
): Promise<Listed> {
  const own = isShared ? { conversation } : { personId: person.id };
  const whose = sought.isTeam ? {} : own;
  const summaries = await desk.store.listCases({
    tenant,
    ...whose,
    limit: pageLength + 1,
    offset: from,
    isOpenFirst: true,
    states: sought.which === null ? undefined : states[sought.which],
    words: sought.words === null ? undefined : groupsOf(desk, sought.words),
  });
  const ids = summaries.slice(0, pageLength).map(({ id }) => id);
  return { from, ids, hasMore: summaries.length > pageLength, sought: soughtText(sought) };
}

/** Each word, or what else is called so: a problem is found by its name in any language. */
function groupsOf(desk: Desk, text: string): string[][] {
  const words = soughtWords(text);
  const articles = isNameOfProblem.test(text) ? allNamed(desk, text).slice(0, mostProblems) : [];
  // Their names have the words of the sentence, so it is one of them as a whole.
  if (words.length > 1 && articles.length > 0) return [articles];
  return words.map(word => [word, ...(words.length === 1 ? articles : [])]);
}

// No code and no host: those are words of their own.
const isNameOfProblem = /^[^.@:]{2,}$/;
const mostProblems = 8;

/** A number, or the name of a button, while a list is the last that this person was answered here. */
export async function onCasesTyped(desk: Desk, turn: Turn, text: string): Promise<Reply | undefined> {
  if (!mayBeTyped(text)) return undefined;
  const words = plain(text);
  // 2, #2, 2.
  const number = /^#?(?<number>\d{1,3})\.?$/.exec(text.trim())?.groups?.number;
  const is = (key: string) => locales.some(locale => plain(desk.strings[locale].say(key)) === words);
  const [isMore, isNewer] = [is('cases.more'), is('cases.newer')];
  if (number === undefined && !isMore && !isNewer && !is('partners.before')) return undefined;
  const last = await lastReply(desk, turn.reader);
  if (last?.asks === 'partners' || last?.asks === 'hosts') return onDirectoryNumber(desk, turn, last, text);
  const listed = last?.asks === 'cases' ? last.listed : undefined;
  if (!listed) return undefined;
  if (is('partners.before') && !isMore && !isNewer) return undefined;
  const beside = isMore ? olderThan(listed) : newerThan(listed);
  if (number === undefined)
    return beside === null ? undefined : listCases(desk, turn.reader, beside, readSought(listed.sought));
  const caseId = listed.ids[Number(number) - listed.from - 1];
  return caseId === undefined ? undefined : onPress(desk, turn, { caseId, press: { verb: 'show' }, inPlace: false });
}

/** A button of the list, which stays in its place. */
export async function onCasesPress(
  desk: Desk,
  turn: Turn,
  verb: ListVerb,
  button: PressedButton,
  activity: IncomingActivity,
): Promise<Reply> {
  const reply = await pressed(desk, turn, verb, button);
  await keepInPlace(desk, turn.reader, reply, activity);
  return reply;
}

async function pressed(desk: Desk, turn: Turn, verb: ListVerb, button: PressedButton): Promise<Reply> {
  const { reader } = turn;
  const from = Number(button.from) || 0;
  const sought = readSought(button.which);
  if (sought.isTeam && !isLead(desk, reader)) return said(desk, reader, 'people.leftTo.leads', { isPress: true });
  if (verb === 'list') return inPlace(await listCases(desk, reader, from, sought));
  const found = button.caseId === undefined ? undefined : await findCase(desk, reader, button.caseId, turn.current);
  // Forgotten meanwhile: the list as it is now.
  if (!found) return inPlace(await listCases(desk, reader, from, sought));
  const listed = await lastListed(desk, reader);
  return commitCase(desk, turn, async tries => {
    const stored = tries === 1 ? found : await findCase(desk, reader, found.id);
    if (!stored) throw new Error('A case went away between two reads');
    const memory = await recallFor(desk, reader.tenant, stored.value);
    const context = { ...viewContext(desk, reader, memory), now: desk.now(), by: reader.person };
    const handled = verb === 'reopen-listed' ? reopened(stored.value, context) : closed(stored.value, context);
    const { version, value: before } = stored;
    // Steps are needed all the same: said below, with a button to close it anyway.
    if (handled.answer) {
      const reply: Reply = { messages: [cardMessage(desk, reader, viewAfter(handled, context))], replacement: null };
      return { handled, version, before, reply };
    }
    // The rows stay where they were pressed, though another order would be right now.
    const rows = listed?.ids.includes(stored.id) ? listed : await pageOf(desk, reader, from, sought);
    const list = inPlace(await listReply(desk, reader, rows, handled.case));
    return { handled, version, before, isAside: true, reply: { ...list, showsCase: stored.id } };
  });
}

function reopened(triageCase: TriageCase, context: InputContext): Handled {
  return handlePress(triageCase, { verb: 'reopen' }, context);
}

/** Also what is with somebody else: they have repaired it. */
function closed(triageCase: TriageCase, context: InputContext): Handled {
  const isSent = triageCase.outcome?.kind === 'sent';
  const open = isSent ? reopened(triageCase, context) : undefined;
  const before = open?.case ?? triageCase;
  const article = before.articleId === null ? undefined : context.articles.get(before.articleId);
  const step = article && findPosition(before, article, context.memory).stepId;
  const handled = handlePress(before, { verb: 'solved', step: step ?? '' }, context);
  return open ? { ...handled, events: [...open.events, ...handled.events] } : handled;
}

/** @param changed the case as it is about to be stored */
async function listReply(desk: Desk, reader: Reader, listed: Listed, changed?: TriageCase): Promise<Reply> {
  const { from, ids, hasMore } = listed;
  const sought = readSought(listed.sought);
  const found = await Promise.all(ids.map(id => desk.store.loadCase(reader.tenant, id)));
  const rows = await Promise.all(
    found.flatMap(stored => {
      if (!stored) return [];
      return [rowOf(desk, reader, stored.id === changed?.id ? { ...stored, value: changed } : stored)];
    }),
  );
  const beside = { newer: newerThan(listed), older: olderThan(listed) };
  const view: CasesView = { kind: 'cases', isShared: reader.isShared, sought, from, ...beside, rows };
  const shown = { from, ids: rows.map(({ caseId }) => caseId), hasMore, sought: soughtText(sought) };
  return { ...replyWith(desk, reader, view), asks: 'cases', listed: shown };
}

const statesShown: Readonly<Record<string, 'waiting' | 'experts'>> = {
  [waitingState]: 'waiting',
  [expertsState]: 'experts',
};

async function rowOf(desk: Desk, reader: Reader, stored: StoredCase<TriageCase>): Promise<CasesView['rows'][number]> {
  const { evidence, articleId, openedAt, openedBy, outcome, moves, ticks, followUps, contact, owner } = stored.value;
  const recipient = evidence.recipients[0];
  const view = outcome ? null : await viewOf(desk, reader, stored);
  const named = statesShown[stored.state] ?? (view?.kind === 'verify' ? 'waiting' : 'open');
  const isAnswered = lastFollowUp(stored.value)?.kind === 'answered';
  const done = [...moves, ...Object.values(ticks), ...followUps].sort((one, other) => (one.at < other.at ? -1 : 1));
  const last = done.at(-1)?.by;
  const looksAfter = owner ?? openedBy;
  return {
    caseId: stored.id,
    articleId,
    code: codeOf(evidence.cause),
    domain: recipient?.slice(recipient.lastIndexOf('@') + 1) ?? evidence.remoteHost,
    openedAt,
    ticket: contact.ticket,
    state: isAnswered ? 'answered' : (outcome?.kind ?? named),
    owner: looksAfter.name,
    worker: last === undefined || last.id === looksAfter.id ? null : last.name,
  };
}

function newerThan({ from }: Listed): number | null {
  return from > 0 ? Math.max(0, from - pageLength) : null;
}

function olderThan({ from, hasMore }: Listed): number | null {
  return hasMore ? from + pageLength : null;
}

async function lastListed(desk: Desk, reader: Reader): Promise<Listed | undefined> {
  const last = await lastReply(desk, reader);
  return last?.asks === 'cases' ? last.listed : undefined;
}

async function lastReply({ store }: Desk, { tenant, conversation, person }: Reader): Promise<Reply | undefined> {
  return (await store.lastReply({ tenant, conversation, personId: person.id })) as Reply | undefined;
}
