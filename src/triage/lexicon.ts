/** Reads a text as meanings: the concepts of dialogs/words in any of its languages, then the plain words that are left. */
import { type Locale, locales } from './evidence.ts';
import { createPhraseIndex, gap, type PhraseHit, type PhraseIndex } from './phrase-index.ts';
import { createSpelling, type Spelling } from './spelling.ts';
import { fold, isHan, tokenize } from './tokens.ts';
import { type ConceptId, type LocaleWords, type WordData, type WordGroup, wordGroups } from './words.ts';

/** One meaning of a text. `feature` is what is compared: `#queue` for a concept, else the word's stem. */
export interface Term {
  readonly feature: string;
  readonly kind: WordGroup | 'chatter' | 'word';
  /** The words as they were typed. */
  readonly text: string;
  /** Less than 1 where a word was corrected. */
  readonly sure: number;
  /** The kind of the longer phrase around it, or of the concept that a plain word was understood as. */
  readonly partOf: Term['kind'] | null;
}

export interface Reading {
  readonly locale: Locale;
  readonly terms: readonly Term[];
}

export interface Lexicon {
  /** What a person wrote: any language or two, with typing errors. */
  read(text: string): Reading;
  /** A text of our own: its language is known and its spelling right. Its words become known words. */
  learn(text: string, locale: Locale): readonly Term[];
}

interface Meaning {
  readonly concept: ConceptId;
  readonly kind: WordGroup | 'chatter';
  /** As it stands in the list, folded. */
  readonly entry: string;
}

interface Language {
  readonly stopWords: ReadonlySet<string>;
  readonly stem: (token: string) => string;
  readonly phrases: PhraseIndex<Meaning>;
  /** Stems that stand in a phrase. */
  readonly stems: ReadonlySet<string>;
}

/** `word` is `typed` after correction. */
interface Token {
  readonly word: string;
  readonly typed: string;
  readonly sure: number;
}

const mostTokens = 400;
/** A page of noise is not worth correcting word by word. */
const mostCorrections = 12;

export function createLexicon(data: WordData): Lexicon {
  const spelling = createSpelling();
  const languages = {} as Record<Locale, Language>;
  const groups = new Map(wordGroups.flatMap(group => data.concepts[group].map(concept => [concept, group] as const)));
  for (const locale of locales) {
    // Latin words in a Chinese sentence are English ones.
    const { endings } = data.locales[locale === 'zh-CN' ? 'en' : locale];
    languages[locale] = buildLanguage({ ...data.locales[locale], endings }, groups, locale, spelling);
  }
  const preferences = Object.fromEntries(locales.map(locale => [locale, preferred(locale)])) as Record<
    Locale,
    Locale[]
  >;

  function isKnown(token: string, locale: Locale): boolean {
    return (
      spelling.has(token) ||
      [locale, 'en' as const].some(known => languages[known].stems.has(languages[known].stem(token)))
    );
  }

  /** Takes compounds apart and corrects what nobody knows. */
  function resolve(typed: readonly string[], locale: Locale, correct: boolean): Token[] {
    let corrections = correct ? mostCorrections : 0;
    return typed.flatMap((token): Token[] => {
      const asTyped = [{ word: token, typed: token, sure: 1 }];
      if (token.length < 4 || isHan(token) || isKnown(token, locale)) return asTyped;
      const halves = splitCompound(token, half => isPart(half, locale));
      if (halves) return halves.map(word => ({ word, typed: token, sure: 1 }));
      if (corrections === 0 || hasDigit(token)) return asTyped;
      corrections -= 1;
      const word = spelling.correct(token, [...new Set([locale === 'zh-CN' ? 'en' : locale, 'en' as const])]);
      return word === undefined ? asTyped : [{ word, typed: token, sure: 0.9 }];
    });
  }

  function isPart(half: string, locale: Locale): boolean {
    const { stems, stem, stopWords } = languages[locale];
    return half.length >= 4 ? stems.has(stem(half)) && !stopWords.has(half) : acronyms.has(half);
  }

  function understand(tokens: readonly Token[], locale: Locale): Term[] {
    const words = tokens.map(token => token.word);
    const hits = preferences[locale].flatMap((language, rank) => {
      const { stem, phrases } = languages[language];
      if (language === 'zh-CN' && !words.some(isHan)) return [];
      return phrases
        .find(words.map(word => stem(word)))
        .filter(({ places, value }) => {
          const [place, ...others] = places;
          // "worden" is not the plural of Word: a small word is only itself.
          if (others.length === 0 && languages[locale].stopWords.has(words[place!]!))
            return value.entry === words[place!];
          return rank === 0 || places.every(place => !isStopWord(words[place]!, locale, rank));
        })
        .map(hit => ({ ...hit, rank }));
    });
    hits.sort((one, other) => other.places.length - one.places.length || one.rank - other.rank);

    const accepted: (PhraseHit<Meaning> & { readonly rank: number; readonly partOf: Term['kind'] | null })[] = [];
    for (const hit of hits) {
      const around = accepted.filter(({ places }) => hit.places.every(place => places.includes(place)));
      const isChatter = hit.value.kind === 'chatter';
      // A longer phrase decides what its words are about: a "print queue" is not a queue of mail, "scan to mail" is mail.
      if (around.some(other => (other.value.kind === 'chatter') !== isChatter)) continue;
      // English lends words to every language; the other languages only have what is left.
      if (hit.rank > 1 && accepted.some(({ places }) => hit.places.some(place => places.includes(place)))) continue;
      const longer = around.find(other => other.places.length > hit.places.length || other.rank < hit.rank);
      accepted.push({ ...hit, partOf: longer?.value.kind ?? null });
    }

    const terms = new Map<string, Term>();
    for (const { value, places, partOf } of accepted) {
      const feature = `#${value.concept}`;
      const typed = [...new Set(places.map(place => tokens[place]!.typed))];
      const text = typed.every(isHan) ? typed.join('') : typed.join(' ');
      const sure = Math.min(...places.map(place => tokens[place]!.sure));
      const known = terms.get(feature);
      if (!known || (known.partOf && !partOf)) terms.set(feature, { feature, kind: value.kind, text, sure, partOf });
    }
    const taken = new Map(accepted.flatMap(({ places, value }) => places.map(place => [place, value.kind] as const)));
    for (const term of plainWords(tokens, locale, taken)) if (!terms.has(term.feature)) terms.set(term.feature, term);
    return [...terms.values()];
  }

  /** A word of another language counts only where it is no small word of this one. */
  function isStopWord(word: string, locale: Locale, rank: number): boolean {
    return languages[locale].stopWords.has(word) || (rank > 1 && languages.en.stopWords.has(word));
  }

  function plainWords(tokens: readonly Token[], locale: Locale, taken: ReadonlyMap<number, Term['kind']>): Term[] {
    const { stem } = languages[locale];
    const small = languages['zh-CN'].stopWords;
    return tokens.flatMap(({ word, typed, sure }, place): Term[] => {
      if (!isHan(word)) {
        const isSmall = languages[locale].stopWords.has(word) || languages.en.stopWords.has(word);
        return isSmall
          ? []
          : [{ feature: stem(word), kind: 'word', text: typed, sure, partOf: taken.get(place) ?? null }];
      }
      // Pairs of characters stand for words, so that the result does not depend on anybody's dictionary.
      const next = tokens[place + 1]?.word;
      if (next === undefined || !isHan(next) || small.has(word) || small.has(next) || small.has(word + next)) return [];
      const partOf = taken.get(place) ?? taken.get(place + 1) ?? null;
      return [{ feature: word + next, kind: 'word', text: word + next, sure, partOf }];
    });
  }

  return {
    read(text) {
      const typed = tokenize(text).slice(0, mostTokens);
      const locale = guessLocale(typed, languages);
      return { locale, terms: understand(resolve(typed, locale, true), locale) };
    },
    learn(text, locale) {
      const tokens = resolve(tokenize(text), locale, false);
      for (const { word } of tokens)
        if (word.length >= 4 && !isHan(word) && !hasDigit(word)) spelling.add(word, locale);
      return understand(tokens, locale);
    },
  };
}

function buildLanguage(
  words: LocaleWords,
  groups: ReadonlyMap<ConceptId, WordGroup>,
  locale: Locale,
  spelling: Spelling,
): Language {
  const stem = createStemmer(words);
  const phrases = createPhraseIndex<Meaning>();
  const stems = new Set<string>();
  const add = (entry: string, meaning: Omit<Meaning, 'entry'>) => {
    const parts = entry.split(gap).map(part => tokenize(part));
    for (const token of parts.flat()) {
      stems.add(stem(token));
      if (token.length >= 4 && !isHan(token)) spelling.add(token, locale);
    }
    const tokens = parts.flatMap((part, index) => [...(index === 0 ? [] : [gap]), ...part.map(stem)]);
    phrases.add(tokens, { ...meaning, entry: fold(entry) });
  };
  for (const [concept, entries] of Object.entries(words.concepts)) {
    const kind = groups.get(concept);
    if (kind) for (const entry of entries) add(entry, { concept, kind });
  }
  for (const entry of words.chatter) add(entry, { concept: `chatter ${entry}`, kind: 'chatter' });
  const stopWords = new Set(words.stopWords.map(word => tokenize(word).join('')));
  for (const word of stopWords) if (word.length >= 4 && !isHan(word)) spelling.add(word, locale);
  return { stopWords, stem, phrases, stems };
}

/** Takes the longest ending off, leaves three letters or more, and makes one word of words that are the same to us. */
function createStemmer({ endings, sameAs }: LocaleWords): (token: string) => string {
  const longestFirst = endings.map(ending => fold(ending)).sort((one, other) => other.length - one.length);
  const remembered = new Map<string, string>();
  const strip = (token: string) => {
    if (token.length < 4 || isHan(token) || hasDigit(token)) return token;
    const ending = longestFirst.find(ending => token.length - ending.length >= 3 && token.endsWith(ending));
    return singleLast(ending === undefined ? token : token.slice(0, -ending.length));
  };
  const same = new Map(
    Object.entries(sameAs).flatMap(([word, others]) =>
      [word, ...others].map(other => [strip(fold(other)), fold(word)] as const),
    ),
  );
  return token => {
    const known = remembered.get(token);
    if (known !== undefined) return known;
    const bare = strip(token);
    const stem = same.get(bare) ?? bare;
    if (remembered.size < 50_000) remembered.set(token, stem);
    return stem;
  };
}

/** "stopp" from "stopped" is the "stop" of "stops". */
function singleLast(stem: string): string {
  return stem.length > 3 && stem.at(-1) === stem.at(-2) ? stem.slice(0, -1) : stem;
}

/** Names of the trade that are short and yet half a compound: "mxrecord", "tlscertificaat". */
const acronyms = new Set(['mx', 'ip', 'dns', 'tls', 'ssl', 'spf', 'smtp', 'imap', 'eop', 'ndr', 'ews']);

/** Swedish and Dutch join with an s, an e or nothing: "leveransfel", "verzendlimiet", "groepenlijst". */
function splitCompound(token: string, isPart: (half: string) => boolean): [string, string] | undefined {
  for (let at = token.length - 2; at >= 2; at -= 1) {
    const [start, end] = [token.slice(0, at), token.slice(at)];
    if (isPart(end)) {
      const joint = /(?:en|s|e)$/.exec(start)?.[0] ?? '';
      const bare = start.slice(0, start.length - joint.length);
      if (isPart(start)) return [start, end];
      if (isPart(bare)) return [bare, end];
      if (end.length >= longPart && start.length >= 3) return [start, end];
    }
    if (start.length >= longPart && end.length >= 3 && isPart(start)) return [start, end];
  }
  return undefined;
}

/** So long a known word tells even where the other half is unknown: "firewallbeheerder". */
const longPart = 6;

/** The language with the most words of the text; small words tell most. */
function guessLocale(words: readonly string[], languages: Record<Locale, Language>): Locale {
  if (words.some(isHan)) return 'zh-CN';
  const counts = locales.map(locale => {
    const { stopWords, stems, stem } = languages[locale];
    const count = words.reduce((sum, word) => sum + (stopWords.has(word) ? 1 : stems.has(stem(word)) ? 0.7 : 0), 0);
    return { locale, count: locale === 'zh-CN' ? 0 : count };
  });
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).locale;
}

/** First the language itself, then English, whose words every helpdesk borrows. */
function preferred(locale: Locale): Locale[] {
  return [...new Set<Locale>([locale, 'en', ...locales])];
}

function hasDigit(token: string): boolean {
  return /\d/.test(token);
}
