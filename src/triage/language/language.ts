/** The words of one language, ready for reading: its small words, its stems, its phrases with their meanings. */
import { type Locale, locales } from '../evidence.ts';
import { fold, isHan, tokenize } from '../tokens.ts';
import { createPhraseIndex, gap, type PhraseIndex } from './phrase-index.ts';
import type { Spelling } from './spelling.ts';
import { createStemmer, type Stemmer } from './stemmer.ts';
import { type ConceptId, type LocaleWords, type WordData, type WordGroup, wordGroups } from './words.ts';

export interface Meaning {
  /** `#queue`; for chatter the entry itself. */
  readonly feature: string;
  readonly kind: WordGroup | 'chatter';
  /** As it stands in the list, folded. */
  readonly entry: string;
}

export interface Language {
  readonly stopWords: ReadonlySet<string>;
  readonly stem: Stemmer;
  readonly phrases: PhraseIndex<Meaning>;
  /** Stems that stand in a phrase. */
  readonly stems: ReadonlySet<string>;
}

export type Languages = Readonly<Record<Locale, Language>>;

export function buildLanguages(data: WordData, spelling: Spelling): Languages {
  const groups = new Map(wordGroups.flatMap(group => data.concepts[group].map(concept => [concept, group] as const)));
  const build = (locale: Locale) => {
    // Latin words in a Chinese sentence are English ones.
    const { endings } = data.locales[locale === 'zh-CN' ? 'en' : locale];
    return buildLanguage({ ...data.locales[locale], endings }, groups, word => spelling.add(word, locale));
  };
  return { en: build('en'), nl: build('nl'), sv: build('sv'), 'zh-CN': build('zh-CN') };
}

/** The language with the most words of the text; small words tell most. */
export function guessLocale(words: readonly string[], languages: Languages): Locale {
  if (words.some(isHan)) return 'zh-CN';
  const counts = locales.map(locale => {
    const { stopWords, stems, stem } = languages[locale];
    const count = words.reduce((sum, word) => sum + (stopWords.has(word) ? 1 : stems.has(stem(word)) ? 0.7 : 0), 0);
    return { locale, count: locale === 'zh-CN' ? 0 : count };
  });
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).locale;
}

function buildLanguage(
  words: LocaleWords,
  groups: ReadonlyMap<ConceptId, WordGroup>,
  learnSpelling: (word: string) => void,
): Language {
  const stem = createStemmer(words);
  const phrases = createPhraseIndex<Meaning>();
  const stems = new Set<string>();
  const add = (entry: string, feature: string, kind: Meaning['kind']) => {
    const parts = entry.split(gap).map(part => tokenize(part));
    for (const token of parts.flat()) {
      stems.add(stem(token));
      learnSpelling(token);
    }
    const tokens = parts.flatMap((part, index) => [...(index === 0 ? [] : [gap]), ...part.map(stem)]);
    phrases.add(tokens, { feature, kind, entry: fold(entry) });
  };
  for (const [concept, entries] of Object.entries(words.concepts)) {
    const kind = groups.get(concept);
    if (kind) for (const entry of entries) add(entry, `#${concept}`, kind);
  }
  for (const entry of words.chatter) add(entry, `#chatter ${entry}`, 'chatter');
  const stopWords = new Set(words.stopWords.map(word => tokenize(word).join('')));
  for (const word of stopWords) learnSpelling(word);
  return { stopWords, stem, phrases, stems };
}
