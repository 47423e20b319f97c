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

/**
 * Why a channel did not take something. Only after `unclear` it may be there all the same.
 * `busy`: not now, or it was not reached. `refused`: not from this bot as it is set up, until somebody mends that.
 * `unacceptable`: not this content.
 */
export type Trouble = 'busy' | 'refused' | 'unacceptable' | 'unclear';

export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  readonly trouble: Trouble;
  /** Of the answer, if there was one. */
  readonly status: number | undefined;
  /** Milliseconds that the channel asks to wait. */
  readonly retryAfter: number | undefined;

  constructor(
    trouble: Trouble,
    message: string,
    { status, retryAfter, cause }: { status?: number; retryAfter?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.trouble = trouble;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** How long somebody goes on trying. */
export interface Patience {
  /** At most so many requests. */
  readonly tries?: number;
  /** Asked before each pause of so many milliseconds; false ends the trying. */
  mayWait?(pause: number): Promise<boolean>;
  /** Asked in the moment before each request; false ends the trying. */
  mayGo?(): Promise<boolean>;
}

/** What cannot be done is a `ChannelError`. */
export interface Connector {
  send(address: Address, activity: Partial<Activity>, patience?: Patience): Promise<Sent>;
  update(address: Address, activityId: string, activity: Partial<Activity>): Promise<Updated>;
  /** The id of the personal chat with a member; undefined where the bot may not write to this person. */
  openPersonalChat(address: Address, tenant: string, memberId: string): Promise<string | undefined>;
  /** The id of a member in Entra ID; undefined where the channel does not say. */
  directoryId(address: Address, memberId: string): Promise<string | undefined>;
}
