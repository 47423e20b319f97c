/** What is sent for one activity. Written down with the case before it is sent, so that a repetition gets the same. */
import type { AdaptiveCard } from '../cards/render-card.ts';
import type { NoticeView, View } from '../triage/view.ts';
import type { Desk, Reader } from './desk.ts';

export type OutgoingMessage =
  | { readonly kind: 'card'; readonly card: AdaptiveCard; readonly caseId: string | null }
  | { readonly kind: 'text'; readonly text: string };

export interface Reply {
  /** New activities in the conversation. */
  readonly messages: readonly OutgoingMessage[];
  /** Replaces the card that was pressed, and the stored activity of the case. */
  readonly replacement: { readonly card: AdaptiveCard; readonly caseId: string | null } | null;
}

export const nothing: Reply = { messages: [], replacement: null };

export function cardMessage(desk: Desk, reader: Reader, view: View): OutgoingMessage {
  return { kind: 'card', card: desk.cards.render(view, reader), caseId: 'caseId' in view ? view.caseId : null };
}

export function notice(topic: NoticeView['topic'], more: Partial<Omit<NoticeView, 'kind' | 'topic'>> = {}): NoticeView {
  return { kind: 'notice', topic, unknownCode: null, reference: null, openCase: null, ...more };
}

export function replyWith(desk: Desk, reader: Reader, view: View): Reply {
  return { messages: [cardMessage(desk, reader, view)], replacement: null };
}
