/** Reads a text as meanings: the concepts of dialogs/words in any of its languages, then the plain words that are left. */

import { type Locale, locales } from '../evidence.ts';
import { hasDigit, isHan, tokenize } from '../tokens.ts';
import { splitCompound } from './compound.ts';
import { buildLanguages, guessLocale, type Meaning } from './language.ts';
import type { PhraseHit } from './phrase-index.ts';
import { createSoundAlikes } from './sound-alikes.ts';
import { createSpelling, shortestCorrected } from './spelling.ts';
import type { WordData, WordGroup } from './words.ts';

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
  /** A Chinese text as it was meant, others as they were typed. */
  readonly words: readonly string[];
}

export interface Lexicon {
  /** What a person wrote: any language or two, with typing errors. */
  read(text: string): Reading;
  /** The words of a text of our own are spelled right, and known from now on. */
  learn(tokens: readonly string[], locale: Locale): void;
}

/** `word` is `typed` after correction. */
interface Token {
  readonly word: string;
  readonly typed: string;
  readonly sure: number;
}

interface Hit extends PhraseHit<Meaning> {
  /** 0: the text's own language, 1: English, 2: the others. */
  readonly rank: number;
}

interface UnderstoodHit extends Hit {
  readonly partOf: Term['kind'] | null;
}

interface PlainWord {
  readonly feature: string;
  /** The places of its first and last token. */
  readonly first: number;
  readonly last: number;
}

const mostTokens = 400;
/** What is longer than two of the longest words together is no compound, and nothing that somebody mistyped. */
const longestWord = 80;
/** A page of noise is not worth correcting word by word. */
const mostCorrections = 12;
const sureOfCorrection = 0.9;

export function createLexicon(data: WordData): Lexicon {
  const spelling = createSpelling();
  const languages = buildLanguages(data, spelling);
  const learned: Record<Locale, Set<string>> = { en: new Set(), nl: new Set(), sv: new Set(), 'zh-CN': new Set() };
  const soundAlikes = createSoundAlikes(data.readAloud ?? (character => character));
  const { concepts, chatter } = data.locales['zh-CN'];
  for (const entry of [...Object.values(concepts).flat(), ...chatter]) {
    const characters = tokenize(entry);
    if (characters.every(isHan)) soundAlikes.add(characters);
  }

  function isKnown(token: string, locale: Locale): boolean {
    const isStem = (known: Locale) => languages[known].stems.has(languages[known].stem(token));
    return spelling.has(token) || isStem(locale) || isStem('en');
  }

  function hear(tokens: readonly Token[]): Token[] {
    const heard = soundAlikes.correct(tokens.map(({ word }) => word));
    return tokens.map((token, place) => {
      const word = heard[place]!;
      return word === token.word ? token : { word, typed: token.typed, sure: sureOfCorrection };
    });
  }

  /** Takes compounds apart and corrects what nobody knows. */
  function resolve(typed: readonly string[], locale: Locale, mayCorrect: boolean): Token[] {
    const { stems, stem, stopWords } = languages[locale];
    let corrections = mayCorrect ? mostCorrections : 0;
    return typed.flatMap((token): Token[] => {
      const asTyped = [{ word: token, typed: token, sure: 1 }];
      if (token.length < shortestCorrected || token.length > longestWord || isHan(token) || isKnown(token, locale))
        return asTyped;
      const isWord = (half: string) => stems.has(stem(half)) && !stopWords.has(half);
      const inHalves = (halves: readonly string[]) => halves.map(word => ({ word, typed: token, sure: 1 }));
      const halves = splitCompound(token, isWord);
      if (halves) return inHalves(halves);
      const mayCorrectIt = corrections > 0 && !hasDigit(token);
      const wanted = locale === 'zh-CN' ? (['en'] as const) : ([locale, 'en'] as const);
      if (mayCorrectIt) {
        corrections -= 1;
        const word = withoutDigraphs(token, locale, spelling.has) ?? spelling.correct(token, wanted);
        if (word !== undefined) return [{ word, typed: token, sure: sureOfCorrection }];
      }
      // English writes its compounds apart.
      const guessed = locale === 'en' ? undefined : splitCompound(token, isWord, true);
      if (!guessed) return asTyped;
      return inHalves(
        guessed.map(half => (mayCorrectIt && !isWord(half) ? (spelling.correct(half, wanted) ?? half) : half)),
      );
    });
  }

  function understand(tokens: readonly Token[], locale: Locale, order: readonly Locale[]): UnderstoodHit[] {
    const words = tokens.map(token => token.word);
    const hits = order.flatMap(language => findHits(words, locale, language));
    return settle(hits);
  }

  function toTerms(tokens: readonly Token[], locale: Locale, understood: readonly UnderstoodHit[]): Term[] {
    const terms = new Map<string, Term>();
    const kindAt = new Map<number, Term['kind']>();
    for (const { value, places, partOf } of understood) {
      const { feature, kind } = value;
      for (const place of places) kindAt.set(place, kind);
      const known = terms.get(feature);
      if (known && (!known.partOf || partOf)) continue;
      const sure = Math.min(...places.map(place => tokens[place]!.sure));
      terms.set(feature, { feature, kind, text: typedText(tokens, places), sure, partOf });
    }
    for (const { feature, first, last } of plainWords(tokens, locale)) {
      if (terms.has(feature)) continue;
      const partOf = kindAt.get(first) ?? kindAt.get(last) ?? null;
      const text = first === last ? tokens[first]!.typed : feature;
      terms.set(feature, { feature, kind: 'word', text, sure: tokens[first]!.sure, partOf });
    }
    return [...terms.values()];
  }

  function findHits(words: readonly string[], locale: Locale, language: Locale): Hit[] {
    if (language === 'zh-CN' && !words.some(isHan)) return [];
    const rank = language === locale ? 0 : language === 'en' ? 1 : 2;
    const own = languages[locale].stopWords;
    const { stem, phrases } = languages[language];
    return phrases
      .find(words.map(stem))
      .filter(({ places, value }) => {
        // "worden" is not the plural of Word, nor "name" a form of "namens": small and foreign words are only themselves.
        const word = places.length === 1 ? words[places[0]!]! : undefined;
        if (word !== undefined && (rank > 1 || own.has(word))) return value.entry === word;
        return rank === 0 || !places.some(place => isSmallWord(words[place]!, locale, rank));
      })
      .map(({ value, places }) => ({ value, places, rank }));
  }

  /** A word of another language counts only where it is no small word of this one. */
  function isSmallWord(word: string, locale: Locale, rank: number): boolean {
    return languages[locale].stopWords.has(word) || (rank > 1 && languages.en.stopWords.has(word));
  }

  function plainWords(tokens: readonly Token[], locale: Locale): PlainWord[] {
    const { stem, stopWords } = languages[locale];
    const smallHan = languages['zh-CN'].stopWords;
    const found: PlainWord[] = [];
    tokens.forEach(({ word }, place) => {
      if (!isHan(word)) {
        if (stopWords.has(word) || languages.en.stopWords.has(word)) return;
        found.push({ feature: stem(word), first: place, last: place });
        return;
      }
      // Pairs of characters stand for words, so that the result does not depend on anybody's dictionary.
      const next = tokens[place + 1]?.word;
      if (next === undefined || !isHan(next)) return;
      if (smallHan.has(word) || smallHan.has(next) || smallHan.has(word + next)) return;
      found.push({ feature: word + next, first: place, last: place + 1 });
    });
    return found;
  }

  return {
    read(text) {
      const typed = tokenize(text).slice(0, mostTokens);
      const locale = guessLocale(typed, languages);
      const order = [...new Set<Locale>([locale, 'en', ...locales])];
      const resolved = resolve(typed, locale, true);
      const tokens = locale === 'zh-CN' ? hear(resolved) : resolved;
      const words = locale === 'zh-CN' ? tokens.map(({ word }) => word) : typed;
      return { locale, terms: toTerms(tokens, locale, understand(tokens, locale, order)), words };
    },
    learn(written, locale) {
      const unknown = written.filter(token => !learned[locale].has(token));
      for (const token of unknown) learned[locale].add(token);
      for (const { word } of resolve(unknown, locale, false)) {
        if (!hasDigit(word)) spelling.add(word, locale);
      }
      if (locale === 'zh-CN') soundAlikes.learn(written);
    },
  };
}

/** Who has no å, ä and ö on the keyboard writes "aa", "ae" and "oe"; we compare without the marks. */
function withoutDigraphs(token: string, locale: Locale, isKnown: (word: string) => boolean): string | undefined {
  if (locale !== 'sv') return undefined;
  const word = token.replace(/a[ae]/g, 'a').replaceAll('oe', 'o');
  return word !== token && isKnown(word) ? word : undefined;
}

/** Longer phrases and the text's own language first; what contradicts them falls away, what lies inside them is a part. */
function settle(hits: Hit[]): UnderstoodHit[] {
  hits.sort((one, other) => other.places.length - one.places.length || one.rank - other.rank);
  const understood: UnderstoodHit[] = [];
  const at: UnderstoodHit[][] = [];
  for (const hit of hits) {
    const { places, rank, value } = hit;
    const around = (at[places[0]!] ?? []).filter(other => places.every(place => other.places.includes(place)));
    const isChatter = value.kind === 'chatter';
    // A longer phrase decides what its words are about: a "print queue" is not a queue of mail, "scan to mail" is mail.
    if (around.some(other => (other.value.kind === 'chatter') !== isChatter)) continue;
    // English lends words to every language; the other languages only have what is left.
    if (rank > 1 && places.some(place => at[place])) continue;
    const longer = around.find(other => other.places.length > places.length || other.rank < rank);
    const settled = { value, places, rank, partOf: longer?.value.kind ?? null };
    understood.push(settled);
    for (const place of places) {
      const here = at[place];
      if (here) here.push(settled);
      else at[place] = [settled];
    }
  }
  return understood;
}

function typedText(tokens: readonly Token[], places: readonly number[]): string {
  const typed = [...new Set(places.map(place => tokens[place]!.typed))];
  return typed.every(isHan) ? typed.join('') : typed.join(' ');
}
