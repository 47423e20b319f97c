/** "Forget" is asked first: what is deleted cannot come back. Nothing is deleted before the answer. */
import { joinSentences } from '../../cards/join.ts';
import { locales } from '../../triage/evidence.ts';
import { mayBeTyped, saysYesOrNo } from '../../triage/hearing/index.ts';
import type { Desk, Reader } from '../desk.ts';
import { cardMessage, nothing, notice, type Reply, replyWith } from '../reply.ts';
import { keepInPlace } from './keep-in-place.ts';
import type { Turn } from './open-turn.ts';
import type { IncomingActivity } from './read-activity.ts';

type Answer = 'forget' | 'keep';

export function askToForget(desk: Desk, reader: Reader): Reply {
  const name = reader.isShared ? reader.person.name : null;
  return { ...replyWith(desk, reader, { kind: 'forget', name }), asks: 'forget' };
}

/** A typed yes or no while the question is open; undefined for everything else. */
export async function onForgetTyped(desk: Desk, turn: Turn, text: string): Promise<Reply | undefined> {
  const answer = answerIn(desk, text);
  return answer && (await isOpen(desk, turn.reader)) ? settle(desk, turn, answer, false) : undefined;
}

/** A pressed card is replaced for everybody; one that is not open, or is somebody else's, does nothing. */
export async function onForgetPress(
  desk: Desk,
  turn: Turn,
  answer: Answer,
  activity: IncomingActivity,
): Promise<Reply> {
  const { reader } = turn;
  const isInvoke = activity.type === 'invoke';
  if (!(await isOpen(desk, reader))) {
    if (!isInvoke) return replyWith(desk, reader, notice('not-asked'));
    const { say, list } = desk.strings[reader.locale];
    const toast = joinSentences(reader.locale, [say('notice.not-asked.title'), ...list('notice.not-asked.lines')]);
    return { ...nothing, answer: { toast } };
  }
  const reply = await settle(desk, turn, answer, true);
  await keepInPlace(desk, reader, reply, activity);
  return reply;
}

/** While it is the last that this person was answered here: whatever is said or pressed after it closes the question. */
async function isOpen({ store }: Desk, { tenant, conversation, person }: Reader): Promise<boolean> {
  const last = (await store.lastReply({ tenant, conversation, personId: person.id })) as Reply | undefined;
  return last?.asks === 'forget';
}

async function settle(desk: Desk, turn: Turn, answer: Answer, inPlace: boolean): Promise<Reply> {
  const { reader } = turn;
  const { tenant, conversation, person } = reader;
  const card = cardMessage(desk, reader, notice(answer === 'forget' ? 'forgotten' : 'kept'));
  const reply: Reply = inPlace ? { messages: [], replacement: card } : { messages: [card], replacement: null };
  if (answer === 'keep') return reply;
  await desk.store.forget({ tenant, conversation, personId: person.id });
  // Where this came from was forgotten as well, and is not to be written down again.
  const result = await turn.commit(reply, { place: undefined, person: undefined });
  return result.kind === 'repeated' ? (result.reply as Reply) : reply;
}

/** Yes and no in every language, and the words of the buttons. */
function answerIn({ strings, words }: Desk, text: string): Answer | undefined {
  const said = text.trim().toLowerCase();
  if (!mayBeTyped(said)) return undefined;
  const isLabel = (key: string) => locales.some(locale => strings[locale].say(key).toLowerCase() === said);
  const answer = saysYesOrNo(text, words);
  if (answer === 'yes' || isLabel('buttons.deleteAll')) return 'forget';
  return answer === 'no' || isLabel('buttons.keep') ? 'keep' : undefined;
}
