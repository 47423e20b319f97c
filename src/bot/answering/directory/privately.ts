/** What the organisation remembers names people of other companies: where others read along, it goes to the own chat of the one who asks. */
import type { Desk, Reader } from '../../desk.ts';
import { nothing, type Reply } from '../../reply.ts';
import { personalChat } from '../personal-chat.ts';

export async function privately(desk: Desk, reader: Reader, build: (reader: Reader) => Promise<Reply>): Promise<Reply> {
  if (!reader.isShared) return build(reader);
  const { say } = desk.strings[reader.locale];
  const chat = await personalChat(desk, reader);
  if (!chat) return { ...nothing, messages: [{ kind: 'text', text: say('personal.cannot') }] };
  const own = { ...reader, ...reader.own, isShared: false, conversation: chat.conversation };
  const { messages } = await build(own);
  const there = messages.map(message => ({ ...message, to: chat.conversation }));
  return { ...nothing, messages: [{ kind: 'text', text: say('partners.ownChat') }, ...there] };
}
