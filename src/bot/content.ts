/** What the bot knows and says: articles, words, texts and card templates. Read from their files, or as they were kept. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Talk } from '../articles/load-talk.ts';
import { loadWeights } from '../articles/load-weights.ts';
import { createReadAloud } from '../articles/read-aloud.ts';
import type { CardTemplates } from '../cards/load-templates.ts';
import { type AllStrings, createAllStrings } from '../cards/strings.ts';
import type { Article } from '../triage/article.ts';
import type { Locale } from '../triage/evidence.ts';
import type { WordData } from '../triage/language/index.ts';
import type { PublishedRanges } from '../triage/published-ranges.ts';

export interface Content {
  readonly articles: readonly Article[];
  /** Values for placeholders that are the same for every case. */
  readonly values: Readonly<Record<string, string>>;
  readonly ranges: PublishedRanges;
  readonly words: WordData;
  readonly strings: AllStrings;
  readonly templates: CardTemplates;
  readonly talk: Talk;
}

/** The same as plain JSON. */
interface PlainContent {
  readonly articles: readonly Article[];
  readonly values: Readonly<Record<string, string>>;
  readonly ranges: PublishedRanges;
  readonly words: Omit<WordData, 'readAloud' | 'weights'> & { readonly sounds: string };
  readonly strings: Readonly<Record<Locale, unknown>>;
  readonly templates: CardTemplates;
  readonly talk: Talk;
}

/** Reads and checks every file. Throws what is wrong with them, all at once. */
export async function readContent(root: string): Promise<Content> {
  return fromPlain(await readPlain(root), loadWeights(join(root, 'dialogs')));
}

/**
 * The content as it was read and found right the last time, which takes a tenth of the time, unless a file changed
 * since. Where nothing can be kept, it is read.
 * @param root the folder with dialogs/, cards/ and src/
 * @param keptIn a folder for the file with the content
 */
export async function loadContent(root: string, keptIn: string): Promise<Content> {
  const state = stateOf(root);
  const file = join(keptIn, 'content.json');
  const kept = readKept(file, state);
  const weights = loadWeights(join(root, 'dialogs'));
  if (kept) return fromPlain(kept, weights);
  const content = await readPlain(root);
  keep(file, { state, content });
  return fromPlain(content, weights);
}

async function readPlain(root: string): Promise<PlainContent> {
  // Loaded only here: with the content at hand neither YAML nor schemas are needed.
  const [{ loadArticles }, { loadWords }, { loadTalk }, { readStringTrees }, { loadTemplates }] = await Promise.all([
    import('../articles/load-articles.ts'),
    import('../articles/load-words.ts'),
    import('../articles/load-talk.ts'),
    import('../cards/load-strings.ts'),
    import('../cards/load-templates.ts'),
  ]);
  const { articles, values, ranges } = loadArticles(join(root, 'dialogs'));
  const { concepts, locales, sounds } = loadWords(join(root, 'dialogs'));
  return {
    articles,
    values,
    ranges,
    words: { concepts, locales, sounds },
    strings: readStringTrees(join(root, 'cards', 'strings')),
    templates: loadTemplates(join(root, 'cards')),
    talk: loadTalk(join(root, 'dialogs'), elsewhere(articles, locales)),
  };
}

/** Sentences that want nothing of a case: problems that are told, and other calls. Each third is enough to tell them apart. */
function elsewhere(articles: readonly Article[], words: WordData['locales']): string[] {
  const symptoms = articles.flatMap(({ strings }) => Object.values(strings).flatMap(texts => texts.symptoms));
  return [...symptoms, ...Object.values(words).flatMap(({ everydayTalk = [] }) => everydayTalk)].filter(
    (_, index) => index % 3 === 0,
  );
}

function fromPlain({ words, strings, ...content }: PlainContent, weights: Uint8Array): Content {
  return {
    ...content,
    words: { ...words, readAloud: createReadAloud(words.sounds), weights },
    strings: createAllStrings(strings),
  };
}

/** Changes with every file that the content is made of, and with the code that makes it. */
function stateOf(root: string): string {
  const hash = createHash('sha256').update(process.version);
  for (const folder of ['dialogs', 'cards', 'src/articles', 'src/cards', 'src/triage']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.parentPath.endsWith('samples')) continue;
      const file = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

function readKept(file: string, state: string): PlainContent | undefined {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { readonly state: string; readonly content: PlainContent };
    return kept.state === state ? kept.content : undefined;
  } catch {
    return undefined;
  }
}

/** Best effort, and whole or not at all: several processes may start at once, and a container may be read-only. */
function keep(file: string, what: object): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(what));
    renameSync(unfinished, file);
  } catch {
    // The next start reads the files again.
  }
}
