/** "Evidence pack": all that is known of a case as one text, in the own chat of whoever asks. */
import { strToU8, zipSync } from 'fflate';
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
import { nothing, notice, type Reply, replyWith, type TextMessage } from '../reply.ts';
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
  const to = chat && { to: chat.conversation };
  const there: Reply = chat ? told('personal.sent') : nothing;
  // Teams takes files in somebody's own chat, and asks first.
  if ((chat ?? reader.address).channelId === 'msteams') {
    // They agree in their own chat, where nothing else says that they may see the case.
    const noted = chat ? packed(desk, reader, isWhole) : undefined;
    if (noted) await desk.store.addEvent(reader.tenant, found.id, noted);
    const offered = await offer(desk, reader, found, isWhole, noted?.at);
    return { ...there, messages: [...there.messages, { ...offered, ...to }] };
  }
  const { text } = await packOf(desk, reader, found, isWhole);
  const fileName = `${nameOf(found.id)}.txt`;
  return { ...there, messages: [...there.messages, { kind: 'text', text, fileName, ...to }] };
}

/**
 * What of a case is in a pack travels by its number: nothing of it lies in the card that asks.
 * @param notedAt when it was noted that it was asked for; undefined: it was not
 */
async function offer(
  desk: Desk,
  reader: Reader,
  found: StoredCase<TriageCase>,
  isWhole: boolean,
  notedAt: string | undefined,
): Promise<TextMessage> {
  const { say } = desk.strings[reader.own.locale];
  const bytes = archiveOf(found.id, await textOf(desk, reader, found, await eventsOf(desk, reader, found), isWhole));
  const context = { caseId: found.id, isWhole, ...(notedAt !== undefined && { notedAt }) };
  const description = say(isWhole ? 'pack.isWhole' : 'pack.isShort');
  return {
    kind: 'text',
    text: say('pack.title', { id: found.id }),
    isSentence: true,
    attachment: {
      contentType: 'application/vnd.microsoft.teams.card.file.consent',
      name: `${nameOf(found.id)}.zip`,
      content: { description, sizeInBytes: bytes.length, acceptContext: context, declineContext: context },
    },
  };
}

/**
 * As a text and as a file, and noted as taken.
 * @param notedAt when that was noted already, which is looked up
 */
export async function packOf(
  desk: Desk,
  reader: Reader,
  found: StoredCase<TriageCase>,
  isWhole: boolean,
  notedAt?: string,
): Promise<{ readonly text: string; readonly name: string; readonly bytes: Uint8Array }> {
  const taken = packed(desk, reader, isWhole);
  const events = await eventsOf(desk, reader, found);
  const isNoted = events.some(
    ({ kind, at, by, data }) =>
      kind === 'packed' &&
      at === notedAt &&
      by?.id === reader.person.id &&
      (data as { isWhole?: unknown }).isWhole === isWhole,
  );
  const text = await textOf(desk, reader, found, isNoted ? events : [...events, taken], isWhole);
  if (!isNoted) await desk.store.addEvent(reader.tenant, found.id, taken);
  return { text, name: `${nameOf(found.id)}.zip`, bytes: archiveOf(found.id, text) };
}

function packed(desk: Desk, { person }: Reader, isWhole: boolean) {
  return { kind: 'packed', at: desk.now(), by: person, data: { isWhole } } as const;
}

function eventsOf({ store }: Desk, { tenant }: Reader, { id }: StoredCase<TriageCase>) {
  return store.caseEvents(tenant, id);
}

function nameOf(caseId: string): string {
  return `evidence-${caseId}`;
}

/** Mail systems let a .zip with a text through, and it keeps its lines on the way. */
function archiveOf(caseId: string, text: string): Uint8Array {
  // Windows shows Chinese right only behind the mark of UTF-8, and old editors want its line ends.
  return zipSync({ [`${nameOf(caseId)}.txt`]: strToU8(`\ufeff${text.replaceAll('\n', '\r\n')}\r\n`) });
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
