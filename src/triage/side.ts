/** On which side of a question to the experts a conversation is. */
import type { Exchange, TriageCase } from './case.ts';

export type Side = Exchange['from'];

// 19:abc@thread.tacv2;messageid=1700000000000: one thread of a channel in Teams
const thread = /;messageid=[^;]+$/;

/** The channel that a thread is in; any other conversation is itself. */
export function channelOf(conversation: string): string {
  return conversation.replace(thread, '');
}

/** The thread that a message begins in a channel of Teams; elsewhere a channel has no threads. */
export function threadOf(channel: string, message: string): string {
  return channel.endsWith('@thread.tacv2') || channel.endsWith('@thread.skype')
    ? `${channel};messageid=${message}`
    : channel;
}

/** The experts are where they were asked last; everybody else is with whoever reported it. */
export function sideOf({ escalations }: Pick<TriageCase, 'escalations'>, conversation: string | undefined): Side {
  const last = escalations.at(-1);
  return last && conversation !== undefined && channelOf(conversation) === last.place ? 'experts' : 'reporter';
}
