/**
 * `deliveryMode: expectReplies`: the caller takes what is said in its conversation out of the response, as it may have no
 * service URL where anything could be sent. What goes to other conversations is sent as ever.
 */
import type { Activity } from 'botbuilder';
import type { InvokeAnswer, OutgoingMessage, Reply } from '../reply.ts';
import { toActivity } from '../sending/index.ts';
import type { IncomingActivity } from './read-activity.ts';

export function expectsReplies({ deliveryMode }: IncomingActivity): boolean {
  return deliveryMode === 'expectReplies';
}

/** The reply as it is stored: what is in the response is sent by nobody, and a repetition gets the same. */
export function forResponse(activity: IncomingActivity, reply: Reply): Reply {
  if (!expectsReplies(activity) || reply.inResponse) return reply;
  const { messages, replacement } = reply;
  // The card in an invoke's own answer stays there.
  const isBelow = activity.type !== 'invoke' && replacement !== null;
  return {
    ...reply,
    replacement: isBelow ? null : replacement,
    messages: messages.filter(({ to }) => to !== undefined),
    inResponse: [...(isBelow ? [replacement] : []), ...messages.filter(({ to }) => to === undefined)],
  };
}

/** @param answer what an invoke is answered with; in the response it is one activity among the others */
export function respond(
  activity: IncomingActivity,
  answer: InvokeAnswer | undefined,
  messages: readonly OutgoingMessage[] = [],
): InvokeAnswer | undefined {
  if (!expectsReplies(activity)) return answer;
  const activities = messages.map(message => toActivity(message, activity.channelId));
  const own = answer && [{ type: 'invokeResponse', value: answer }];
  return { status: 200, body: { activities: [...(own ?? []), ...activities].map(one => backTo(activity, one)) } };
}

function backTo(
  { id, channelId, serviceUrl, conversation, from, recipient, locale }: IncomingActivity,
  activity: Partial<Activity>,
): object {
  return { ...activity, channelId, serviceUrl, conversation, from: recipient, recipient: from, replyToId: id, locale };
}
