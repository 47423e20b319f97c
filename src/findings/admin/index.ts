/** What commands of Exchange print: told by their properties, or by the command above them; several in one text are several findings. */
import type { FindingKind, ReadFinding } from '../../triage/finding.ts';
import type { FindingReader } from '../finding-reader.ts';
import { acceptedDomains } from './accepted-domains.ts';
import { adminFinding, type OutputReader } from './admin-finding.ts';
import { certificates } from './certificates.ts';
import { dkim } from './dkim.ts';
import { inboundConnectors } from './inbound-connectors.ts';
import { labelsOf } from './labels.ts';
import { outboundConnectors } from './outbound-connectors.ts';
import { outboundSpamPolicies } from './outbound-spam-policies.ts';
import type { PrintedObject } from './printed-object.ts';
import { receiveConnectors } from './receive-connectors.ts';
import { readObjects } from './records.ts';
import { remoteDomains } from './remote-domains.ts';
import { sendConnectors } from './send-connectors.ts';
import { transportConfig } from './transport-config.ts';
import { transportRules } from './transport-rules.ts';

export { mailboxCountReader } from './mailbox-count.ts';
export { printedTimes } from './print-time.ts';
export { queuesReader } from './queues.ts';
export { readPrinted } from './records.ts';

const readers: readonly OutputReader[] = [
  outboundConnectors,
  inboundConnectors,
  acceptedDomains,
  remoteDomains,
  sendConnectors,
  receiveConnectors,
  certificates,
  transportConfig,
  transportRules,
  outboundSpamPolicies,
  dkim,
];

const ownNames = [...new Set(readers.flatMap(({ own }) => own))];
const ownWords = [...ownNames, ...labelsOf(ownNames)];
const allNames = [...new Set(readers.flatMap(({ own, shared }) => [...own, ...shared]))];
const commands = new Map(readers.map(reader => [reader.command.toLowerCase(), reader]));
const enough = new Set(['smtpclientauthenticationdisabled', 'autoforwardingmode', 'rejectmessagereasontext']);
const mostFindings = 6;

export const adminReader: FindingReader = (text, name, context) => {
  const lower = text.toLowerCase();
  if (!ownWords.some(one => lower.includes(one)) && !lower.includes('get-')) return undefined;
  const output = readObjects(text, allNames, enough);
  if (!output) return undefined;
  const byReader = new Map<OutputReader, PrintedObject[]>();
  for (const [index, one] of output.objects.entries()) {
    const reader = readerOf(one, output.commands[index]!);
    if (reader) byReader.set(reader, [...(byReader.get(reader) ?? []), one]);
  }
  const printed = new Map<FindingKind, readonly PrintedObject[]>(
    [...byReader].map(([{ kind }, objects]) => [kind, objects]),
  );
  const found = [...byReader].map(
    ([reader, objects]): ReadFinding =>
      adminFinding(
        reader.kind,
        { name, format: output.format, rows: objects.length },
        reader.read({ ...context, objects, printed }),
      ),
  );
  return found.length === 0 ? undefined : found.slice(0, mostFindings);
};

const readersOf = new Map<string, { readonly reader: OutputReader; readonly isOwn: boolean }[]>();
for (const reader of readers) {
  for (const [names, isOwn] of [
    [reader.own, true],
    [reader.shared, false],
  ] as const)
    for (const name of names) readersOf.set(name, [...(readersOf.get(name) ?? []), { reader, isOwn }]);
}

/** The command above it, where the object has two of its properties; else the one with most, of which one is its own. */
function readerOf(one: PrintedObject, command: string): OutputReader | undefined {
  const counts = new Map<OutputReader, { own: number; all: number }>();
  for (const name of one.keys()) {
    for (const { reader, isOwn } of readersOf.get(name) ?? []) {
      const { own, all } = counts.get(reader) ?? { own: 0, all: 0 };
      counts.set(reader, { own: own + Number(isOwn), all: all + (enough.has(name) ? 2 : 1) });
    }
  }
  const typed = commands.get(command);
  if (typed && (counts.get(typed)?.all ?? 0) >= 2) return typed;
  let best: OutputReader | undefined;
  for (const [reader, { own, all }] of counts) {
    if (own === 0 || all < (reader.least ?? 2)) continue;
    const before = best && counts.get(best)!;
    if (!before || own > before.own || (own === before.own && all > before.all)) best = reader;
  }
  return best;
}
