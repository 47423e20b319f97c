/** Findings: data that somebody sends, such as a firewall's list, is recognised before it is read as a bounce. */
import type { FindingContext, ReadFinding } from '../triage/finding.ts';
import { adminReader, mailboxCountReader, queuesReader } from './admin/index.ts';
import type { FindingReader } from './finding-reader.ts';
import { firewallListReader } from './firewall/firewall-list.ts';
import { toolFindings } from './tools.ts';

/** Of one screen each takes what it knows. */
const readers: readonly FindingReader[] = [queuesReader, adminReader, mailboxCountReader];

/** @returns empty for a text that is no data: a bounce, a sentence */
export function readFindings(text: string, name: string | null, context: FindingContext): readonly ReadFinding[] {
  const found = [...toolFindings(text, name, context), ...readers.flatMap(read => read(text, name, context) ?? [])];
  // Addresses stand in all of it, so a list of them is what is nothing else.
  return found.length > 0 ? found : [firewallListReader(text, name, context) ?? []].flat();
}
