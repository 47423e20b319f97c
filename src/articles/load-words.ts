/** dialogs/words -> the words that matching knows. Every concept stands in one group and has words in every language. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Locale, locales } from '../triage/evidence.ts';
import { type LocaleWords, type WordData, wordGroups } from '../triage/language/index.ts';
import { ContentError } from './content-error.ts';
import { loadWeights } from './load-weights.ts';
import { createReadAloud } from './read-aloud.ts';
import { createProblems, type Problems, readYaml } from './read-yaml.ts';

const Entry = z.string().trim().min(1, 'an empty entry');
const Id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');

const ConceptsFile = z.strictObject({
  mailFlow: z.array(Id),
  connection: z.array(Id),
  scene: z.array(Id),
  trouble: z.array(Id),
  circumstance: z.array(Id),
  elsewhere: z.array(Id),
  saysLittle: z.array(Id),
});

const WordsFile = z.strictObject({
  endings: z.array(Entry).default([]),
  asTheyAre: z.array(Entry).default([]),
  sameAs: z.record(Entry, z.array(Entry).min(1)).default({}),
  stopWords: z.array(Entry),
  concepts: z.record(Id, z.array(Entry).min(1, 'at least one word')),
  chatter: z.array(Entry),
  everydayTalk: z.array(Entry).default([]),
  vagueTalk: z.array(Entry).default([]),
});

/** Reads the words beside the articles. Throws one ContentError that names every file, place and remedy. */
export function loadWords(dialogs: string, { isTraining = false } = {}): WordData & { readonly sounds: string } {
  const problems = createProblems(join(dialogs, '..'));
  const folder = join(dialogs, 'words');
  const concepts = readYaml(join(folder, 'concepts.yaml'), ConceptsFile, problems);
  const read = locales.map(locale => [locale, readYaml(join(folder, `${locale}.yaml`), WordsFile, problems)] as const);
  const ids = wordGroups.flatMap(group => concepts?.[group] ?? []);
  for (const id of ids.filter((id, index) => ids.indexOf(id) !== index)) {
    problems.add(join(folder, 'concepts.yaml'), id, 'stands in two groups. Keep the one that fits.');
  }
  for (const id of concepts?.saysLittle.filter(id => !ids.includes(id)) ?? []) {
    problems.add(
      join(folder, 'concepts.yaml'),
      `saysLittle.${id}`,
      'no such concept. Put it in a group, or remove it.',
    );
  }
  for (const [locale, words] of read) {
    const file = join(folder, `${locale}.yaml`);
    const known = Object.keys(words?.concepts ?? {});
    for (const id of words ? ids.filter(id => !known.includes(id)) : []) {
      problems.add(file, `concepts.${id}`, 'no words. Write how people say it in this language.');
    }
    for (const id of known.filter(id => !ids.includes(id))) {
      problems.add(file, `concepts.${id}`, 'no group in concepts.yaml. Put it in one, or correct the spelling.');
    }
  }
  const sounds = readSounds(join(folder, 'sounds.txt'), problems);
  const { en, nl, sv, 'zh-CN': zh } = Object.fromEntries(read) as Record<Locale, LocaleWords | undefined>;
  if (!concepts || !en || !nl || !sv || !zh || problems.list.length > 0) throw new ContentError(problems.list);
  const words = { concepts, locales: { en, nl, sv, 'zh-CN': zh }, sounds, readAloud: createReadAloud(sounds) };
  return isTraining ? words : { ...words, weights: loadWeights(dialogs) };
}

function readSounds(file: string, problems: Problems): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    problems.add(file, '', 'the file is missing. Write it with node test/articles/chinese-sounds.ts.');
    return '';
  }
}
