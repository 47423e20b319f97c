/** Words as they are typed, unfinished ones too -> articles that have them all in a title, an alias, a symptom or a wording. */
import type { Article } from '../article.ts';
import { type Locale, locales } from '../evidence.ts';
import { createSpelling } from '../language/index.ts';
import { fold, hasDigit, isHan, tokenize } from '../tokens.ts';
import { countMentions } from './mentions.ts';

export interface ArticleWords {
  /** The best first. Every word has to be there: one that no article has finds nothing. */
  find(text: string, locale: Locale): Article[];
}

const fieldWeights = { title: 3, alias: 2.5, signature: 2, headline: 1.5, symptom: 1.5 };
const qualities = { whole: 1, start: 0.8, middle: 0.5, scattered: 0.5 };
/** "box" stands in the middle of too much. */
const shortestInside = 4;
/** A shorter word with one letter changed is another word. */
const shortestCorrected = 6;
const shortestNumber = 3;
const ownLanguage = 1.15;
const mostWords = 12;

// 192.0.2.7 says where, not what
const address = /(?<![\d.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d.])/g;

interface Shelf {
  /** A Latin word -> the number of an article -> the weight of the field that has it. */
  readonly words: Map<string, Map<number, number>>;
  /** Chinese has no spaces: its lines are searched as they stand. */
  readonly lines: { readonly text: string; readonly article: number; readonly weight: number }[];
}

export function createArticleWords(articles: readonly Article[]): ArticleWords {
  const shelves = new Map<Locale, Shelf>(locales.map(locale => [locale, { words: new Map(), lines: [] }]));
  const spelling = createSpelling();
  const mentionsOf = countMentions(articles);
  for (const locale of locales) {
    const shelf = shelves.get(locale)!;
    articles.forEach((article, number) => {
      for (const [text, weight] of linesOf(article, locale)) {
        const words = tokenize(text).filter(word => !isHan(word));
        for (const word of words) {
          addWord(shelf, word, number, weight);
          if (word.length >= shortestCorrected && !hasDigit(word)) spelling.add(word, locale);
        }
        if (words.join('').length < text.length) shelf.lines.push({ text: fold(text), article: number, weight });
      }
    });
  }

  function termsOf(text: string, locale: Locale): string[] {
    const folded = fold(text).replace(address, ' ');
    const latin = tokenize(folded).filter(word => !isHan(word) && !(hasDigit(word) && word.length < shortestNumber));
    const chinese = folded.match(/\p{Script=Han}+/gu) ?? [];
    const terms = [...new Set([...latin, ...chinese])].slice(0, mostWords);
    return terms.map(term => {
      if (isHan(term) || term.length < shortestCorrected || hasDigit(term)) return term;
      if ([...shelves.values()].some(shelf => holdersOf(term, shelf).size > 0)) return term;
      return spelling.correct(term, [locale, ...locales.filter(one => one !== locale)]) ?? term;
    });
  }

  return {
    find(text, locale) {
      const terms = termsOf(text, locale);
      const scores = new Map<number, number>();
      for (const [language, shelf] of shelves) {
        const factor = language === locale ? ownLanguage : 1;
        for (const [number, score] of scoresOf(terms, shelf, articles.length)) {
          scores.set(number, Math.max(scores.get(number) ?? 0, score * factor));
        }
      }
      const common = (number: number) => mentionsOf(articles[number]!.id);
      return [...scores]
        .sort(([one, oneScore], [other, otherScore]) => otherScore - oneScore || common(other) - common(one))
        .map(([number]) => articles[number]!);
    },
  };
}

function linesOf(article: Article, locale: Locale): [text: string, weight: number][] {
  const { title, aliases, headline, symptoms } = article.strings[locale];
  return [
    [title, fieldWeights.title],
    ...aliases.map((text): [string, number] => [text, fieldWeights.alias]),
    ...article.signatures.map((text): [string, number] => [text, fieldWeights.signature]),
    [headline, fieldWeights.headline],
    ...symptoms.map((text): [string, number] => [text, fieldWeights.symptom]),
  ];
}

function addWord({ words }: Shelf, word: string, article: number, weight: number): void {
  const holders = words.get(word) ?? new Map<number, number>();
  words.set(word, holders.set(article, Math.max(holders.get(article) ?? 0, weight)));
}

/** Articles that have every term, with the sum of what the terms weigh there; rare terms weigh more. */
function scoresOf(terms: readonly string[], shelf: Shelf, count: number): Map<number, number> {
  let scores: Map<number, number> | undefined;
  for (const term of terms) {
    const holders = holdersOf(term, shelf);
    if (holders.size === 0) return new Map();
    const rarity = Math.log(1 + count / holders.size);
    const before = scores;
    const kept = [...holders].filter(([number]) => before?.has(number) ?? true);
    scores = new Map(kept.map(([number, weight]) => [number, (before?.get(number) ?? 0) + rarity * weight]));
  }
  return scores ?? new Map();
}

function holdersOf(term: string, { words, lines }: Shelf): Map<number, number> {
  const found = new Map<number, number>();
  const add = (article: number, weight: number) => found.set(article, Math.max(found.get(article) ?? 0, weight));
  if (isHan(term)) {
    for (const { text, article, weight } of lines) {
      const quality = text.includes(term) ? qualities.whole : isScattered(term, text) ? qualities.scattered : 0;
      if (quality > 0) add(article, weight * quality);
    }
    return found;
  }
  for (const [word, holders] of words) {
    const quality = likeness(term, word);
    if (quality > 0) for (const [article, weight] of holders) add(article, weight * quality);
  }
  return found;
}

function likeness(term: string, word: string): number {
  if (word === term) return qualities.whole;
  // 450 is not the start of 4505.
  if (hasDigit(term)) return 0;
  if (word.startsWith(term)) return qualities.start;
  return term.length >= shortestInside && word.includes(term) ? qualities.middle : 0;
}

/** "邮箱满" in "邮箱已满": the characters in their order, with few others between them. */
function isScattered(term: string, text: string): boolean {
  const characters = [...term];
  if (characters.length < 3) return false;
  let at = text.indexOf(characters[0]!);
  while (at !== -1) {
    let next = at;
    const isThere = characters.every(character => {
      const found = text.indexOf(character, next);
      next = found + 1;
      return found !== -1 && found - at < characters.length * 2;
    });
    if (isThere) return true;
    at = text.indexOf(characters[0]!, at + 1);
  }
  return false;
}
