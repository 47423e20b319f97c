/** What every answer is made of: lines, a title, and the names of steps and owners in them. */
import type { Owner } from '../../../triage/article.ts';
import type { AnsweredItem, AnswerView } from '../../../triage/showing/index.ts';
import type { CardContext } from '../../card-context.ts';
import { fillText } from '../../case-values.ts';
import { joinWords } from '../../join.ts';
import { escapeMarkdown, withoutMarkdown } from '../../markdown.ts';
import { type Button, type Line, sourceOf, stepTexts } from '../frame.ts';

export type About = NonNullable<AnswerView['about']>;

export interface Said {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly note?: string;
  /** What can be written on the card itself. */
  readonly field?: { readonly id: string; readonly label: string; readonly wrong: string };
  readonly buttons?: readonly Button[];
}

/** What is to be done next; undefined where everything is done, or no list is open. */
export function nextRow({ rows }: About): AnsweredItem | undefined {
  return rows.find(({ state }) => state === 'next') ?? rows.find(({ state }) => state !== 'done');
}

export function itemTexts(row: AnsweredItem, about: About, context: CardContext) {
  return stepTexts(about, row.stepId, context).items?.[row.item.id];
}

/** "3 · Allow TCP port 25 …" */
export function itemText(row: AnsweredItem, about: About, context: CardContext): string {
  const { strings } = context;
  const own = itemTexts(row, about, context)?.text ?? '';
  const text = fillText(own, sourceOf(about, context));
  return row.number === null ? text : strings.say('checklist.item', { number: row.number, text });
}

export function itemLine(row: AnsweredItem, about: About, context: CardContext): string {
  return `**${itemText(row, about, context)}** · ${ownerName(row.item.who, context)}`;
}

const longestButton = 28;

/** For a button. */
export function shortItem(row: AnsweredItem, about: About, context: CardContext): string {
  const text = withoutMarkdown(itemText(row, about, context));
  return text.length <= longestButton ? text : `${text.slice(0, longestButton - 1).trimEnd()}…`;
}

export function ownerName(owner: Owner, { strings }: CardContext): string {
  return strings.say(`owners.${owner}`);
}

export function plain(texts: readonly string[]): Line[] {
  return texts.filter(text => text !== '').map(text => ({ text, font: 'default' }));
}

/** The sources of the article, as links. */
export function articleLines(about: About, { articles, strings, locale }: CardContext): string[] {
  const links = (articles.get(about.articleId)?.sources ?? []).flatMap(({ title, url }) =>
    url === undefined ? [] : [`[${escapeMarkdown(title)}](${url})`],
  );
  return links.length === 0 ? [] : [strings.say('answer.why.rule', { links: joinWords(locale, links.slice(0, 2)) })];
}
