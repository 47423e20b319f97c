/** The name of an article's folder, and files and folders that nobody would read. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { locales } from '../triage/evidence.ts';
import { nearestName } from './nearest-name.ts';
import type { Problems } from './read-yaml.ts';

const idPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export function isArticleId(name: string): boolean {
  return idPattern.test(name);
}

/** The nearest name that a folder may have. */
export function toArticleId(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

export function checkFolder(folder: string, id: string, problems: Problems): void {
  if (!isArticleId(id)) {
    const name = toArticleId(id);
    problems.add(
      folder,
      '',
      `the name of a folder is lower-case words joined by hyphens. Rename it${name === '' ? '' : ` to "${name}"`}.`,
    );
  }
  const languages = locales.map(locale => `${locale}.yaml`);
  checkNames(folder, ['article.yaml'], problems, languages);
  checkNames(join(folder, 'strings'), languages, problems);
  for (const name of namesIn(folder)) {
    const near = folders.find(one => one === name.toLowerCase()) ?? nearestName(name, folders);
    // Windows finds "Strings" as well, and where the bot runs it is another folder.
    if (near !== undefined && near !== name && !/\./.test(name))
      problems.add(join(folder, name), '', `no folder of this name is read. Rename it to "${near}".`);
  }
}

const folders = ['strings', 'samples'];

/**
 * A misspelt name leaves a file that nobody reads, and another one missing.
 * @param inStrings names that belong one folder further in
 */
function checkNames(
  folder: string,
  known: readonly string[],
  problems: Problems,
  inStrings: readonly string[] = [],
): void {
  const names = yamlFiles(folder);
  for (const name of names) {
    if (known.includes(name)) continue;
    const lacking = known.filter(one => !names.includes(one));
    const near = lacking.find(one => startOf(one) === startOf(name)) ?? nearestName(name, lacking);
    const remedy = inStrings.includes(name)
      ? 'Move it into the folder "strings"'
      : near === undefined
        ? `There ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')} alone. Take its texts into one of them`
        : `Rename it to "${near}"`;
    problems.add(join(folder, name), '', `no file of this name is read. ${remedy}, or remove it.`);
  }
}

/** `zh`, `zh-cn` and `zh_TW` are meant for one language. */
const startOf = (name: string) => name.slice(0, 2).toLowerCase();

function yamlFiles(folder: string): string[] {
  // Notepad and TextEdit add an ending of their own: en.yaml.txt
  return namesIn(folder).filter(name => /\.ya?ml(?:\.(?:txt|rtf))?$/i.test(name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter(name => !name.startsWith('.'));
  } catch {
    return [];
  }
}
