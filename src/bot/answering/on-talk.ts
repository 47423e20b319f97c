/** What somebody says in their own words: about the open case, about a word of the trade, or just hello. */

import { answerText } from '../../cards/views/answer/index.ts';
import type { StoredCase } from '../../storage/store.ts';
import { type Answer, pleasantries, questions, type Told } from '../../triage/answer.ts';
import { noMemory, type TriageCase } from '../../triage/case.ts';
import type { Evidence } from '../../triage/evidence.ts';
import {
  findPosition,
  type Handled,
  handleBesideChoice,
  handleChosen,
  handlePress,
  handleSaid,
  type InputContext,
} from '../../triage/guiding/index.ts';
import { mayBeSaid, mayBeTyped, type Situation } from '../../triage/hearing/index.ts';
import { answerView, viewAfter } from '../../triage/showing/index.ts';
import type { Intent, Said } from '../../triage/talk.ts';
import { cardContext, type Desk, type Reader, recallFor, viewContext, withMemoryOf } from '../desk.ts';
import { cardMessage, type OutgoingMessage, type Reply } from '../reply.ts';
import { type Choice, chosenInWords } from './chosen-in-words.ts';
import { commitCurrent } from './commit-case.ts';
import { otherChosen } from './gaps.ts';
import { onPress } from './on-press.ts';
import type { Turn } from './open-turn.ts';
import { plainText } from './plain-text.ts';
import { readMoment } from './read-moment.ts';

/**
 * @returns undefined where it is a problem to be looked at, or nothing that is understood; `unclear` where it is about the
 * case, unless its words fit a problem for certain
 */
export async function onTalk(
  desk: Desk,
  turn: Turn,
  text: string,
  evidence: Evidence,
): Promise<Reply | 'leave' | 'unclear' | undefined> {
  if (!mayBeSaid(text)) return undefined;
  const { current } = turn;
  const choice = current && (await chosenInWords(desk, current.value, text, evidence));
  if (choice === 'none')
    return onPress(desk, turn, { caseId: undefined, press: { verb: 'choose', option: 'none' }, inPlace: false });
  if (choice) return onChosen(desk, turn, choice);
  if (evidence.kind !== 'symptom' || evidence.cause !== null) return undefined;
  const situation = current && (await situationOf(desk, turn.reader, current));
  if (!situation && current) {
    const behind = await caseBehind(desk, turn, text);
    if (behind) return onTalk(desk, { ...turn, current: behind }, text, evidence);
  }
  const said = (situation && (await saidOfAsked(desk, turn, text))) ?? desk.ear.hear(text, situation ?? null);
  const [first] = said.intents;
  if (said.term !== null && isAlone(said, 'what-is'))
    return answered(desk, turn, { about: 'term', term: said.term }, current);
  const about = pleasantries.find(one => one === first);
  if (about && isAlone(said, about)) return answered(desk, turn, { about }, current);
  if (!current || !situation) return undefined;
  if (first === 'leave' && isAlone(said, 'leave')) return 'leave';
  if (first === 'next' && isAlone(said, 'next'))
    return onPress(desk, turn, { caseId: undefined, press: { verb: 'show' }, inPlace: false });
  const isLanguage = said.language !== null && isAtContact(situation);
  const isTold = said.answers.length + said.ruledOut.length + said.remarks.length > 0 || said.began !== null;
  if (first === undefined && !isTold && !isLanguage) return said.likeness >= soundsLikeTalk ? 'unclear' : undefined;
  return (await onSaid(desk, turn, await withMoment(desk, turn.reader, said))) ?? 'unclear';
}

/** "Both", where the last answer asked which of some steps are done. */
async function saidOfAsked(desk: Desk, { reader }: Turn, text: string): Promise<Said | undefined> {
  if (!mayBeTyped(text)) return undefined;
  const { tenant, conversation, person } = reader;
  const last = (await desk.store.lastReply({ tenant, conversation, personId: person.id })) as Reply | undefined;
  return last?.asks === 'which' && last.named ? desk.ear.hearAsked(text, last.named) : undefined;
}

/** Since when, by the clock of whoever says it. */
async function withMoment(desk: Desk, { own, locale }: Reader, said: Said): Promise<Said> {
  if (said.began === null) return said;
  const beganAt = await readMoment(said.began, { now: desk.now(), timeZone: own.timeZone, locale });
  return { ...said, beganAt: beganAt ?? null };
}

/** Nothing else is wanted, and no step or answer named: other friendly words may stand beside it. */
function isAlone({ intents, answers, ruledOut, done, undone, remarks, untaken }: Said, intent: Intent): boolean {
  const others = intents.filter(
    one => one !== intent && one !== 'next' && !pleasantries.some(friendly => friendly === one),
  );
  const named = [
    answers,
    ruledOut,
    remarks,
    // "What is a queue, the outbox?" asks it twice.
    intent === 'what-is' ? [] : untaken,
    ...[done, undone].flatMap(({ items, numbers }) => [items, numbers]),
  ];
  return others.length === 0 && named.every(list => list.length === 0);
}

/** Hello, thanks, "what can you do": where it fits no problem. */
export function onPleasantry(desk: Desk, turn: Turn, text: string): Promise<Reply> | undefined {
  const about = desk.ear.pleasantry(text);
  return about && answered(desk, turn, { about }, turn.current);
}

/** What sounds so much like talk about the case is no new problem because its words remind of some. */
const soundsLikeTalk = 0.2;

/** What a button carries. */
const longestInButton = 200;

/**
 * Nothing of it was understood for certain while a case is open: what may be meant, else what can be said now. The latter is
 * said once; then the case itself.
 * @param isNew it may be another problem, and is looked at as one when somebody says so
 */
export async function onUnclear(desk: Desk, turn: Turn, text: string, isNew: boolean): Promise<Reply> {
  const { current, reader } = turn;
  const { tenant, conversation, person } = reader;
  const newText = isNew && text.length <= longestInButton ? text : null;
  const situation = current && (await situationOf(desk, reader, current));
  const { guesses, asked } = desk.ear.hear(text, situation ?? null);
  const meant = questions.filter(question => guesses.some(guess => guess === question));
  const items = asked.items.length > 0 ? asked.items : asked.unclear;
  if (situation && meant.length + items.length > 0)
    return answered(
      desk,
      turn,
      { about: 'did-you-mean', items: items.slice(0, 2), questions: meant, newText },
      current,
    );
  const last = (await desk.store.lastReply({ tenant, conversation, personId: person.id })) as Reply | undefined;
  if (last?.asks === 'unclear' && newText === null)
    return onPress(desk, turn, { caseId: undefined, press: { verb: 'show' }, inPlace: false });
  return {
    ...(await answered(desk, turn, { about: 'unclear', newText }, turn.current)),
    asks: 'unclear',
  };
}

/** What is said of steps is about the case at work, even where a question has opened a choice meanwhile. */
async function caseBehind(desk: Desk, { reader }: Turn, text: string): Promise<StoredCase<TriageCase> | undefined> {
  const [first] = desk.ear.hear(text, null).intents;
  if (first === undefined || !ofSteps.includes(first)) return undefined;
  const { tenant, conversation } = reader;
  const [latest] = await desk.store.listCases({ tenant, conversation, limit: 1 });
  const stored = latest && (await desk.store.loadCase(tenant, latest.id));
  return stored && stored.value.articleId !== null && stored.value.outcome === null ? stored : undefined;
}

const ofSteps: readonly Intent[] = ['done', 'not-done', 'failing', 'works'];

/** A text to somebody is on the card: whoever names a language wants it in that one. */
function isAtContact({ case: triageCase, article, memory }: Situation): boolean {
  return triageCase.outcome === null && findPosition(triageCase, article, memory).step.kind === 'escalation';
}

async function situationOf(
  desk: Desk,
  { tenant }: Reader,
  { value }: StoredCase<TriageCase>,
): Promise<Situation | undefined> {
  const article = value.articleId === null ? undefined : desk.articles.get(value.articleId);
  return article && { case: value, article, memory: await recallFor(desk, tenant, value) };
}

async function onSaid(desk: Desk, turn: Turn, said: Said): Promise<Reply | undefined> {
  const { reader, current } = turn;
  let isMeaningless = false;
  const reply = await commitCurrent(desk, turn, current!, async stored => {
    const context = await contextOf(desk, reader, stored.value);
    const handled = handleSaid(stored.value, said, context) ?? unheard(stored.value, context);
    isMeaningless = !handled.isChanged && handled.answer === null && handled.plainText === null;
    return { handled, reply: await replyTo(desk, reader, stored, handled, context) };
  });
  // What is said again, and stands there already: the card shows it.
  return isMeaningless && said.done.items.length === 0 ? undefined : reply;
}

/** The case as its card, a question's answer as one, and a text to copy as that text alone. */
async function replyTo(
  desk: Desk,
  reader: Reader,
  stored: StoredCase<TriageCase>,
  handled: Handled,
  context: InputContext & Parameters<typeof viewAfter>[1],
): Promise<Reply> {
  const copy = await plainText(desk, reader, stored, handled, context);
  if (handled.plainText !== null && copy.messages.length > 0) return { messages: copy.messages, replacement: null };
  const card = cardMessage(desk, reader, viewAfter({ ...handled, answer: null }, context), handled.case);
  const { answer, told } = handled;
  // What is open, or was told, is said in the answer.
  const isSaid = answer !== null && (isOpenSaid(answer) || told?.isAll);
  const isCard = answer === null || (handled.isChanged && !isSaid);
  const look = { ...context, memory: handled.memory };
  const answers = answer === null ? [] : [answer, ...handled.more];
  const messages = [
    ...(isCard ? [card] : []),
    ...answers.map((one, place) => messageOf(desk, reader, one, handled.case, look, isCard || place > 0 ? null : told)),
  ];
  const which = answers.find(one => one.about === 'which');
  return {
    messages,
    replacement: null,
    ...(handled.isChanged && { showsCase: stored.id }),
    ...(which && { asks: 'which' as const, named: { verb: which.verb, items: which.items } }),
  };
}

function isOpenSaid({ about }: Answer): boolean {
  return about === 'question-first' || about === 'stays-open';
}

function messageOf(
  desk: Desk,
  reader: Reader,
  answer: Answer,
  triageCase: TriageCase | null,
  context: Parameters<typeof answerView>[2],
  told: Told | null = null,
): OutgoingMessage {
  const view = answerView(answer, triageCase, context, told);
  const isBare = pleasantries.some(one => one === answer.about);
  return isBare ? { kind: 'text', text: answerText(view, cardContext(desk, reader)) } : cardMessage(desk, reader, view);
}

async function answered(
  desk: Desk,
  { reader }: Turn,
  answer: Answer,
  current: StoredCase<TriageCase> | undefined,
): Promise<Reply> {
  const value = current?.value.articleId == null ? null : current.value;
  const context = value ? await contextOf(desk, reader, value) : viewContext(desk, reader, noMemory);
  return { messages: [messageOf(desk, reader, answer, value, context)], replacement: null };
}

async function contextOf(desk: Desk, reader: Reader, triageCase: TriageCase) {
  const memory = await recallFor(desk, reader.tenant, triageCase);
  return { ...viewContext(desk, reader, memory), now: desk.now(), by: reader.person };
}

/** Shorter words beside a choice are "please" and "I think". */
const worthNoting = 16;

/** Answers, remarks and since when, of the article that was chosen. */
async function withBesides(
  desk: Desk,
  reader: Reader,
  chosen: Handled,
  besides: string,
  context: InputContext,
): Promise<Handled> {
  const article = chosen.case.articleId === null ? undefined : desk.articles.get(chosen.case.articleId);
  if (!article) return chosen;
  const heard = desk.ear.hear(besides, { case: chosen.case, article, memory: chosen.memory });
  const isUnheard = heard.intents.length + heard.answers.length + heard.remarks.length === 0 && heard.began === null;
  // Nothing else can be meant by it than the problem that was just chosen.
  const said = isUnheard && besides.length >= worthNoting ? { ...heard, remarks: [besides] } : heard;
  return handleBesideChoice(chosen, await withMoment(desk, reader, said), { ...context, memory: chosen.memory });
}

function unheard(triageCase: TriageCase, context: InputContext): Handled {
  return handlePress(triageCase, { verb: 'show' }, context);
}

function onChosen(desk: Desk, turn: Turn, { articleId, words, besides = '' }: Choice): Promise<Reply> {
  const { reader, current } = turn;
  return commitCurrent(desk, turn, current!, async stored => {
    const context = await contextOf(desk, reader, stored.value);
    const chosen = handleChosen(stored.value, articleId, words, context);
    const only = await withMemoryOf(desk, reader.tenant, stored.value, chosen);
    const handled = besides === '' ? only : await withBesides(desk, reader, only, besides, context);
    turn.noteGap(otherChosen(stored.value, handled));
    const card = cardMessage(desk, reader, viewAfter(handled, context), handled.case);
    return {
      handled,
      reply: { messages: [card], replacement: null, ...(handled.isChanged && { showsCase: stored.id }) },
    };
  });
}
