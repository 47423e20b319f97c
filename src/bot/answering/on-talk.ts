/** What somebody says in their own words: about the open case, about a word of the trade, or just hello. */

import { answerText } from '../../cards/views/answer/index.ts';
import type { StoredCase } from '../../storage/store.ts';
import type { Answer } from '../../triage/answer.ts';
import type { TriageCase } from '../../triage/case.ts';
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
import { matchEvidence } from '../../triage/matching/index.ts';
import { answerView, viewAfter } from '../../triage/showing/index.ts';
import type { Intent, Said } from '../../triage/talk.ts';
import { cardContext, type Desk, type Reader, recall, viewContext } from '../desk.ts';
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
  const language = situation && isAtContact(situation) ? desk.ear.languageIn(text) : undefined;
  if (language)
    return onPress(desk, turn, {
      caseId: undefined,
      press: { verb: 'contact-language', option: language },
      inPlace: false,
    });
  const said = desk.ear.hear(text, situation ?? null);
  const [first] = said.intents;
  if (said.term !== null) return answered(desk, turn, { about: 'term', term: said.term }, current);
  if (first === 'greeting' || first === 'thanks' || first === 'abilities')
    return answered(desk, turn, { about: first }, current);
  if (!current || !situation) return undefined;
  if (first === 'leave') return 'leave';
  if (first === 'next') return onPress(desk, turn, { caseId: undefined, press: { verb: 'show' }, inPlace: false });
  if (first === undefined && said.answer === null) return said.likeness >= soundsLikeTalk ? 'unclear' : undefined;
  return (await onSaid(desk, turn, said)) ?? 'unclear';
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
 * Nothing of it was understood while a case is open: what can be said about it now. Said once; then the case itself.
 * @param newText what may be another problem, and is looked at as one when somebody says so
 */
export async function onUnclear(desk: Desk, turn: Turn, newText: string | null): Promise<Reply> {
  const { tenant, conversation, person } = turn.reader;
  const last = (await desk.store.lastReply({ tenant, conversation, personId: person.id })) as Reply | undefined;
  if (last?.asks === 'unclear' && newText === null)
    return onPress(desk, turn, { caseId: undefined, press: { verb: 'show' }, inPlace: false });
  return {
    ...(await answered(
      desk,
      turn,
      { about: 'unclear', newText: newText !== null && newText.length <= longestInButton ? newText : null },
      turn.current,
    )),
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
  return article && { case: value, article, memory: await recall(desk, tenant, value.evidence) };
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
  return isMeaningless ? undefined : reply;
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
          ...(handled.isChanged ? [card] : []),
          messageOf(desk, reader, answer, handled.case, { ...context, memory: handled.memory }),
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
  const isBare = answer.about === 'greeting' || answer.about === 'thanks' || answer.about === 'abilities';
  return isBare ? { kind: 'text', text: answerText(view, cardContext(desk, reader)) } : cardMessage(desk, reader, view);
}

async function answered(
  desk: Desk,
  { reader }: Turn,
  answer: Answer,
  current: StoredCase<TriageCase> | undefined,
): Promise<Reply> {
  const value = current?.value.articleId == null ? null : current.value;
  const context = value
    ? await contextOf(desk, reader, value)
    : viewContext(desk, reader, { hostOwner: null, partnerLanguage: null });
  return { messages: [messageOf(desk, reader, answer, value, context)], replacement: null };
}

async function contextOf(desk: Desk, reader: Reader, { evidence }: TriageCase) {
  const memory = await recall(desk, reader.tenant, evidence);
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
  if (place === undefined)
    return named !== undefined && !hasFacts(evidence) && (words !== '' || ids.includes(named))
      ? { articleId: named, words: words || text }
      : undefined;
  const byError =
    match.verdict === 'no-match' || match.verdict === 'unknown-code' ? undefined : match.candidates[0]?.articleId;
  const articleId = words !== '' && byError !== undefined ? byError : ids[place]!;
  return { articleId, words: articleId === ids[place] ? '' : words };
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
    const handled = handleChosen(stored.value, articleId, words, context);
    turn.noteGap(otherChosen(stored.value, handled));
    const card = cardMessage(desk, reader, viewAfter(handled, context), handled.case);
    return {
      handled,
      reply: { messages: [card], replacement: null, ...(handled.isChanged && { showsCase: stored.id }) },
    };
  });
}
