/** Findings: data that somebody sends, such as a firewall's list, is recognised before it is read as a bounce. */
import type { FindingContext, ReadFinding } from '../triage/finding.ts';
import { adminReader, mailboxCountReader, opensslReader, queuesReader } from './admin/index.ts';
import type { FindingReader } from './finding-reader.ts';
import { firewallListReader } from './firewall/firewall-list.ts';

/** In the order in which they look: what has a form of its own before what is told by its content. */
const readers: readonly FindingReader[] = [
  opensslReader,
  queuesReader,
  adminReader,
  mailboxCountReader,
  firewallListReader,
];

/** @returns empty for a text that is no data: a bounce, a sentence */
export function readFindings(text: string, name: string | null, context: FindingContext): readonly ReadFinding[] {
  for (const read of readers) {
    const found = read(text, name, context);
    if (found) return Array.isArray(found) ? (found as readonly ReadFinding[]) : [found as ReadFinding];
  }
  return [];
}
