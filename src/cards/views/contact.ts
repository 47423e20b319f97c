import type { ContactView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { fillText } from '../case-values.ts';
import { joinSentences, joinWords } from '../join.ts';
import { letterText, mailtoLink, writeLetter } from '../letter.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import {
  articleTexts,
  button,
  canUndo,
  historyLines,
  kicker,
  type RowPress,
  skippedLines,
  sourceOf,
  stepTexts,
} from './frame.ts';

/**
 * The filled contact text: blanks first, then the mail, then what may be ticked as checked. Of the mail only what it is
 * about is open, so that the buttons are on the first screen of a phone; what a person sends is the plain text.
 */
export function contactData(view: ContactView, context: CardContext) {
  const { strings, allStrings } = context;
  const source = sourceOf(view, context);
  const step = stepTexts(view, view.stepId, context);
  const letter = writeLetter(view, context);
  const title = fillText(step.title ?? '', source);
  const blanks = joinWords(
    context.locale,
    letter.blanks.map(key => strings.say(`contact.blank.${key}`)),
  );
  const language = allStrings[view.settings.language].say('languageName');
  const { includeAddresses } = view.settings;
  const history = historyLines(view, context);
  const canNamePeople = view.evidence.recipients.length > 0 || view.evidence.sender !== null;
  return {
    fallbackText: joinSentences(context.locale, [withoutMarkdown(title), letter.subject]),
    caseId: view.caseId,
    stepId: view.stepId,
    state:
      blanks === ''
        ? { style: 'accent', text: strings.say('contact.state.complete') }
        : {
            style: 'warning',
            text: strings.say('contact.state.blanks', { blanks }),
            ...(letter.blanks.includes('ticket') && { detail: strings.say('contact.ticketHint') }),
          },
    kicker: kicker(view, context),
    title,
    summary: fillText((view.isFirst ? articleTexts(view, context).cause : step.summary) ?? '', source),
    ...((view.isFirst || history.length > 0) && {
      notes: [...history, ...(view.isFirst ? skippedLines(view, context) : [])],
    }),
    mail: {
      to: letter.to === null ? language : strings.say('contact.to', { to: escapeMarkdown(letter.to), language }),
      subject: mailLine(letter.subject),
      gist: mailLine(letter.paragraphs[1]?.[0] ?? ''),
      lines: letter.paragraphs.flatMap(lines =>
        lines.map((line, index) => ({ text: mailLine(line), gap: index === 0 ? 'small' : 'none' })),
      ),
      show: strings.say('contact.showLetter'),
      hide: strings.say('contact.hideLetter'),
    },
    ...(view.checks.length > 0 && {
      checks: {
        title: strings.say('contact.checksTitle'),
        rows: view.checks.map(({ id, isTicked }) => {
          const text = fillText(step.checks?.[id] ?? '', source);
          const spoken = withoutMarkdown(text);
          return {
            id,
            text,
            mark: isTicked ? '✓' : '☐',
            markColor: isTicked ? 'good' : 'accent',
            press: {
              title: strings.say(isTicked ? 'contact.untickCheck' : 'contact.tickCheck', { text: spoken }),
              verb: isTicked ? 'untick' : 'tick',
            } satisfies RowPress,
          };
        }),
      },
    }),
    privacy: strings.say(includeAddresses && canNamePeople ? 'contact.privacy.with' : 'contact.privacy.without'),
    mailto: { title: strings.say('buttons.mailto'), url: mailtoLink(letter) },
    copy: [button(strings.say('buttons.copyContact'), 'copy-contact', { style: 'positive' })],
    buttons: [
      button(strings.say('buttons.sent'), 'sent'),
      ...(canUndo(view)
        ? [button(strings.say('buttons.undo'), 'undo')]
        : [button(strings.say('buttons.otherLanguage'), 'contact-language', { option: 'ask' })]),
      ...(canNamePeople
        ? [
            button(
              strings.say(includeAddresses ? 'buttons.leaveAddresses' : 'buttons.addAddresses'),
              'contact-addresses',
              { option: includeAddresses ? 'off' : 'on' },
            ),
          ]
        : []),
      button(strings.say('buttons.back'), 'back'),
    ].slice(0, 4),
  };
}

/** A blank stands out; everything else is as it will be sent. */
function mailLine(line: string): string {
  return escapeMarkdown(line).replace(/\\\[(?<blank>[^\\\]]{1,60})\\\]/g, '**\\[$<blank>\\]**');
}

export function contactText(view: ContactView, context: CardContext): string {
  return letterText(writeLetter(view, context));
}
