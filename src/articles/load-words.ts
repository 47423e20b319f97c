/** dialogs/words/<locale>.yaml -> the words of each language, checked. */
import { join } from 'node:path';
import { z } from 'zod';
import { locales } from '../triage/evidence.ts';
import { type WordData, wordGroups } from '../triage/words.ts';
import { ContentError } from './content-error.ts';
import { createProblems, readYaml } from './read-yaml.ts';

const Words = z.array(z.string().min(1)).min(1);
const Concepts = z.record(z.string(), Words).default({});

const WordsFile = z.strictObject({
  ...Object.fromEntries(wordGroups.map(group => [group, Concepts])),
  stopWords: z.array(z.string()).default([]),
  endings: z.array(z.string()).default([]),
  sameAs: z.record(z.string(), Words).default({}),
  chatter: z.array(z.string()).default([]),
});

/** Reads the words beside the articles. Throws one ContentError that names every file, place and remedy. */
export function loadWords(folder: string): WordData {
  const problems = createProblems(join(folder, '..'));
  const read = locales.map(locale => [locale, readYaml(join(folder, 'words', `${locale}.yaml`), WordsFile, problems)]);
  if (problems.list.length > 0) throw new ContentError(problems.list);
  return Object.fromEntries(read) as WordData;
}
