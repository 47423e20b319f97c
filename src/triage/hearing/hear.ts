/** What somebody says beside the open case, in their own words: what they want, and which step, answer or word they mean. */

import { type Pleasantry, pleasantries } from '../answer.ts';
import type { Article, Owner } from '../article.ts';
import type { ToldAnswer } from '../case.ts';
import { type Evidence, type Locale, locales } from '../evidence.ts';
import { findPosition, itemIn } from '../guiding/index.ts';
import { type Intent, intents, type LocaleTalk, type NamedSteps, type Said, type Term } from '../talk.ts';
import { tokenize } from '../tokens.ts';
import { questionsIn, shortAnswer, toldIn } from './asked-and-told.ts';
import { languageNames } from './language-names.ts';
import type { Chances, IntentModel } from './learn-intents.ts';
import { rankLikely, rankSaid, wordsOf } from './likeness.ts';
import { createMeanings } from './meanings.ts';
import { createTermFinder } from './named-term.ts';
import { createPhrases, hasPhrase } from './phrases.ts';
import type { Situation } from './situation.ts';
import { createAnswerFinder, manyLetters } from './which-answer.ts';
import { createStepFinder } from './which-step.ts';
import {
  asked,
  asking,
  beside,
  type Clause,
  changing,
  createWishReader,
  hint,
  likely,
  partsOf,
  plain,
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
  /** What the words of a text mean; absent: nothing is known of that. */
  readonly meanings?: (text: string) => readonly string[];
}

const endsAsking = /[?？]\s*$/;
const hasQuestion = /[?？]/;

export interface Ear {
  /** @param situation null where no case is open: then nothing of one can be meant */
  hear(text: string, situation: Situation | null): Said;
  /** What the words around a paste answer of an article's questions, each with the words that do. */
  answersIn(prose: string, article: Article, evidence: Evidence): ToldAnswer[];
  /** A greeting, thanks or "what can you do", for what fits no problem; undefined where it is none of these. */
  pleasantry(text: string): Pleasantry | undefined;
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

/** What is longer is a story, and read like any paste. */
const longestSaid = 280;

export function mayBeSaid(text: string): boolean {
  return text.length <= longestSaid && text.split('\n').filter(line => line.trim() !== '').length <= 3;
}

const letter = /\p{L}/u;

const noSteps: NamedSteps = { items: [], unclear: [], numbers: [] };

const nothingSaid: Said = {
  isSureOfEnd: false,
  likeness: 0,
  intents: [],
  questions: [],
  done: noSteps,
  undone: noSteps,
  asked: noSteps,
  answers: [],
  ruledOut: [],
  guesses: [],
  language: null,
  owner: null,
  term: null,
};

/** Meanings that say how it stands with a step, and not which it is. */
const saysNothing: ReadonlySet<string> = new Set(
  'not yet done undo mistake correct who where when why what how may must if help same ok thank hello number all except they we you next know please do only'.split(
    ' ',
  ),
);

/** And those that do say which it is. */
const saysWhat: ReadonlySet<string> = new Set(['open', 'closed']);

/** What was understood of texts of our own is kept, which are a few thousand. */
const mostRemembered = 20_000;

export function createEar({ locales: talk, terms, model, stopWords, negations, none, ...more }: TalkData): Ear {
  const findTerm = createTermFinder(terms);
  const empty = new Set(stopWords.flatMap(word => tokenize(word)));
  const meaningsOf = createMeanings(talk);
  const isEmpty = (word: string) =>
    /^\d+$/.test(word) ||
    (empty.has(word) && !meaningsOf(word).some(meaning => saysWhat.has(meaning))) ||
    meaningsOf(word).some(meaning => saysNothing.has(meaning));
  const meanings = remembering(text => [
    ...(more.meanings?.(text) ?? []),
    ...meaningsOf(text).filter(meaning => saysWhat.has(meaning)),
  ]);
  const say = createPhrases(talk, negations);
  const { chancesOf, chancesIn, clausesOf, guessesIn } = createWishReader(model, createMeanings(talk), say.stepBreaks);
  const stepsIn = createStepFinder({ talk, say, isEmpty, meanings });
  const { answersIn, optionTexts } = createAnswerFinder({ talk, say, isEmpty, meanings });

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
    languageIn,
    hear(text, situation) {
      if (!mayBeSaid(text) || !letter.test(text)) return nothingSaid;
      return situation === null ? alone(text) : besideCase(text, situation);
    },
  };

  /** Where no case is open that it could be about. */
  function alone(text: string): Said {
    const chances = chancesIn(text, false);
    const term = findTerm(text);
    if (term && (term.isAlone || wantsTerm(chancesIn(term.around, false))))
      return { ...nothingSaid, intents: ['what-is'], term: term.id };
    return {
      ...nothingSaid,
      intents: orderedBy(chances).filter(intent => chances[intent] >= plain && intent !== 'what-is'),
    };
  }

  function besideCase(text: string, situation: Situation): Said {
    const all = clausesOf(text);
    const term = termIn(text, all);
    if (term?.isWhole) return { ...nothingSaid, intents: ['what-is'], term: term.id };
    const clauses = term ? all.filter(clause => clause !== term.clause) : all;
    const said = term ? clauses.map(clause => clause.text).join(', ') : text;
    const chances = chancesIn(said, true);
    const position = findPosition(situation.case, situation.article, situation.memory);
    const { answers, ruledOut, phrases } = answersIn(toldIn(clauses, isOfStep), situation, position, chances);
    const steps = stepsIn(clauses, situation, position);
    const isAnswered = answers.length > 0 || ruledOut.length > 0;
    // "1 and 2 work" says nothing of the mail, and "theirs" not that it was sent to them.
    const isAnswer = ({ text: clause }: Clause) => phrases.some(phrase => hasPhrase(clause, phrase));
    const ofMail = clauses.filter(clause => !isOfStep(clause) && !isAnswer(clause)).map(clause => clause.text);
    const { works, failing, sent, leave, undo } = endingOf(
      clauses,
      ofMail.length === clauses.length ? chances : chancesIn(ofMail.join(', '), true),
    );
    const strong = wishesIn(
      said,
      { ...chances, works, failing, sent, leave, undo },
      {
        isAnswered,
        isDone: isNamed(steps.done),
        isUndone: isNamed(steps.undone),
        isFailingOfStep: steps.isFailingOfStep,
        isQuestionOpen: position.step.kind === 'question',
      },
    );
    const isDone = strong.includes('done');
    if (strong.length === 0 && !isAnswered && !term && endsAsking.test(text)) {
      const named = findTerm(text);
      if (named) return { ...nothingSaid, intents: ['what-is'], term: named.id };
    }
    // "It works again, close it"; but not "he sent it again, and it arrived", which is one message.
    const last = clauses.at(-1);
    const isOrder = last !== undefined && wordsOf(last.text).length <= shortAnswer && last.chances.works >= plain;
    const isOnlyEnd =
      !steps.done.items.some(one => isOfOneMessage(itemIn(situation.article, one)?.who)) &&
      chances['not-done'] < likely &&
      [said, ...partsOf(said)].some(part => chancesOf(part).works >= plain);
    // "They send, we receive", "it works, but 3 is open": that is asked.
    const isPlain =
      !isAnswered && clauses.every(clause => Math.max(clause.chances.failing, clause.chances['not-done']) < likely);
    const isSure = isPlain && (wordsOf(said).length <= shortTalk || isOrder || isOnlyEnd);
    return {
      isSureOfEnd: isSure,
      likeness: Math.max(...intents.filter(intent => intent !== 'what-is').map(intent => chances[intent])),
      // What a code means is told with what it rests on.
      intents: strong.map(intent => (intent === 'what-is' ? 'why' : intent)),
      questions: questionsIn(clauses),
      done: isDone || steps.proofs.length === 0 ? steps.done : { ...noSteps, items: steps.proofs },
      undone: steps.undone,
      asked: steps.asked,
      answers,
      ruledOut,
      guesses: guessesIn(chances),
      language: languageIn(text) ?? null,
      owner: say.ownerIn(said),
      term: term?.id ?? null,
    };
  }

  /** A word that is asked about, in the whole or in a clause of its own: "1 is done, but what is a connector?" */
  function termIn(text: string, clauses: readonly Clause[]) {
    const whole = findTerm(text);
    if (!whole) return undefined;
    if (whole.isAlone || (clauses.length < 2 && wantsTerm(chancesIn(whole.around, true))))
      return { id: whole.id, isWhole: true, clause: undefined };
    const found = clauses.flatMap(clause => {
      const term = findTerm(clause.text);
      return term && wantsTerm(chancesOf(term.around + (clause.isQuestion ? '?' : '')))
        ? [{ id: term.id, clause }]
        : [];
    })[0];
    if (found) return { ...found, isWhole: clauses.length < 2 };
    return wantsTerm(chancesIn(whole.around, true)) ? { id: whole.id, isWhole: true, clause: undefined } : undefined;
  }

  /** "2 is done after all": whatever else its words remind of. */
  function isOfStep({ text, chances }: Clause): boolean {
    return Math.max(chances.done, chances['not-done'], chances.failing) >= likely && say.numbersIn(text).length > 0;
  }

  interface Named {
    readonly isAnswered: boolean;
    readonly isDone: boolean;
    readonly isUndone: boolean;
    readonly isFailingOfStep: boolean;
    readonly isQuestionOpen: boolean;
  }

  /** What is wanted, the strongest first: with a step or an answer that is named, less is enough. */
  function wishesIn(text: string, chances: Chances, named: Named): Intent[] {
    // A bare "nope" denies nothing that was said.
    const isBare = wordsOf(text).length < 2;
    const ordered = orderedBy(chances).filter(
      intent => !(intent === 'failing' && named.isFailingOfStep) && !(intent === 'not-done' && isBare),
    );
    // Who asks whether all has to be sent again has not sent it.
    const isAsked = endsAsking.test(text) || (hasQuestion.test(text) && asking.includes(ordered[0]!));
    const strong = ordered.filter(
      intent =>
        chances[intent] >= leastOf(intent, isAsked) ||
        (intent === 'correction' && named.isAnswered) ||
        (intent === 'unsure' && named.isQuestionOpen && ordered[0] === 'unsure'),
    );
    const add = (intent: Intent, isMeant: boolean) => {
      if (isMeant && !strong.includes(intent)) strong.push(intent);
    };
    add('done', named.isDone);
    add('not-done', named.isUndone);
    // "Now they pour in, thanks a lot"
    const isThanks = ['thanks', 'greeting'].includes(strong[0] ?? '') && strong.length === 1;
    if (isThanks && chances.works >= likely && chances.works > chances.failing) strong.unshift('works');
    // A question that is answered in vain costs little; "I did not get that" costs a turn.
    const [top] = intents.toSorted((one, other) => chances[other] - chances[one]);
    if (strong.length === 0 && !named.isAnswered && top && !changing.includes(top) && chances[top] >= hint)
      strong.push(top);
    return strong;
  }

  function leastOf(intent: Intent, isAsked: boolean): number {
    if (!changing.includes(intent)) return asked;
    // Who is led away from the case loses sight of it.
    return isAsked ? beside : intent === 'leave' ? plain : sure;
  }

  function orderedBy(chances: Chances): Intent[] {
    return intents
      .filter(intent => chances[intent] >= likely && chances[intent] >= rivalOf(intent, chances))
      .sort((one, other) => chances[other] - chances[one]);
  }
}

function languageIn(text: string): Locale | undefined {
  return mayBeSaid(text)
    ? locales.find(locale => languageNames(locale).some(name => hasPhrase(text, name)))
    : undefined;
}

/** "Worked this morning, and not any more": what comes last counts. */
function endingOf(clauses: readonly Clause[], chances: Chances): Chances {
  const worked = clauses.findLastIndex(one => one.chances.works >= hint && one.chances.works > one.chances.failing);
  const failed = clauses.findLastIndex(one => one.chances.failing >= hint && one.chances.failing > one.chances.works);
  return worked >= 0 && failed > worked
    ? { ...chances, works: 0, failing: Math.max(chances.failing, clauses[failed]!.chances.failing, sure) }
    : chances;
}

/** What users and the helpdesk do themselves is done with one message; sending it again stands in no guide. */
function isOfOneMessage(who: Owner | undefined): boolean {
  return who === undefined || who === 'sender' || who === 'helpdesk';
}

function isNamed({ items, unclear, numbers }: NamedSteps): boolean {
  return items.length > 0 || unclear.length > 0 || numbers.length > 0;
}

function remembering(read: (text: string) => readonly string[]): (text: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return text => {
    const before = known.get(text);
    if (before) return before;
    const found = read(text);
    if (known.size >= mostRemembered) known.clear();
    known.set(text, found);
    return found;
  };
}
