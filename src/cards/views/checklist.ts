import type { ItemStrings } from '../../triage/article.ts';
import type { ItemState } from '../../triage/guiding/index.ts';
import type { ChecklistView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { fillCommand, fillText, type ValueSource } from '../case-values.ts';
import { formatClock, formatTime } from '../format-time.ts';
import { joinOr, joinSentences } from '../join.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import {
  articleTexts,
  askingButtons,
  button,
  canUndo,
  changeLines,
  commandLine,
  historyLines,
  kicker,
  type Line,
  type RowPress,
  recordButtons,
  skippedLines,
  sourceOf,
  stepTexts,
} from './frame.ts';

/** Rows to tick; the next one is bold and open, the rest is one click away. */
export function checklistData(view: ChecklistView, context: CardContext) {
  const { strings } = context;
  const source = sourceOf(view, context);
  const step = stepTexts(view, view.stepId, context);
  const next = view.items.find(row => row.state === 'next');
  const title = fillText(step.title ?? '', source);
  const state = bandOf(view, next, context);
  const { effect, cause } = articleTexts(view, context);
  // A case that begins with a checklist has no question that would say what was found.
  const summary = view.isFirst ? cause : step.summary;
  const changes = changeLines(view, context);
  const history = historyLines(view, context);
  const rows = withoutEchoes(
    view.items.map(row =>
      rowData(row, step.items?.[row.item.id] ?? { text: row.item.id }, view.stepId, source, context),
    ),
    context,
  );
  const folded = foldedRows(view.items);
  return {
    fallbackText: joinSentences(context.locale, [withoutMarkdown(title), state.text, state.detail]),
    caseId: view.caseId,
    stepId: view.stepId,
    state,
    kicker: kicker(view, context),
    title,
    ...(summary !== undefined && { summary: fillText(summary, source) }),
    ...((view.isFirst || history.length > 0 || changes.length > 0) && {
      notes: [...changes, ...history, ...(view.isFirst ? skippedLines(view, context) : [])],
    }),
    ...(folded > 0 && {
      folded: { text: strings.say('checklist.folded', { number: folded }), items: rows.slice(0, folded) },
    }),
    items: rows.slice(folded),
    // A list with a wait says the time at that step, as soon as it is known.
    ...(effect !== undefined &&
      !view.leadsOn &&
      !view.items.some(({ item }) => item.wait !== null) && {
        note: strings.say('checklist.effect', { effect: fillText(effect, source) }),
      }),
    buttons: buttonsOf(view, next, context),
  };
}

/** So many done steps above the next one are one line, or the next one would be below a phone's screen. */
const mostDoneRows = 1;

function foldedRows(items: readonly ItemState[]): number {
  const open = items.findIndex(row => row.state !== 'done');
  return open > mostDoneRows ? open : 0;
}

function bandOf(view: ChecklistView, next: ItemState | undefined, { strings }: CardContext) {
  const done = view.items.filter(row => row.state === 'done').length;
  const minutes = view.items.reduce((sum, row) => sum + (row.state === 'done' ? 0 : (row.item.minutes ?? 0)), 0);
  const parts = [
    next && strings.say('checklist.next', { number: next.number, who: strings.say(`owners.${next.item.who}`) }),
    minutes > 0 ? strings.say('checklist.minutes', { minutes }) : undefined,
  ].filter(part => part !== undefined);
  return {
    style: done === view.items.length ? 'good' : 'accent',
    text: strings.say('checklist.progress', { done, count: view.items.length }),
    ...(parts.length > 0 && { detail: joinSentences(strings.locale, parts) }),
  };
}

function rowData(row: ItemState, texts: ItemStrings, stepId: string, source: ValueSource, context: CardContext) {
  const { strings } = context;
  const text = fillText(texts.text, source);
  const spoken = withoutMarkdown(text);
  const { number, item, tick, state } = row;
  const base = { id: item.id, text: state === 'done' ? text : strings.say('checklist.item', { number, text }) };
  if (state === 'done' && tick) {
    return {
      ...base,
      text: strings.say('checklist.doneItem', {
        text,
        who: escapeMarkdown(tick.by.name),
        time: formatClock(tick.at, context.locale, context.timeZone),
      }),
      isDone: true,
      mark: '✓',
      markColor: 'good',
      press: { title: strings.say('checklist.untick', { number, text: spoken }), verb: 'untick' } satisfies RowPress,
    };
  }
  const details = detailLines(row, texts, source, context);
  const line = [
    strings.say(`owners.${item.who}`),
    ...(item.minutes === null ? [] : [strings.say('checklist.itemMinutes', { minutes: item.minutes })]),
    ...riskMark(row, context),
    ...waitMark(row, context),
    ...(row.wasDone ? [strings.say('checklist.wasDone')] : []),
    ...(details.length > 0 ? [`${strings.say('checklist.how')} ▾`] : []),
  ].join(' · ');
  if (state === 'locked') {
    const lock = lockText(row, texts, source, context);
    const line = [strings.say(`owners.${item.who}`), ...riskMark(row, context)].join(' · ');
    return { ...base, mark: '⊘', markColor: 'default', line, lock };
  }
  const isNext = state === 'next';
  return {
    ...base,
    isNext,
    mark: '☐',
    markColor: 'accent',
    press: { title: strings.say('checklist.tick', { number, text: spoken }), verb: 'tick' } satisfies RowPress,
    line,
    ...(isNext && { finish: { title: strings.say('buttons.stepDone', { number }) } }),
    ...(details.length > 0 && {
      details: {
        id: `d-${stepId}-${item.id}`,
        isVisible: isNext,
        title: joinSentences(context.locale, [spoken, line]),
        // A block of code takes the room of two lines: those of the other steps are text until it is their turn.
        lines: isNext ? [] : details,
        open: isNext ? details : [],
      },
    }),
  };
}

/** Several steps in a row that wait for the same say why once. */
function withoutEchoes<Row extends object>(rows: readonly Row[], { strings }: CardContext): Row[] {
  const lockOf = (row: object | undefined) => (row && 'lock' in row ? row.lock : undefined);
  return rows.map((row, index) =>
    lockOf(row) !== undefined && lockOf(row) === lockOf(rows[index - 1])
      ? { ...row, lock: strings.say('checklist.lockedLikewise') }
      : row,
  );
}

/** Seen on every row, before its instructions are open and before anything is pressed. */
function riskMark({ item }: ItemState, { strings }: CardContext): string[] {
  return item.risky ? [strings.say('checklist.risky')] : [];
}

/** "from Fri 20 Nov, 15:05 on", which is true whenever the card is looked at. */
function waitMark({ opensAt }: ItemState, { strings, locale, timeZone }: CardContext): string[] {
  return opensAt === null ? [] : [strings.say('checklist.from', { time: formatTime(opensAt, locale, timeZone) })];
}

/** Why a step is locked, and what opens it. */
export function lockText(
  { item, lockedBy }: Pick<ItemState, 'item' | 'lockedBy'>,
  texts: Pick<ItemStrings, 'locked'> | undefined,
  source: ValueSource,
  { strings, locale }: CardContext,
): string {
  const own = texts?.locked ?? (item.wait === null ? '' : strings.say('checklist.needsTime'));
  const reason = fillText(own, source);
  if (lockedBy?.kind === 'finding') {
    const { finding, fact, count } = lockedBy;
    const key = strings.has(`checklist.loses.${fact}`) ? fact : 'other';
    const source = strings.say(`findings.${finding}.name`);
    return strings.say('checklist.lockedByFinding', {
      source,
      reason: strings.say(`checklist.loses.${key}`, { count: count ?? '' }),
    });
  }
  if (lockedBy?.kind !== 'item') return strings.say('checklist.lockedByAnswer', { reason });
  return strings.say('checklist.lockedByItem', { number: joinOr(locale, lockedBy.numbers.map(String)), reason });
}

/** What can go wrong, where, what to run, how to see that it worked: one TextBlock a line. */
function detailLines({ item }: ItemState, texts: ItemStrings, source: ValueSource, { strings }: CardContext) {
  const lines: Line[] = [];
  if (item.risky && texts.risk !== undefined)
    lines.push({ text: strings.say('checklist.risk', { risk: fillText(texts.risk, source) }), font: 'default' });
  if (texts.place !== undefined)
    lines.push({ text: strings.say('checklist.where', { place: fillText(texts.place, source) }), font: 'default' });
  if (item.command !== null) {
    const isCommand = !/^\{\w+\}$/.test(item.command);
    lines.push({ text: strings.say(isCommand ? 'checklist.run' : 'checklist.enter'), font: 'default' });
    for (const command of item.command.split('\n')) lines.push(commandLine(fillCommand(command, source)));
  }
  if (texts.check !== undefined)
    lines.push({ text: strings.say('checklist.doneWhen', { check: fillText(texts.check, source) }), font: 'default' });
  return lines;
}

function buttonsOf(view: ChecklistView, next: ItemState | undefined, context: CardContext) {
  const { strings } = context;
  const { stepId } = view;
  // One button is the main one: of the next step, else what comes after the list.
  const style = next ? 'default' : 'positive';
  const hasCommands = view.items.some(row => row.item.command !== null && row.state !== 'done');
  const buttons = [
    ...(view.leadsOn ? [button(strings.say('buttons.goOn'), 'go-on', { step: stepId, style })] : []),
    button(strings.say('buttons.solved'), 'solved', { step: stepId, style: view.leadsOn ? 'default' : style }),
    ...(view.leadsOn ? [] : [button(strings.say('buttons.stillFailing'), 'failing', { step: stepId })]),
    ...(hasCommands ? [button(strings.say('buttons.commands'), 'copy-commands')] : []),
    ...askingButtons(view, context),
    ...(view.hasOtherRecipients ? [button(strings.say('buttons.recipients'), 'recipients')] : []),
    ...(view.canStepBack ? [button(strings.say('buttons.back'), 'back')] : []),
    // Nothing is left to start over from before it was undone.
    canUndo(view)
      ? button(strings.say('buttons.undo'), 'undo')
      : view.canSplit
        ? button(strings.say('buttons.newCase'), 'split')
        : button(strings.say('buttons.restart'), 'restart'),
  ];
  return [...buttons.slice(0, 5), ...recordButtons(context)];
}

interface Shortened {
  readonly details?: { readonly isVisible: boolean; readonly lines: readonly Line[]; readonly open: readonly Line[] };
  readonly line?: string;
}

/**
 * The same checklist with less on it: without blocks of code, which are text then, or with one instruction less, from the
 * end; undefined when only the next step has one.
 */
export function withoutLastDetails(data: object): object | undefined {
  const { items = [] } = data as { items?: readonly Shortened[] };
  const next = items.findIndex(({ details }) => details?.open.some(({ code }) => code !== undefined));
  if (next >= 0) {
    const { details, ...row } = items[next]!;
    return { ...data, items: items.with(next, { ...row, details: { ...details!, lines: details!.open, open: [] } }) };
  }
  const index = items.findLastIndex(item => item.details && !item.details.isVisible);
  if (index < 0) return undefined;
  const { details: _, line = '', ...rest } = items[index]!;
  return { ...data, items: items.with(index, { ...rest, line: line.slice(0, line.lastIndexOf(' · ')) }) };
}
