/** A channel as turns see it: how a conversation is reached, and what sending there can end in. */
import type { Activity } from 'botbuilder';

/** How a conversation is reached. */
export interface Address {
  readonly conversation: string;
  readonly serviceUrl: string;
  readonly channelId: string;
  readonly botId: string;
}

/**
 * `not-there`: the bot was removed or blocked, or the conversation is gone; nothing more is to be sent there.
 * `gone`: only this activity is.
 */
export type Sent = { readonly kind: 'sent'; readonly id: string | undefined } | { readonly kind: 'not-there' };
export type Updated = 'updated' | 'gone' | 'not-there';

export interface Connector {
  /** Rejects when the channel does not take it, after a while of trying. */
  send(address: Address, activity: Partial<Activity>): Promise<Sent>;
  update(address: Address, activityId: string, activity: Partial<Activity>): Promise<Updated>;
  /** The id of the personal chat with a member; undefined where the bot may not write to this person. */
  openPersonalChat(address: Address, tenant: string, memberId: string): Promise<string | undefined>;
}
