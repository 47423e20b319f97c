/** Files that somebody sends in a personal chat: read like a paste, many at once summarised by problem. */
import { z } from 'zod';
import type { FileRefusal } from '../../files/file-refusal.ts';
import type { RefusedFile } from '../../files/read-file.ts';
import type { SentFile } from '../../files/receive-file.ts';
import type { ReadFinding } from '../../triage/finding.ts';
import { leadOf } from '../../triage/lead.ts';
import { type BatchItem, summariseBatch } from '../../triage/matching/index.ts';
import type { FileProblem } from '../../triage/showing/index.ts';
import type { Desk, Reader } from '../desk.ts';
import { cardMessage, nothing, notice, type OutgoingMessage, type Reply, replyWith } from '../reply.ts';
import { type BulkReading, createBulkReading } from './bulk-reading.ts';
import { looksLikePartners, onPartnersCsv } from './directory/on-csv.ts';
import { readDraft, saveRows } from './drafts.ts';
import { bulkSaid } from './on-bulk.ts';
import { aloneMessages, onFindings } from './on-findings.ts';
import { onEvidence } from './on-message.ts';
import type { Turn } from './open-turn.ts';
import type { IncomingActivity } from './read-activity.ts';
import { matchedText } from './read-paste.ts';

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4, read 2026-11-21 */
const File = z.looseObject({
  contentType: z.literal('application/vnd.microsoft.teams.file.download.info'),
  name: z.string().max(1000).catch(''),
  content: z.looseObject({
    downloadUrl: z.string().max(8000),
    fileType: z.string().max(40).optional().catch(undefined),
  }),
});

/** Teams lets ten be sent with one message. */
const mostFiles = 10;

export function filesIn({ attachments = [] }: IncomingActivity): SentFile[] {
  return attachments.flatMap(attachment => {
    const file = File.safeParse(attachment).data;
    if (!file) return [];
    const { downloadUrl, fileType } = file.content;
    return [{ name: file.name, downloadUrl, fileType }];
  });
}

/** @param isSilent nothing can be shown before the reply */
export async function onFiles(desk: Desk, turn: Turn, files: readonly SentFile[], isSilent: boolean): Promise<Reply> {
  const bulk = createBulkReading(desk, turn.reader, isSilent);
  try {
    return await readFiles(desk, turn, files, bulk);
  } finally {
    await bulk.close();
  }
}

async function readFiles(desk: Desk, turn: Turn, files: readonly SentFile[], bulk: BulkReading): Promise<Reply> {
  const { reader } = turn;
  const items: BatchItem[] = [];
  const findings: ReadFinding[] = [];
  const evidence = turn.current?.value.evidence ?? null;
  let list: string | undefined;
  const refused: RefusedFile[] = [];
  let otherKinds = 0;
  let leftOut = Math.max(0, files.length - mostFiles);
  // One after the other: what is kept of each is its evidence.
  for (const file of files.slice(0, mostFiles)) {
    const reading = await desk.receiveFile(
      file,
      ({ name, text, header = null }): BatchItem | readonly ReadFinding[] | null => {
        if (looksLikePartners(text)) {
          list ??= text;
          return null;
        }
        const data = desk.readData(text, name, evidence, turn.current?.value.findings);
        if (data.length > 0) return data;
        const read = matchedText(desk, text);
        // A message without an error in it is sent for its way, or for what a filter made of it.
        const ofHeader = header === null || read.evidence.cause !== null ? [] : desk.readData(header, name, evidence);
        return leadOf(ofHeader, desk.articles.values()) ? ofHeader : { name, ...read };
      },
      bulk.take,
    );
    if (reading.kind === 'refused') {
      refused.push(reading);
      continue;
    }
    for (const found of reading.found) {
      if (found === null) continue;
      if (isData(found)) findings.push(...found);
      else items.push(found);
    }
    refused.push(...reading.refused);
    otherKinds += reading.skipped;
    leftOut += reading.leftOut;
  }
  // A list of partners is no problem with mail: it is looked through by itself.
  const imported = list === undefined || items.length > 0 ? undefined : await onPartnersCsv(desk, reader, list);
  if (imported) return imported;
  const problems = refused.map(problemOf);
  const found = await bulk.finish(turn.current?.value.evidence);
  const said = found && (await bulkSaid(desk, turn, found, bulk.files, items.length === 1));
  if (said) findings.push(...said.findings);
  const [only] = items;
  const rest = { problems, otherKinds, leftOut };
  if (only === undefined) {
    if (findings.length > 0) return below(said?.messages, await dataAlone(desk, turn, findings, rest));
    return said ? below(said.messages, nothing) : refusal(desk, reader, problems);
  }
  if (items.length === 1 && problems.length + otherKinds + leftOut === 0)
    return below(said?.messages, await onEvidence(desk, turn, reader, only.evidence, only.match, null, '', findings));
  const reply = below(said?.messages, await batch(desk, reader, items, rest));
  return findings.length === 0
    ? reply
    : { ...reply, messages: [...aloneMessages(desk, reader, findings), ...reply.messages] };
}

/** What was said of bulk data stands above the rest. */
function below(above: readonly OutgoingMessage[] = [], reply: Reply): Reply {
  return above.length === 0 ? reply : { ...reply, messages: [...above, ...reply.messages] };
}

interface Rest {
  readonly problems: FileProblem[];
  readonly otherKinds: number;
  readonly leftOut: number;
}

function isData(found: BatchItem | readonly ReadFinding[]): found is readonly ReadFinding[] {
  return Array.isArray(found);
}

/** What could not be read beside the data is said below it. */
async function dataAlone(desk: Desk, turn: Turn, findings: readonly ReadFinding[], { problems }: Rest): Promise<Reply> {
  const reply = await onFindings(desk, turn, findings);
  if (problems.length === 0) return reply;
  const rest = cardMessage(desk, turn.reader, { kind: 'file-refused', files: problems });
  return { ...reply, messages: [...reply.messages, rest] };
}

function refusal(desk: Desk, reader: Reader, files: readonly FileProblem[]): Reply {
  return replyWith(desk, reader, { kind: 'file-refused', files });
}

async function batch(
  desk: Desk,
  reader: Reader,
  items: readonly BatchItem[],
  { problems, otherKinds, leftOut }: Rest,
): Promise<Reply> {
  const rows = await saveRows(desk, reader, items, summariseBatch(items));
  return replyWith(desk, reader, {
    kind: 'batch',
    total: items.length,
    rows,
    refused: problems,
    otherKinds,
    leftOut,
  });
}

/** A row of a batch was pressed: its first message becomes a case. */
export async function onOpenDraft(desk: Desk, turn: Turn, draftId: string): Promise<Reply> {
  const { reader } = turn;
  const draft = await readDraft(desk, reader, draftId);
  if (!draft) return replyWith(desk, reader, notice('draft-gone'));
  return onEvidence(desk, turn, reader, draft.evidence, draft.match, null);
}

function problemOf({ name, refusal }: RefusedFile): FileProblem {
  return { name, code: refusal.code, limit: limitOf(refusal), host: 'host' in refusal ? refusal.host : null };
}

function limitOf(refusal: FileRefusal): number | null {
  if ('seconds' in refusal) return refusal.seconds;
  return 'limit' in refusal ? refusal.limit : null;
}
