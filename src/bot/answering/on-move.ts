/** "This is greylisting", "move to 5.4.316": the open case goes on under another article. */
import { mayBeTyped, readMove } from '../../triage/hearing/index.ts';
import type { MoveView } from '../../triage/showing/index.ts';
import type { Desk } from '../desk.ts';
import { type Reply, replyWith } from '../reply.ts';
import { allNamed } from './named-articles.ts';
import { onPress } from './on-press.ts';
import type { Turn } from './open-turn.ts';
import { said } from './say.ts';

/** More of them were named too vaguely. */
const mostOffered = 6;

/** @returns undefined where it says something else */
export async function onMoveTyped(desk: Desk, turn: Turn, text: string): Promise<Reply | undefined> {
  const { current, reader } = turn;
  if (!current || !mayBeTyped(text)) return undefined;
  const typed = readMove(text, desk.words);
  // One of those that are offered is chosen and not moved to.
  if (!typed || (current.value.isDraft && current.value.candidates.length > 0)) return undefined;
  const { sought, isOrder } = typed;
  const found = desk.search().find(sought, reader.locale);
  const near = found.kind === 'articles' ? found.articles.map(({ id }) => id) : [];
  // "That's right", "it is down": a word out of a title names it in an order alone.
  const named = isCode.test(sought) ? near : allNamed(desk, sought, !isOrder);
  // "This is after the change": no problem is called so.
  if (named.length === 0 && !isOrder) return undefined;
  const ids = named.length > 0 ? named : near;
  const [first] = ids;
  if (first === undefined) return said(desk, reader, 'move.nothing', { values: { text: sought } });
  if (ids.length > 1) {
    const { evidence } = current.value;
    const view: MoveView = { kind: 'move', of: current.id, evidence, sought, articleIds: ids.slice(0, mostOffered) };
    return replyWith(desk, reader, view);
  }
  if (first === current.value.articleId)
    return isOrder ? said(desk, reader, 'move.same', { values: { id: current.id } }) : undefined;
  return onPress(desk, turn, { caseId: undefined, press: { verb: 'move', option: first }, inPlace: false });
}

// 5.4.316
const isCode = /^[245]\.\d{1,3}\.\d{1,3}$/;
