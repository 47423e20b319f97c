/** What every card of a running case shares: the coloured band, the code line, facts, the line that was read. */
import type { StepStrings } from '../../triage/article.ts';
import { textsFor } from '../../triage/article-texts.ts';
import { blockListPages } from '../../triage/block-list.ts';
import type { Note } from '../../triage/case.ts';
import type { Because } from '../../triage/condition.ts';
import type { Evidence, Locale } from '../../triage/evidence.ts';
import type { Skipped } from '../../triage/guiding/index.ts';
import { mailSystems } from '../../triage/mail-system.ts';
import { recipientGroups } from '../../triage/recipient-groups.ts';
import type { CaseFrame } from '../../triage/showing/index.ts';
import type { PressVerb, probeVerbs, recordVerbs, splitVerbs, Verb } from '../../triage/verbs.ts';
import type { CardContext } from '../card-context.ts';
import { codeLine, fillText, type ValueSource } from '../case-values.ts';
import { formatDay, formatDuration, formatMoment, formatTime, formatTimeWithZone } from '../format-time.ts';
import { joinWords } from '../join.ts';
import { escapeMarkdown, withoutInvisible } from '../markdown.ts';
import { isTraceable, ndrDiagnosticPage, traceCommands, tracePage } from '../trace-commands.ts';
import { quotedTexts } from './quoted-texts.ts';

export type BandStyle = 'default' | 'accent' | 'good' | 'warning' | 'attention';

export interface Band {
  readonly style: BandStyle;
  readonly text: string;
  readonly detail?: string;
}

export function sourceOf(
  frame: Pick<CaseFrame, 'evidence' | 'articleId' | 'expiresAt' | 'retryHours'> & Partial<Pick<CaseFrame, 'found'>>,
  context: CardContext,
): ValueSource {
  return {
    evidence: frame.evidence,
    article: context.articles.get(frame.articleId),
    expiresAt: frame.expiresAt,
    retryHours: frame.retryHours,
    strings: context.strings,
    shared: context.values,
    ...(frame.found && { found: frame.found }),
  };
}

export function articleTexts(frame: CaseFrame, context: CardContext) {
  return textsFor(context.articles.get(frame.articleId)!, frame.evidence, context.locale);
}

export function stepTexts(frame: CaseFrame, stepId: string, context: CardContext): StepStrings {
  return articleTexts(frame, context).steps[stepId] ?? {};
}

/** "Gmail · 421 4.7.28 · Too much at once · case 1042": who said it, what, and what it means. */
export function kicker(frame: CaseFrame, context: CardContext): string {
  const { system } = frame.evidence;
  const parts = [
    system === null ? null : mailSystems[system],
    codeLine(frame.evidence),
    articleTexts(frame, context).title,
    context.strings.say('frame.caseNumber', { id: frame.caseId }),
    frame.ticket === null ? null : escapeMarkdown(frame.ticket),
  ];
  return parts.filter(part => part !== null).join(' · ');
}

/** By whoever holds the message and tries again. */
const queuedWith = {
  microsoft: 'state.queuedFor',
  other: 'state.queuedElsewhere',
  somebody: 'state.queuedSomewhere',
} as const;

/** Whether the message still waits, and until when. */
export function stateBand(
  frame: Pick<CaseFrame, 'evidence' | 'state' | 'holder' | 'expiresAt' | 'givesUpBy' | 'triedFor' | 'retryHours'>,
  { strings, locale, timeZone, today }: CardContext,
): Band {
  const { state, holder, expiresAt, givesUpBy, triedFor, retryHours, evidence } = frame;
  if (evidence.reason === 'delivered') {
    return { style: 'good', text: strings.say('state.delivered'), detail: strings.say('state.deliveredAdvice') };
  }
  if (state === 'queued' && givesUpBy !== null && givesUpBy.slice(0, 10) < today) {
    const detail = strings.say('state.overdueAdvice', { time: formatTimeWithZone(givesUpBy, locale, timeZone) });
    return { style: 'attention', text: strings.say('state.overdue'), detail };
  }
  if (state === 'queued') {
    const detail =
      expiresAt === null
        ? strings.say(queuedWith[holder ?? 'somebody'], { hours: retryHours })
        : strings.say(holder === 'other' ? 'state.queuedElsewhereUntil' : 'state.queuedUntil', {
            time: formatTimeWithZone(expiresAt, locale, timeZone),
          });
    return { style: 'warning', text: strings.say('state.queued'), detail };
  }
  if (state === 'bounced') {
    const detail =
      triedFor === null || evidence.expiredAt === null
        ? strings.say('state.bouncedAdvice')
        : strings.say('state.bouncedTried', {
            duration: formatDuration(triedFor, strings),
            time: formatTimeWithZone(evidence.expiredAt, locale, timeZone),
          });
    return { style: 'attention', text: strings.say('state.bounced'), detail };
  }
  return { style: 'accent', text: strings.say('state.unknown'), detail: strings.say('state.unknownAdvice') };
}

/** At most four facts with labels of one word: a FactSet with longer ones does not stay two columns on a phone. */
export function facts(
  evidence: Evidence,
  { strings, locale, timeZone }: CardContext,
  retryAt: string | null = null,
): { title: string; value: string }[] {
  const time = (iso: string | null) => (iso === null ? null : formatTime(iso, locale, timeZone));
  const [first, ...others] = evidence.recipients;
  const to =
    first === undefined || others.length === 0
      ? first
      : strings.say('frame.moreRecipients', { first, count: others.length });
  const server = joinWords(locale, [evidence.remoteHost, evidence.remoteIp]);
  const rows: [key: string, value: string | null | undefined][] = [
    ['to', to],
    ['server', server],
    ['list', evidence.blockList],
    ['path', evidence.chain.length > 0 ? evidence.chain.join(' → ') : null],
    ['retry', time(retryAt)],
    ['others', otherGroups(evidence, locale)],
    ['queued', time(evidence.queuedAt)],
    // The band names both for a message that was given up.
    ['givenUp', evidence.queuedAt === null ? time(evidence.expiredAt) : null],
    ['lastTry', evidence.expiredAt === null ? time(evidence.lastAttempt) : null],
  ];
  return rows
    .flatMap(([key, value]) =>
      value
        ? [
            {
              title: strings.say(`frame.facts.${key}`),
              value: key === 'list' ? listLink(value) : escapeMarkdown(value),
            },
          ]
        : [],
    )
    .slice(0, 4);
}

/** The name of a block list, as a link to its look-up page. */
function listLink(name: string): string {
  const page = blockListPages[name];
  return page ? `[${escapeMarkdown(name)}](${page})` : escapeMarkdown(name);
}

/** "2 × 5.1.10, 1 × 5.2.2": the recipients of the same bounce who failed with another code. */
function otherGroups(evidence: Evidence, locale: Locale): string | null {
  const groups = recipientGroups(evidence);
  const others = groups.filter(({ members }) => !members.some(one => evidence.recipients.includes(one.recipient)));
  // Before anything is chosen, all recipients are meant: then every group is named.
  const named = others.length > 0 ? others : groups.length > 1 ? groups : [];
  return named.length === 0
    ? null
    : joinWords(
        locale,
        named.map(({ code, members }) => `${members.length} × ${code}`),
      );
}

/** The folded line that was read, so that an agent can trust the rest, and by what the message is looked up. */
export function raw(frame: Pick<CaseFrame, 'evidence' | 'state'>, context: CardContext) {
  const { strings } = context;
  const { line } = frame.evidence;
  const ids = lookUpLines(frame, context);
  if (line === '' && ids.length === 0) return undefined;
  const key = ids.length === 0 ? 'Raw' : line === '' ? 'Ids' : 'RawAndIds';
  return {
    show: strings.say(`frame.show${key}`),
    hide: strings.say(`frame.hide${key}`),
    lines: [...(line === '' ? [] : [{ text: escapeMarkdown(line), font: 'monospace' as const }]), ...ids],
  };
}

/** A TextBlock of its own, or a block of code that its client lets one copy. */
export interface Line {
  readonly text: string;
  readonly font: 'default' | 'monospace';
  readonly code?: string;
}

/** Teams knows blocks of code on a computer (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format, read 2026-11-30); elsewhere it is a line of text. */
export function commandLine(command: string): Line {
  return { text: escapeMarkdown(command), font: 'monospace', code: withoutInvisible(command) };
}

/** The ids of the message, and where Microsoft's own tools take them. */
function lookUpLines({ evidence, state }: Pick<CaseFrame, 'evidence' | 'state'>, context: CardContext): Line[] {
  const { strings, locale, timeZone } = context;
  const { messageId, networkMessageId, replyReference, sentAt } = evidence;
  // A reference alone stands in the line already.
  if (messageId === null && networkMessageId === null) return [];
  const commands = traceCommands(evidence, true);
  const known = (key: string, value: string | null): string[] =>
    value === null ? [] : [strings.say(`frame.ids.${key}`, { value: escapeMarkdown(value) })];
  const words = (lines: readonly string[]) => lines.map((text): Line => ({ text, font: 'default' }));
  return [
    ...words([
      ...known('messageId', messageId === null ? null : `<${messageId}>`),
      ...known('networkMessageId', networkMessageId),
      ...known('replyReference', replyReference),
      ...known('sentAt', sentAt === null ? null : formatTimeWithZone(sentAt, locale, timeZone)),
      ...(isTraceable(evidence) ? [strings.say('frame.ids.trace', { url: tracePage })] : []),
      ...(commands.length === 0 ? [] : [strings.say('frame.ids.powershell')]),
    ]),
    ...commands.map(commandLine),
    ...words(
      isTraceable(evidence) && state === 'bounced'
        ? [strings.say('frame.ids.ndrDiagnostic', { url: ndrDiagnosticPage })]
        : [],
    ),
  ];
}

/** What was not asked, and from which words of the paste it was known. */
export function skippedLines(frame: CaseFrame, context: CardContext): { text: string }[] {
  const source = sourceOf(frame, context);
  return frame.skipped.map(({ step, because }: Skipped) => {
    const { question, title = '' } = stepTexts(frame, step, context);
    const values = { question: fillText(question ?? title, source), because: becauseText(because, context) };
    return { text: context.strings.say(question === undefined ? 'frame.notNeeded' : 'frame.notAsked', values) };
  });
}

/** What holds today of a change that was announced, with its day. */
export function changeLines(frame: CaseFrame, context: CardContext): { text: string }[] {
  const { changes } = context.articles.get(frame.articleId)!;
  const texts = articleTexts(frame, context).changes;
  const source = sourceOf(frame, context);
  return changes.flatMap(({ id, on }) => {
    const said = texts[id]?.[context.today < on ? 'before' : 'after'];
    return said === undefined
      ? []
      : [{ text: fillText(said.replaceAll('{day}', formatDay(on, context.locale)), source) }];
  });
}

/** What was taken away or noted, by whom, so that others who see the card know what "Undo" is for; and what came before. */
export function historyLines(frame: CaseFrame, context: CardContext): { text: string }[] {
  const { strings, locale, timeZone } = context;
  const { startedOver, heard, earlier, seenAgain, note } = frame;
  const lines: string[] = [];
  if (seenAgain)
    lines.push(strings.say('frame.seenAgain', { time: formatTimeWithZone(seenAgain.at, locale, timeZone) }));
  if (earlier && frame.canSplit) {
    const article = context.articles.get(earlier.articleId ?? '');
    const title = article && textsFor(article, earlier.evidence, locale).title;
    const problem = [codeLine(earlier.evidence), title].filter(part => part).join(' · ');
    lines.push(strings.say('frame.earlier', { problem, time: formatTimeWithZone(earlier.at, locale, timeZone) }));
  }
  if (frame.advice) {
    const { by, at, text } = frame.advice;
    const name = escapeMarkdown(by.name || '…');
    const said = { name, time: formatTimeWithZone(at, locale, timeZone), text: escapeMarkdown(text ?? '') };
    lines.push(strings.say(text === null ? 'frame.returned' : 'frame.returnedWith', said));
  }
  if (frame.owner) lines.push(strings.say('frame.owner', { name: escapeMarkdown(frame.owner.name || '…') }));
  // What was told in this very sentence stands below.
  if (note && !heard?.noted.length) {
    const last = noteLine({ ...note, text: shortened(note.text) }, context);
    lines.push(note.count === 1 ? last : strings.say('frame.notes', { note: last, count: note.count }));
  }
  if (heard) lines.push(...heardLines(frame, heard, context));
  if (frame.doneAhead) {
    const numbers = joinWords(locale, frame.doneAhead.numbers.map(String));
    lines.push(strings.say('frame.doneAhead', { numbers }));
  }
  if (startedOver) lines.push(strings.say('frame.startedOver', { name: escapeMarkdown(startedOver.name || '…') }));
  return lines.map(text => ({ text }));
}

/** On the card of a case so much of a note. */
const longestOnCard = 160;

function shortened(text: string): string {
  return text.length <= longestOnCard ? text : `${text.slice(0, longestOnCard - 1).trimEnd()}…`;
}

/** "**Priya Raman**, Fri 20 Nov, 18:42: they called back" */
export function noteLine({ by, at, text }: Note, { strings, locale, timeZone }: CardContext): string {
  return strings.say('frame.note', {
    name: escapeMarkdown(by.name || '…'),
    time: formatTime(at, locale, timeZone),
    text: escapeMarkdown(text.replace(/\s+/g, ' ')),
  });
}

/** What a sentence changed. */
function heardLines(frame: CaseFrame, heard: NonNullable<CaseFrame['heard']>, context: CardContext): string[] {
  const { strings } = context;
  const source = sourceOf(frame, context);
  const name = escapeMarkdown(heard.by.name || '…');
  const steps = (keys: readonly string[]) =>
    keys
      .map(key => {
        const [stepId = '', itemId = ''] = key.split('/');
        return fillText(stepTexts(frame, stepId, context).items?.[itemId]?.text ?? '', source);
      })
      .filter(text => text !== '')
      .join(strings.say('answer.itemGap'));
  const lines: string[] = [];
  if (heard.chosen) {
    const article = context.articles.get(heard.chosen.articleId);
    const title = article ? textsFor(article, frame.evidence, context.locale).title : '';
    const { words } = heard.chosen;
    lines.push(
      strings.say(words === '' ? 'frame.heard.chosen' : 'frame.heard.chosenBy', {
        title,
        words: escapeMarkdown(words),
      }),
    );
  }
  if (heard.moved) {
    const from = context.articles.get(heard.moved.from ?? '');
    const title = from && textsFor(from, frame.evidence, context.locale).title;
    lines.push(strings.say(title ? 'frame.heard.moved' : 'frame.heard.movedHere', { name, title: title ?? '' }));
  }
  for (const { step, option } of heard.answered ? [heard.answered, ...heard.answeredToo] : []) {
    const texts = stepTexts(frame, step, context);
    const question = fillText(texts.question ?? '', source);
    lines.push(
      strings.say('frame.heard.answered', {
        name,
        question,
        option: fillText(texts.options?.[option] ?? option, source),
      }),
    );
  }
  if (heard.ticked.length > 0) lines.push(strings.say('frame.heard.ticked', { name, steps: steps(heard.ticked) }));
  if (heard.unticked.length > 0)
    lines.push(strings.say('frame.heard.unticked', { name, steps: steps(heard.unticked) }));
  if (heard.isStillFailing) lines.push(strings.say('frame.heard.failing', { name }));
  if (heard.began !== null)
    lines.push(strings.say('frame.heard.began', { time: formatMoment(heard.began, context.locale) }));
  if (heard.noted.length > 0)
    lines.push(strings.say('frame.heard.noted', { notes: quotedTexts(heard.noted, strings) }));
  if (lines.length === 0) lines.push(strings.say('frame.heard.solved', { name }));
  if (heard.untaken.length > 0)
    lines.push(strings.say('frame.heard.untaken', { texts: quotedTexts(heard.untaken, strings) }));
  return [...lines, strings.say('frame.heard.undo')];
}

/** Whether "Undo" has something to take back. */
export function canUndo({ startedOver, heard }: Pick<CaseFrame, 'startedOver' | 'heard'>): boolean {
  return startedOver !== null || heard !== null;
}

/** "Undo" while there is something to undo, the last paste as a case of its own, and Back; as many as a card has room for. */
export function waysBack(frame: CaseFrame, { strings }: CardContext, room: number): Button[] {
  return [
    ...(canUndo(frame) ? [button(strings.say('buttons.undo'), 'undo')] : []),
    ...(frame.canSplit ? [button(strings.say('buttons.newCase'), 'split')] : []),
    // Beside the answers it would look like one more of them.
    ...(frame.hasOtherRecipients
      ? [button(strings.say('buttons.recipients'), 'recipients', { mode: 'secondary' })]
      : []),
    ...(frame.canStepBack ? [button(strings.say('buttons.back'), 'back')] : []),
  ].slice(0, room);
}

/** What the case consists of, behind the menu. */
export function recordButtons({ strings }: CardContext): Button[] {
  return [button(strings.say('buttons.timeline'), 'timeline')];
}

/** After the bot has asked by itself: later again, or not any more. */
export function askingButtons({ reminded }: CaseFrame, { strings }: CardContext): Button[] {
  if (reminded !== 'look' && reminded !== 'partner') return [];
  return [
    button(strings.say('buttons.remindLater'), 'remind-later'),
    button(strings.say('buttons.noReminders'), 'no-reminders'),
  ];
}

function becauseText(because: Because, { strings }: CardContext): string {
  switch (because.kind) {
    case 'host-owner':
      return strings.say(`frame.because.${because.from}`);
    case 'text':
      return strings.say('frame.because.text', { text: escapeMarkdown(because.text) });
    case 'state':
      return strings.say(`frame.because.state.${because.state}`);
    case 'system':
    case 'reason':
    case 'by-others':
      return strings.say('frame.because.text', { text: escapeMarkdown(because.text) });
    case 'generated-by':
      return strings.say('frame.because.text', { text: escapeMarkdown(because.host) });
    case 'format':
      return strings.say('frame.because.kind', { kind: strings.say(`kinds.${because.format}`) });
    case 'code':
      return strings.say('frame.because.code', { code: because.code });
    case 'same-domain':
      return strings.say('frame.because.sameDomain');
    case 'found':
      return strings.say('frame.because.found', { what: strings.say(`findings.${because.finding}.name`) });
    default:
      return because satisfies never;
  }
}

/** A row that can be pressed; a screen reader says its title. */
export type RowPress = Pick<Button, 'title' | 'verb'>;

/** What a row or a button sends that carries more than the ids of a step; clients that know no `Action.Execute` send `submit`. */
export function rowPress(title: string, verb: Verb, data: Readonly<Record<string, string>>) {
  return { title, verb, data, submit: { verb, ...data } };
}

/** The first line of a row that can be pressed, and opened by its number as well. */
export function rowTitle(
  number: number,
  [first, ...more]: readonly string[],
  { strings }: Pick<CardContext, 'strings'>,
) {
  return strings.say('frame.row', { number, title: [`**${first}**`, ...more].join(' · ') });
}

/** One way to say a button: template fields are the same on every card. */
export interface Button {
  readonly title: string;
  readonly verb: PressVerb | (typeof splitVerbs)[number] | (typeof recordVerbs)[number] | (typeof probeVerbs)[number];
  readonly step: string;
  readonly item: string;
  readonly option: string;
  readonly style: 'default' | 'positive';
  /** `secondary`: behind the "…" of a host that has such a menu; any other shows it beside the others. */
  readonly mode: 'primary' | 'secondary';
}

/** What leads away from the work at hand. */
const inMenu: readonly Button['verb'][] = ['back', 'restart', 'remind-later', 'no-reminders', 'timeline'];

export function button(
  title: string,
  verb: Button['verb'],
  more: Partial<Omit<Button, 'title' | 'verb'>> = {},
): Button {
  const mode = inMenu.includes(verb) ? 'secondary' : 'primary';
  return { title, verb, step: '', item: '', option: '', style: 'default', mode, ...more };
}
