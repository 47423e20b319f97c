/** `npm run articles`: which problems the knowledge base has, and how complete they are. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkReady } from '../articles/check-ready.ts';
import { articleIds, readArticles } from '../articles/load-articles.ts';
import { createProblems } from '../articles/read-yaml.ts';
import type { Article } from '../triage/article.ts';
import { locales } from '../triage/evidence.ts';
import { codesOf } from './result.ts';
import { say, type Terminal } from './terminal.ts';

/** @returns the exit code: 1 where something is wrong */
export function listArticles(dialogs: string, { stdout, stderr }: Terminal): number {
  const { articles, problems } = readArticles(dialogs);
  const unready = createProblems(join(dialogs, '..'));
  const ready = articles.filter(article => {
    const before = unready.list.length;
    const others = articles.filter(one => one !== article);
    checkReady(article, others, (file, place, message) => unready.add(join(dialogs, article.id, file), place, message));
    return unready.list.length === before;
  });
  const ids = articleIds(dialogs);
  const usable = new Map(articles.map(article => [article.id, article]));
  const width = Math.max(...ids.map(id => id.length));
  for (const id of ids) {
    const article = usable.get(id);
    const languages = locales.map(locale =>
      existsSync(join(dialogs, id, 'strings', `${locale}.yaml`)) ? locale : '-'.repeat(locale.length),
    );
    const codes = article
      ? codesOf(article).join(', ') || (article.catchAll ? 'any other code of a connector' : '')
      : 'cannot be used, see below';
    const left = article && !ready.includes(article) ? '  not ready, see below' : '';
    say(stdout, `${id.padEnd(width)}  ${languages.join(' ')}  ${codes}${left}`);
  }
  const stale = articles.filter(article => lastRead(article) < daysAgo(mostDaysUnread)).map(({ id }) => id);
  if (stale.length > 0) say(stdout, `\nNot read again for ${mostDaysUnread} days: ${stale.join(', ')}`);
  say(stdout, `\n${ready.length} of ${ids.length} articles complete in ${locales.length} languages.`);
  const all = [...problems, ...unready.list];
  if (all.length > 0) say(stderr, `\n${all.join('\n')}`);
  return all.length > 0 ? 1 : 0;
}

/** Microsoft changes its pages; an article whose sources nobody looked at for so long may be wrong. */
const mostDaysUnread = 180;

/** The day on which the newest of its sources was read. */
function lastRead({ sources }: Article): string {
  return sources.map(({ read }) => read).reduce((latest, day) => (day > latest ? day : latest), '');
}

export function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
