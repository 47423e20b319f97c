/**
 * One message on its way to the channel. After some errors nobody knows whether it arrived: then it is sent anew as soon
 * as the channel is well again, because two cards are better than none. A third is worse: the same thing is said in one
 * sentence instead.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from 'botbuilder';
import { type Address, ChannelError, type Connector, type Patience } from '../channel.ts';
import type { OutgoingMessage } from '../reply.ts';
import { sentenceActivity, toActivity } from './outgoing.ts';

export interface Way {
  readonly connector: Connector;
  readonly address: Address;
  readonly replyToId: string | undefined;
  readonly patience: Patience;
  /** Milliseconds until it is sent anew; undefined: not now. */
  readonly shortWhile: number | undefined;
}

export type Attempted =
  | { readonly kind: 'sent'; readonly id: string | undefined; readonly isWhole: boolean }
  | { readonly kind: 'not-there' }
  | { readonly kind: 'unsent'; readonly error: Error; readonly unclear: number };

/** So often the same may be there without anybody knowing. */
const mostAlike = 2;

/** @param unclear how often this message may have arrived already */
export async function sendMessage(message: OutgoingMessage, unclear: number, way: Way): Promise<Attempted> {
  const attempted = await attempt(message, unclear, way);
  const { shortWhile, patience } = way;
  if (attempted.kind !== 'unsent' || attempted.unclear === unclear || shortWhile === undefined) return attempted;
  if (isSaid(message, attempted.unclear) || (await patience.mayWait?.(shortWhile)) === false) return attempted;
  await sleep(shortWhile);
  return attempt(message, attempted.unclear, way);
}

/** Whether everything that can be said was said as often as it may be. */
export function isSaid(message: OutgoingMessage, unclear: number): boolean {
  return unclear >= (message.kind === 'card' ? 2 * mostAlike : mostAlike);
}

async function attempt(message: OutgoingMessage, unclear: number, way: Way): Promise<Attempted> {
  const isWhole = message.kind === 'text' || unclear < mostAlike;
  // Nothing can be asked about a message whose id is unknown. Whether typing is shown says that messages arrive.
  const looked = unclear === 0 ? undefined : await post({ type: 'typing' }, way);
  if (looked?.kind === 'unsent') return { ...looked, unclear };
  if (looked?.kind === 'not-there') return looked;
  const sent = await post(isWhole ? toActivity(message, way.address.channelId) : sentence(message, way), way);
  if (sent.kind === 'sent') return { ...sent, isWhole };
  if (sent.kind === 'not-there') return sent;
  const { trouble } = sent.error;
  if (trouble === 'unacceptable' && isWhole && message.kind === 'card') return inOneSentence(message, unclear, way);
  return { ...sent, unclear: trouble === 'unclear' ? unclear + 1 : unclear };
}

/** The channel does not take this card. */
async function inOneSentence(message: OutgoingMessage, unclear: number, way: Way): Promise<Attempted> {
  const sent = await post(sentence(message, way), way);
  if (sent.kind === 'sent') return { ...sent, isWhole: false };
  if (sent.kind === 'not-there') return sent;
  return { ...sent, unclear: sent.error.trouble === 'unclear' ? unclear + 1 : unclear };
}

function sentence(message: OutgoingMessage, { address }: Way): Partial<Activity> {
  return message.kind === 'card' ? sentenceActivity(message) : toActivity(message, address.channelId);
}

async function post(activity: Partial<Activity>, { connector, address, replyToId, patience }: Way) {
  try {
    const answered = activity.type === 'typing' || replyToId === undefined ? activity : { ...activity, replyToId };
    return await connector.send(address, answered, patience);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return { kind: 'unsent' as const, error };
  }
}
