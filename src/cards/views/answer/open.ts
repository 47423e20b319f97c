/** What is open now: said where a sentence came too early, changed nothing, or was not understood. */
import type { Answer, Question } from '../../../triage/answer.ts';
import type { CardContext } from '../../card-context.ts';
import { fillPlain, fillText } from '../../case-values.ts';
import { joinWords } from '../../join.ts';
import { type Button, button, sourceOf, stepTexts } from '../frame.ts';
import { type About, itemLine, itemText, itemTexts, nextRow, ownerName, plain, type Said } from './parts.ts';

type Of<Kind> = Extract<Answer, { about: Kind }>;

/** A card with a question has at most five answers and the way back. */
const mostOptions = 5;

/** No list is open yet: the question comes first, and here it is. */
export function questionFirstSaid(
  { because, numbers }: Of<'question-first'>,
  about: About,
  context: CardContext,
): Said {
  const { strings } = context;
  const isNoted = numbers.length > 0;
  return {
    title: strings.say(`answer.questionFirst.${isNoted ? 'noted' : because}`),
    lines: openQuestion(about, context),
    buttons: optionButtons(about, context),
  };
}

/** The steps that are said to be open: who does them, and where. */
export function staysOpenSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const next = nextRow(about);
  const rows = about.named.length > 0 ? about.named : next ? [next] : [];
  return {
    title: strings.say(about.named.length > 0 ? 'answer.staysOpen.title' : 'answer.staysOpen.nothing'),
    lines: [
      ...rows.slice(0, 3).flatMap(row => {
        const place = itemTexts(row, about, context)?.place;
        return plain([
          itemLine(row, about, context),
          ...(place === undefined
            ? []
            : [strings.say('checklist.where', { place: fillText(place, sourceOf(about, context)) })]),
        ]);
      }),
      ...(rows.length === 0 ? openQuestion(about, context) : []),
    ],
    buttons: rows.length === 0 ? optionButtons(about, context) : [],
  };
}

/** Several things may be meant: one press says which. */
export function didYouMeanSaid({ questions, newText }: Of<'did-you-mean'>, about: About, context: CardContext): Said {
  const { strings } = context;
  return {
    title: strings.say('answer.didYouMean.title'),
    lines: [],
    buttons: [
      ...questions.map(question => askButton(question, context)),
      ...about.named
        .filter(row => row.stepId === about.stepId && row.state !== 'done' && row.state !== 'locked')
        .map(row =>
          button(strings.say('buttons.stepDone', { number: row.number ?? '' }), 'tick', {
            step: row.stepId,
            item: row.item.id,
          }),
        ),
      ...newProblem(newText, context),
    ],
    note: strings.say('answer.didYouMean.note'),
  };
}

/** What can be said right now. */
export function unclearSaid(about: About, newText: string | null, context: CardContext): Said {
  const { strings } = context;
  const isOpen = about.outcome === null;
  const isQuestion = isOpen && about.stepKind === 'question';
  const next = isOpen ? nextRow(about) : undefined;
  const key = isOpen ? about.stepKind : about.outcome?.kind === 'sent' ? 'sent' : 'closed';
  return {
    title: strings.say('answer.unclear.title'),
    lines: [
      ...(isQuestion ? openQuestion(about, context) : []),
      ...plain([
        ...(next
          ? [
              strings.say('answer.summary.next', {
                step: itemText(next, about, context),
                who: ownerName(next.item.who, context),
              }),
            ]
          : []),
        strings.say(`answer.unclear.${key}`),
      ]),
    ],
    note: strings.say('answer.unclear.note'),
    buttons: [
      ...(isQuestion ? optionButtons(about, context).slice(0, 3) : []),
      ...newProblem(newText, context),
      ...(isOpen ? [askButton('who', context)] : []),
      ...(isQuestion ? [] : [askButton('why', context)]),
    ],
  };
}

/** The open question with why it is asked; empty where none is. */
export function openQuestion(about: About, context: CardContext) {
  if (about.options.length === 0) return [];
  const { strings } = context;
  const source = sourceOf(about, context);
  const step = stepTexts(about, about.stepId, context);
  const options = about.options.map(option => fillText(step.options?.[option] ?? option, source));
  return plain([
    `**${fillText(step.question ?? '', source)}**`,
    fillText(step.why ?? '', source),
    ...(options.length > mostOptions ? [joinWords(context.locale, options)] : []),
    ...(about.doneAhead === null
      ? []
      : [strings.say('frame.doneAhead', { numbers: joinWords(context.locale, about.doneAhead.numbers.map(String)) })]),
  ]);
}

export function optionButtons(about: About, context: CardContext): Button[] {
  const source = sourceOf(about, context);
  const { options = {} } = stepTexts(about, about.stepId, context);
  return about.options
    .slice(0, mostOptions)
    .map(option => button(fillPlain(options[option] ?? option, source), 'answer', { step: about.stepId, option }));
}

export function askButton(question: Question, { strings }: CardContext): Button {
  return button(strings.say(`answer.ask.${question}`), 'ask', { option: question });
}

function newProblem(newText: string | null, { strings }: CardContext): Button[] {
  return newText === null ? [] : [button(strings.say('answer.unclear.new'), 'triage-new', { option: newText })];
}
