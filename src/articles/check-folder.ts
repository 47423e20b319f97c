/** The name of an article's folder, and files that nobody would read. */
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
  checkNames(folder, ['article.yaml'], problems);
  checkNames(
    join(folder, 'strings'),
    locales.map(locale => `${locale}.yaml`),
    problems,
  );
}

/** A misspelt name leaves a file that nobody reads, and another one missing. */
function checkNames(folder: string, known: readonly string[], problems: Problems): void {
  for (const name of yamlFiles(folder)) {
    if (known.includes(name)) continue;
    const near = known.find(one => startOf(one) === startOf(name)) ?? nearestName(name, known);
    problems.add(
      join(folder, name),
      '',
      `no file of this name is read. ${near === undefined ? `There are ${known.join(', ')}` : `Rename it to "${near}"`}, or remove it.`,
    );
  }
}

/** `zh`, `zh-cn` and `zh_TW` are meant for one language. */
const startOf = (name: string) => name.slice(0, 2).toLowerCase();

function yamlFiles(folder: string): string[] {
  try {
    // Notepad and TextEdit add an ending of their own: en.yaml.txt
    return readdirSync(folder).filter(name => /\.ya?ml(?:\.(?:txt|rtf))?$/i.test(name) && !name.startsWith('.'));
  } catch {
    return [];
  }
}
