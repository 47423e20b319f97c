/** What a reader makes of a paste: answers of servers, and the facts around them. */
import type { DsnAction, EvidenceKind } from '../evidence.ts';

/** A code as it stands in the text, with the words that belong to it. */
export interface Reply {
  /** Where the code starts in the clean text. */
  readonly start: number;
  readonly replyCode: string | null;
  readonly enhancedStatusCode: string | null;
  readonly text: string;
}

/** One server's answer about one recipient; the replies quoted inside it follow the outer one. */
export interface Attempt {
  readonly replies: readonly Reply[];
  /** The stretch of the clean text that was read. */
  readonly start: number;
  readonly end: number;
  readonly recipient?: string | undefined;
  readonly action?: DsnAction | undefined;
  readonly host?: string | undefined;
  readonly ip?: string | undefined;
  /** ISO 8601, when the server gave this answer. */
  readonly at?: string | undefined;
  /** Words of the answer that have no code of their own, as `Socket error code 10061`. */
  readonly words?: string | undefined;
  /** How directly it tells the cause: a field that only repeats the class of an error counts less than a reply. */
  readonly weight: number;
}

export interface Reading {
  readonly kind: EvidenceKind;
  readonly attempts: readonly Attempt[];
  readonly recipients?: readonly string[];
  /** Where the recipients stand, for replies that come below them. */
  readonly places?: readonly RecipientPlace[];
  readonly action?: DsnAction | undefined;
  readonly sender?: string | undefined;
  readonly remoteHost?: string | undefined;
  readonly remoteIp?: string | undefined;
  readonly reportingHost?: string | undefined;
  readonly queuedAt?: string | undefined;
  readonly lastAttempt?: string | undefined;
  readonly expiresAt?: string | undefined;
  readonly expiredAt?: string | undefined;
}

export interface RecipientPlace {
  readonly at: number;
  readonly recipient: string;
}

/** A format's reader: nothing where the text is not of its format. `rest` is the text without what others have read. */
export type FormatReader = (rest: string, text: string) => Reading | undefined;

/** How directly an attempt tells the cause. */
export const weights = { reply: 3, field: 2, mention: 1 } as const;

/** What stands before a place on its line, or the last of it: a line may be the whole paste. */
export function lineBefore(text: string, index: number, most = 300): string {
  const window = text.slice(Math.max(0, index - most), index);
  return window.slice(window.lastIndexOf('\n') + 1);
}
