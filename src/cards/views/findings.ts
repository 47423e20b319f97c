/** What data shows: what it was taken for, what is in it, what that means for the case, and what can be copied. */
import { textsFor } from '../../triage/article-texts.ts';
import type { FindingSentence, FindingValue } from '../../triage/finding.ts';
import type { FindingsView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { formatBytes, formatCount, formatShare } from '../format-count.ts';
import { formatDay, formatTimeWithZone } from '../format-time.ts';
import { joinOr, joinWords } from '../join.ts';
import { escapeMarkdown, withoutInvisible, withoutMarkdown } from '../markdown.ts';

type Shown = FindingsView['findings'][number];

export function findingsData(view: FindingsView, context: CardContext) {
  const { strings } = context;
  const shown = view.findings.slice(0, mostFindings);
  const all = fitting(shown.map(finding => findingData(finding, view.about, context)));
  const [only, ...others] = all;
  const isOne = only !== undefined && others.length === 0;
  const { kicker, title, ...rest } = only ?? { title: '' };
  const findings = isOne ? [{ ...rest, spacing: 'default' }] : all.map(one => ({ ...one, spacing: 'large' }));
  const left = view.findings.length - findings.length;
  const notes = [
    ...(left > 0 ? [strings.say('findings.more', { count: left })] : []),
    ...(all.some(({ copies }) => copies.some(({ isCut }) => isCut)) ? [strings.say('findings.below')] : []),
    ...(view.isAlone && !view.findings.every(({ kind }) => isProbe(kind)) ? [strings.say('findings.alone')] : []),
  ];
  const heading = isOne
    ? title
    : strings.say(view.findings.every(({ kind }) => isProbe(kind)) ? 'findings.severalTested' : 'findings.several', {
        count: view.findings.length,
      });
  return {
    fallbackText: withoutMarkdown(heading),
    ...(isOne && { kicker }),
    title: heading,
    findings,
    notes: notes.map(text => ({ text })),
  };
}

/** Of an archive; the others are counted. */
const mostFindings = 4;

function findingData(finding: Shown, about: FindingsView['about'], context: CardContext) {
  const { kind, headline, says } = finding;
  const means = meansText(finding, about, context);
  const copies = finding.copies.map(copy => copyData(finding, copy, context));
  return {
    kicker: readText(finding, context),
    title: sentenceText(kind, headline, context) ?? context.strings.say(`findings.${kind}.name`),
    lines: says.flatMap(sentence => sentenceText(kind, sentence, context) ?? []).map(text => ({ text })),
    ...(means !== undefined && { means }),
    copies,
    ...noteOf(finding, context),
  };
}

/** "Firewall list · FortiGate · rules.txt · 42 lines read" */
function readText({ kind, source }: Shown, { strings }: CardContext): string {
  const { format, name, rows, unread } = source;
  const what = strings.say(`findings.${kind}.name`);
  const parts = [
    what,
    format === what ? null : format,
    name === null ? null : escapeMarkdown(name),
    isProbe(kind)
      ? strings.say('findings.tested')
      : strings.say(unread === 0 ? 'findings.rows' : 'findings.rowsUnread', { rows, unread }),
  ];
  return parts.filter(part => part !== null).join(' · ');
}

function isProbe(kind: Shown['kind']): boolean {
  return kind.startsWith('probe-');
}

/** The first line that nobody understood, and what the data was compared with. */
function noteOf({ source }: Shown, { strings, locale }: CardContext): { readonly note?: string } {
  const { firstUnread, comparedWith } = source;
  const parts = [
    ...(firstUnread === null ? [] : [strings.say('findings.unread', { line: escapeMarkdown(firstUnread) })]),
    ...(comparedWith === null
      ? []
      : [
          strings.say('findings.comparedWith', {
            version: escapeMarkdown(comparedWith.version),
            day: formatDay(comparedWith.day, locale),
          }),
        ]),
  ];
  return parts.length === 0 ? {} : { note: parts.join('\n\n') };
}

function meansText(
  { bearing, fits }: Shown,
  about: FindingsView['about'],
  context: CardContext,
  bears: 'findings.bears' | 'findings.bears.alone' = 'findings.bears',
): string | undefined {
  if (bearing === null || about === null) return undefined;
  const { strings, articles, locale } = context;
  if (!strings.has(`${bears}.${bearing}`)) return undefined;
  const titleOf = (id: string) => {
    const article = articles.get(id);
    return article === undefined ? [] : [textsFor(article, about.evidence, locale).title];
  };
  const title = titleOf(about.articleId)[0] ?? '';
  const others = fits.flatMap(titleOf);
  if (bearing === 'contradicts' && others.length > 0)
    return strings.say(`${bears}.fits`, { title, others: joinOr(locale, others) });
  return strings.say(`${bears}.${bearing}`, { title });
}

/** Of the texts to copy, which stand in a card twice; Teams takes some 13 000 characters in all. */
const longestCopies = 3_400;

/** What a card has no room for is cut at the end of a line; whoever sends the card sends the whole after it. */
function fitting(findings: readonly FindingData[]): readonly FindingData[] {
  let room = longestCopies;
  return findings.map(finding => ({
    ...finding,
    copies: finding.copies.map(copy => {
      // Its beginning always: it tells what comes below.
      const text = firstLines(copy.code, room) || firstLine(copy.code);
      room -= text.length;
      return text === copy.code ? copy : { ...copy, code: text, text: escapeMarkdown(text), isCut: true };
    }),
  }));
}

type FindingData = ReturnType<typeof findingData>;

const longestLine = 160;

function firstLine(text: string): string {
  return text.slice(0, Math.min(longestLine, (text.indexOf('\n') + 1 || text.length + 1) - 1));
}

function firstLines(text: string, room: number): string {
  return text.length <= room ? text : text.slice(0, Math.max(0, text.lastIndexOf('\n', room)));
}

/** What stands on the card in part only, to be sent as texts of their own. */
export function cutCopies(view: FindingsView, context: CardContext): string[] {
  const shown = view.findings.slice(0, mostFindings);
  const whole = shown.flatMap(finding => finding.copies.map(({ text }) => withoutInvisible(text)));
  const cut = findingsData(view, context).findings.flatMap(({ copies }) => copies);
  return whole.filter((_, index) => cut[index]?.isCut === true).flatMap(inMessages);
}

/** Teams takes some 28 kB in a message. */
const longestMessage = 12_000;

function inMessages(text: string): string[] {
  const first = firstLines(text, longestMessage) || text.slice(0, longestMessage);
  return first === text ? [text] : [first, ...inMessages(text.slice(first.length).replace(/^\n/, ''))];
}

function copyData({ kind }: Shown, { key, text }: Shown['copies'][number], { strings }: CardContext) {
  return {
    label: sentenceIn(strings, kind, key) ?? '',
    text: escapeMarkdown(text),
    code: withoutInvisible(text),
    isCut: false,
  };
}

/** Undefined for a sentence that a newer version wrote. */
export function sentenceText(
  kind: Shown['kind'],
  { key, values }: FindingSentence,
  context: CardContext,
): string | undefined {
  const filled = Object.entries(values).map(([place, value]) => [place, valueText(value, context)]);
  return sentenceIn(context.strings, kind, key, Object.fromEntries(filled));
}

/** What a kind does not say in words of its own stands once for all of them. */
function sentenceIn(
  strings: CardContext['strings'],
  kind: Shown['kind'],
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string | undefined {
  if (strings.has(`findings.${kind}.${key}`)) return strings.say(`findings.${kind}.${key}`, values);
  return strings.has(`findings.any.${key}`) ? strings.say(`findings.any.${key}`, values) : undefined;
}

function valueText(value: FindingValue, { locale, timeZone }: CardContext): string | number {
  if (typeof value === 'number') return formatCount(value, locale);
  if (typeof value === 'string') return escapeMarkdown(value);
  if ('at' in value) return formatTimeWithZone(value.at, locale, timeZone);
  if ('day' in value) return formatDay(value.day, locale);
  if ('bytes' in value) return formatBytes(value.bytes, locale);
  if ('share' in value) return formatShare(value.share, locale);
  return escapeMarkdown(joinWords(locale, 'list' in value ? value.list : value.published));
}

/** The same as lines of text, for a terminal, which has no case: one after the other, with all that can be copied. */
export function findingsLines(
  view: FindingsView,
  context: CardContext & { readonly bold: (text: string) => string },
): string[] {
  return view.findings.flatMap((finding, place) => {
    const { kicker, title, lines, copies, note } = findingData(finding, view.about, context);
    const means = meansText(finding, view.about, context, 'findings.bears.alone');
    return [
      ...(place > 0 ? [''] : []),
      kicker,
      '',
      context.bold(title),
      ...lines.map(({ text }) => text),
      ...(means === undefined ? [] : [means]),
      ...copies.flatMap(({ label, code }) => ['', label, ...code.split('\n').map(line => `  ${line}`)]),
      ...(note === undefined ? [] : ['', note]),
    ].map(withoutMarkdown);
  });
}
