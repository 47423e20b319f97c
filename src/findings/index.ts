/** Findings: data that somebody sends, such as a firewall's list, is recognised before it is read as a bounce. */
import type { FindingContext, ReadFinding } from '../triage/finding.ts';
import { adminReader, mailboxCountReader, queuesReader } from './admin/index.ts';
import type { FindingReader } from './finding-reader.ts';
import { firewallListReader } from './firewall/firewall-list.ts';
import { toolFindings } from './tools.ts';

/** In the order in which they look: what has a form of its own before what is told by its content. */
const readers: readonly FindingReader[] = [queuesReader, adminReader, mailboxCountReader];

/** @returns empty for a text that is no data: a bounce, a sentence */
export function readFindings(text: string, name: string | null, context: FindingContext): readonly ReadFinding[] {
  const found = [...toolFindings(text, name, context), ...firstOf(readers, text, name, context)];
  // Addresses stand in all of it, so a list of them is what is nothing else.
  return found.length > 0 ? found : firstOf([firewallListReader], text, name, context);
}

function firstOf(
  looking: readonly FindingReader[],
  text: string,
  name: string | null,
  context: FindingContext,
): readonly ReadFinding[] {
  for (const read of looking) {
    const found = read(text, name, context);
    if (found) return Array.isArray(found) ? (found as readonly ReadFinding[]) : [found as ReadFinding];
  }
  return [];
}
