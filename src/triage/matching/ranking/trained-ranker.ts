/** Plain words -> articles: by the trained weights, and by their nearest line those that are newer than the weights. */
import type { Article } from '../../article.ts';
import { locales } from '../../evidence.ts';
import { createLexicon, type Term, type WordData } from '../../language/index.ts';
import { hasDigit, tokenize } from '../../tokens.ts';
import type { Ranker } from '../ranker.ts';
import { readModel } from './linear-model.ts';
import { createNearestLine } from './nearest-line.ts';
import { sentenceFeatures } from './sentence-features.ts';

const mostHits = 5;
const mostWords = 4;
/** So likely is it other talk that nothing is offered. */
const otherTalk = 0.87;
/** A line of an article that is not trained yet says as much as the sentence from here on. */
const alike = 0.35;

type Search = Omit<Ranker, 'prepare'>;

export function createTrainedRanker(articles: readonly Article[], words: WordData): Ranker {
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
    meanings: text => ready().meanings(text),
  };
}

/** Pauses after every article, so that a server can begin to listen before it is done. */
function* buildSearch(articles: readonly Article[], words: WordData): Generator<undefined, Search> {
  const lexicon = createLexicon(words);
  yield;
  const model = words.weights && readModel(words.weights);
  yield;
  for (const article of articles) {
    for (const { text, locale } of textsOf(article)) lexicon.learn(tokenize(text), locale);
    yield;
  }
  const places = new Map((model?.ids ?? []).map((id, place) => [id, place]));
  const lines = createNearestLine();
  for (const [number, article] of articles.entries()) {
    if (places.has(article.id)) continue;
    for (const { text, isLine } of textsOf(article)) if (isLine) lines.add(number, lexicon.read(text).terms);
    yield;
  }

  /** How likely each article is meant. */
  function weigh(text: string) {
    const reading = lexicon.read(text);
    const shares = model?.probabilities(sentenceFeatures(reading));
    const near = lines.find(reading.terms);
    const nearest = Math.max(0, ...near.values());
    const scores = articles.map(({ id }, number) => {
      const place = places.get(id);
      return place === undefined ? (near.get(number) ?? 0) : (shares?.[place] ?? 0) * (1 - nearest ** 2);
    });
    const isOther = shares ? shares[shares.length - 1]! > otherTalk : reading.terms.some(isChatter);
    const isMailFlow =
      saysSomething(reading.terms) && (shares ? !isOther || nearest > 2 * alike : !isOther && nearest > alike);
    return { ...reading, scores, isMailFlow };
  }

  function wordsFor({ id }: Article, terms: readonly Term[]): string[] {
    const spoken =
      model && places.has(id)
        ? model.spokenFor(
            id,
            terms.map(({ feature }) => feature),
          )
        : terms.map(() => 1);
    const telling = terms
      .map(({ text }, place) => ({ text, says: spoken[place]! }))
      .filter(({ says }) => says > 0)
      .sort((one, other) => other.says - one.says);
    return [...new Set(telling.map(({ text }) => text))].slice(0, mostWords);
  }

  return {
    search(text) {
      const { locale, terms, scores, isMailFlow } = weigh(text);
      const hits = articles
        .map((article, number) => ({ article, score: scores[number]! }))
        .filter(({ score }) => score > 0)
        .sort((one, other) => other.score - one.score)
        .slice(0, mostHits)
        .map(hit => ({ ...hit, words: wordsFor(hit.article, terms) }));
      return { locale, isMailFlow, hits };
    },
    closeness(text, some) {
      const { scores } = weigh(text);
      const chosen = some.map(article => scores[articles.indexOf(article)] ?? 0);
      const sum = chosen.reduce((one, other) => one + other, 0) || 1;
      return chosen.map(score => score / sum);
    },
    meanings: text =>
      lexicon.read(text).terms.flatMap(({ kind, feature }) => (kind === 'word' || kind === 'chatter' ? [] : [feature])),
  };
}

function isChatter({ kind }: Term): boolean {
  return kind === 'chatter';
}

/** "Microsoft Exchange Server 15.02.1118.007" names things and says nothing of them. */
function saysSomething(terms: readonly Term[]): boolean {
  const said = terms.filter(({ partOf, feature }) => partOf === null && !hasDigit(feature));
  return (
    said.length >= 3 || said.some(({ kind }) => kind === 'mailFlow' || kind === 'connection' || kind === 'trouble')
  );
}

/** What the articles say, and which of it a user or a server could have said. */
export function textsOf(article: Article) {
  return [
    ...article.signatures.map(text => ({ text, locale: 'en' as const, field: 'signature' as const, isLine: true })),
    ...locales.flatMap(locale => {
      const { title, aliases, symptoms, headline, cause, tell } = article.strings[locale];
      const line = (field: 'title' | 'symptom' | 'headline') => (text: string) => ({
        text,
        locale,
        field,
        isLine: true,
      });
      return [
        ...[title, ...aliases].map(line('title')),
        ...symptoms.map(line('symptom')),
        line('headline')(headline),
        { text: cause, locale, field: 'cause' as const, isLine: false },
        { text: tell, locale, field: 'tell' as const, isLine: false },
      ];
    }),
  ].filter(({ text }) => text !== '');
}
