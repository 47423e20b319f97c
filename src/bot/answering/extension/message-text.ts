/**
 * The text of the message that an action was chosen on (`value.messagePayload`).
 * Microsoft: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
 */
import { z } from 'zod';
import { htmlToText } from '../../../triage/reading/index.ts';

export type MessageText =
  | { readonly kind: 'text'; readonly text: string }
  /** `attachment-only`: a picture, a file or a card, which Teams does not hand over. */
  | { readonly kind: 'empty'; readonly why: 'empty' | 'attachment-only' };

const Attachment = z.looseObject({
  contentType: z.string().catch(''),
  content: z.unknown().optional(),
});

// A number, as Teams writes message ids; nothing else may enter a conversation's id.
const messageId = z
  .string()
  .regex(/^\d{1,20}$/)
  .nullish()
  .catch(null);

export const MessagePayload = z.looseObject({
  id: messageId,
  replyToId: messageId,
  subject: z.string().nullish().catch(null),
  deleted: z.boolean().nullish().catch(null),
  body: z
    .looseObject({ contentType: z.string().nullish().catch(null), content: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
  attachments: z
    .array(Attachment.catch({ contentType: '' }))
    .nullish()
    .catch(null),
});
export type MessagePayload = z.infer<typeof MessagePayload>;

export function messageText({ subject, deleted, body, attachments }: MessagePayload): MessageText {
  if (deleted) return { kind: 'empty', why: 'empty' };
  const content = body?.content ?? '';
  const parts = [
    subject ?? '',
    body?.contentType === 'text' || !hasMarkup.test(content) ? content : pageText(content),
    ...(attachments ?? []).map(attachmentText),
  ].map(part => part.trim());
  const text = parts.filter(part => part !== '').join('\n\n');
  if (text !== '') return { kind: 'text', text };
  const holdsMore = (attachments ?? []).length > 0 || /<(?:img|attachment|video|audio)[\s/>]/i.test(content);
  return { kind: 'empty', why: holdsMore ? 'attachment-only' : 'empty' };
}

// Some clients say html and send plain lines, in which `<ann@contoso.example>` is an address.
const hasMarkup =
  /<\/?(?:p|div|br|span|table|tr|td|ul|ol|li|b|i|strong|em|a|at|pre|code|blockquote|img|attachment|h[1-6])(?=[\s/>])|&(?:nbsp|lt|gt|amp|quot|#)/i;

/** Names of mentioned people and bots are no part of an error, and a name can read like a word that counts. */
function pageText(html: string): string {
  const opening = /<at(?=[\s>])/gi;
  const closing = /<\/at\s{0,3}>/gi;
  const pieces: string[] = [];
  let at = 0;
  for (let start = opening.exec(html); start !== null; start = opening.exec(html)) {
    closing.lastIndex = start.index;
    if (closing.exec(html) === null) break;
    pieces.push(html.slice(at, start.index), ' ');
    at = closing.lastIndex;
    opening.lastIndex = at;
  }
  return htmlToText(pieces.join('') + html.slice(at));
}

/** Quoted and forwarded messages are text; cards, files and code that lies elsewhere are not. */
function attachmentText({ contentType, content }: z.infer<typeof Attachment>): string {
  switch (contentType) {
    case 'text/html':
      return typeof content === 'string' ? pageText(content) : '';
    case 'text/plain':
      return typeof content === 'string' ? content : '';
    case 'messageReference':
      return Quoted.safeParse(fromJson(content)).data?.messagePreview ?? '';
    case 'forwardedMessageReference':
      return pageText(Quoted.safeParse(fromJson(content)).data?.originalMessageContent ?? '');
    default:
      return '';
  }
}

const Quoted = z.looseObject({
  messagePreview: z.string().optional().catch(undefined),
  originalMessageContent: z.string().optional().catch(undefined),
});

/** Teams sends the content of a reference as JSON in a string. */
function fromJson(content: unknown): unknown {
  if (typeof content !== 'string') return content;
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
