/** Traces and logs with a great many rows: how far they are read, and what they say. */
import type { BulkView, ReadingView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { formatBytes, formatCount } from '../format-count.ts';
import { joinSentences } from '../join.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import { problemLines, problemName } from './files.ts';
import { sentenceText } from './findings.ts';
import { rowPress } from './frame.ts';

export function readingData({ name, rows, bytes, state }: ReadingView, { strings, locale }: CardContext) {
  const key = state === 'interrupted' ? 'stopped' : state;
  const title = strings.say(`bulk.${key}Title`, { name: escapeMarkdown(name) });
  const figures = { rows: formatCount(rows, locale), size: formatBytes(bytes, locale) };
  // Why a file was not read to its end is said below.
  const lines = state === 'stopped' ? [] : [{ text: strings.say(`bulk.${state}`, figures) }];
  return { fallbackText: withoutMarkdown(title), title, lines };
}

export function bulkData(view: BulkView, context: CardContext) {
  const title = titleOf(view, context);
  const notes = [
    ...(view.says.length > 0 ? [sentences(view.says, context)] : []),
    ...fileLines(view, context),
    ...problemLines(view.refused, context).map(({ text }) => text),
  ];
  return {
    fallbackText: title,
    title,
    rows: [...view.rows.map(row => rowData(row, context)), ...resendRow(view, context)],
    notes: notes.map(text => ({ text })),
  };
}

function titleOf({ inTrouble }: BulkView, { strings, locale }: CardContext): string {
  if (inTrouble === 0) return strings.say('findings.message-trace.headline.none');
  return strings.say('bulk.traceTitle', { count: formatCount(inTrouble, locale) });
}

function rowData({ problem, messages, says, draft }: BulkView['rows'][number], context: CardContext) {
  const { strings, locale } = context;
  const name = problem.kind === 'no-reply' ? strings.say('bulk.noReply') : problemName(problem, context);
  const title = strings.say('files.row', { count: formatCount(messages, locale), title: name });
  const hint = problem.kind === 'no-reply' ? strings.say('bulk.noReplyHint') : undefined;
  const line = joinSentences(locale, [sentences(says, context), hint]);
  if (draft === null) return { title, line };
  const press = rowPress(withoutMarkdown(strings.say('files.open', { title })), 'open-draft', { draft });
  return { title: `${title} ›`, line, press };
}

function resendRow({ resend }: BulkView, { strings, locale }: CardContext) {
  if (!resend || resend.rows === 0) return [];
  const title = strings.say('bulk.resend', { count: formatCount(resend.rows, locale) });
  return [{ title: `**${title}** ›`, press: rowPress(title, 'copy-resend', { draft: resend.draft }) }];
}

function fileLines({ files, resend }: BulkView, { strings, locale }: CardContext): string[] {
  const lines = files.flatMap(({ name, unread, isCut }) => [
    ...(unread > 0
      ? [strings.say('bulk.unread', { name: escapeMarkdown(name), count: formatCount(unread, locale) })]
      : []),
    ...(isCut ? [strings.say('bulk.cut', { name: escapeMarkdown(name) })] : []),
  ]);
  if (resend && resend.leftOut > 0)
    lines.push(strings.say('bulk.resendLeftOut', { count: formatCount(resend.leftOut, locale) }));
  return lines;
}

function sentences(says: BulkView['says'], context: CardContext): string {
  return joinSentences(
    context.locale,
    says.map(one => sentenceText('message-trace', one, context)),
  );
}
