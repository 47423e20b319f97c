/** dialogs/talk and dialogs/glossary -> what people say beside the error, and the words of the trade. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { owners } from '../triage/article.ts';
import { type Locale, locales } from '../triage/evidence.ts';
import { type IntentModel, learnIntents } from '../triage/hearing/index.ts';
import { intents, type LocaleTalk, type Term } from '../triage/talk.ts';
import { ContentError } from './content-error.ts';
import { createProblems, type Problems, readYaml } from './read-yaml.ts';

const Text = z.string().trim().min(1, 'an empty text');
const Id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');
const Words = z.array(Text).min(1, 'at least one');

const TalkFile = z.strictObject({
  intents: z.strictObject(
    Object.fromEntries([...intents, 'other' as const].map(intent => [intent, Words])) as Record<
      (typeof intents)[number] | 'other',
      typeof Words
    >,
  ),
  answers: z.record(Id, Words),
  meanings: z.record(Id, Words),
  owners: z.partialRecord(z.enum(owners), Words),
  ordinals: z.array(Words).min(6, 'words for the first six'),
  last: Words,
  everything: Words,
  upTo: Words,
  numerals: z.array(Words).min(6, 'words for one to six'),
  step: Words,
  except: Words,
  rest: Words,
  too: Words,
  both: Words,
  neither: Words,
  joins: Words,
  counted: Words,
  numbered: Words,
});

const Says = Text.max(260, 'at most 260 characters: it is read aloud to a caller');
const TermText = z.strictObject({ term: Text, says: Says, also: z.array(Text).default([]) });
const TermFile = z.strictObject({
  source: z.strictObject({
    title: Text,
    url: z.url({ protocol: /^https$/ }),
    read: z.iso.date('a date such as 2026-11-21'),
  }),
  related: z.array(Id).default([]),
  en: TermText,
  nl: TermText,
  sv: TermText,
  'zh-CN': TermText,
});

export interface Talk {
  readonly locales: Readonly<Record<Locale, LocaleTalk>>;
  readonly terms: readonly Term[];
  readonly model: IntentModel;
}

/**
 * Reads and checks both folders, and learns from the sentences. Throws one ContentError that names every file, place
 * and remedy.
 * @param elsewhere sentences that want nothing of a case, such as an article's symptoms
 */
export function loadTalk(dialogs: string, elsewhere: readonly string[] = []): Talk {
  const problems = createProblems(join(dialogs, '..'));
  const read = locales.map(
    locale => [locale, readYaml(join(dialogs, 'talk', `${locale}.yaml`), TalkFile, problems)] as const,
  );
  const terms = readTerms(join(dialogs, 'glossary'), problems);
  if (problems.list.length > 0) throw new ContentError(problems.list);
  const talk = Object.fromEntries(read) as unknown as Record<Locale, LocaleTalk>;
  return { locales: talk, terms, model: learnIntents(talk, elsewhere) };
}

/** The words of the trade alone. */
export function loadTerms(dialogs: string): Term[] {
  const problems = createProblems(join(dialogs, '..'));
  const terms = readTerms(join(dialogs, 'glossary'), problems);
  if (problems.list.length > 0) throw new ContentError(problems.list);
  return terms;
}

function readTerms(folder: string, problems: Problems): Term[] {
  const files = readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .sort();
  const ids = new Set(files.map(name => name.slice(0, -'.yaml'.length)));
  return files.flatMap(name => {
    const file = join(folder, name);
    const id = name.slice(0, -'.yaml'.length);
    const term = readYaml(file, TermFile, problems);
    if (!term) return [];
    for (const other of term.related)
      if (!ids.has(other))
        problems.add(file, 'related', `no term "${other}". Name a file of dialogs/glossary, or remove it.`);
    const { source, related, ...texts } = term;
    return [{ id, source, related, texts }];
  });
}
