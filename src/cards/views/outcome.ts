import type { FollowUp } from '../../triage/case.ts';
import type { NoticeView, OutcomeView, VerifyView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { fillText } from '../case-values.ts';
import { formatDuration, formatTime, formatTimeWithZone } from '../format-time.ts';
import { joinWords } from '../join.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import {
  askingButtons,
  type Button,
  button,
  historyLines,
  kicker,
  recordButtons,
  sourceOf,
  waysBack,
} from './frame.ts';

/** Everything is ticked: does it work? */
export function verifyData(view: VerifyView, context: CardContext) {
  const { strings, locale, timeZone } = context;
  const source = sourceOf(view, context);
  const title = fillText(strings.say('verify.title'), source);
  const { checkAt, stepId } = view;
  const summary =
    checkAt === null
      ? strings.say('verify.now')
      : strings.say('verify.after', { time: formatTimeWithZone(checkAt, locale, timeZone) });
  return {
    fallbackText: withoutMarkdown(title),
    caseId: view.caseId,
    state: { style: 'accent', text: strings.say('verify.state') },
    kicker: kicker(view, context),
    title,
    summary,
    facts: lookFacts(view, context),
    notes: historyLines(view, context),
    buttons: [
      button(strings.say('buttons.yesSolved'), 'solved', { step: stepId, style: 'positive' }),
      button(strings.say('buttons.stillFailing'), 'failing', { step: stepId }),
      ...askingButtons(view, context),
      ...waysBack({ ...view, canStepBack: true }, context, 3),
    ]
      .slice(0, mostButtons)
      .concat(recordButtons(context)),
  };
}

/** How one sees that mail arrives again. */
function lookFacts(view: VerifyView | OutcomeView, context: CardContext) {
  const { strings } = context;
  const source = sourceOf(view, context);
  const facts = ['test', 'queue', ...(view.state === 'bounced' ? ['resend'] : [])];
  return facts.map(key => ({
    title: strings.say(`verify.${key}`),
    value: fillText(strings.say(`verify.${key}Text`), source),
  }));
}

/** Solved; or a text was sent, and what came of it. */
export function outcomeData(view: OutcomeView, context: CardContext) {
  const { strings, locale, timeZone } = context;
  const source = sourceOf(view, context);
  const last = view.outcome.kind === 'sent' ? view.followUps.at(-1) : undefined;
  const state = last?.kind === 'answered' ? 'answered' : view.outcome.kind;
  const at = last?.kind === 'answered' ? last.at : view.outcome.at;
  const waits = waitingFor(last?.kind);
  const title = fillText(strings.say(`outcome.${state === 'sent' ? waits : state}Title`), source);
  const band = { style: state === 'solved' ? 'good' : 'accent' };
  return {
    fallbackText: withoutMarkdown(title),
    caseId: view.caseId,
    state: { ...band, text: strings.say(`outcome.${state}`, { time: formatTimeWithZone(at, locale, timeZone) }) },
    kicker: kicker(view, context),
    title,
    ...(state === 'sent' && { summary: strings.say(`outcome.${waits}Summary`) }),
    facts: state === 'answered' ? lookFacts(view, context) : outcomeFacts(view, context),
    // Where there is one, the line above the headline says it.
    ...(view.ticket === null && { form: ticketForm(context) }),
    buttons: [...outcomeButtons(view, state, last?.kind, context).slice(0, mostButtons), ...recordButtons(context)],
    notes: historyLines(view, context),
  };
}

function ticketForm({ strings }: CardContext) {
  return {
    ticket: { label: strings.say('contact.fields.ticket'), value: '' },
    wrong: strings.say('contact.fields.wrong'),
    save: strings.say('buttons.save'),
    option: 'filled',
  };
}

/** Teams shows six. */
const mostButtons = 6;

function waitingFor(last: FollowUp['kind'] | undefined): 'sent' | 'unanswered' | 'reminded' {
  return last === 'no-answer' ? 'unanswered' : last === 'reminded' ? 'reminded' : 'sent';
}

function outcomeFacts(view: OutcomeView, { strings, locale, timeZone }: CardContext) {
  const { outcome, openedAt, steps, followUps } = view;
  const people = joinWords(locale, view.people.map(escapeMarkdown));
  const took = Date.parse(outcome.at) - Date.parse(openedAt);
  const last = outcome.kind === 'sent' ? followUps.at(-1) : undefined;
  const lastIs = waitingFor(last?.kind);
  const fact = (key: string, value: string) => ({ title: strings.say(`outcome.${key}`), value });
  return [
    fact('by', steps === 0 ? people : strings.say('outcome.byText', { people, steps })),
    ...(view.to !== null && view.address !== null ? [fact('to', escapeMarkdown(view.address))] : []),
    ...(lastIs === 'reminded' ? [fact('reminded', formatTime(last!.at, locale, timeZone))] : []),
    // Less than a minute is no time that anybody would write down.
    ...(outcome.kind === 'solved' && took >= 60_000 ? [fact('took', formatDuration(took, strings))] : []),
    ...(view.state === 'bounced'
      ? [{ title: strings.say('verify.resend'), value: strings.say('verify.resendText') }]
      : []),
  ];
}

function outcomeButtons(
  view: OutcomeView,
  state: 'solved' | 'sent' | 'answered' | 'withdrawn',
  last: FollowUp['kind'] | undefined,
  context: CardContext,
): Button[] {
  const { stepId, heard } = view;
  const { strings } = context;
  const solved = (key: 'solved' | 'yesSolved', style: Button['style']) =>
    button(strings.say(`buttons.${key}`), 'solved', { step: stepId, style });
  const summary = (more: Partial<Button>) => button(strings.say('buttons.copySummary'), 'copy-summary', more);
  const undo = heard ? [button(strings.say('buttons.undo'), 'undo')] : [];
  const reopen = (mode: Button['mode']) => button(strings.say('buttons.reopen'), 'reopen', { mode });
  switch (state) {
    case 'solved': {
      const others = view.hasOtherRecipients ? [button(strings.say('buttons.recipients'), 'recipients')] : [];
      return [summary({ style: 'positive' }), ...others, ...undo, reopen('primary')];
    }
    case 'sent': {
      // Who has waited in vain says it again first.
      const isLate = last === 'no-answer';
      const remind = button(strings.say('buttons.remind'), 'copy-reminder', { style: isLate ? 'positive' : 'default' });
      const answered = button(strings.say('buttons.answered'), 'they-answered', {
        style: isLate ? 'default' : 'positive',
      });
      const noAnswer = button(strings.say('buttons.noAnswer'), 'no-answer');
      return [
        ...(isLate ? [remind, answered] : [answered]),
        solved('solved', 'default'),
        ...(isLate ? [] : last === 'reminded' ? [remind] : [noAnswer, remind]),
        ...askingButtons(view, context),
        ...undo,
        ...(view.reminded === 'partner' ? [] : [summary({ mode: 'secondary' })]),
        reopen('secondary'),
      ];
    }
    case 'withdrawn':
      return [reopen('primary'), summary({})];
    case 'answered':
      return [
        solved('yesSolved', 'positive'),
        button(strings.say('buttons.noFault'), 'ask', { option: 'proof' }),
        button(strings.say('buttons.needMore'), 'reopen'),
        ...undo,
        summary({ mode: 'secondary' }),
        button(strings.say('buttons.back'), 'back'),
      ];
    default:
      return state satisfies never;
  }
}

export function noticeData(view: NoticeView, { strings }: CardContext) {
  const key = `notice.${view.topic}`;
  const values = { code: view.unknownCode ?? '', reference: view.reference ?? '', id: view.openCase ?? '' };
  const title = strings.say(`${key}.title`, values);
  return {
    fallbackText: title,
    title,
    ...(view.caseId !== undefined && { caseId: view.caseId }),
    lines: [
      ...strings.list(`${key}.lines`),
      ...(view.caseId === undefined ? [] : [strings.say('notice.askExperts')]),
    ].map(text => ({ text })),
    buttons:
      view.caseId === undefined ? [] : [button(strings.say('buttons.askExperts'), 'escalate', { style: 'positive' })],
    note:
      view.openCase === null || view.topic === 'unknown-case'
        ? strings.say(`${key}.note`, values)
        : strings.say('notice.no-match.openCase', { id: view.openCase }),
  };
}
