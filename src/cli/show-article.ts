/** `npm run articles -- <id or code>`: one article as text, as an agent walks through it. */
import { join } from 'node:path';
import type { Content } from '../articles/load-articles.ts';
import { loadStrings } from '../cards/load-strings.ts';
import { loadTemplates } from '../cards/load-templates.ts';
import { createCardRenderer } from '../cards/render-card.ts';
import type { Article } from '../triage/article.ts';
import { noMemory } from '../triage/case.ts';
import { type Locale, noEvidence } from '../triage/evidence.ts';
import { openCase } from '../triage/guiding/index.ts';
import { parseCode, rangeSpan } from '../triage/status-code.ts';
import { outlineArticle } from './outline.ts';
import { boldOn, say, type Terminal } from './terminal.ts';

/** The article with this id, or those with this code. */
export function findArticles(articles: readonly Article[], wanted: string): Article[] {
  const code = parseCode(wanted);
  const hasCode = ({ statusCodes }: Article) => statusCodes.some(range => code && rangeSpan(range, code) !== undefined);
  return articles.filter(article => article.id === wanted || hasCode(article));
}

export function showArticles(
  root: string,
  found: readonly Article[],
  { articles, values }: Content,
  locale: Locale,
  { stdout }: Terminal,
): void {
  const strings = loadStrings(join(root, 'cards', 'strings'));
  const cards = createCardRenderer({ templates: loadTemplates(join(root, 'cards')), strings, articles, values });
  const byId = new Map(articles.map(article => [article.id, article]));
  const reader = { locale, timeZone: 'UTC' };
  const bold = boldOn(stdout);
  for (const article of found) {
    const context = {
      articles: byId,
      memory: noMemory,
      retryHours: 24,
      locale,
      now: new Date().toISOString(),
      by: { id: '-', name: '' },
    };
    const candidate = { articleId: article.id, statusCodes: [], score: 1, because: [] };
    const opened = openCase('-', noEvidence, { verdict: 'match', candidates: [candidate], locale: null }, context).case;
    say(stdout, outlineArticle(article, opened, { ...cards.context(reader), retryHours: 24, bold }).join('\n'));
    say(stdout, `\n${strings[locale].say('cli.sources')}:`);
    for (const { title, url, read } of article.sources) say(stdout, `  ${title}${url ? ` ${url}` : ''} (${read})`);
    say(stdout, '');
  }
}
