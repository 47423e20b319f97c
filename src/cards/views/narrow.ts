/** Words that fit nothing well: the question what happens to the message, and the text that would tell more. */
import type { NarrowView, WantedView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { candidateRows, reasonTexts } from './choose.ts';
import { button } from './frame.ts';

export function narrowData(view: NarrowView, { strings }: CardContext) {
  const title = strings.say('narrow.title');
  return {
    fallbackText: title,
    caseId: view.caseId,
    title,
    summary: strings.say('narrow.summary'),
    buttons: view.options.map(fate => button(strings.say(`narrow.options.${fate}`), 'narrow', { option: fate })),
  };
}

export function wantedData(view: WantedView, context: CardContext) {
  const { strings } = context;
  const title = strings.say(`wanted.${view.what}.title`);
  const { own } = reasonTexts(view.candidates, '', context);
  return {
    fallbackText: title,
    caseId: view.caseId,
    title,
    lines: strings.list(`wanted.${view.what}.lines`).map(text => ({ text })),
    note: strings.say('wanted.note'),
    ...(view.candidates.length > 0 && { offer: strings.say('wanted.offer') }),
    choose: strings.say('buttons.choose'),
    candidates: candidateRows(view, own, context),
    buttons: [
      button(strings.say('wanted.without'), 'narrow', { option: 'none' }),
      button(strings.say('buttons.back'), 'back'),
    ],
  };
}
