/** Get-Mailbox | Measure-Object: whether anybody's mailbox is left on a server of one's own. */
import type { FindingReader } from '../finding-reader.ts';
import { adminFinding, sentence } from './admin-finding.ts';
import { readPrinted } from './records.ts';

// Get-Mailbox -ResultSize Unlimited | Measure-Object
const command = /\bGet-Mailbox\b[^\n|]{0,200}\|\s{0,4}Measure(?:-Object)?\b/i;
// Count             : 0
const count = /^\s{0,8}Count\s{0,40}:\s{0,8}(?<count>\d{1,9})\s{0,8}$/im;

/** The numbers alone could count anything: told by the command above them, or by all that Measure-Object prints. */
export const mailboxCountReader: FindingReader = (text, name) => {
  const at = command.exec(text)?.index;
  const value = count.exec(at === undefined ? text : text.slice(at))?.groups?.count;
  if (value === undefined) return undefined;
  if (at === undefined && !readPrinted(text, ['count', 'average', 'maximum', 'minimum', 'property'])) return undefined;
  const mailboxes = Number(value);
  return adminFinding({
    kind: 'mailbox-count',
    name,
    format: 'Measure-Object',
    rows: 1,
    headline: sentence(mailboxes === 0 ? 'headline.none' : 'headline.some', { count: mailboxes }),
    says: [sentence(mailboxes === 0 ? 'noneMeans' : 'someMeans')],
    shows: [mailboxes === 0 ? 'no-mailbox-remains' : 'mailboxes-remain'],
  });
};
