/** Sends what a turn decided, and notes what is there to be updated later. */

import { type Address, ChannelError } from '../channel.ts';
import type { Desk, Reader } from '../desk.ts';
import type { OutgoingMessage, Reply } from '../reply.ts';
import type { CaseCards } from './case-cards.ts';
import { cardActivity, toActivity } from './outgoing.ts';

/** Where an answer goes. */
export type Recipient = Pick<Reader, 'tenant' | 'conversation' | 'address'>;
/** What is answered. */
export interface Answered {
  readonly type?: string;
  readonly id?: string | undefined;
  readonly text?: string | undefined;
  /** For a press the card that was pressed. */
  readonly replyToId?: string | undefined;
}

export interface Sender {
  send(to: Recipient, activity: Answered, reply: Reply): Promise<void>;
}

export function createSender(desk: Desk, cards: CaseCards): Sender {
  const { connector } = desk;
  return {
    async send(reader, activity, reply) {
      const done = async () => {
        if (activity.id !== undefined)
          await desk.store.noteSent({
            tenant: reader.tenant,
            at: desk.now(),
            activity: { conversation: reader.conversation, activity: activity.id },
          });
      };
      try {
        await replace(reader, activity, reply);
        for (const message of reply.messages) {
          if (!(await post(reader, activity, message))) break;
        }
      } catch (error) {
        // It may have arrived, so nobody sends it again; what surely did not is left for `sendUnsent`.
        if (!(error instanceof ChannelError && error.trouble === 'busy')) await done();
        throw error;
      }
      await done();
    },
  };

  /** The stored activity is updated as well as the pressed card, else the card falls back when the chat is opened again. */
  async function replace(reader: Recipient, activity: Answered, { replacement, showsCase }: Reply): Promise<void> {
    const pressed = activity.type === 'invoke' || activity.text === undefined ? activity.replyToId : undefined;
    if (showsCase !== undefined) {
      const shown = pressed === undefined ? undefined : { conversation: reader.conversation, activity: pressed };
      cards.show(reader.tenant, showsCase, shown);
      return;
    }
    if (activity.type === 'invoke' || !replacement) return;
    // A pressed card of no case any more, in a channel without invokes.
    const updated =
      pressed === undefined
        ? 'gone'
        : await connector.update(reader.address, pressed, cardActivity(replacement)).catch(() => 'gone' as const);
    if (updated === 'gone') await connector.send(reader.address, cardActivity(replacement));
  }

  /** False when nothing more can be sent there. */
  async function post(reader: Recipient, activity: Answered, message: OutgoingMessage): Promise<boolean> {
    const conversation = message.to ?? reader.conversation;
    const key = { tenant: reader.tenant, conversation };
    const address: Address | undefined = message.to === undefined ? reader.address : await desk.store.place(key);
    if (!address) return false;
    const inReply = message.to === undefined && activity.id !== undefined && { replyToId: activity.id };
    const sent = await connector.send(address, { ...toActivity(message, address.channelId), ...inReply });
    if (sent.kind === 'not-there') {
      await desk.store.leavePlace(key, desk.now());
      desk.log.info({ tenant: reader.tenant }, 'A chat is gone: the bot was removed or blocked there');
      return false;
    }
    if (message.kind === 'card' && message.caseId !== null && sent.id !== undefined) {
      await desk.store.rememberCard(key, message.caseId, sent.id);
    }
    return true;
  }
}
