/** One partner: whom to write to, with fields to correct it, what was sent and what came back, and who changed what. */
import { textsFor } from '../../triage/article-texts.ts';
import { type Locale, locales, noEvidence } from '../../triage/evidence.ts';
import { mostContacts, type PartnerContact } from '../../triage/memory.ts';
import type { HostView, PartnerDeleteView, PartnerView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { formatTime } from '../format-time.ts';
import { joinWords } from '../join.ts';
import { escapeMarkdown } from '../markdown.ts';
import { rowPress } from './frame.ts';

/** So many cases fit below the fields. */
const mostLetters = 5;

export function partnerData(view: PartnerView, context: CardContext) {
  const { strings } = context;
  const { domain, isKnown, isSaved, language, notes, contacts, letters } = view;
  const title = escapeMarkdown(domain);
  return {
    fallbackText: strings.say('partner.spoken', { domain }),
    title,
    ...(isSaved && { saved: strings.say('partner.saved') }),
    summary: isKnown
      ? language === null
        ? strings.say('partner.languageUnknown')
        : strings.say('partner.languageIs', { language: languageIn(context.locale, language) })
      : strings.say('partner.unknown'),
    contacts: contacts.map(one => ({ text: contactText(one, context) })),
    ...(contacts.length === 0 && isKnown && { noContacts: strings.say('partner.noContacts') }),
    ...(notes !== null && { notes: escapeMarkdown(notes) }),
    form: formOf(view, context),
    ...(letters.length > 0 && {
      letters: {
        title: strings.say('partner.letters'),
        rows: letters.slice(0, mostLetters).map(letter => letterRow(letter, context)),
      },
    }),
    changes: changeTexts(view.changes, context),
    buttons: [
      rowPress(strings.say('partner.all'), 'partners', {}),
      ...(isKnown ? [rowPress(strings.say('partner.delete'), 'ask-delete-partner', { named: domain })] : []),
    ],
  };
}

function contactText({ name, address, phone }: PartnerContact, { locale }: CardContext): string {
  const [first, ...others] = [name, address, phone].filter(part => part !== null).map(escapeMarkdown);
  return joinWords(locale, [`**${first ?? '…'}**`, ...others]);
}

/** Fields for everybody who is known and for one more. */
function formOf({ domain, isKnown, language, notes, contacts }: PartnerView, { strings, allStrings }: CardContext) {
  const wrong = strings.say('contact.fields.wrong');
  const rows = [...contacts, null].slice(0, mostContacts).map((contact, index) => {
    const number = index + 1;
    const field = (name: 'name' | 'address' | 'phone') => ({
      id: `${name}${number}`,
      label: strings.say(`partner.fields.${name}`, { number }),
      value: contact?.[name] ?? '',
    });
    return { name: field('name'), address: field('address'), phone: field('phone') };
  });
  return {
    isOpen: !isKnown,
    show: strings.say('partner.change'),
    wrong,
    addressWrong: strings.say('contact.fields.addressWrong'),
    language: {
      label: strings.say('partner.fields.language'),
      value: language ?? 'none',
      choices: [
        { title: strings.say('partner.fields.noLanguage'), value: 'none' },
        ...locales.map(locale => ({ title: allStrings[locale].say('languageName'), value: locale })),
      ],
    },
    notes: { label: strings.say('partner.fields.notes'), value: notes ?? '' },
    rows,
    save: strings.say('buttons.save'),
    press: rowPress(strings.say('buttons.save'), 'save-partner', { named: domain }),
  };
}

function letterRow({ caseId, articleId, events }: PartnerView['letters'][number], context: CardContext) {
  const { strings, articles, locale, timeZone } = context;
  const article = articles.get(articleId);
  const title = article ? textsFor(article, noEvidence, locale).title : strings.say('cases.noArticle');
  const told = events.map(({ kind, at }) =>
    strings.say(`partner.events.${kind}`, { time: formatTime(at, locale, timeZone) }),
  );
  return {
    title: [`**${title}**`, strings.say('frame.caseNumber', { id: caseId })].join(' · '),
    line: told.join(' · '),
  };
}

/** "Changed: contacts, notes · Priya Raman, Fri 20 Nov, 18:42" */
export function changeTexts(
  changes: PartnerView['changes'] | HostView['changes'],
  { strings, locale, timeZone }: CardContext,
): { text: string }[] {
  return changes.map(({ what, by, at }) => ({
    text: strings.say('partner.changed', {
      what: joinWords(
        locale,
        what.flatMap(name => (knownChanges.includes(name) ? [strings.say(`partner.what.${name}`)] : [])),
      ),
      who: joinWords(locale, [by === '' ? null : escapeMarkdown(by), formatTime(at, locale, timeZone)]),
    }),
  }));
}

/** A newer version may note more. */
const knownChanges = ['imported', 'language', 'contacts', 'notes', 'ours', 'hoster', 'partner', 'nobody'];

export function partnerDeleteData({ domain }: PartnerDeleteView, { strings }: CardContext) {
  const title = strings.say('partner.deleteTitle', { domain: escapeMarkdown(domain) });
  return {
    fallbackText: title,
    title,
    lines: strings.list('partner.deleteLines').map(text => ({ text })),
    note: strings.say('partner.deleteNote'),
    buttons: [
      rowPress(strings.say('partner.delete'), 'delete-partner', { named: domain }),
      rowPress(strings.say('buttons.keep'), 'partner', { named: domain }),
    ],
  };
}

/** A language in the words of another: "Zweeds". */
function languageIn(locale: Locale, language: Locale): string {
  const [spoken = language] = language.split('-');
  return new Intl.DisplayNames([locale], { type: 'language' }).of(spoken) ?? language;
}
