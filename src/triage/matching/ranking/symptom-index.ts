/** Plain words -> articles: BM25 over concepts and stems, measured against the ideal article, and the most similar line. */
import type { Article } from '../../article.ts';
import { type Locale, locales } from '../../evidence.ts';
import { createLexicon, type Term, type WordData } from '../../language/index.ts';
import { isHan, tokenize } from '../../tokens.ts';
import { countMentions } from '../mentions.ts';
import type { Ranker } from '../ranker.ts';
import { createTalk } from './everyday-talk.ts';
import { createFragmentRanking } from './fragment-ranking.ts';
import { createPackedLines } from './packed-lines.ts';
import { rarity } from './rarity.ts';
import { isAboutMailFlow } from './topic.ts';

/** The same word in a title says more than in the sentence on how to tell two errors apart. */
const fieldWeights = { name: 1.5, symptom: 1.5, headline: 1, cause: 0.7, tell: 0.3 };
/** BM25's k1: how soon more of the same word adds nothing. */
const saturation = 3;
const bestLineShare = 0.3;

/** An article that many others name is about a common problem; how much that tips the scales. */
const commonness = 0.04;
const usualMentions = 2;
/** An article on DANE or on IPv6 is less likely where nobody speaks of it. */
const withoutItsSubject = 0.9;
/** What so many articles speak of is no subject of its own. */
const mostAboutMailFlow = 20;
const mostAboutAnything = 10;
/** A word that more articles have tells none of them from the others. */
const mostTelling = 40;

const kindWeights: Record<Term['kind'], number> = {
  mailFlow: 1,
  connection: 1,
  trouble: 1,
  scene: 0.6,
  circumstance: 0.6,
  elsewhere: 0.6,
  word: 0.3,
  chatter: 0,
};
const littleWeight = 0.3;
const partWeight = 0.4;
/** A word in no article and no list weighs a little: it may be a name or a politeness, or what nobody here can answer. */
const unknownWord = 0.15;
/** How much the words as they are written count beside their meanings. */
const writtenShare = 0.35;
const mostAsked = 40;
const mostHits = 5;
const mostWords = 4;
/** Only articles with so good a sum are looked at line by line. */
const mostRead = 50;

/** The numbers of the articles that have a feature, ascending, and how much of it each has. */
interface Holders {
  readonly articles: number[];
  readonly shares: number[];
}

interface Asked {
  readonly term: Term;
  readonly weight: number;
}

type Search = Pick<Ranker, 'search' | 'closeness'>;

export function createSymptomIndex(articles: readonly Article[], words: WordData): Ranker {
  const building = buildSearch(articles, words);
  let built: Search | undefined;
  const prepare = () => {
    if (!built) built = building.next().value;
    return built !== undefined;
  };
  const ready = () => {
    while (!built) prepare();
    return built;
  };
  return {
    prepare,
    search: text => ready().search(text),
    closeness: (text, some) => ready().closeness(text, some),
  };
}

/** Pauses after every article, so that a server can begin to listen before it is done. */
function* buildSearch(articles: readonly Article[], words: WordData): Generator<undefined, Search> {
  const lexicon = createLexicon(words);
  yield;
  const saysLittle = new Set(words.concepts.saysLittle.map(concept => `#${concept}`));
  const numbers = new Map<string, number>();
  const holders: Holders[] = [];
  const lines = createPackedLines();
  const fragments = createFragmentRanking(articles.length);

  function numberOf(feature: string): number {
    const known = numbers.get(feature);
    if (known !== undefined) return known;
    numbers.set(feature, holders.length);
    holders.push({ articles: [], shares: [] });
    return holders.length - 1;
  }

  function holdersOf(feature: string): Holders | undefined {
    const number = numbers.get(feature);
    return number === undefined ? undefined : holders[number];
  }

  for (const [number, article] of articles.entries()) {
    // An article in four languages says everything four times.
    const languages = locales.filter(locale => article.strings[locale].title !== '').length || 1;
    for (const { text, locale, weight, isLine } of textsOf(article)) {
      const tokens = tokenize(text);
      fragments.add(number, tokens, weight);
      const terms = lexicon.learn(tokens, locale);
      const features = terms.map(({ feature }) => numberOf(feature));
      for (const feature of features) addHolder(holders[feature]!, number, weight / languages);
      if (isLine) lines.add(number, features, terms.map(factorOf));
    }
    yield;
  }
  for (const { shares } of holders) {
    shares.forEach((weight, place) => {
      shares[place] = weight / (weight + saturation);
    });
  }
  lines.weigh(feature => rarity(holders[feature]!.articles.length, articles.length));
  yield;
  fragments.pack();
  yield;

  const features = [...numbers.keys()];
  const talk = createTalk(
    [...lines.all()].map(line => line.map(feature => features[feature]!)),
    locales.flatMap(locale =>
      (words.locales[locale].everydayTalk ?? []).map(text => featuresOf(lexicon.learn(tokenize(text), locale))),
    ),
  );
  yield;

  function factorOf({ feature, kind, sure, partOf }: Term): number {
    return (saysLittle.has(feature) ? littleWeight : kindWeights[kind]) * sure * (partOf ? partWeight : 1);
  }

  /** How telling a term is. One that we know and no article has is as telling as it gets, and nobody answers it. */
  function weigh(term: Term): number {
    const { feature, kind, partOf } = term;
    const count = holdersOf(feature)?.articles.length ?? 0;
    if (count === 0 && kind === 'word') return partOf || isHan(feature) ? 0 : unknownWord;
    // Under which circumstances it happens is no reason to know nothing about it.
    if (count === 0 && (kind === 'circumstance' || kind === 'elsewhere')) return unknownWord;
    return rarity(count, articles.length) * factorOf(term);
  }

  const mentionsOf = countMentions(articles);
  const priors = articles.map(({ id }) => {
    return 1 + commonness * Math.log((1 + mentionsOf(id)) / (1 + usualMentions));
  });
  const subjects = articles.map(({ strings: { en } }) =>
    [en.title, en.headline].flatMap(text => lexicon.learn(tokenize(text), 'en')).filter(isSubject),
  );

  function isSubject({ feature, kind }: Term): boolean {
    const count = holdersOf(feature)?.articles.length ?? 0;
    if (kind === 'mailFlow') return count <= mostAboutMailFlow && !saysLittle.has(feature);
    return (kind === 'scene' || kind === 'circumstance') && count <= mostAboutAnything && !saysLittle.has(feature);
  }

  /** Whether a term says of a problem what it is, rather than that mail does not work. */
  function tells({ feature }: Term): boolean {
    const count = holdersOf(feature)?.articles.length ?? 0;
    return !saysLittle.has(feature) && count > 0 && count <= mostTelling;
  }

  function fits(article: number, said: ReadonlySet<string>): number {
    const isSilentOnIt = subjects[article]!.length > 0 && !subjects[article]!.some(({ feature }) => said.has(feature));
    return priors[article]! * (isSilentOnIt ? withoutItsSubject : 1);
  }

  function sumUp(asked: readonly Asked[]): Float64Array {
    const sums = new Float64Array(articles.length);
    for (const { term, weight } of asked) {
      const held = holdersOf(term.feature);
      if (!held) continue;
      for (let place = 0; place < held.articles.length; place += 1) {
        sums[held.articles[place]!]! += weight * held.shares[place]!;
      }
    }
    return sums;
  }

  function ask(terms: readonly Term[]) {
    const asked = terms
      .map(term => ({ term, weight: weigh(term) }))
      .filter(({ weight }) => weight > 0)
      .sort((one, other) => other.weight - one.weight)
      .slice(0, mostAsked);
    const ideal = total(asked.map(({ weight }) => weight));
    const sums = sumUp(asked);
    const said = featuresOf(asked.map(({ term }) => term));
    const weights = new Map(asked.map(({ term, weight }) => [numbers.get(term.feature) ?? -1, weight]));
    const scoreOf = (number: number) => {
      if (ideal === 0) return 0;
      const all = sums[number]! / ideal;
      return fits(number, said) * ((1 - bestLineShare) * all + bestLineShare * lines.likeness(number, weights, ideal));
    };
    return { asked, sums, scoreOf };
  }

  return {
    search(text) {
      const { locale, terms, words: said } = lexicon.read(text);
      const { asked, sums, scoreOf } = ask(terms);
      const ranks = fragments.rank(said);
      const read = new Set([...best(sums, mostRead), ...best(ranks, mostHits)]);
      const scored = [...read].map(number => ({ number, meant: scoreOf(number) }));
      const closest = Math.max(0, ...scored.map(({ meant }) => meant));
      const hits = scored
        .map(({ number, meant }) => ({ number, score: meant + writtenShare * (closest * ranks[number]! - meant) }))
        .filter(({ score }) => score > 0)
        .sort((one, other) => other.score - one.score)
        .slice(0, mostHits)
        .map(({ number, score }) => {
          const spoke = asked.filter(({ term }) => holdersOf(term.feature)?.articles.includes(number));
          const texts = new Set(spoke.map(({ term }) => term.text));
          const isTold = spoke.some(({ term }) => tells(term));
          return { article: articles[number]!, score, words: [...texts].slice(0, mostWords), isTold };
        });
      return { locale, isMailFlow: isAboutMailFlow(terms, closest, talk(featuresOf(terms))), hits };
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

function addHolder({ articles, shares }: Holders, article: number, weight: number): void {
  if (articles.at(-1) === article) shares[shares.length - 1]! += weight;
  else {
    articles.push(article);
    shares.push(weight);
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
