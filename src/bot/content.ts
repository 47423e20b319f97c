/** What the bot knows and says: articles, words, texts and card templates. Read from their files, or as they were kept. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Talk } from '../articles/load-talk.ts';
import { createReadAloud } from '../articles/read-aloud.ts';
import type { CardTemplates } from '../cards/load-templates.ts';
import { type AllStrings, createAllStrings } from '../cards/strings.ts';
import type { Article, ArticleStrings } from '../triage/article.ts';
import { type Locale, locales } from '../triage/evidence.ts';
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

/** The same as it is read from the files, and kept. */
interface ReadContent {
  readonly articles: readonly Article[];
  readonly values: Readonly<Record<string, string>>;
  readonly ranges: PublishedRanges;
  readonly words: Omit<WordData, 'readAloud' | 'weights'> & { readonly sounds: string };
  readonly weights: Uint8Array;
  readonly strings: Readonly<Record<Locale, unknown>>;
  readonly templates: CardTemplates;
  readonly talk: Talk;
}

/** Reads and checks every file. Throws what is wrong with them, all at once. */
export async function readContent(root: string): Promise<Content> {
  return fromRead(await readFiles(root));
}

/**
 * The content as it was read and found right the last time, which takes a tenth of the time, unless a file changed
 * since. Where nothing can be kept, it is read.
 * @param root the folder with dialogs/, cards/ and src/
 * @param keptIn a folder for the file with the content
 */
export async function loadContent(root: string, keptIn: string): Promise<Content> {
  const state = stateOf(root);
  const file = join(keptIn, 'content.bin');
  const kept = readKept(file, state);
  if (kept) return fromRead(kept);
  const content = await readFiles(root);
  keep(file, state, content);
  return fromRead(content);
}

async function readFiles(root: string): Promise<ReadContent> {
  // Loaded only here: with the content at hand neither YAML nor schemas are needed.
  const [{ loadArticles }, { loadWords }, { loadTalk }, { loadWeights }, { readStringTrees }, { loadTemplates }] =
    await Promise.all([
      import('../articles/load-articles.ts'),
      import('../articles/load-words.ts'),
      import('../articles/load-talk.ts'),
      import('../articles/load-weights.ts'),
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
    weights: loadWeights(join(root, 'dialogs')),
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

function fromRead({ words, weights, strings, ...content }: ReadContent): Content {
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

/** Where something begins and ends in the second part of the file. */
type Place = readonly [from: number, to: number];

/** The first part of the file, a line of JSON; what is large and not needed for a first answer stands behind it. */
interface KeptContent extends Omit<ReadContent, 'articles' | 'weights' | 'talk'> {
  readonly state: string;
  readonly articles: readonly (Omit<Article, 'strings'> & {
    readonly strings: Readonly<Record<Locale, KeptStrings>>;
  })[];
  readonly weights: Place;
  readonly talk: Omit<Talk, 'model'> & { readonly model: Omit<Talk['model'], 'weights'> & { readonly weights: Place } };
}

type KeptStrings = Omit<ArticleStrings, 'steps'> & { readonly steps: Place };

function readKept(file: string, state: string): ReadContent | undefined {
  try {
    const bytes = readFileSync(file);
    const end = bytes.indexOf('\n');
    const { state: keptState, ...kept } = JSON.parse(bytes.toString('utf8', 0, end)) as KeptContent;
    if (keptState !== state) return undefined;
    const at = ([from, to]: Place) => bytes.subarray(end + 1 + from, end + 1 + to);
    const { model } = kept.talk;
    return {
      ...kept,
      articles: kept.articles.map(article => {
        const strings = locales.map(
          locale => [locale, withSteps(article.strings[locale], place => JSON.parse(at(place).toString()))] as const,
        );
        return { ...article, strings: Object.fromEntries(strings) as Record<Locale, ArticleStrings> };
      }),
      weights: at(kept.weights),
      talk: { ...kept.talk, model: { ...model, weights: new Int8Array(at(model.weights)) } },
    };
  } catch {
    return undefined;
  }
}

/** Steps are most of an article's texts, and nobody is led through all articles in all languages: they are read when asked for. */
function withSteps(
  { steps: place, ...texts }: KeptStrings,
  read: (place: Place) => ArticleStrings['steps'],
): ArticleStrings {
  return Object.defineProperty({ ...texts, steps: {} }, 'steps', {
    get() {
      const steps = read(place);
      Object.defineProperty(this, 'steps', { value: steps });
      return steps;
    },
    enumerable: true,
    configurable: true,
  });
}

/** Best effort, and whole or not at all: several processes may start at once, and a container may be read-only. */
function keep(file: string, state: string, { articles, weights, talk, ...content }: ReadContent): void {
  const behind: Uint8Array[] = [];
  let length = 0;
  const put = (bytes: Uint8Array): Place => {
    behind.push(bytes);
    length += bytes.length;
    return [length - bytes.length, length];
  };
  const textsOf = ({ strings }: Article) =>
    Object.fromEntries(
      locales.map(locale => {
        const { steps } = strings[locale];
        return [locale, { ...strings[locale], steps: put(Buffer.from(JSON.stringify(steps))) }];
      }),
    ) as Record<Locale, KeptStrings>;
  const { buffer, byteOffset, byteLength } = talk.model.weights;
  const kept: KeptContent = {
    ...content,
    state,
    articles: articles.map(article => ({ ...article, strings: textsOf(article) })),
    weights: put(weights),
    talk: { ...talk, model: { ...talk.model, weights: put(new Uint8Array(buffer, byteOffset, byteLength)) } },
  };
  const unfinished = `${file}.${process.pid}`;
  try {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(unfinished, Buffer.concat([Buffer.from(`${JSON.stringify(kept)}\n`), ...behind]));
    renameSync(unfinished, file);
  } catch {
    // The next start reads the files again.
  }
}
