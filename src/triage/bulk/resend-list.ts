/** What has expired and has to be sent again, as CSV for a spreadsheet. */
import { hasExpired, type SummaryOptions } from './trace-summary.ts';
import type { TraceTotals } from './trace-totals.ts';

/** A cell that begins so is run as a formula when the file is opened. */
const formula = /^[=+\-@\t\r]/;

/**
 * RFC 4180, a semicolon or a comma in quotes. What could be run as a formula gets an apostrophe in front.
 * https://owasp.org/www-community/attacks/CSV_Injection, read 2026-11-30
 */
export function csvCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",;\r\n']/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export interface ResendList {
  readonly csv: string;
  readonly rows: number;
  /** Expired messages that the list has no room for. */
  readonly leftOut: number;
}

/** @param most of the list at most */
export function resendList(
  totals: TraceTotals,
  options: Pick<SummaryOptions, 'now' | 'retryHours'>,
  most: { readonly rows: number; readonly characters: number },
): ResendList {
  const lines = ['Sender,Recipient,Subject,Received (UTC),Message ID'];
  let [leftOut, characters] = [0, lines[0]!.length];
  for (let place = 0; place < totals.troubles; place++) {
    const trouble = totals.troubleAt(place);
    if (!hasExpired(trouble, options)) continue;
    const { sender, recipient, subject, since, messageId } = trouble;
    const received = since === null ? '' : new Date(since).toISOString().slice(0, 16).replace('T', ' ');
    const line = [sender, recipient, subject, received, messageId].map(csvCell).join(',');
    if (lines.length > most.rows || characters + line.length > most.characters || messageId === '') leftOut++;
    else {
      lines.push(line);
      characters += line.length + 2;
    }
  }
  return { csv: `${lines.join('\r\n')}\r\n`, rows: lines.length - 1, leftOut };
}
