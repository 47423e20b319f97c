import { locales } from '../../triage/evidence.ts';
import type { ConfirmView, ContactLanguageView, QuestionView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { fillCommand, fillPlain, fillText, type ValueSource } from '../case-values.ts';
import { formatDate, formatTimeWithZone } from '../format-time.ts';
import { joinSentences, joinWords } from '../join.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import {
  articleTexts,
  button,
  commandLine,
  facts,
  historyLines,
  kicker,
  raw,
  skippedLines,
  sourceOf,
  stateBand,
  stepTexts,
  waysBack,
} from './frame.ts';

/** Teams shows six. */
const mostButtons = 6;

/** What was found, and the question that decides the next step. */
export function questionData(view: QuestionView, context: CardContext) {
  const source = sourceOf(view, context);
  const texts = articleTexts(view, context);
  const step = stepTexts(view, view.stepId, context);
  const options = view.options.map(option =>
    button(fillPlain(step.options?.[option] ?? option, source), 'answer', { step: view.stepId, option }),
  );
  return {
    fallbackText: joinSentences(context.locale, [texts.title, fillPlain(step.question ?? '', source)]),
    caseId: view.caseId,
    state: stateBand(view, context),
    kicker: kicker(view, context),
    ...findingOf(view, context),
    question: {
      text: fillText(step.question ?? '', source),
      why: joinSentences(context.locale, [fillText(step.why ?? '', source), knownLine(view, context)]),
    },
    ...askedFor(view, context, source),
    buttons: [...options, ...waysBack(view, context, mostButtons - options.length)],
    notes: [...historyLines(view, context), ...ruledOutLines(view, context), ...skippedLines(view, context)],
  };
}

/** The command whose output answers the question: who is not sure need not guess. */
function askedFor(view: QuestionView, { strings, articles }: CardContext, source: ValueSource) {
  const step = articles.get(view.articleId)?.guide.steps[view.stepId];
  const command = step?.kind === 'question' ? step.command : null;
  if (command === null) return {};
  const lines = command.split('\n').map(line => commandLine(fillCommand(line, source)));
  return { ask: { text: strings.say('frame.pasteOutput'), lines } };
}

/** "On 3 November 2026 the answer for contoso.com was “In the cloud” (Priya Raman)." It may be another one by now. */
function knownLine({ known, ...view }: QuestionView, context: CardContext): string | undefined {
  if (known === null) return undefined;
  const { strings, locale, timeZone } = context;
  const { options = {} } = stepTexts(view, view.stepId, context);
  const option = fillText(options[known.option] ?? known.option, sourceOf(view, context));
  const values = { day: formatDate(known.at, locale, timeZone), subject: escapeMarkdown(known.subject), option };
  return known.by === ''
    ? strings.say('frame.knownAnswer', values)
    : strings.say('frame.knownAnswerBy', { ...values, name: escapeMarkdown(known.by) });
}

/** Answers that are left out, because somebody said that they are wrong. */
function ruledOutLines(view: QuestionView, context: CardContext): { text: string }[] {
  if (view.ruledOut.length === 0) return [];
  const source = sourceOf(view, context);
  const { options = {} } = stepTexts(view, view.stepId, context);
  const texts = view.ruledOut.map(option => fillText(options[option] ?? option, source));
  return [{ text: context.strings.say('frame.ruledOut', { options: joinWords(context.locale, texts) }) }];
}

/**
 * Whether a risky item is done, with what it costs if the moment is wrong; or whether a wait is over. The bot does nothing
 * itself: a tick says that somebody did.
 */
export function confirmData(view: ConfirmView, context: CardContext) {
  const { strings } = context;
  const source = sourceOf(view, context);
  const item = stepTexts(view, view.stepId, context).items?.[view.itemId];
  const text = fillText(item?.text ?? '', source);
  const where = { step: view.stepId, item: view.itemId };
  return {
    fallbackText: joinSentences(context.locale, [
      strings.say('confirm.title', { number: view.number }),
      withoutMarkdown(text),
    ]),
    caseId: view.caseId,
    state:
      view.opensAt === null
        ? { style: 'attention', text: strings.say('confirm.state') }
        : { style: 'accent', text: strings.say('confirm.waits') },
    kicker: kicker(view, context),
    title: strings.say('confirm.title', { number: view.number }),
    summary: text,
    risk:
      view.opensAt === null
        ? strings.say('checklist.risk', { risk: fillText(item?.risk ?? '', source) })
        : strings.say('confirm.from', { time: formatTimeWithZone(view.opensAt, context.locale, context.timeZone) }),
    note: strings.say('confirm.note'),
    buttons: [
      button(strings.say('buttons.confirm'), 'confirm', where),
      button(strings.say('buttons.cancel'), 'cancel', where),
    ],
  };
}

/** Asked once for a domain, then remembered. A question like any other, so it is shown like one. */
export function contactLanguageData(view: ContactLanguageView, context: CardContext) {
  const { strings } = context;
  const source = sourceOf(view, context);
  const question = fillText(strings.say('contactLanguage.title'), source);
  const texts = articleTexts(view, context);
  return {
    fallbackText: joinSentences(context.locale, [texts.title, withoutMarkdown(question)]),
    caseId: view.caseId,
    state: view.isFirst ? stateBand(view, context) : { style: 'accent', text: strings.say('contactLanguage.state') },
    kicker: kicker(view, context),
    ...findingOf(view, context),
    question: { text: question, why: strings.say('contactLanguage.summary') },
    buttons: [
      ...locales.map(locale =>
        button(context.allStrings[locale].say('languageName'), 'contact-language', { option: locale }),
      ),
      ...waysBack({ ...view, canStepBack: true }, context, mostButtons - locales.length),
    ],
    notes: [...historyLines(view, context), ...(view.isFirst ? skippedLines(view, context) : [])],
  };
}

/** The headline; on the first card with the cause, the facts and the line that was read. */
function findingOf(view: QuestionView | ContactLanguageView, context: CardContext) {
  const source = sourceOf(view, context);
  const texts = articleTexts(view, context);
  const found = facts(view.evidence, context, 'retryAt' in view ? view.retryAt : null);
  const line = raw(view, context);
  return {
    title: fillText(texts.headline, source),
    ...(view.isFirst && { summary: fillText(texts.cause, source) }),
    ...(view.isFirst && found.length > 0 && { facts: found }),
    ...(view.isFirst && line && { raw: line }),
  };
}
