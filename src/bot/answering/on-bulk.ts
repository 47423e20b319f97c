/** What traces and logs of many rows say: to the open case, or by problem where none is open. */
import { randomUUID } from 'node:crypto';
import type { BulkFound } from '../../bulk/messages.ts';
import { findLog, findTrace, sayCluster, sayTrace, type TraceCluster } from '../../triage/bulk/index.ts';
import type { ReadFinding } from '../../triage/finding.ts';
import type { BulkView, FileProblem } from '../../triage/showing/index.ts';
import type { Desk, Reader } from '../desk.ts';
import { cardMessage, notice, type OutgoingMessage, type Reply, replyWith } from '../reply.ts';
import type { BulkFile } from './bulk-reading.ts';
import { readListDraft, saveDraft, saveListDraft } from './drafts.ts';
import type { Turn } from './open-turn.ts';
import { matchedText } from './read-paste.ts';

/** Problems with a row of their own. */
const mostRows = 4;

export interface BulkSaid {
  /** For the open case, or to stand alone. */
  readonly findings: readonly ReadFinding[];
  /** The trace by problem, where no case is open. */
  readonly messages: readonly OutgoingMessage[];
}

/** @param opensCase a bounce beside it becomes a case, which it joins */
export async function bulkSaid(
  desk: Desk,
  { reader, current }: Turn,
  { trace, resend, logs }: BulkFound,
  files: readonly BulkFile[],
  opensCase: boolean,
): Promise<BulkSaid> {
  const sourceOf = (kind: BulkFile['kind']) => {
    const those = files.filter(file => file.kind === kind);
    const [first] = those;
    return { name: first?.name ?? null, unread: those.reduce((sum, { unread }) => sum + unread, 0) };
  };
  const { ranges, now } = desk;
  const comparedWith = { version: ranges.version, day: ranges.read };
  const ofLogs = logs.map(log => findLog(log, { ...sourceOf('log'), comparedWith }, now()));
  if (!trace) return { findings: ofLogs, messages: [] };
  const evidence = current?.value.evidence ?? null;
  const isOpen = current !== undefined && current.value.outcome?.kind !== 'solved';
  if (isOpen || opensCase)
    return { findings: [findTrace(trace, resend, sourceOf('trace'), evidence), ...ofLogs], messages: [] };
  const view = await bulkView(desk, reader, { trace, resend }, files);
  return { findings: ofLogs, messages: [cardMessage(desk, reader, view)] };
}

async function bulkView(
  desk: Desk,
  reader: Reader,
  { trace, resend }: Pick<BulkFound, 'resend'> & { readonly trace: NonNullable<BulkFound['trace']> },
  files: readonly BulkFile[],
  refused: readonly FileProblem[] = [],
): Promise<BulkView> {
  const { clusters } = trace;
  const rows = await Promise.all(
    clusters.slice(0, mostRows).map(async cluster => ({
      problem: cluster.problem,
      messages: cluster.messages,
      says: sayCluster(cluster),
      draft: await draftOf(desk, reader, cluster),
    })),
  );
  return {
    kind: 'bulk',
    inTrouble: clusters.reduce((sum, { messages }) => sum + messages, 0),
    rows,
    says: sayTrace(trace),
    files: files.filter(({ kind }) => kind === 'trace'),
    resend: resend && {
      draft: await listOf(desk, reader, resend.csv),
      rows: resend.rows,
      leftOut: resend.leftOut,
    },
    refused,
  };
}

/** One reply of the cluster waits until somebody opens it as a case. */
async function draftOf(desk: Desk, reader: Reader, { sample }: TraceCluster): Promise<string | null> {
  if (sample === '') return null;
  const { evidence, match } = matchedText(desk, sample);
  if (match.verdict === 'no-match') return null;
  const draft = randomUUID();
  await saveDraft(desk, reader, draft, { evidence, match, threadId: null });
  return draft;
}

async function listOf(desk: Desk, reader: Reader, csv: string): Promise<string> {
  const draft = randomUUID();
  await saveListDraft(desk, reader, draft, csv);
  return draft;
}

/** The list is handed over as a text to copy, to the person whose file it was. */
export async function onCopyResend(desk: Desk, reader: Reader, draft: string): Promise<Reply> {
  const csv = await readListDraft(desk, reader, draft);
  if (csv === undefined) return replyWith(desk, reader, notice('draft-gone'));
  return { messages: [{ kind: 'text', text: csv }], replacement: null };
}
