/** Plain words -> articles: BM25 over concepts and stems, the best single line on top, measured against the ideal article. */
import type { Article } from './article.ts';
import { type Locale, locales } from './evidence.ts';
import { createLexicon, type Term } from './lexicon.ts';
import { isHan } from './tokens.ts';
import { isAboutMailFlow } from './topic.ts';
import type { WordData } from './words.ts';

export interface SymptomHit {
  readonly article: Article;
  /** 1: the article says everything that was asked. */
  readonly score: number;
  /** The words of the text that spoke for the article, the most telling first. */
  readonly words: readonly string[];
}

export interface SymptomSearch {
  readonly locale: Locale;
  /** False for other helpdesk talk. */
  readonly isMailFlow: boolean;
  /** The best first, five at most. */
  readonly hits: readonly SymptomHit[];
}

export interface SymptomIndex {
  search(text: string): SymptomSearch;
}

/** The same word in a title says more than in the sentence on how to tell two errors apart. */
const fieldWeights = { name: 1.5, symptom: 1.5, headline: 1, cause: 0.7, tell: 0.3 };
/** BM25's k1: how soon more of the same word adds nothing. */
const saturation = 2;
const bestLineShare = 0.25;

const kindWeights: Record<Term['kind'], number> = {
  mailFlow: 1,
  connection: 1,
  trouble: 1,
  mail: 0.6,
  circumstance: 0.6,
  word: 0.4,
  chatter: 0,
};
const littleWeight = 0.3;
const partWeight = 0.25;
/** A word in no article and no list weighs a little: it may be a name or a politeness, or what nobody here can answer. */
const unknownWord = 0.3;
const mostAsked = 40;
const mostHits = 5;

interface Posting {
  readonly article: number;
  weight: number;
}

export function createSymptomIndex(articles: readonly Article[], words: WordData): SymptomIndex {
  const lexicon = createLexicon(words);
  const saysLittle = new Set(words.concepts.saysLittle.map(concept => `#${concept}`));
  const postings = new Map<string, Posting[]>();
  const articleOfLine: number[] = [];
  const linesOf = new Map<string, number[]>();
  articles.forEach((article, number) => {
    // An article in four languages says everything four times.
    const languages = locales.filter(locale => article.strings[locale].title !== '').length || 1;
    for (const { text, locale, weight, isLine } of textsOf(article)) {
      const features = lexicon.learn(text, locale);
      const line = isLine ? articleOfLine.push(number) - 1 : undefined;
      for (const feature of features) {
        addPosting(postings, feature, number, weight / languages);
        if (line !== undefined) append(linesOf, feature, line);
      }
    }
  });

  /** How telling a term is. One that we know and no article has is as telling as it gets, and nobody answers it. */
  function weigh({ feature, kind, sure, partOf }: Term): number {
    const holders = postings.get(feature)?.length ?? 0;
    if (holders === 0 && kind === 'word') return partOf || isHan(feature) ? 0 : unknownWord;
    const rarity = Math.log(1 + (articles.length - holders + 0.5) / (holders + 0.5));
    return rarity * (saysLittle.has(feature) ? littleWeight : kindWeights[kind]) * sure * (partOf ? partWeight : 1);
  }

  return {
    search(text) {
      const { locale, terms } = lexicon.read(text);
      const asked = terms
        .map(term => ({ term, weight: weigh(term) }))
        .filter(({ weight }) => weight > 0)
        .sort((one, other) => other.weight - one.weight)
        .slice(0, mostAsked);
      const ideal = asked.reduce((sum, { weight }) => sum + weight, 0);

      const sums = new Float64Array(articles.length);
      const lineSums = new Map<number, number>();
      for (const { term, weight } of asked) {
        for (const { article, weight: held } of postings.get(term.feature) ?? []) {
          sums[article]! += (weight * held) / (held + saturation);
        }
        for (const line of linesOf.get(term.feature) ?? []) lineSums.set(line, (lineSums.get(line) ?? 0) + weight);
      }
      const bestLines = new Float64Array(articles.length);
      for (const [line, sum] of lineSums) {
        const article = articleOfLine[line]!;
        if (sum > bestLines[article]!) bestLines[article] = sum;
      }
      const hits: { number: number; score: number }[] = [];
      for (let number = 0; number < articles.length; number += 1) {
        const score = ((1 - bestLineShare) * sums[number]! + bestLineShare * bestLines[number]!) / ideal;
        if (score > 0) insertBest(hits, { number, score });
      }
      const wordsFor = (number: number) =>
        asked
          .filter(({ term }) => postings.get(term.feature)?.some(({ article }) => article === number))
          .map(({ term }) => term.text);
      return {
        locale,
        isMailFlow: isAboutMailFlow(terms),
        hits: hits.map(({ number, score }) => ({
          article: articles[number]!,
          score,
          words: [...new Set(wordsFor(number))].slice(0, 4),
        })),
      };
    },
  };
}

interface ArticleText {
  readonly text: string;
  readonly locale: Locale;
  readonly weight: number;
  /** A line that a user or a server could have said. */
  readonly isLine: boolean;
}

function textsOf(article: Article): ArticleText[] {
  const signatures = article.signatures.map(text => ({
    text,
    locale: 'en' as const,
    weight: fieldWeights.name,
    isLine: true,
  }));
  const strings = locales.flatMap(locale => {
    const { title, aliases, symptoms, headline, cause, tell } = article.strings[locale];
    return [
      ...[title, ...aliases].map(text => ({ text, locale, weight: fieldWeights.name, isLine: true })),
      ...symptoms.map(text => ({ text, locale, weight: fieldWeights.symptom, isLine: true })),
      { text: headline, locale, weight: fieldWeights.headline, isLine: true },
      { text: cause, locale, weight: fieldWeights.cause, isLine: false },
      { text: tell, locale, weight: fieldWeights.tell, isLine: false },
    ];
  });
  return [...signatures, ...strings];
}

function addPosting(postings: Map<string, Posting[]>, feature: string, article: number, weight: number): void {
  const last = postings.get(feature)?.at(-1);
  if (last?.article === article) last.weight += weight;
  else append(postings, feature, { article, weight });
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function insertBest(hits: { number: number; score: number }[], hit: { number: number; score: number }): void {
  if (hits.length === mostHits && hit.score <= hits.at(-1)!.score) return;
  const at = hits.findIndex(({ score }) => score < hit.score);
  hits.splice(at === -1 ? hits.length : at, 0, hit);
  hits.length = Math.min(hits.length, mostHits);
}
