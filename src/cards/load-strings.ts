/** cards/strings/<locale>.yaml, as they are written. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { type Locale, locales } from '../triage/evidence.ts';
import { type AllStrings, createAllStrings } from './strings.ts';

export function loadStrings(folder: string): AllStrings {
  return createAllStrings(readStringTrees(folder));
}

export function readStringTrees(folder: string): Record<Locale, unknown> {
  return Object.fromEntries(
    locales.map(locale => [locale, load(readFileSync(join(folder, `${locale}.yaml`), 'utf8'))]),
  ) as Record<Locale, unknown>;
}
