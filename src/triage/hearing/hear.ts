/** What somebody says beside the open case, in their own words: what they want, and which step, answer or word they mean. */
import type { Article } from '../article.ts';
import type { ToldAnswer } from '../case.ts';
import { type Evidence, type Locale, locales } from '../evidence.ts';
import { findPosition } from '../guiding/index.ts';
import { type Intent, intents, type LocaleTalk, type Said, type Term } from '../talk.ts';
import { tokenize } from '../tokens.ts';
import { languageNames } from './language-names.ts';
import type { IntentModel } from './learn-intents.ts';
import { rankLikely, rankSaid, wordsOf } from './likeness.ts';
import { createTermFinder } from './named-term.ts';
import { createPhrases, hasPhrase } from './phrases.ts';
import type { Situation } from './situation.ts';
import { createAnswerFinder, manyLetters } from './which-answer.ts';
import { createStepFinder } from './which-step.ts';
import {
  asked,
  beside,
  changing,
  createWishReader,
  hint,
  likely,
  partsOf,
  plain,
  questionMark,
  rivalOf,
  shortTalk,
  sure,
  wantsTerm,
} from './wishes.ts';

export interface TalkData {
  readonly locales: Readonly<Record<Locale, LocaleTalk>>;
  readonly terms: readonly Term[];
  readonly model: IntentModel;
  /** Words that say nothing of which step is meant. */
  readonly stopWords: readonly string[];
  /** "not" in every language. */
  readonly negations: readonly string[];
  /** "none of these" in every language. */
  readonly none: readonly string[];
}

const endsAsking = /[?？]\s*$/;

export interface Ear {
  /** @param situation null where no case is open: then nothing of one can be meant */
  hear(text: string, situation: Situation | null): Said;
  /** What the words around a paste answer of an article's questions, each with the words that do. */
  answersIn(prose: string, article: Article, evidence: Evidence): ToldAnswer[];
  /** A greeting, thanks or "what can you do", for what fits no problem; undefined where it is none of these. */
  pleasantry(text: string): 'greeting' | 'thanks' | 'abilities' | undefined;
  /** Which of a list is meant: "the second", "the last one"; undefined where none is named. */
  placeIn(text: string, count: number): number | undefined;
  /** The language of ours that a sentence names. */
  languageIn(text: string): Locale | undefined;
  /** One of a list that a short sentence names by a word of its title. */
  titleIn<Id>(text: string, ids: readonly Id[], titlesOf: (id: Id) => readonly string[]): Id | undefined;
  /** "None of these", with more words around it. */
  saysNone(text: string): boolean;
}

/** Of the words of a sentence that say something, so many stand in the title. */
const wellNamed = 0.6;

const pleasantries = ['greeting', 'thanks', 'abilities'] as const;

/** What is longer is a story, and read like any paste. */
const longestSaid = 280;

export function mayBeSaid(text: string): boolean {
  return text.length <= longestSaid && text.split('\n').filter(line => line.trim() !== '').length <= 3;
}

const letter = /\p{L}/u;

const nothingSaid: Said = {
  isSureOfEnd: false,
  likeness: 0,
  intents: [],
  items: [],
  isUnclearWhich: false,
  answer: null,
  owner: null,
  term: null,
};

export function createEar({ locales: talk, terms, model, stopWords, negations, none }: TalkData): Ear {
  const { chancesOf, chancesIn } = createWishReader(model);
  const findTerm = createTermFinder(terms);
  const empty = new Set(stopWords.flatMap(word => tokenize(word)));
  const isEmpty = (word: string) => empty.has(word) || /^\d+$/.test(word);
  const say = createPhrases(talk, negations);
  const namedItems = createStepFinder({ talk, say, isEmpty, chancesOf });
  const { namedAnswer, optionTexts } = createAnswerFinder(talk, say);

  return {
    answersIn(prose, article, evidence) {
      if (prose === '') return [];
      return Object.keys(article.guide.steps).flatMap(step => {
        // Only one may be spoken of: "our server refuses, says their admin" answers nothing.
        const said = partsOf(prose).flatMap(part => rankSaid(part, optionTexts(step, article, evidence)));
        const [first] = said;
        const isClear = first && said.every(({ value }) => value.option === first.value.option);
        if (!isClear || first.score < manyLetters || say.denies(prose)) return [];
        return [{ step, option: first.value.option, text: first.phrase ?? '' }];
      });
    },
    pleasantry(text) {
      if (!mayBeSaid(text) || !letter.test(text)) return undefined;
      const chances = chancesIn(text, false);
      const [top] = intents.toSorted((one, other) => chances[other] - chances[one]);
      return wordsOf(text).length <= shortTalk
        ? pleasantries.find(one => one === top && chances[one] >= asked)
        : undefined;
    },
    titleIn(text, ids, titlesOf) {
      if (!mayBeSaid(text) || wordsOf(text).length > shortTalk) return undefined;
      const meant = ids.map(value => ({ value, parts: titlesOf(value).map(title => ({ text: title, weight: 1 })) }));
      // "My printer is jammed" names no problem of printers.
      const [first, second] = rankLikely(text, meant, isEmpty, 1);
      return first && first.score >= wellNamed && first.score > (second?.score ?? 0) * 1.3 ? first.value : undefined;
    },
    saysNone: text => mayBeSaid(text) && none.some(one => tokenize(one).length > 1 && hasPhrase(text, one)),
    // "What is the difference between the first and the second?" takes neither.
    placeIn: (text, count) => (mayBeSaid(text) && !endsAsking.test(text) ? say.placeIn(text, count) : undefined),
    languageIn: text =>
      mayBeSaid(text) ? locales.find(locale => languageNames(locale).some(name => hasPhrase(text, name))) : undefined,
    hear(text, situation) {
      if (!mayBeSaid(text) || !letter.test(text)) return nothingSaid;
      const chances = chancesIn(text, situation !== null);
      const term = findTerm(text);
      const ordered = intents
        .filter(intent => chances[intent] >= likely && chances[intent] >= rivalOf(intent, chances))
        .sort((one, other) => chances[other] - chances[one]);
      const asksTerm = term !== undefined && (term.isAlone || wantsTerm(chancesIn(term.around, situation !== null)));
      if (situation === null) {
        const strong = ordered.filter(intent => chances[intent] >= plain && intent !== 'what-is');
        return { ...nothingSaid, intents: asksTerm ? ['what-is'] : strong, term: asksTerm ? term.id : null };
      }
      if (asksTerm) return { ...nothingSaid, intents: ['what-is'], term: term.id };
      const position = findPosition(situation.case, situation.article, situation.memory);
      const answer = namedAnswer(text, situation, position, chances);
      const items = namedItems(text, situation, position, chances);
      const owner = say.ownerIn(text);
      // Who asks whether all has to be sent again has not sent it.
      const isAsked =
        endsAsking.test(text) ||
        (questionMark.test(text) && ordered[0] !== undefined && !changing.includes(ordered[0]));
      const strong = ordered.filter(
        intent =>
          chances[intent] >= (changing.includes(intent) ? (isAsked ? beside : sure) : asked) ||
          (isAboutStep(intent) && items.values.length > 0 && !isAsked) ||
          (intent === 'correction' && answer !== null) ||
          (intent === 'unsure' && position.step.kind === 'question' && ordered[0] === 'unsure'),
      );
      // "Now they pour in, thanks a lot"
      const isThanks = ['thanks', 'greeting'].includes(strong[0] ?? '') && strong.length === 1;
      if (isThanks && chances.works >= likely && chances.works > chances.failing) strong.unshift('works');
      // A question that is answered in vain costs little; "I did not get that" costs a turn.
      const [top] = intents.toSorted((one, other) => chances[other] - chances[one]);
      if (
        strong.length === 0 &&
        answer === null &&
        top !== undefined &&
        !changing.includes(top) &&
        chances[top] >= hint
      )
        strong.push(top);
      if (strong.length === 0 && answer === null && term !== undefined && endsAsking.test(text))
        return { ...nothingSaid, intents: ['what-is'], term: term.id };
      const isSure =
        wordsOf(text).length <= shortTalk ||
        (chances['not-done'] < likely && [text, ...partsOf(text)].some(part => chancesOf(part).works >= plain));
      return {
        isSureOfEnd: isSure,
        likeness: Math.max(...intents.filter(intent => intent !== 'what-is').map(intent => chances[intent])),
        // What a code means is told with what it rests on.
        intents: strong.map(intent => (intent === 'what-is' ? 'why' : intent)),
        items: items.values,
        isUnclearWhich: items.isUnclear,
        answer,
        owner,
        term: null,
      };
    },
  };
}

function isAboutStep(intent: Intent): boolean {
  return intent === 'done' || intent === 'not-done';
}
