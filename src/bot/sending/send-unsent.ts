/** After a crash between deciding and sending, what was decided is sent by the next process that looks. */
import type { Desk } from '../desk.ts';
import { readStoredReply } from '../stored-reply.ts';
import type { Sender } from './send-reply.ts';

/** A turn that is still under way, pauses of a busy channel included, is younger than this. */
const youngest = 180_000;
const lease = 120_000;
const batch = 20;
/** Then it is left alone: whoever asked has asked again by now. */
const mostAttempts = 3;

/** @returns how many replies were sent */
export async function sendUnsent(desk: Desk, sender: Sender): Promise<number> {
  const now = Date.parse(desk.now());
  const at = (offset: number) => new Date(now + offset).toISOString();
  const unsent = await desk.store.claimUnsent({
    now: at(0),
    receivedBefore: at(-youngest),
    leaseUntil: at(lease),
    limit: batch,
  });
  let sent = 0;
  for (const { tenant, conversation, activity, reply, attempts } of unsent) {
    const place = await desk.store.place({ tenant, conversation });
    if (!place || place.goneAt !== null || attempts > mostAttempts) {
      await desk.store.noteSent({ tenant, at: at(0), activity: { conversation, activity } });
      continue;
    }
    const readable = readStoredReply(desk, activity, reply);
    // A newer version, whose it may be, finds it as long as there are attempts left.
    if (!readable) continue;
    await sender.send({ tenant, conversation, address: place }, { id: activity }, readable);
    sent++;
  }
  return sent;
}
