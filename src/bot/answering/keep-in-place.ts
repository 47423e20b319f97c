/** A card of no case that answers a press: nothing paints it, and a client would show the old one when the chat is opened again. */
import type { Desk, Reader } from '../desk.ts';
import type { Reply } from '../reply.ts';
import { cardActivity } from '../sending/index.ts';
import type { IncomingActivity } from './read-activity.ts';

/** The card that was pressed becomes the first of a reply; what is left follows below. */
export function inPlace({ messages: [first, ...messages], ...reply }: Reply): Reply {
  return first?.kind === 'card'
    ? { ...reply, messages, replacement: first }
    : { ...reply, messages: first ? [first, ...messages] : [] };
}

export async function keepInPlace(
  { connector }: Desk,
  { address }: Reader,
  { replacement }: Reply,
  { type, replyToId }: Pick<IncomingActivity, 'type' | 'replyToId'>,
): Promise<void> {
  if (type !== 'invoke' || !replacement || replyToId === undefined) return;
  await connector.update(address, replyToId, cardActivity(replacement)).catch(() => 'gone');
}
