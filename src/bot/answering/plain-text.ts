/** Texts to copy: commands, the contact text, the steps of one owner. */
import { commandsText } from '../../cards/commands-text.ts';
import { handOverText } from '../../cards/hand-over-text.ts';
import { contactText } from '../../cards/views/contact.ts';
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
  const text = textOf(desk, reader, handled, context);
  if (text === undefined) return { messages: [] };
  if (!reader.isShared) return { messages: [{ kind: 'text', text }] };
  const there = await inOwnChat(desk, reader, stored);
  const [card] = there.messages;
  return card?.to === undefined
    ? there
    : { ...there, messages: [...there.messages, { kind: 'text', text, to: card.to }] };
}

function textOf(desk: Desk, reader: Reader, handled: Handled, context: ViewContext): string | undefined {
  const { plainText } = handled;
  if (plainText === null) return undefined;
  const open = { ...handled, answer: null, case: { ...handled.case, outcome: null } };
  const look = cardContext(desk, reader.own);
  if (typeof plainText === 'object') {
    const view = answerView({ about: 'who', items: [], lookAt: null }, open.case, {
      ...context,
      memory: handled.memory,
    });
    return handOverText(view, plainText.handOverTo, handled.case.contact.ticket, look);
  }
  const view = viewAfter(open, context);
  if (view.kind === 'checklist') return commandsText(view, look);
  return view.kind === 'contact' ? contactText(view, look) : undefined;
}

/** The whole case in the personal chat of the one who asks; both cards stay equal from then on. */
export async function inOwnChat(desk: Desk, reader: Reader, stored: StoredCase<TriageCase>): Promise<Reply> {
  const { say } = desk.strings[reader.locale];
  const chat = await personalChat(desk, reader);
  if (!chat) return { ...nothing, answer: { toast: say('personal.cannot') } };
  const view = await viewOf(desk, reader.own, stored);
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
