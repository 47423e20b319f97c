/** One row of a message trace, whichever report it comes from. */

/** `passed`: it went on, as RECEIVE, TRANSFER and EXPAND say; nothing is wrong and nothing has ended. */
export type TraceEvent = 'delivered' | 'deferred' | 'failed' | 'passed';

/** One recipient of one row. What the file does not say is empty or null. */
export interface TraceRow {
  /** Milliseconds since 1970, UTC. */
  readonly at: number | null;
  readonly event: TraceEvent;
  /** Message-ID, else the network message id: by it the rows of one message are told from others. */
  readonly messageId: string;
  readonly sender: string;
  readonly recipient: string;
  readonly subject: string;
  /** The server that it went to, or was to go to. */
  readonly host: string;
  readonly ip: string;
  /** Bytes. */
  readonly size: number | null;
  /** What the server said, as the file has it. */
  readonly reply: string;
}
