/** What the main thread and the reading thread say to each other, and what comes of a reading. */
import type {
  ProtocolQuestion,
  ProtocolSummary,
  ResendList,
  SummaryOptions,
  TraceSummary,
} from '../triage/bulk/index.ts';

export type FileOutcome =
  | {
      readonly kind: 'trace' | 'log';
      readonly rows: number;
      /** Rows that were cut, or have another number of cells than the header. */
      readonly unread: number;
      /** A row without end: what came before it was read. */
      readonly isCut: boolean;
    }
  | { readonly kind: 'empty' | 'binary' | 'unknown' };

export interface BulkFound {
  readonly trace: TraceSummary | null;
  /** What has expired and has to be sent again; null where nothing has. */
  readonly resend: ResendList | null;
  /** One for each kind of server and direction. */
  readonly logs: readonly ProtocolSummary[];
}

export interface FinishOptions extends SummaryOptions {
  /** Of the list to be sent again, at most. */
  readonly mostResent: { readonly rows: number; readonly characters: number };
  readonly question: ProtocolQuestion;
}

export type ToWorker =
  /** Without a path, its pieces follow. `now` in milliseconds. */
  | { readonly kind: 'file'; readonly path?: string; readonly now: number; readonly timeZone: string }
  | { readonly kind: 'piece'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'replies' }
  | { readonly kind: 'finish'; readonly options: FinishOptions };

export type FromWorker =
  | { readonly kind: 'taken' }
  | { readonly kind: 'progress'; readonly rows: number; readonly bytes: number }
  | { readonly kind: 'file-read'; readonly outcome: FileOutcome }
  | { readonly kind: 'file-failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'replies'; readonly replies: readonly string[] }
  | { readonly kind: 'finished'; readonly found: BulkFound };
