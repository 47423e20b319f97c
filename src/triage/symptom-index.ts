/** Plain words -> articles: BM25 over concepts and stems, measured against the ideal article, and the most similar line. */
import type { Article } from './article.ts';
import { createTalk } from './everyday-talk.ts';
import { type Locale, locales } from './evidence.ts';
import { createLexicon, type Term } from './lexicon.ts';
import { isHan } from './tokens.ts';
import { isAboutMailFlow } from './topic.ts';
import { createWordRanking } from './word-ranking.ts';
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
  /** The same score for articles that something else has chosen, in their order. */
  closeness(text: string, some: readonly Article[]): number[];
}

/** The same word in a title says more than in the sentence on how to tell two errors apart. */
const fieldWeights = { name: 1.5, symptom: 1.5, headline: 1, cause: 0.7, tell: 0.3 };
/** BM25's k1: how soon more of the same word adds nothing. */
const saturation = 3;
const bestLineShare = 0.4;

/** An article that many others name is about a common problem; how much that tips the scales. */
const commonness = 0.04;
const usualMentions = 4;
/** An article on DANE or on IPv6 is less likely where nobody speaks of it. */
const withoutItsSubject = 0.9;
/** What so many articles speak of is no subject of its own. */
const mostAboutMailFlow = 20;
const mostAboutAnything = 12;

const kindWeights: Record<Term['kind'], number> = {
  mailFlow: 1,
  connection: 1,
  trouble: 1,
  scene: 0.6,
  circumstance: 0.6,
  elsewhere: 0.6,
  word: 0.4,
  chatter: 0,
};
const littleWeight = 0.3;
const partWeight = 0.4;
/** A word in no article and no list weighs a little: it may be a name or a politeness, or what nobody here can answer. */
const unknownWord = 0.15;
/** How much the words as they are written count beside their meanings. */
const plainWordsShare = 0.1;
const mostAsked = 40;
const mostHits = 5;
const mostWords = 4;
/** Only articles with so good a sum are looked at line by line. */
const mostRead = 50;

/** A feature -> the numbers of the articles that have it, ascending, and how much of it each has. */
interface Holders {
  readonly articles: number[];
  readonly shares: number[];
}

/** A line that a user or a server could have said, with what each of its features weighs. */
interface Line {
  readonly terms: readonly Term[];
  readonly weights: Map<string, number>;
  sum: number;
}

interface Asked {
  readonly term: Term;
  readonly weight: number;
}

export function createSymptomIndex(articles: readonly Article[], words: WordData): SymptomIndex {
  const lexicon = createLexicon(words);
  const saysLittle = new Set(words.concepts.saysLittle.map(concept => `#${concept}`));
  const holders = new Map<string, Holders>();
  const lines: Line[][] = articles.map((article, number) => {
    // An article in four languages says everything four times.
    const languages = locales.filter(locale => article.strings[locale].title !== '').length || 1;
    return textsOf(article).flatMap(({ text, locale, weight, isLine }) => {
      const terms = lexicon.learn(text, locale);
      for (const { feature } of terms) addHolder(holders, feature, number, weight / languages);
      return isLine ? [{ terms, weights: new Map(), sum: 0 } satisfies Line] : [];
    });
  });
  for (const { shares } of holders.values()) {
    shares.forEach((weight, place) => {
      shares[place] = weight / (weight + saturation);
    });
  }
  for (const line of lines.flat()) {
    for (const term of line.terms) line.weights.set(term.feature, weigh(term));
    line.sum = total(line.weights.values());
  }

  const ranking = createWordRanking(articles);

  const talk = createTalk(
    lines.flat().map(line => featuresOf(line.terms)),
    locales.flatMap(locale =>
      (words.locales[locale].everydayTalk ?? []).map(text => featuresOf(lexicon.learn(text, locale))),
    ),
  );

  /** How telling a term is. One that we know and no article has is as telling as it gets, and nobody answers it. */
  function weigh({ feature, kind, sure, partOf }: Term): number {
    const count = holders.get(feature)?.articles.length ?? 0;
    if (count === 0 && kind === 'word') return partOf || isHan(feature) ? 0 : unknownWord;
    // Under which circumstances it happens is no reason to know nothing about it.
    if (count === 0 && (kind === 'circumstance' || kind === 'elsewhere')) return unknownWord;
    const rarity = Math.log(1 + (articles.length - count + 0.5) / (count + 0.5));
    return rarity * (saysLittle.has(feature) ? littleWeight : kindWeights[kind]) * sure * (partOf ? partWeight : 1);
  }

  const mentions = articles.flatMap(({ related }) => related);
  const priors = articles.map(({ id }) => {
    const count = mentions.filter(mentioned => mentioned === id).length;
    return 1 + commonness * Math.log((1 + count) / (1 + usualMentions));
  });
  const subjects = articles.map(({ strings: { en } }) =>
    [en.title, en.headline].flatMap(text => lexicon.learn(text, 'en')).filter(isSubject),
  );

  function isSubject({ feature, kind }: Term): boolean {
    const count = holders.get(feature)?.articles.length ?? 0;
    if (kind === 'mailFlow') return count <= mostAboutMailFlow && !saysLittle.has(feature);
    return (kind === 'scene' || kind === 'circumstance') && count <= mostAboutAnything && !saysLittle.has(feature);
  }

  function fits(article: number, features: ReadonlySet<string>): number {
    const isSilentOnIt =
      subjects[article]!.length > 0 && !subjects[article]!.some(({ feature }) => features.has(feature));
    return priors[article]! * (isSilentOnIt ? withoutItsSubject : 1);
  }

  function sumUp(asked: readonly Asked[]): Float64Array {
    const sums = new Float64Array(articles.length);
    for (const { term, weight } of asked) {
      const held = holders.get(term.feature);
      if (!held) continue;
      for (let place = 0; place < held.articles.length; place += 1) {
        sums[held.articles[place]!]! += weight * held.shares[place]!;
      }
    }
    return sums;
  }

  /** How alike the text and the article's most similar line are: 1 where they say the same and nothing more. */
  function bestLine(article: number, asked: readonly Asked[], ideal: number): number {
    let best = 0;
    for (const { weights, sum } of lines[article]!) {
      let shared = 0;
      for (const { term, weight } of asked) shared += Math.min(weight, weights.get(term.feature) ?? 0);
      best = Math.max(best, (2 * shared) / (ideal + sum));
    }
    return best;
  }

  function ask(terms: readonly Term[]) {
    const asked = terms
      .map(term => ({ term, weight: weigh(term) }))
      .filter(({ weight }) => weight > 0)
      .sort((one, other) => other.weight - one.weight)
      .slice(0, mostAsked);
    const ideal = total(asked.map(({ weight }) => weight));
    const sums = sumUp(asked);
    const features = featuresOf(asked.map(({ term }) => term));
    const scoreOf = (number: number) => {
      if (ideal === 0) return 0;
      const all = sums[number]! / ideal;
      return fits(number, features) * ((1 - bestLineShare) * all + bestLineShare * bestLine(number, asked, ideal));
    };
    return { asked, sums, scoreOf };
  }

  return {
    search(text) {
      const { locale, terms } = lexicon.read(text);
      const { asked, sums, scoreOf } = ask(terms);
      const ranks = ranking.rank(text, locale);
      const read = new Set([...best(sums, mostRead), ...best(ranks, mostHits)]);
      const hits = [...read]
        .map(number => ({ number, score: (1 - plainWordsShare) * scoreOf(number) + plainWordsShare * ranks[number]! }))
        .sort((one, other) => other.score - one.score)
        .slice(0, mostHits)
        .map(({ number, score }) => {
          const spoke = asked.filter(({ term }) => holders.get(term.feature)?.articles.includes(number));
          const texts = new Set(spoke.map(({ term }) => term.text));
          return { article: articles[number]!, score, words: [...texts].slice(0, mostWords) };
        });
      const isMailFlow = isAboutMailFlow(terms, hits[0]?.score ?? 0, talk(featuresOf(terms)));
      return { locale, isMailFlow, hits };
    },
    closeness(text, some) {
      const { scoreOf } = ask(lexicon.read(text).terms);
      return some.map(article => scoreOf(articles.indexOf(article)));
    },
  };
}

function featuresOf(terms: Iterable<Term>): Set<string> {
  return new Set([...terms].map(term => term.feature));
}

interface ArticleText {
  readonly text: string;
  readonly locale: Locale;
  readonly weight: number;
  /** A line that a user or a server could have said. */
  readonly isLine: boolean;
}

function textsOf(article: Article): ArticleText[] {
  const line = (locale: Locale, weight: number) => (text: string) => ({ text, locale, weight, isLine: true });
  const strings = locales.flatMap(locale => {
    const { title, aliases, symptoms, headline, cause, tell } = article.strings[locale];
    return [
      ...[title, ...aliases].map(line(locale, fieldWeights.name)),
      ...symptoms.map(line(locale, fieldWeights.symptom)),
      line(locale, fieldWeights.headline)(headline),
      { text: cause, locale, weight: fieldWeights.cause, isLine: false },
      { text: tell, locale, weight: fieldWeights.tell, isLine: false },
    ];
  });
  return [...article.signatures.map(line('en', fieldWeights.name)), ...strings];
}

function addHolder(holders: Map<string, Holders>, feature: string, article: number, weight: number): void {
  const known = holders.get(feature);
  if (!known) holders.set(feature, { articles: [article], shares: [weight] });
  else if (known.articles.at(-1) === article) known.shares[known.shares.length - 1]! += weight;
  else {
    known.articles.push(article);
    known.shares.push(weight);
  }
}

/** The articles with the highest sums; sorted only now and then, so that most sums are only compared. */
function best(sums: Float64Array, most: number): number[] {
  const found: { number: number; sum: number }[] = [];
  let least = 0;
  for (let number = 0; number < sums.length; number += 1) {
    const sum = sums[number]!;
    if (sum <= least) continue;
    found.push({ number, sum });
    if (found.length < 4 * most) continue;
    found.sort((one, other) => other.sum - one.sum).length = most;
    least = found.at(-1)!.sum;
  }
  found.sort((one, other) => other.sum - one.sum);
  return found.slice(0, most).map(({ number }) => number);
}

function total(weights: Iterable<number>): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}
