/** What was decided and not sent is sent late: after a crash between the two, and when the channel was in trouble. */
import type { UnsentReply } from '../../storage/store.ts';
import { plus } from '../../triage/durations.ts';
import type { Desk } from '../desk.ts';
import { readStoredReply } from '../stored-reply.ts';
import { giveUp, isTooOld, lease } from './leave-for-later.ts';
import type { Sender } from './send-reply.ts';

const batch = 20;

/** @returns how many replies were taken up */
export async function sendUnsent(desk: Desk, sender: Sender): Promise<number> {
  let count = 0;
  for (;;) {
    const now = desk.now();
    const leaseUntil = plus(now, lease);
    const taken = await desk.store.claimUnsent({ now, leaseUntil, limit: batch });
    count += taken.length;
    await Promise.all(byConversation(taken).map(replies => sendInOrder(desk, sender, replies, leaseUntil)));
    if (taken.length < batch) return count;
  }
}

/** What was asked first in a conversation is answered first there. */
function byConversation(replies: readonly UnsentReply[]): UnsentReply[][] {
  return [...Map.groupBy(replies, ({ tenant, conversation }) => JSON.stringify([tenant, conversation])).values()];
}

async function sendInOrder(
  desk: Desk,
  sender: Sender,
  replies: readonly UnsentReply[],
  leaseUntil: string,
): Promise<void> {
  for (const [index, reply] of replies.entries()) {
    // Those before it may have taken long.
    const until = index === 0 ? leaseUntil : plus(desk.now(), lease);
    if (index > 0 && !(await desk.store.holdReply(reply, until))) continue;
    await sendOne(desk, sender, reply, until);
  }
}

async function sendOne(desk: Desk, sender: Sender, taken: UnsentReply, heldUntil: string): Promise<void> {
  const { tenant, conversation, activity, receivedAt, sentIds } = taken;
  const place = await desk.store.place({ tenant, conversation });
  const isThere = place !== undefined && place.goneAt === null;
  // A dialog was answered: it is used where the bot is no member, and nothing is posted.
  if (!isThere && readStoredReply(desk, activity, taken.reply)?.messages.length === 0)
    return desk.store.noteSent({ tenant, conversation, activity, at: desk.now(), sentIds, isDone: true, cards: [] });
  if (!isThere) return giveUp(desk, taken, 'place-gone');
  if (isTooOld(receivedAt, desk.now())) return giveUp(desk, taken, 'too-old');
  await sender.sendLate({ tenant, conversation, address: place }, taken, heldUntil);
}
