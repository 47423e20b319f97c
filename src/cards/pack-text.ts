/**
 * All that is known of a case in one text, for Microsoft's support or the other company: what was found and done, facts
 * under the names of their standards, the lines as they were pasted, and who did what when.
 */
import type { EarlierFinding } from '../triage/case.ts';
import type { Evidence } from '../triage/evidence.ts';
import type { AnswerView, TimelineView } from '../triage/showing/index.ts';
import type { CardContext } from './card-context.ts';
import { codeLine } from './case-values.ts';
import { formatTimeWithZone } from './format-time.ts';
import { withoutInvisible, withoutMarkdown } from './markdown.ts';
import { type SummaryFacts, summaryText } from './summary-text.ts';
import { whatOf, whoOf } from './views/timeline.ts';

export interface Pack {
  readonly caseId: string;
  readonly at: string;
  /** Nothing is shortened. */
  readonly isWhole: boolean;
  readonly evidence: Evidence;
  /** The oldest first. */
  readonly earlier: readonly Pick<EarlierFinding, 'evidence' | 'at'>[];
  /** What its article makes of it; null where none fits. */
  readonly about: AnswerView['about'];
  readonly facts: SummaryFacts;
  /** All of it. */
  readonly timeline: TimelineView;
}

export function packText(pack: Pack, context: CardContext): string {
  const { strings, locale, timeZone } = context;
  const { about, earlier, evidence, timeline } = pack;
  const heading = (text: string) => [text, '='.repeat(text.length)].join('\n');
  const section = (key: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[heading(strings.say(`pack.${key}`)), ...lines].join('\n')];
  const before = earlier.map(({ evidence: old, at }) =>
    [
      heading(strings.say('pack.before', { time: formatTimeWithZone(at, locale, timeZone) })),
      ...factLines(old),
      ...originalLines(old),
    ].join('\n'),
  );
  return [
    [
      strings.say('pack.title', { id: pack.caseId }),
      strings.say('pack.made', { time: formatTimeWithZone(pack.at, locale, timeZone) }),
      strings.say(pack.isWhole ? 'pack.isWhole' : 'pack.isShort'),
    ].join('\n'),
    ...(about ? [summaryText(about, pack.facts, context)] : [codeLine(evidence)].filter(line => line !== null)),
    ...section('facts', factLines(evidence)),
    ...section('lines', originalLines(evidence)),
    ...before,
    ...section('timeline', timelineLines(timeline, context)),
  ].join('\n\n');
}

/** As RFC 3464 and the headers call them, so that whoever gets it need not translate. */
function factLines(evidence: Evidence): string[] {
  const { cause } = evidence;
  const rows: readonly (readonly [name: string, value: string | null | undefined])[] = [
    ['Status', cause?.enhancedStatusCode],
    ['SMTP reply code', cause?.replyCode],
    ['Action', evidence.action],
    ['Sender', evidence.sender],
    ...evidence.recipients.map(recipient => ['Final-Recipient', recipient] as const),
    ['Remote-MTA', evidence.remoteHost],
    ['Remote IP', evidence.remoteIp],
    ['Reporting-MTA', evidence.reportingHost],
    ['Arrival-Date', evidence.queuedAt],
    ['Last-Attempt-Date', evidence.lastAttempt],
    ['Will-Retry-Until', evidence.expiresAt],
    ['Given up', evidence.expiredAt],
    ['Message-ID', evidence.messageId === null ? null : `<${evidence.messageId}>`],
    ['X-MS-Exchange-Organization-Network-Message-Id', evidence.networkMessageId],
    ['Date', evidence.sentAt],
    ['Reply reference', evidence.replyReference],
    ['Block list', evidence.blockList],
    ['Path', evidence.chain.length > 0 ? evidence.chain.join(' -> ') : null],
  ];
  return rows.flatMap(([name, value]) => (value ? [`${name}: ${withoutInvisible(value)}`] : []));
}

/** Each once: the line that decided, what stood behind every code, and each recipient's own reply. */
function originalLines({ line, words, statusCodes, perRecipient, subReasonText }: Evidence): string[] {
  const lines = [
    line,
    ...perRecipient.map(({ recipient, text }) => `${recipient}: ${text}`),
    ...statusCodes.map(({ replyCode, enhancedStatusCode, text }) =>
      [replyCode, enhancedStatusCode, text].filter(Boolean).join(' '),
    ),
    subReasonText ?? '',
    // Of an error the words are those of its lines.
    ...(line === '' ? [words] : []),
  ].map(one => withoutInvisible(one).trim());
  return [...new Set(lines)].filter(
    (one, index, all) => one !== '' && !all.slice(0, index).some(is => is.includes(one)),
  );
}

function timelineLines(view: TimelineView, context: CardContext): string[] {
  return view.rows.map(row => {
    const what = withoutMarkdown(whatOf(row, view, context, longestNote));
    return `${row.at}  ${whoOf(row, context)}  ${withoutInvisible(what)}`;
  });
}

/** The whole of it. */
const longestNote = 2_000;
