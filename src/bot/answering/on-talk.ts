/** What somebody says in their own words: about the open case, about a word of the trade, or just hello. */

import { answerText } from '../../cards/views/answer/index.ts';
import type { StoredCase } from '../../storage/store.ts';
import { type Answer, pleasantries, questions } from '../../triage/answer.ts';
import { noMemory, type TriageCase } from '../../triage/case.ts';
import { type Evidence, locales } from '../../triage/evidence.ts';
import {
  findPosition,
  type Handled,
  handleChosen,
  handlePress,
  handleSaid,
  type InputContext,
} from '../../triage/guiding/index.ts';
import { mayBeSaid, type Situation } from '../../triage/hearing/index.ts';
import type { Match } from '../../triage/match.ts';
import { matchEvidence } from '../../triage/matching/index.ts';
import { answerView, viewAfter } from '../../triage/showing/index.ts';
import type { Intent, Said } from '../../triage/talk.ts';
import { cardContext, type Desk, type Reader, recallFor, viewContext, withMemoryOf } from '../desk.ts';
import { cardMessage, type OutgoingMessage, type Reply } from '../reply.ts';
import { commitCurrent } from './commit-case.ts';
import { otherChosen } from './gaps.ts';
import { onPress } from './on-press.ts';
import type { Turn } from './open-turn.ts';
import { plainText } from './plain-text.ts';

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
  const choice = current && chosenIn(desk, current.value, text, evidence);
  if (choice === 'none')
    return onPress(desk, turn, { caseId: undefined, press: { verb: 'choose', option: 'none' }, inPlace: false });
  if (choice) return onChosen(desk, turn, choice);
  if (evidence.kind !== 'symptom' || evidence.cause !== null) return undefined;
  const situation = current && (await situationOf(desk, turn.reader, current));
  if (!situation && current) {
    const behind = await caseBehind(desk, turn, text);
    if (behind) return onTalk(desk, { ...turn, current: behind }, text, evidence);
  }
  const said = desk.ear.hear(text, situation ?? null);
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
  if (first === undefined && said.answers.length === 0 && said.ruledOut.length === 0 && !isLanguage)
    return said.likeness >= soundsLikeTalk ? 'unclear' : undefined;
  return (await onSaid(desk, turn, said)) ?? 'unclear';
}

/** Nothing else is wanted, and no step or answer named: other friendly words may stand beside it. */
function isAlone({ intents, answers, ruledOut, done, undone }: Said, intent: Intent): boolean {
  const others = intents.filter(
    one => one !== intent && one !== 'next' && !pleasantries.some(friendly => friendly === one),
  );
  const named = [answers, ruledOut, ...[done, undone].flatMap(({ items, numbers }) => [items, numbers])];
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
  const { answer } = handled;
  const messages =
    answer === null
      ? [card]
      : [
          // What is open is said in the answer.
          ...(handled.isChanged && answer.about !== 'question-first' && answer.about !== 'stays-open' ? [card] : []),
          ...[answer, ...handled.more].map(one =>
            messageOf(desk, reader, one, handled.case, { ...context, memory: handled.memory }),
          ),
        ];
  return { messages, replacement: null, ...(handled.isChanged && { showsCase: stored.id }) };
}

function messageOf(
  desk: Desk,
  reader: Reader,
  answer: Answer,
  triageCase: TriageCase | null,
  context: Parameters<typeof answerView>[2],
): OutgoingMessage {
  const view = answerView(answer, triageCase, context);
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

function unheard(triageCase: TriageCase, context: InputContext): Handled {
  return handlePress(triageCase, { verb: 'show' }, context);
}

interface Choice {
  readonly articleId: string;
  /** What named it besides its place in the list. */
  readonly words: string;
}

/** "The second one, but it also says 10061": what the error says decides, else the place in the list. */
function chosenIn(desk: Desk, triageCase: TriageCase, text: string, evidence: Evidence): Choice | 'none' | undefined {
  if (triageCase.articleId !== null || triageCase.candidates.length === 0) return undefined;
  const ids = triageCase.candidates.map(({ articleId }) => articleId);
  const place = desk.ear.placeIn(text, ids.length);
  const match = matchEvidence(evidence, desk.knowledge);
  const named = match.verdict === 'match' ? match.candidates[0].articleId : undefined;
  const words = evidence.subReasonText ?? evidence.cause?.enhancedStatusCode ?? '';
  if (place === undefined && match.verdict !== 'match' && desk.ear.saysNone(text)) return 'none';
  const byTitle = place === undefined ? desk.ear.titleIn(text, ids, id => titlesOf(desk, id)) : undefined;
  if (byTitle !== undefined) return { articleId: byTitle, words: '' };
  if (place === undefined && named !== undefined)
    return !hasFacts(evidence) && (words !== '' || ids.includes(named))
      ? { articleId: named, words: words || text }
      : undefined;
  if (place === undefined) {
    const described = describedIn(desk, triageCase, text, evidence, match);
    return described === undefined ? undefined : { articleId: described, words: text };
  }
  const byError =
    match.verdict === 'no-match' || match.verdict === 'unknown-code' ? undefined : match.candidates[0]?.articleId;
  const articleId = words !== '' && byError !== undefined ? byError : ids[place]!;
  return { articleId, words: articleId === ids[place] ? '' : words };
}

/** "The one about the firewall": what is said fits one of those that are offered, by itself or with what was said before. */
function describedIn(
  desk: Desk,
  { candidates, evidence: before }: TriageCase,
  text: string,
  evidence: Evidence,
  match: Match,
): string | undefined {
  if (evidence.kind !== 'symptom' || hasFacts(evidence) || /[?？]\s*$/.test(text)) return undefined;
  const ids = candidates.map(({ articleId }) => articleId);
  const some = ids.flatMap(id => desk.articles.get(id) ?? []);
  // What fits none of them, and another problem alone, is that one.
  const offered = match.verdict === 'choose' ? match.candidates.map(({ articleId }) => articleId) : [];
  if (offered.length === 1 && !desk.ear.saysNone(text)) return offered[0];
  if (offered.length > 0 && !offered.some(id => ids.includes(id))) return undefined;
  const told = [text, ...(before.kind === 'symptom' && before.words !== '' ? [`${before.words}. ${text}`] : [])];
  const isTitled = desk.ear.titleIn(text, ids, id => wordsOf(desk, id));
  if (isTitled !== undefined) return isTitled;
  if (match.verdict === 'no-match') return undefined;
  for (const one of told) {
    const [first, second] = desk.knowledge.symptoms
      .closeness(one, some)
      .map((score, place) => ({ score, id: some[place]!.id }))
      .sort((a, b) => b.score - a.score);
    if (first && first.score >= surelyMeant && first.score >= (second?.score ?? 0) * clearlyMore) return first.id;
  }
  return undefined;
}

/** Of those that are offered one is meant, if any: then it need not be quite certain. */
const surelyMeant = 0.75;
const clearlyMore = 3;

/** What an article says of itself, in every language. */
function wordsOf({ articles }: Desk, id: string): readonly string[] {
  const article = articles.get(id);
  if (!article) return [];
  return locales.flatMap(locale => {
    const { headline, cause, tell, aliases } = article.strings[locale];
    return [headline, cause, tell, ...aliases];
  });
}

function titlesOf({ articles }: Desk, id: string): readonly string[] {
  const article = articles.get(id);
  return article === undefined ? [] : locales.map(locale => article.strings[locale].title);
}

/** A host or a recipient: then it is a paste of its own. */
function hasFacts({ remoteHost, remoteIp, recipients }: Evidence): boolean {
  return remoteHost !== null || remoteIp !== null || recipients.length > 0;
}

function onChosen(desk: Desk, turn: Turn, { articleId, words }: Choice): Promise<Reply> {
  const { reader, current } = turn;
  return commitCurrent(desk, turn, current!, async stored => {
    const context = await contextOf(desk, reader, stored.value);
    const chosen = handleChosen(stored.value, articleId, words, context);
    const handled = await withMemoryOf(desk, reader.tenant, stored.value, chosen);
    turn.noteGap(otherChosen(stored.value, handled));
    const card = cardMessage(desk, reader, viewAfter(handled, context), handled.case);
    return {
      handled,
      reply: { messages: [card], replacement: null, ...(handled.isChanged && { showsCase: stored.id }) },
    };
  });
}
