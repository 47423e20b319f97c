/** The bot is added somewhere, or removed. */
import type { Desk, Reader } from '../desk.ts';
import { nothing, notice, type Reply, replyWith } from '../reply.ts';
import type { IncomingActivity } from './read-activity.ts';

/**
 * Once in a personal chat, whichever of the two activities comes first. In a channel or group chat one line of what it
 * does, and only for the bot itself; an installation in a team arrives besides and stays quiet.
 */
export async function onCome(desk: Desk, reader: Reader, activity: IncomingActivity): Promise<Reply> {
  if (reader.isShared) {
    return activity.type === 'conversationUpdate' ? replyWith(desk, reader, notice('welcome-shared')) : nothing;
  }
  const isFirst = await desk.store.claimWelcome(reader.tenant, reader.person, desk.now());
  return isFirst ? replyWith(desk, reader, notice('welcome')) : nothing;
}

export async function onLeave(desk: Desk, reader: Reader): Promise<void> {
  await desk.store.leavePlace(reader, desk.now());
}
