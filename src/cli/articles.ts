/** `npm run articles`: which problems the knowledge base has, how complete they are, and one of them as text. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { editorSchemas } from '../articles/editor-schema.ts';
import { articleIds, type Content, readArticles } from '../articles/load-articles.ts';
import { loadStrings } from '../cards/load-strings.ts';
import { loadTemplates } from '../cards/load-templates.ts';
import { createCardRenderer } from '../cards/render-card.ts';
import { usualDatabase } from '../storage/database-url.ts';
import type { Article } from '../triage/article.ts';
import { noMemory } from '../triage/case.ts';
import { type Locale, locales, noEvidence } from '../triage/evidence.ts';
import { openCase } from '../triage/guiding/index.ts';
import { parseCode, rangeSpan } from '../triage/status-code.ts';
import { listGaps } from './gaps.ts';
import { outlineArticle } from './outline.ts';
import { codesOf } from './result.ts';
import { boldOn } from './terminal.ts';

const usage = `Usage: npm run articles                          all problems with codes, languages and samples
       npm run articles -- <id or code>           one article as text [--locale en|nl|sv|zh-CN]
       npm run articles -- --gaps [--days 30]     sentences that found nothing or the wrong article, from the bot's database
       npm run articles -- --schema               writes dialogs/schema/ for editors`;

const root = join(import.meta.dirname, '..', '..');
const dialogs = join(root, 'dialogs');

function list({ articles, problems }: ReturnType<typeof readArticles>): number {
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
    console.log(`${id.padEnd(width)}  ${languages.join(' ')}  ${codes}`);
  }
  const stale = articles.filter(article => lastRead(article) < daysAgo(mostDaysUnread)).map(({ id }) => id);
  if (stale.length > 0) console.log(`\nNot read again for ${mostDaysUnread} days: ${stale.join(', ')}`);
  console.log(`\n${articles.length} of ${ids.length} articles complete in ${locales.length} languages.`);
  if (problems.length > 0) console.error(`\n${problems.join('\n')}`);
  return problems.length > 0 ? 1 : 0;
}

/** Microsoft changes its pages; an article whose sources nobody looked at for so long may be wrong. */
const mostDaysUnread = 180;

/** As long as the bot keeps sentences. */
const daysKept = 90;

/** The day on which the newest of its sources was read. */
function lastRead({ sources }: Article): string {
  return sources.map(({ read }) => read).reduce((latest, day) => (day > latest ? day : latest), '');
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

/** The article with this id, or those with this code. */
function findArticles(articles: readonly Article[], wanted: string): Article[] {
  const code = parseCode(wanted);
  const hasCode = ({ statusCodes }: Article) => statusCodes.some(range => code && rangeSpan(range, code) !== undefined);
  return articles.filter(article => article.id === wanted || hasCode(article));
}

function show(found: readonly Article[], { articles, values }: Content, locale: Locale): void {
  const strings = loadStrings(join(root, 'cards', 'strings'));
  const cards = createCardRenderer({ templates: loadTemplates(join(root, 'cards')), strings, articles, values });
  const byId = new Map(articles.map(article => [article.id, article]));
  const reader = { locale, timeZone: 'UTC' };
  const bold = boldOn(process.stdout);
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
    console.log(outlineArticle(article, opened, { ...cards.context(reader), retryHours: 24, bold }).join('\n'));
    console.log(`\n${strings[locale].say('cli.sources')}:`);
    for (const { title, url, read } of article.sources) console.log(`  ${title}${url ? ` ${url}` : ''} (${read})`);
    console.log();
  }
}

function writeSchemas(): void {
  mkdirSync(join(dialogs, 'schema'), { recursive: true });
  for (const [name, schema] of Object.entries(editorSchemas())) {
    writeFileSync(join(dialogs, 'schema', name), `${JSON.stringify(schema, null, 2)}\n`);
    console.log(`dialogs/schema/${name}`);
  }
}

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      locale: { type: 'string', default: 'en' },
      schema: { type: 'boolean', default: false },
      gaps: { type: 'boolean', default: false },
      days: { type: 'string', default: String(daysKept) },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values.schema) {
    writeSchemas();
    return 0;
  }
  if (values.gaps) {
    const days = /^\d{1,4}$/.test(values.days) ? Number(values.days) : 0;
    if (days > 0) return listGaps(process.env.DATABASE_URL?.trim() || usualDatabase, daysAgo(days));
    console.error(`--days: found "${values.days}", allowed is a whole number from 1 to 9999.`);
    return 2;
  }
  const locale = locales.find(one => one === values.locale);
  if (!locale) {
    console.error(`--locale: no language "${values.locale}". Use ${locales.join(', ')}.`);
    return 2;
  }
  const content = readArticles(dialogs);
  const [wanted] = positionals;
  if (wanted === undefined) return list(content);
  const found = findArticles(content.articles, wanted);
  if (found.length === 0) {
    console.error(`No article "${wanted}". "npm run articles" lists them all.`);
    return 1;
  }
  show(found, content, locale);
  return 0;
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
