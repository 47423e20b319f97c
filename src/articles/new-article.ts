/** The files of a new article: everything that has to be filled in, with a note at each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { locales } from '../triage/evidence.ts';
import { languageNames } from './check-ready.ts';

/**
 * @param dialogs the folder with shared/new/
 * @param today such as 2026-11-21
 * @returns path inside the article's folder -> text
 */
export function newArticleFiles(dialogs: string, today: string): Map<string, string> {
  const read = (name: string) => readFileSync(join(dialogs, 'shared', 'new', name), 'utf8');
  return new Map([
    ['article.yaml', read('article.yaml').replace('READ_ON', today)],
    ...locales.map(
      locale => [`strings/${locale}.yaml`, read('strings.yaml').replace('LANGUAGE', languageNames[locale])] as const,
    ),
    ['samples/error.txt', read('sample.txt')],
  ]);
}
