/** What the processes of `npm run unit` say to each other. */
export interface FileRun {
  readonly file: string;
  readonly passed: number;
  readonly skipped: number;
  /** Titles of the tests and hooks that failed. */
  readonly failed: readonly string[];
  /** Processor time, with what its tests started. */
  readonly seconds: number;
}

/** Said instead of a file when none is left. */
export const noMore = '';
