/** dialogs/ -> articles. Reads every folder, puts in the shared pieces, checks links and texts, reports all problems at once. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Article, ArticleStrings, Condition, Variant } from '../triage/article.ts';
import { type Locale, locales } from '../triage/evidence.ts';
import type { PublishedRanges } from '../triage/published-ranges.ts';
import { buildGuide, statusCodeRange } from './build-guide.ts';
import { checkArticle, checkLeftOver, checkVariants } from './check-article.ts';
import { checkFolder } from './check-folder.ts';
import { ContentError } from './content-error.ts';
import { createProblems, type Problems, readYaml } from './read-yaml.ts';
import { resolveSteps, resolveTexts } from './resolve-steps.ts';
import { ArticleFile, PiecesFile, PiecesStringsFile, RangesFile, StringsFile } from './schema.ts';

export interface Content {
  readonly articles: readonly Article[];
  /** Values for placeholders that are the same for every case, such as the published address ranges. */
  readonly values: Readonly<Record<string, string>>;
  readonly ranges: PublishedRanges;
}

interface Pieces {
  readonly file: PiecesFile;
  readonly values: Content['values'];
  readonly ranges: PublishedRanges;
  readonly strings: Readonly<Record<Locale, PiecesStringsFile>>;
}

/** Folders of dialogs/ that are not articles. */
export const notArticles = new Set(['shared', 'words', 'talk', 'glossary', 'schema']);

/** Reads the knowledge base. Throws one ContentError that names every file, place and remedy. */
export function loadArticles(folder: string): Content {
  const { problems, ...content } = readArticles(folder);
  if (problems.length > 0) throw new ContentError(problems);
  return content;
}

/** The ids of all problems: the folders of dialogs/. */
export function articleIds(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !notArticles.has(entry.name))
    .map(entry => entry.name)
    .sort();
}

/** The articles that can be used, and what is wrong with the others. */
export function readArticles(folder: string): Content & { readonly problems: readonly string[] } {
  const problems = createProblems(join(folder, '..'));
  const pieces = readPieces(folder, problems);
  const articles: Article[] = [];
  const ids = articleIds(folder);
  for (const id of ids) {
    const article = pieces && readArticle(join(folder, id), id, pieces, problems);
    if (article) articles.push(article);
  }
  for (const article of articles) {
    for (const id of article.related) {
      if (!ids.includes(id)) {
        problems.add(
          join(folder, article.id, 'article.yaml'),
          'related',
          `no article "${id}". Name a folder of dialogs/, or remove it.`,
        );
      }
    }
  }
  return { articles, values: pieces?.values ?? {}, ranges: pieces?.ranges ?? noRanges, problems: problems.list };
}

const noRanges: PublishedRanges = { version: '', read: '1970-01-01', ranges: [] };

/** One article as far as it is written: blanks stand in it as they are. */
export function readDraft(
  folder: string,
  id: string,
): { readonly article: Article | undefined; readonly values: Content['values']; readonly problems: readonly string[] } {
  const problems = createProblems(join(folder, '..'), { keepsBlanks: true });
  const pieces = readPieces(folder, problems);
  const article = pieces && readArticle(join(folder, id), id, pieces, problems);
  return { article, values: pieces?.values ?? {}, problems: problems.list };
}

function readPieces(folder: string, problems: Problems): Pieces | undefined {
  const file = readYaml(join(folder, 'shared', 'pieces.yaml'), PiecesFile, problems);
  const strings = readLocales(join(folder, 'shared', 'strings'), PiecesStringsFile, problems);
  const ranges = readYaml(join(folder, 'shared', 'exchange-online-ranges.yaml'), RangesFile, problems);
  if (!file || !strings || !ranges) return undefined;
  const exchangeOnlineRanges = ranges.ranges.join(', ');
  // What a firewall's own list lacks stands in place of all of them, once somebody has sent it.
  const values = { ...file.values, exchangeOnlineRanges, rangesToAllow: exchangeOnlineRanges };
  return { file, values, ranges, strings };
}

function readArticle(folder: string, id: string, pieces: Pieces, problems: Problems): Article | undefined {
  checkFolder(folder, id, problems);
  const articleFile = join(folder, 'article.yaml');
  const file = readYaml(articleFile, ArticleFile, problems);
  const strings = readLocales(join(folder, 'strings'), StringsFile, problems);
  if (!file || !strings) return undefined;
  const report = (place: string, message: string) => problems.add(articleFile, place, message);
  const steps = resolveSteps(file, pieces.file, report);
  const texts = {} as Record<Locale, ArticleStrings>;
  for (const locale of locales) texts[locale] = resolveTexts(steps, strings[locale], pieces.strings[locale]);
  const variants = Object.entries(file.variants).map(([variantId, when]): Variant => {
    const told = locales.map(locale => [locale, strings[locale].variants[variantId] ?? {}]);
    return { id: variantId, when: when as Condition, strings: Object.fromEntries(told) as Variant['strings'] };
  });
  const article: Article = {
    id,
    statusCodes: file.statusCodes.map(statusCodeRange),
    catchAll: file.catchAll ?? null,
    fate: file.fate ?? null,
    signatures: file.signatures,
    tokens: file.tokens,
    reasons: file.reasons,
    speaksFor: file.speaksFor as Condition[],
    meant: file.meant as Condition[],
    findings: file.findings,
    variants,
    changes: Object.entries(file.changes).map(([changeId, change]) => ({ id: changeId, ...change })),
    fixedBy: file.fixedBy,
    related: file.related,
    sources: file.sources,
    guide: buildGuide(file.guide.start, steps, report),
    strings: texts,
  };
  checkVariants(file, strings, (name, place, message) => problems.add(join(folder, name), place, message));
  checkLeftOver(article, strings, (name, place, message) => problems.add(join(folder, name), place, message));
  checkArticle(article, pieces.values, (name, place, message) => problems.add(join(folder, name), place, message));
  return article;
}

function readLocales<S extends z.ZodType>(
  folder: string,
  schema: S,
  problems: Problems,
): Record<Locale, z.infer<S>> | undefined {
  const read = locales.map(locale => [locale, readYaml(join(folder, `${locale}.yaml`), schema, problems)] as const);
  if (read.some(([, strings]) => strings === undefined)) return undefined;
  return Object.fromEntries(read) as Record<Locale, z.infer<S>>;
}
