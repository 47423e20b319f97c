/** The timeline of a case: by day, who did what and when, in the reader's language and zone. */
import { textsFor } from '../../triage/article-texts.ts';
import { fates } from '../../triage/fate.ts';
import type { TimelineRow, TimelineView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { fillText } from '../case-values.ts';
import { formatClock, formatLongDate, zoneName } from '../format-time.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import { kicker, rowPress, sourceOf } from './frame.ts';

/** On a card so much of a note. */
const longestNote = 300;

export function timelineData(view: TimelineView, context: CardContext) {
  const { strings, timeZone } = context;
  const { of: caseId, about, from, total, rows, earlier, later } = view;
  const title = strings.say('timeline.title', { id: caseId });
  const zone = zoneName(rows.at(-1)?.at ?? '1970-01-01T00:00:00.000Z', timeZone);
  return {
    fallbackText: title,
    ...(about !== null && { kicker: kicker(about, context) }),
    title,
    days: timelineDays(view, context, longestNote),
    note:
      total === rows.length
        ? strings.say('timeline.zone', { zone })
        : strings.say('timeline.page', { first: from + 1, last: from + rows.length, total, zone }),
    pages: [
      ...(earlier === null ? [] : [page('earlier', earlier, caseId, context)]),
      ...(later === null ? [] : [page('later', later, caseId, context)]),
      rowPress(strings.say('answer.show.case'), 'show', { caseId }),
      ...(['short', 'whole'] as const).map(option =>
        rowPress(strings.say(`pack.${option}`), 'pack', { caseId, option }),
      ),
    ],
  };
}

function page(name: 'earlier' | 'later', from: number, caseId: string, { strings }: CardContext) {
  return rowPress(strings.say(`timeline.${name}`), 'timeline', { caseId, from: String(from) });
}

interface Day {
  readonly day: string;
  readonly rows: { readonly text: string }[];
}

/** @param longest of a note */
function timelineDays(view: TimelineView, context: CardContext, longest: number): Day[] {
  const { strings, locale, timeZone } = context;
  const days: Day[] = [];
  for (const row of view.rows) {
    const day = formatLongDate(row.at, locale, timeZone);
    if (days.at(-1)?.day !== day) days.push({ day, rows: [] });
    const time = formatClock(row.at, locale, timeZone);
    const who = escapeMarkdown(whoOf(row, context));
    days
      .at(-1)!
      .rows.push({ text: strings.say('timeline.row', { time, who, what: whatOf(row, view, context, longest) }) });
  }
  return days;
}

/** Somebody who was forgotten is "…"; what was due did nobody. */
export function whoOf({ kind, who }: TimelineRow, { strings }: CardContext): string {
  return kind === 'fell-due' ? strings.say('timeline.bot') : who || '…';
}

/**
 * What happened, as Markdown.
 * @param longest of a note
 */
export function whatOf(row: TimelineRow, view: TimelineView, context: CardContext, longest: number): string {
  const { strings, articles, locale } = context;
  const { evidence, retryHours } = view;
  const article = articles.get(row.articleId ?? '');
  const expiresAt = view.about?.expiresAt ?? null;
  const source = sourceOf({ evidence, articleId: row.articleId ?? '', expiresAt, retryHours }, context);
  const texts = article && textsFor(article, evidence, locale);
  const step = texts?.steps[row.step ?? ''];
  const filled = (text: string | null | undefined) => fillText(text ?? '…', source);
  const fate = fates.find(one => one === row.fate);
  const text = row.text ?? '…';
  return strings.say(`timeline.event.${keyOf(row)}`, {
    problem: [row.code === null ? null : escapeMarkdown(row.code), texts?.title ?? strings.say('cases.noArticle')]
      .filter(part => part !== null)
      .join(' · '),
    title: texts?.title ?? '…',
    fate: fate === undefined ? '…' : withoutMarkdown(strings.say(`narrow.options.${fate}`)),
    question: filled(step?.question ?? row.step),
    option: filled(step?.options?.[row.option ?? ''] ?? row.option),
    step: filled(step?.items?.[row.item ?? '']?.text ?? step?.checks?.[row.item ?? ''] ?? row.item),
    text: escapeMarkdown(
      (text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text).replace(/\s+/g, ' '),
    ),
  });
}

function keyOf({ kind, articleId, isTakenBack }: TimelineRow): string {
  if (isTakenBack) return 'noted-taken-back';
  return kind === 'chosen' && articleId === null ? 'chosen-none' : kind;
}
