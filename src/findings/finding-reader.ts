/** What every reader of data is: pure, and in time that grows with the text. */
import type { FindingContext, ReadFinding } from '../triage/finding.ts';

/**
 * @param text of the paste or file, decoded, with whatever line ends it has
 * @param name of the file; null for a paste
 * @returns undefined for what is no such data, so that others look at it, and at last the readers of bounces; several
 * where one text has the output of several commands
 */
export type FindingReader = (
  text: string,
  name: string | null,
  context: FindingContext,
) => ReadFinding | readonly ReadFinding[] | undefined;
