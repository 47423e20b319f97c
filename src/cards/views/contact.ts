import type { PartnerContact } from '../../triage/memory.ts';
import type { ContactView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { fillText, type ValueSource } from '../case-values.ts';
import { fieldsOfMoment } from '../format-time.ts';
import { joinSentences, joinWords } from '../join.ts';
import { type Letter, letterBody, mailtoLink, writeLetter, writeReminder } from '../letter.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import {
  articleTexts,
  button,
  canUndo,
  historyLines,
  kicker,
  type RowPress,
  recordButtons,
  rowPress,
  skippedLines,
  sourceOf,
  stepTexts,
} from './frame.ts';

/**
 * The filled contact text: the mail, what may be filled in and ticked, then the ways to send it. Of the mail only what it
 * is about is open, so that the buttons are on the first screen of a phone; what a person sends is the plain text.
 */
export function contactData(view: ContactView, context: CardContext) {
  const { strings } = context;
  const source = sourceOf(view, context);
  const step = stepTexts(view, view.stepId, context);
  const letter = writeLetter(view, context);
  const title = fillText(step.title ?? '', source);
  const { includeAddresses } = view.settings;
  const history = historyLines(view, context);
  const canNamePeople = view.evidence.recipients.length > 0 || view.evidence.sender !== null;
  return {
    fallbackText: joinSentences(context.locale, [withoutMarkdown(title), letter.subject]),
    caseId: view.caseId,
    stepId: view.stepId,
    state: { style: 'accent', text: strings.say('contact.state') },
    kicker: kicker(view, context),
    title,
    summary: fillText((view.isFirst ? articleTexts(view, context).cause : step.summary) ?? '', source),
    ...((view.isFirst || history.length > 0) && {
      notes: [...history, ...(view.isFirst ? skippedLines(view, context) : [])],
    }),
    mail: {
      to: addresseeLine(view, letter.to, context),
      subject: escapeMarkdown(letter.subject),
      gist: escapeMarkdown(letter.paragraphs[1]?.[0] ?? ''),
      lines: letter.paragraphs.flatMap(lines =>
        lines.map((line, index) => ({ text: escapeMarkdown(line), gap: index === 0 ? 'small' : 'none' })),
      ),
      show: strings.say('contact.showLetter'),
      hide: strings.say('contact.hideLetter'),
    },
    contacts: view.contacts.slice(0, mostOffered).map(one => contactRow(view, one, context)),
    form: formOf(view, letter.missing, context),
    ...(view.checks.length > 0 && { checks: checksOf(view, source, context) }),
    privacy: privacyOf(view, letter, context),
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
    ]
      .slice(0, 4)
      .concat(recordButtons(context)),
  };
}

/** So many of whom memory knows are offered; the card of the partner has them all. */
const mostOffered = 3;

/** "Write to Anna Berg, anna@fabrikam.example ›" */
function contactRow({ caseId }: ContactView, { id, name, address }: PartnerContact, { strings, locale }: CardContext) {
  const whom = joinWords(locale, [name, address]);
  const title = strings.say('contact.writeTo', { whom: escapeMarkdown(whom) });
  return {
    text: `${title} ›`,
    press: rowPress(strings.say('contact.writeTo', { whom }), 'contact-known', { caseId, option: String(id) }),
  };
}

/** Whom the text names; a recipient is left out until somebody wants it otherwise. */
function privacyOf({ settings, evidence }: ContactView, { hidesRecipient }: Letter, { strings }: CardContext): string {
  if (hidesRecipient) return strings.say('contact.privacy.nobody', { button: strings.say('buttons.addAddresses') });
  const isKnown = evidence.recipients.length > 0 || evidence.sender !== null;
  return strings.say(settings.includeAddresses && isKnown ? 'contact.privacy.with' : 'contact.privacy.without');
}

function addresseeLine({ settings }: ContactView, to: string | null, { strings, allStrings }: CardContext): string {
  const language = allStrings[settings.language].say('languageName');
  const address = to === null ? null : escapeMarkdown(to);
  const person = settings.person === null ? null : escapeMarkdown(settings.person);
  if (address !== null && person !== null) return strings.say('contact.toPerson', { person, to: address, language });
  const known = address ?? person;
  return known === null ? language : strings.say('contact.to', { to: known, language });
}

/** What a paste cannot say. Empty fields keep what is known where others read along, and take it out elsewhere. */
function formOf(
  { settings, areFieldsFilled }: ContactView,
  missing: readonly string[],
  { strings, locale, timeZone }: CardContext,
) {
  const shown = areFieldsFilled ? settings : { began: null, person: null, address: null, ticket: null };
  const { day, time } = fieldsOfMoment(shown.began, timeZone);
  const label = (key: string) => strings.say(`contact.fields.${key}`);
  const lacking = joinWords(
    locale,
    missing.map(key => strings.say(`contact.missing.${key}`)),
  );
  return {
    show: missing.length === 0 ? strings.say('contact.change') : strings.say('contact.fill', { missing: lacking }),
    beganDay: { label: label('beganDay'), value: day },
    beganTime: { label: label('beganTime'), value: time },
    person: { label: label('person'), value: shown.person ?? '' },
    address: { label: label('address'), value: shown.address ?? '', error: label('addressWrong') },
    ticket: { label: label('ticket'), value: shown.ticket ?? '' },
    wrong: label('wrong'),
    save: strings.say('buttons.save'),
    option: areFieldsFilled ? 'all' : 'filled',
  };
}

function checksOf({ checks, ...view }: ContactView, source: ValueSource, context: CardContext) {
  const { strings } = context;
  const texts = stepTexts(view, view.stepId, context).checks ?? {};
  return {
    title: strings.say('contact.checksTitle'),
    rows: checks.map(({ id, isTicked }) => {
      const text = fillText(texts[id] ?? '', source);
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
  };
}

/** Subject and text, each to be copied by itself. */
export function contactTexts(view: ContactView, context: CardContext): string[] {
  return textsOf(writeLetter(view, context));
}

/** The same for who has not answered. */
export function reminderTexts(view: ContactView, sentAt: string, context: CardContext): string[] {
  return textsOf(writeReminder(view, sentAt, context));
}

function textsOf(letter: Letter): string[] {
  return [letter.subject, letterBody(letter)];
}
