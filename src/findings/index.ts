/** Findings: data that somebody sends, such as a firewall's list, is recognised before it is read as a bounce. */
import type { FindingContext, ReadFinding } from '../triage/finding.ts';
import { acceptedDomainsReader } from './admin/accepted-domains.ts';
import { certificatesReader } from './admin/certificates.ts';
import { connectorsReader } from './admin/connectors.ts';
import { mailboxCountReader } from './admin/mailbox-count.ts';
import type { FindingReader } from './finding-reader.ts';
import { firewallListReader } from './firewall/firewall-list.ts';

/** In the order in which they look: what has a form of its own before what is told by its content. */
const readers: readonly FindingReader[] = [
  acceptedDomainsReader,
  connectorsReader,
  certificatesReader,
  mailboxCountReader,
  firewallListReader,
];

/** @returns empty for a text that is no data: a bounce, a sentence */
export function readFindings(text: string, name: string | null, context: FindingContext): readonly ReadFinding[] {
  for (const read of readers) {
    const finding = read(text, name, context);
    if (finding) return [finding];
  }
  return [];
}
