/** Output of tools that look at a server, at DNS or at one message: whatever of it is in one text, a finding each. */
import type { FindingContext, ReadFinding } from '../triage/finding.ts';
import { dnsFindings } from './dns/dns-findings.ts';
import { headerFinding } from './headers/header-finding.ts';
import { portFinding } from './net/port-finding.ts';
import { tlsFinding } from './net/tls-finding.ts';
import { sentence } from './tool-finding.ts';
import { linesOf, mostLines } from './tool-lines.ts';

/** @returns empty for a text that none of them printed */
export function toolFindings(text: string, name: string | null, context: FindingContext): ReadFinding[] {
  const all = linesOf(text);
  const lines = all.slice(0, mostLines);
  const found = findingsIn(lines, name, context);
  return all.length > lines.length ? found.map(withoutEnd) : found;
}

function findingsIn(lines: readonly string[], name: string | null, context: FindingContext): ReadFinding[] {
  const headers = headerFinding(lines, name, context);
  // A header quotes names, addresses and replies of its own.
  if (headers) return [headers];
  const ofServer = [tlsFinding(lines, name, context), portFinding(lines, name, context)];
  return [...ofServer.filter(one => one !== undefined), ...dnsFindings(lines, name, context)];
}

/** What stands below was not looked at, and is said so. */
function withoutEnd(finding: ReadFinding): ReadFinding {
  return { ...finding, says: [...finding.says.slice(0, 4), sentence('onlyBeginning', { count: mostLines })] };
}
