/** What traces and logs say, as lines of a terminal. */
import type { CardContext } from '../cards/card-context.ts';
import { joinSentences } from '../cards/join.ts';
import { withoutMarkdown } from '../cards/markdown.ts';
import { bulkData } from '../cards/views/bulk.ts';
import { findingsLines } from '../cards/views/findings.ts';
import { findLog, sayCluster, sayTrace } from '../triage/bulk/index.ts';
import { noMemory } from '../triage/case.ts';
import type { PublishedRanges } from '../triage/published-ranges.ts';
import { type BulkView, findingsView } from '../triage/showing/index.ts';
import type { BulkRead } from './triage-bulk.ts';

/** On a terminal the list follows by itself, where it is short; all of it is in the result object. */
const mostListed = 20;

export function bulkLines(
  { files, found }: BulkRead,
  ranges: PublishedRanges,
  context: CardContext & { readonly bold: (text: string) => string },
): string[] {
  const { trace, resend, logs } = found;
  const ofLogs = logs.map(log => {
    const those = files.filter(({ kind }) => kind === 'log');
    const unread = those.reduce((sum, file) => sum + file.unread, 0);
    const comparedWith = { version: ranges.version, day: ranges.read };
    return findLog(log, { name: those[0]?.path ?? null, unread, comparedWith }, new Date().toISOString());
  });
  const showing = { articles: context.articles, memory: noMemory, retryHours: 24, locale: context.locale };
  return [
    ...(trace ? traceLines({ trace, resend }, files, context) : []),
    ...(ofLogs.length > 0 ? findingsLines(findingsView(ofLogs, null, showing), context) : []),
  ];
}

function traceLines(
  {
    trace,
    resend,
  }: { readonly trace: NonNullable<BulkRead['found']['trace']>; readonly resend: BulkRead['found']['resend'] },
  files: BulkRead['files'],
  context: CardContext & { readonly bold: (text: string) => string },
): string[] {
  const view: BulkView = {
    kind: 'bulk',
    inTrouble: trace.clusters.reduce((sum, { messages }) => sum + messages, 0),
    rows: trace.clusters.map(cluster => ({
      problem: cluster.problem,
      messages: cluster.messages,
      says: sayCluster(cluster),
      draft: null,
    })),
    says: sayTrace(trace),
    files: files.filter(({ kind }) => kind === 'trace').map(({ path, ...file }) => ({ ...file, name: path })),
    resend: null,
    refused: [],
  };
  const { title, rows, notes } = bulkData(view, context);
  const plain = (text = '') => withoutMarkdown(text);
  return [
    context.bold(plain(title)),
    ...rows.flatMap(row => ['', context.bold(plain(row.title)), ...('line' in row ? [plain(row.line)] : [])]),
    '',
    ...notes.map(({ text }) => plain(text)),
    ...(resend
      ? [
          '',
          `${joinSentences(context.locale, [context.strings.say('findings.message-trace.resend')])}`,
          ...listLines(resend.csv),
        ]
      : []),
  ];
}

function listLines(csv: string): string[] {
  const lines = csv.trimEnd().split('\r\n');
  return lines.length <= mostListed ? lines : [...lines.slice(0, mostListed), `… ${lines.length - mostListed}`];
}
