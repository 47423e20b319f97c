import type { NoticeView, OutcomeView, VerifyView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { fillText } from '../case-values.ts';
import { formatDuration, formatTimeWithZone } from '../format-time.ts';
import { joinWords } from '../join.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import { button, historyLines, kicker, sourceOf, waysBack } from './frame.ts';

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
  const facts = ['test', 'queue', ...(view.state === 'bounced' ? ['resend'] : [])];
  return {
    fallbackText: withoutMarkdown(title),
    caseId: view.caseId,
    state: { style: 'accent', text: strings.say('verify.state') },
    kicker: kicker(view, context),
    title,
    summary,
    facts: facts.map(key => ({
      title: strings.say(`verify.${key}`),
      value: fillText(strings.say(`verify.${key}Text`), source),
    })),
    notes: historyLines(view, context),
    buttons: [
      button(strings.say('buttons.yesSolved'), 'solved', { step: stepId, style: 'positive' }),
      button(strings.say('buttons.stillFailing'), 'failing', { step: stepId }),
      ...waysBack({ ...view, canStepBack: true }, context, 3),
    ],
  };
}

export function outcomeData(view: OutcomeView, context: CardContext) {
  const { strings, locale, timeZone } = context;
  const source = sourceOf(view, context);
  const { kind, at } = view.outcome;
  const title = fillText(strings.say(`outcome.${kind}Title`), source);
  const people = joinWords(locale, view.people.map(escapeMarkdown));
  const facts = [
    {
      title: strings.say('outcome.by'),
      value: view.steps === 0 ? people : strings.say('outcome.byText', { people, steps: view.steps }),
    },
    { title: strings.say('outcome.took'), value: formatDuration(Date.parse(at) - Date.parse(view.openedAt), strings) },
    ...(view.state === 'bounced'
      ? [{ title: strings.say('verify.resend'), value: strings.say('verify.resendText') }]
      : []),
  ];
  return {
    fallbackText: withoutMarkdown(title),
    caseId: view.caseId,
    state: { style: 'good', text: strings.say(`outcome.${kind}`, { time: formatTimeWithZone(at, locale, timeZone) }) },
    kicker: kicker(view, context),
    title,
    ...(kind === 'sent' && { summary: strings.say('outcome.sentSummary') }),
    facts,
    buttons: [
      ...(kind === 'sent' ? [button(strings.say('buttons.copyContact'), 'copy-contact')] : []),
      ...(view.heard ? [button(strings.say('buttons.undo'), 'undo')] : []),
      button(strings.say('buttons.reopen'), 'reopen'),
    ],
    notes: historyLines(view, context),
  };
}

export function noticeData(view: NoticeView, { strings }: CardContext) {
  const key = `notice.${view.topic}`;
  const values = { code: view.unknownCode ?? '', reference: view.reference ?? '', id: view.openCase ?? '' };
  const title = strings.say(`${key}.title`, values);
  return {
    fallbackText: title,
    title,
    lines: strings.list(`${key}.lines`).map(text => ({ text })),
    note:
      view.openCase === null || view.topic === 'unknown-case'
        ? strings.say(`${key}.note`, values)
        : strings.say('notice.no-match.openCase', { id: view.openCase }),
  };
}
