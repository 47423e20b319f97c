/** The command `articles`: what authors need. dialogs/README.md takes them through it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContentError } from '../articles/content-error.ts';
import { editorSchemas } from '../articles/editor-schema.ts';
import { articleIds, readArticles } from '../articles/load-articles.ts';
import { usualDatabase } from '../storage/database-url.ts';
import { locales } from '../triage/evidence.ts';
import { checkArticle, noFolder } from './check-article.ts';
import { listGaps } from './gaps.ts';
import { daysAgo, listArticles } from './list-articles.ts';
import { makeArticle } from './new-article.ts';
import { readOptions, UsageError } from './read-options.ts';
import { findArticles, showArticles } from './show-article.ts';
import { say, type Terminal } from './terminal.ts';

const usage = `Usage: npm run articles                          all problems with codes, languages and samples
       npm run articles -- --new <id>             a new folder in dialogs/ with everything to fill in
       npm run articles -- --check <id>           all that is wrong with one article, or left to do
       npm run articles -- --preview <id>         its cards in the browser, new whenever a file is saved
       npm run articles -- <id or code>           one article as text [--locale en|nl|sv|zh-CN]
       npm run articles -- --gaps [--days 30]     sentences that found nothing or the wrong article, from the bot's database
       npm run articles -- --schema               writes dialogs/schema/ for editors

Exit code: 0 nothing is wrong, 1 something is wrong or not there, 2 an option cannot be used.`;

/** As long as the bot keeps sentences. */
const daysKept = 90;

/**
 * @param root the folder with dialogs/ and cards/
 * @returns the exit code
 */
export async function main(args: readonly string[], terminal: Terminal, root: string): Promise<number> {
  try {
    return await run(args, terminal, root);
  } catch (error) {
    say(terminal.stderr, (error as Error).message);
    if (error instanceof UsageError) say(terminal.stderr, '"npm run articles -- --help" shows how it is used.');
    return error instanceof ContentError ? 1 : 2;
  }
}

async function run(args: readonly string[], terminal: Terminal, root: string): Promise<number> {
  const { values, positionals } = readOptions(args, {
    new: { type: 'string' },
    check: { type: 'string' },
    preview: { type: 'string' },
    locale: { type: 'string', default: 'en' },
    schema: { type: 'boolean', default: false },
    gaps: { type: 'boolean', default: false },
    days: { type: 'string', default: String(daysKept) },
    help: { type: 'boolean', short: 'h', default: false },
  });
  const dialogs = join(root, 'dialogs');
  const { stdout } = terminal;
  if (values.help) {
    say(stdout, usage);
    return 0;
  }
  if (values.schema) {
    writeSchemas(dialogs, terminal);
    return 0;
  }
  if (values.gaps) {
    const days = /^\d{1,4}$/.test(values.days) ? Number(values.days) : 0;
    if (days > 0) return listGaps(terminal.env.DATABASE_URL?.trim() || usualDatabase, daysAgo(days), terminal);
    throw new UsageError(`--days: found "${values.days}", allowed is a whole number from 1 to 9999.`);
  }
  if (values.new !== undefined) {
    makeArticle(dialogs, values.new, terminal);
    return 0;
  }
  if (values.check !== undefined) return checkArticle(dialogs, idOf(values.check), terminal);
  if (values.preview !== undefined) {
    const { previewArticle } = await import('./preview/preview-article.ts');
    return previewArticle(root, idOf(values.preview), terminal);
  }
  const locale = locales.find(one => one === values.locale);
  if (!locale) throw new UsageError(`--locale: no language "${values.locale}". Use ${locales.join(', ')}.`);
  const [wanted] = positionals;
  if (wanted === undefined) return listArticles(dialogs, terminal);
  const content = readArticles(dialogs);
  const found = findArticles(content.articles, wanted);
  if (found.length === 0) {
    const ids = articleIds(dialogs);
    const isBroken = ids.includes(wanted);
    say(
      terminal.stderr,
      isBroken
        ? `dialogs/${wanted} cannot be used yet. See what is wrong: npm run articles -- --check ${wanted}`
        : noFolder(wanted, ids),
    );
    return 1;
  }
  showArticles(root, found, content, locale, terminal);
  return 0;
}

/** As a terminal completes the path of its folder: `dialogs/file-type-blocked/`. */
function idOf(path: string): string {
  return path.replace(/^(?:\.\/)?dialogs\//, '').replace(/\/$/, '');
}

function writeSchemas(dialogs: string, { stdout }: Terminal): void {
  mkdirSync(join(dialogs, 'schema'), { recursive: true });
  for (const [name, schema] of Object.entries(editorSchemas())) {
    writeFileSync(join(dialogs, 'schema', name), `${JSON.stringify(schema, null, 2)}\n`);
    say(stdout, `dialogs/schema/${name}`);
  }
}
