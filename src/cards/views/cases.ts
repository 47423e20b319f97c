/** The list of cases: what each is about, how it stands and whose it is; a row opens it. */
import { soughtText } from '../../triage/case-list.ts';
import type { CasesView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { formatTime } from '../format-time.ts';
import { joinWords } from '../join.ts';
import { escapeMarkdown } from '../markdown.ts';
import { rowPress, rowTitle } from './frame.ts';

export function casesData(view: CasesView, context: CardContext) {
  const { strings } = context;
  const title = titleOf(view, context);
  const pages = [
    ...(view.newer === null ? [] : [page('newer', view.newer, view, context)]),
    ...(view.older === null ? [] : [page('more', view.older, view, context)]),
  ];
  return {
    fallbackText: title,
    title,
    ...(view.rows.length === 0 && { empty: strings.say(isAll(view) ? 'cases.empty' : 'cases.none') }),
    ...(view.rows.length > 0 && { note: strings.say('cases.note') }),
    cases: view.rows.map((row, index) => caseRow(row, view.from + index + 1, view, context)),
    pages,
  };
}

function caseRow(row: CasesView['rows'][number], number: number, { from, sought }: CasesView, context: CardContext) {
  const { strings, articles, locale, timeZone } = context;
  const { caseId, owner, worker } = row;
  const article = row.articleId === null ? undefined : articles.get(row.articleId);
  const title = article?.strings[locale].title ?? strings.say('cases.noArticle');
  const state = strings.say(`cases.state.${row.state}`);
  const name = joinWords(locale, [title, row.domain, state]);
  const who = worker === null ? owner : strings.say('cases.worker', { owner, worker });
  const line = [
    `**${state}**`,
    escapeMarkdown(who || '…'),
    row.code,
    formatTime(row.openedAt, locale, timeZone),
    caseId,
    row.ticket === null ? null : escapeMarkdown(row.ticket),
  ];
  const data = { caseId, from: String(from), ...optionOf(sought) };
  const isSolved = row.state === 'solved' || row.state === 'withdrawn';
  const reopen = rowPress(strings.say('cases.reopenName', { id: caseId, name }), 'reopen-listed', data);
  const close = rowPress(strings.say('cases.closeName', { id: caseId, name }), 'close-listed', data);
  return {
    title: rowTitle(number, row.domain === null ? [title] : [title, escapeMarkdown(row.domain)], context),
    line: line.filter(part => part !== null).join(' · '),
    press: rowPress(strings.say('cases.open', { id: caseId, name }), 'show', { caseId }),
    ending: strings.say(isSolved ? 'cases.reopen' : 'cases.close'),
    end: isSolved ? reopen : close,
  };
}

function page(name: 'newer' | 'more', from: number, { sought }: CasesView, { strings }: CardContext) {
  return rowPress(strings.say(`cases.${name}`), 'list', { from: String(from), ...optionOf(sought) });
}

function optionOf(sought: CasesView['sought']): { readonly option?: string } {
  const option = soughtText(sought);
  return option === null ? {} : { option };
}

function isAll({ sought }: CasesView): boolean {
  return soughtText(sought) === null;
}

/** "Open cases, of the team, with “fabrikam”" */
function titleOf({ sought: { which, isTeam, words }, isShared }: CasesView, { strings }: CardContext): string {
  const say = strings.say;
  const kind = which === 'teamCases' ? null : which;
  const own = isTeam ? say('cases.which.teamCases') : say(isShared ? 'cases.titleShared' : 'cases.title');
  const of = kind === null ? own : say(`cases.which.${kind}`);
  const list = kind !== null && isTeam ? say('cases.ofTeam', { list: of }) : of;
  if (words === null) return list;
  return kind === null && !isTeam ? say('cases.found', { words }) : say('cases.foundOf', { list, words });
}
