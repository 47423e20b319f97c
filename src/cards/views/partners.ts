/** The list of partners: whom one writes to there; a row opens it. */
import { directoryPage, type PartnersView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { joinWords } from '../join.ts';
import { escapeMarkdown } from '../markdown.ts';
import { rowPress, rowTitle } from './frame.ts';

export function partnersData(view: PartnersView, context: CardContext) {
  const { strings } = context;
  const title = titleOf('partners', view, context);
  return {
    fallbackText: title,
    title,
    ...doneLine(view, context),
    ...(view.rows.length === 0 && { empty: strings.say(view.sought === null ? 'partners.empty' : 'partners.nothing') }),
    ...(view.rows.length > 0 && { note: strings.say('partners.note') }),
    rows: view.rows.map((row, index) => partnerRow(row, view.from + index + 1, context)),
    search: searchOf('partners', view, context),
    pages: pagesOf('partners', view, context),
  };
}

/** "Partners", or what was searched among them. */
export function titleOf(
  list: 'partners' | 'hosts',
  { sought }: Pick<PartnersView, 'sought'>,
  { strings }: CardContext,
): string {
  const title = strings.say(`${list}.title`);
  return sought === null ? title : strings.say('partners.sought', { title, sought: escapeMarkdown(sought) });
}

function doneLine({ done }: PartnersView, { strings }: CardContext): { done?: string } {
  if (done === null) return {};
  return done.kind === 'deleted'
    ? { done: strings.say('partners.deleted', { domain: escapeMarkdown(done.domain) }) }
    : { done: strings.say('partners.imported', { fresh: done.fresh, changed: done.changed }) };
}

function partnerRow(row: PartnersView['rows'][number], number: number, context: CardContext) {
  const { strings, locale, allStrings } = context;
  const { domain, language, contact, contacts } = row;
  const whom =
    contact === null ? strings.say('partners.noContact') : joinWords(locale, [contact.name, contact.address]);
  const line = [
    escapeMarkdown(whom),
    contacts > 1 ? strings.say('partners.moreContacts', { count: contacts - 1 }) : null,
    language === null ? null : allStrings[language].say('languageName'),
  ];
  return {
    title: rowTitle(number, [escapeMarkdown(domain)], context),
    line: line.filter(part => part !== null).join(' · '),
    press: rowPress(strings.say('partners.open', { domain }), 'partner', { named: domain }),
  };
}

/** A word to look for; empty: everything again. */
export function searchOf(
  list: 'partners' | 'hosts',
  { sought }: Pick<PartnersView, 'sought'>,
  { strings }: CardContext,
) {
  return {
    label: strings.say('partners.search'),
    value: sought ?? '',
    wrong: strings.say('partners.searchWrong'),
    press: rowPress(strings.say('partners.find'), list, {}),
  };
}

export function pagesOf(
  list: 'partners' | 'hosts',
  { sought, after, before, from }: Pick<PartnersView, 'sought' | 'after' | 'before' | 'from'>,
  { strings }: CardContext,
) {
  const kept = { ...(sought !== null && { sought }) };
  return [
    ...(before === null
      ? []
      : [
          rowPress(strings.say('partners.before'), list, {
            ...kept,
            before,
            from: String(Math.max(0, from - directoryPage)),
          }),
        ]),
    ...(after === null
      ? []
      : [rowPress(strings.say('cases.more'), list, { ...kept, after, from: String(from + directoryPage) })]),
  ];
}
