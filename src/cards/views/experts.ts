/** The experts were asked: what they read and do about it, and what whoever asked them sees meanwhile. */
import type { ExpertsView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { fillText } from '../case-values.ts';
import { formatTime, formatTimeWithZone } from '../format-time.ts';
import { joinSentences } from '../join.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import { articleTexts, type Band, button, facts, historyLines, kicker, sourceOf, stateBand } from './frame.ts';
import { healthLine, incidentBand, reportsFacts, reportsSummary } from './incident.ts';

/** What is told of the people around a case, whether an article fits it or not. */
export type AmongPeople = Pick<
  ExpertsView,
  'side' | 'reporter' | 'escalation' | 'outcome' | 'severity' | 'colleagues' | 'stepId'
> &
  Partial<Pick<ExpertsView, 'reports'>>;

/** So much of a talk is on the card, the newest last; the rest is in the summary. */
const mostExchanges = 6;
const mostFacts = 4;

export function expertsData(view: ExpertsView, context: CardContext) {
  const { strings } = context;
  const source = sourceOf(view, context);
  const reports = view.reports && { reports: view.reports, outcome: view.outcome };
  const own = incidentBand(view, context);
  const state = own ? withUrgency(view, own, context) : bandOf(view, context);
  const headline = fillText(articleTexts(view, context).headline, source);
  const isOpen = view.outcome === null && view.escalation.ended === null;
  const lines = talkLines(view, context);
  const write = isOpen ? writeOf(view, context) : undefined;
  return {
    fallbackText: joinSentences(context.locale, [latest(view, context) ?? state.text, withoutMarkdown(headline)]),
    caseId: view.caseId,
    state,
    kicker: kicker(view, context),
    title: headline,
    summary: reports
      ? reportsSummary(reports, context)
      : strings.say(`experts.${view.side}.summary`, { name: escapeMarkdown(view.reporter.name || '…') }),
    // A FactSet with more does not stay two columns on a phone.
    facts: reports
      ? reportsFacts(reports, context)
      : [...messageFact(view, context), ...facts(view.evidence, context)].slice(0, mostFacts),
    told: [
      ...(reports ? healthLine(reports, context) : view.side === 'experts' ? toldLines(view, context) : []),
      ...historyLines({ ...view, owner: null }, context),
    ],
    ...((lines.length > 0 || write) && { talk: { lines, ...(write && { write }) } }),
    ...(isOpen && view.side === 'experts' && view.colleagues.length > 0 && { give: giveTo(view, context) }),
    buttons: [
      ...buttonsAmongPeople(view, context),
      ...(view.heard && isOpen ? [button(strings.say('buttons.undo'), 'undo')] : []),
    ],
  };
}

/** Who has it, since when; what came of it in the end. */
export function bandOf(view: AmongPeople, context: CardContext): Band {
  return withUrgency(view, plainBand(view, context), context);
}

function plainBand({ escalation, outcome }: AmongPeople, { strings, locale, timeZone }: CardContext): Band {
  const { taken, ended } = escalation;
  const textOf = (key: string, by: string, at: string) =>
    strings.say(`experts.state.${key}`, {
      by: escapeMarkdown(by || '…'),
      time: formatTimeWithZone(at, locale, timeZone),
    });
  if (outcome) {
    const style = outcome.kind === 'solved' ? 'good' : 'default';
    return { style, text: textOf(outcome.kind, outcome.by.name, outcome.at) };
  }
  if (ended) return { style: 'default', text: textOf(ended.kind, ended.by.name, ended.at) };
  return taken
    ? { style: 'accent', text: textOf('taken', taken.by.name, taken.at) }
    : { style: 'warning', text: textOf('waiting', escalation.by.name, escalation.at) };
}

/** While it is open. What nobody has taken shows it in its colour. */
function withUrgency({ severity, escalation, outcome }: AmongPeople, band: Band, { strings }: CardContext): Band {
  if (severity === 'normal' || outcome || escalation.ended) return band;
  const isAlarm = severity === 'critical' && !escalation.taken;
  return {
    style: isAlarm ? 'attention' : band.style,
    text: band.text,
    detail: strings.say(`experts.severity.${severity}`),
  };
}

/** Whether the message itself still waits: the band says who has the case. */
function messageFact(view: ExpertsView, context: CardContext) {
  if (view.state === null) return [];
  return [{ title: context.strings.say('experts.message'), value: stateBand(view, context).text }];
}

/** The answers, what was done, and what did not help. */
function toldLines(view: ExpertsView, context: CardContext): { text: string }[] {
  const { strings } = context;
  const source = sourceOf(view, context);
  const { steps } = articleTexts(view, context);
  const fill = (text: string | undefined) => fillText(text ?? '', source);
  const answers = view.answers.flatMap(({ stepId, option }) => {
    const step = steps[stepId];
    return step?.question === undefined
      ? []
      : [
          strings.say('experts.answer', {
            question: fill(step.question),
            answer: fill(step.options?.[option] ?? option),
          }),
        ];
  });
  const done = view.done.map(({ stepId, itemId }) => fill(steps[stepId]?.items?.[itemId]?.text)).filter(Boolean);
  const failed = view.failed.map(stepId => fill(steps[stepId]?.title)).filter(Boolean);
  const gap = strings.say('answer.itemGap');
  return [
    ...answers,
    strings.say(done.length > 0 ? 'experts.done' : 'experts.nothingDone', { steps: done.join(gap) }),
    ...(failed.length > 0 ? [strings.say('experts.failed', { lists: failed.join(gap) })] : []),
  ].map(text => ({ text }));
}

export function talkLines({ escalation }: AmongPeople, { strings, locale, timeZone }: CardContext): { text: string }[] {
  const { exchanges, ended } = escalation;
  const said = [...exchanges, ...(ended?.text ? [{ by: ended.by, at: ended.at, text: ended.text }] : [])];
  return said.slice(-mostExchanges).map(({ by, at, text }) => ({
    text: strings.say('experts.said', {
      name: escapeMarkdown(by.name || '…'),
      time: formatTime(at, locale, timeZone),
      text: escapeMarkdown(text),
    }),
  }));
}

/** What the reader of this side has not written themselves, for the line that a client shows of the card. */
export function latest({ side, escalation }: AmongPeople, { strings }: CardContext): string | undefined {
  const last = escalation.exchanges.at(-1);
  return last && last.from !== side
    ? strings.say('experts.latest', { name: last.by.name || '…', text: last.text })
    : undefined;
}

export function writeOf({ side, reporter, reports }: AmongPeople, { strings }: CardContext) {
  if (reports) {
    const error = strings.say('experts.writeFirst');
    const ways = [{ title: strings.say('incident.buttons.tell'), verb: 'tell' as const }];
    return { label: strings.say('incident.write'), error, ways };
  }
  const name = reporter.name || '…';
  const ways =
    side === 'experts'
      ? [
          { title: strings.say('experts.buttons.ask', { name }), verb: 'tell' as const },
          { title: strings.say('experts.buttons.giveBack'), verb: 'give-back' as const },
        ]
      : [{ title: strings.say('experts.buttons.tell'), verb: 'tell' as const }];
  return {
    label: strings.say(`experts.${side}.write`, { name }),
    error: strings.say('experts.writeFirst'),
    ways,
  };
}

export function giveTo({ colleagues, escalation }: AmongPeople, { strings }: CardContext) {
  const people = colleagues.filter(({ id }) => id !== escalation.taken?.by.id);
  const shown = people.length > 0 ? people : colleagues;
  return {
    label: strings.say('experts.give'),
    error: strings.say('experts.choose'),
    value: shown[0]!.id,
    people: shown.map(({ id, name }) => ({ title: name || '…', value: id })),
    title: strings.say('experts.buttons.give'),
  };
}

const nextSeverity = { normal: 'high', high: 'critical', critical: 'normal' } as const;

export function buttonsAmongPeople(view: AmongPeople, { strings }: CardContext) {
  const { side, escalation, outcome, stepId, severity, reports } = view;
  const menu = { mode: 'secondary' as const };
  // Everybody was told that it is over: what fails again is reported again.
  if (outcome && reports) return [];
  if (outcome) return side === 'experts' ? [button(strings.say('buttons.reopen'), 'reopen')] : [];
  if (escalation.ended) return [];
  const solved = button(strings.say(reports ? 'incident.buttons.over' : 'buttons.solved'), 'solved', { step: stepId });
  const option = nextSeverity[severity];
  const urgency = button(strings.say(`experts.buttons.${option}`), 'severity', { option, ...menu });
  const withdraw = button(strings.say('experts.buttons.withdraw'), 'withdraw', menu);
  if (side === 'reporter' && !reports)
    return [solved, button(strings.say('experts.buttons.takeBack'), 'take-back'), urgency, withdraw];
  return [
    ...(escalation.taken ? [] : [button(strings.say('experts.buttons.take'), 'take', { style: 'positive' })]),
    solved,
    urgency,
    ...(reports ? [button(strings.say('incident.buttons.withdraw'), 'withdraw', menu)] : []),
  ];
}
