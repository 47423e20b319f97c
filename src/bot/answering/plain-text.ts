/** Texts to copy: commands, the contact text, the steps of one owner. */
import { commandsText } from '../../cards/commands-text.ts';
import { handOverText } from '../../cards/hand-over-text.ts';
import { summaryText } from '../../cards/summary-text.ts';
import { contactTexts, reminderTexts } from '../../cards/views/contact.ts';
import type { StoredCase } from '../../storage/store.ts';
import type { TriageCase } from '../../triage/case.ts';
import type { Handled } from '../../triage/guiding/index.ts';
import { answerView, type ViewContext, viewAfter } from '../../triage/showing/index.ts';
import { cardContext, type Desk, type Reader, viewOf } from '../desk.ts';
import { cardMessage, nothing, type Reply } from '../reply.ts';
import { personalChat } from './personal-chat.ts';

/** A text to copy holds whole addresses: where others read along, it goes to the own chat of the one who asks. */
export async function plainText(
  desk: Desk,
  reader: Reader,
  stored: StoredCase<TriageCase>,
  handled: Handled,
  context: ViewContext,
): Promise<Pick<Reply, 'answer' | 'messages'>> {
  const texts = textsOf(desk, reader, handled, context);
  if (texts.length === 0) return { messages: [] };
  if (!reader.isShared) return { messages: texts.map(text => ({ kind: 'text', text })) };
  const there = await inOwnChat(desk, reader, stored);
  const [card] = there.messages;
  return card?.to === undefined
    ? there
    : {
        ...there,
        messages: [...there.messages, ...texts.map(text => ({ kind: 'text' as const, text, to: card.to! }))],
      };
}

/** What is pasted into two fields is two texts. */
function textsOf(desk: Desk, reader: Reader, handled: Handled, context: ViewContext): string[] {
  const { plainText, memory } = handled;
  if (plainText === null) return [];
  const look = cardContext(desk, reader.own);
  const about = (triageCase: TriageCase) =>
    answerView({ about: 'summary', items: [], lookAt: null }, triageCase, { ...context, memory });
  const open: TriageCase = { ...handled.case, outcome: null };
  if (typeof plainText === 'object')
    return [handOverText(about(open), plainText.handOverTo, handled.case.contact.ticket, look) ?? []].flat();
  if (plainText === 'summary') {
    const whole = about(handled.case).about;
    const { contact, followUps } = handled.case;
    return whole === null ? [] : [summaryText(whole, { began: contact.began, followUps }, look)];
  }
  const view = viewAfter({ ...handled, answer: null, case: open }, context);
  if (view.kind === 'checklist') return [commandsText(view, look)];
  if (view.kind !== 'contact') return [];
  const sent = handled.case.outcome;
  return plainText === 'reminder' && sent ? reminderTexts(view, sent.at, look) : contactTexts(view, look);
}

/** The whole case in the personal chat of the one who asks; both cards stay equal from then on. */
export async function inOwnChat(desk: Desk, reader: Reader, stored: StoredCase<TriageCase>): Promise<Reply> {
  const { say } = desk.strings[reader.locale];
  const chat = await personalChat(desk, reader);
  if (!chat) return { ...nothing, answer: { toast: say('personal.cannot') } };
  const view = await viewOf(desk, { ...reader.own, conversation: chat.conversation }, stored);
  const card = cardMessage(desk, { ...reader.own, isShared: false }, view, stored.value);
  await desk.store.commit({
    tenant: reader.tenant,
    conversation: chat.conversation,
    at: desk.now(),
    by: reader.person,
    currentCase: stored.id,
  });
  return { messages: [{ ...card, to: chat.conversation }], replacement: null, answer: { toast: say('personal.sent') } };
}
