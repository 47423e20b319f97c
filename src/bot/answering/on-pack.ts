/** "Evidence pack": all that is known of a case as one text, in the own chat of whoever asks. */
import { packText } from '../../cards/pack-text.ts';
import type { StoredCase } from '../../storage/store.ts';
import type { TriageCase } from '../../triage/case.ts';
import {
  type AnswerView,
  answerView,
  redactEvidence,
  redactView,
  type StoredHappening,
  type TimelineView,
  timelineView,
} from '../../triage/showing/index.ts';
import { cardContext, type Desk, type Reader, recallFor, viewContext } from '../desk.ts';
import { nothing, notice, type Reply, replyWith } from '../reply.ts';
import { findCase } from './on-press.ts';
import type { Turn } from './open-turn.ts';
import { personalChat } from './personal-chat.ts';

export interface AskedPack {
  /** Undefined: the open case. */
  readonly caseId: string | undefined;
  readonly isWhole: boolean;
  readonly isPress?: boolean;
}

export async function onPack(desk: Desk, { reader, current }: Turn, asked: AskedPack): Promise<Reply> {
  const { caseId, isWhole, isPress = false } = asked;
  const found = await findCase(desk, reader, caseId, current);
  if (!found || found.value.isDraft) {
    const topic = caseId === undefined ? notice('no-case') : notice('unknown-case', { openCase: caseId });
    return replyWith(desk, reader, topic);
  }
  const { say } = desk.strings[reader.locale];
  // However short it is, what a case consists of is not for all who read along.
  const chat = reader.isShared ? await personalChat(desk, reader) : undefined;
  const told = (key: string): Reply =>
    isPress
      ? { ...nothing, answer: { toast: say(key) } }
      : { ...nothing, messages: [{ kind: 'text', text: say(key), isSentence: true }] };
  if (reader.isShared && !chat) return told('personal.cannot');
  const packed = { kind: 'packed', at: desk.now(), by: reader.person, data: { isWhole } } as const;
  const events = await desk.store.caseEvents(reader.tenant, found.id);
  const text = await textOf(desk, reader, found, [...events, packed], isWhole);
  await desk.store.addEvent(reader.tenant, found.id, packed);
  if (!chat) return { ...nothing, messages: [{ kind: 'text', text }] };
  const there = told('personal.sent');
  return { ...there, messages: [...there.messages, { kind: 'text', text, to: chat.conversation }] };
}

async function textOf(
  desk: Desk,
  reader: Reader,
  { value }: StoredCase<TriageCase>,
  events: readonly StoredHappening[],
  isWhole: boolean,
): Promise<string> {
  const memory = await recallFor(desk, reader.tenant, value);
  const context = viewContext(desk, { ...reader.own, conversation: reader.conversation }, memory);
  const summary = answerView({ about: 'summary', items: [], lookAt: null }, value, context);
  const timeline = timelineView(value, events, context, { from: 0, length: Math.max(1, events.length) });
  const { evidence, earlier, contact, followUps } = value;
  const shown = <Shown extends AnswerView | TimelineView>(view: Shown) => (isWhole ? view : redactView(view)) as Shown;
  const evidenceShown = isWhole ? evidence : redactEvidence(evidence);
  return packText(
    {
      caseId: value.id,
      at: desk.now(),
      isWhole,
      evidence: evidenceShown,
      earlier: earlier.map(({ evidence: old, at }) => ({ evidence: isWhole ? old : redactEvidence(old), at })),
      about: value.articleId === null ? null : shown(summary).about,
      facts: { began: contact.began, followUps },
      timeline: shown(timeline),
    },
    cardContext(desk, reader.own),
  );
}
