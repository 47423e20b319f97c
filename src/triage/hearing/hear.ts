/** What somebody says beside the open case, in their own words: what they want, and which step, answer or word they mean. */

import { type Pleasantry, pleasantries } from '../answer.ts';
import type { Article, Owner } from '../article.ts';
import type { ToldAnswer } from '../case.ts';
import { type Evidence, type Locale, locales } from '../evidence.ts';
import { findPosition, itemIn } from '../guiding/index.ts';
import {
  type AskedSteps,
  type Intent,
  intents,
  type LocaleTalk,
  type NamedSteps,
  type Said,
  type Term,
} from '../talk.ts';
import { isHan, tokenize } from '../tokens.ts';
import { questionsIn, shortAnswer, toldIn } from './asked-and-told.ts';
import { besidesIn, isTold } from './besides.ts';
import { partsOf } from './cut.ts';
import { createKnownWords } from './known-words.ts';
import { languageNames } from './language-names.ts';
import type { IntentModel } from './learn-intents.ts';
import { rankSaid, wordsOf } from './likeness.ts';
import { createMeanings } from './meanings.ts';
import { createTermFinder } from './named-term.ts';
import { mayBeSaid, noSteps, nothingSaid } from './nothing-said.ts';
import { createPhrases, hasPhrase } from './phrases.ts';
import { createShortReplies } from './short-replies.ts';
import type { Situation } from './situation.ts';
import { endingOf, endsAsking, orderedBy, wishesIn } from './strong-wishes.ts';
import { createAnswerFinder, manyLetters } from './which-answer.ts';
import { createStepFinder, isRepair } from './which-step.ts';
import { asked, type Clause, createWishReader, hint, likely, plain, shortTalk, telling, wantsTerm } from './wishes.ts';

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

export interface Ear {
  /** @param situation null where no case is open: then nothing of one can be meant */
  hear(text: string, situation: Situation | null): Said;
  /** "Both", "neither", "the second": what is said of the steps that were asked about; undefined where it is something else. */
  hearAsked(text: string, asked: AskedSteps): Said | undefined;
  /** What the words around a paste answer of an article's questions, each with the words that do. */
  answersIn(prose: string, article: Article, evidence: Evidence): ToldAnswer[];
  /** A greeting, thanks or "what can you do", for what fits no problem; undefined where it is none of these. */
  pleasantry(text: string): Pleasantry | undefined;
  /** Which of a list is meant: "the second", "the last one"; undefined where none is named. */
  placeIn(text: string, count: number): number | undefined;
  /** "The second, and it is ours": what is said besides; empty where nothing is. */
  besidePlace(text: string, count: number): string;
  /** The language of ours that a sentence names. */
  languageIn(text: string): Locale | undefined;
  /** One of a list that a short sentence names by a word of its title. */
  titleIn<Id>(text: string, ids: readonly Id[], titlesOf: (id: Id) => readonly string[]): Id | undefined;
  /** "Not that one, the one with 10061": what follows a denial, clause by clause; empty where nothing is denied. */
  afterDenial(text: string): readonly string[];
  /** "None of these", with more words around it. */
  saysNone(text: string): boolean;
}

/** A question has no more answers. */
const mostOptions = 6;

const letter = /\p{L}/u;

/** Meanings that say how it stands with a step, and not which it is. */
const saysNothing: ReadonlySet<string> = new Set(
  'not yet done undo mistake correct who where when why what how may must if help same ok thank hello number all except guess condition part product they we you next know please do only'.split(
    ' ',
  ),
);

/** What is told of a thing, and does not ask what it is. */
const stating: readonly Intent[] = ['done', 'not-done', 'failing', 'works', 'sent', ...telling];

/** A new problem may sound like them. */
const saysLittle: readonly Intent[] = ['what-is', ...telling];

/** And those that do say which it is. */
const saysWhat: ReadonlySet<string> = new Set('open closed service naming ranges target test queue'.split(' '));

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
  const isKnownWord = createKnownWords(
    word =>
      empty.has(word) ||
      meaningsOf(word).length > 0 ||
      (more.meanings?.(word).length ?? 0) > 0 ||
      findTerm(word) !== undefined ||
      say.ownerIn(word) !== null,
  );
  const { chancesOf, chancesIn, clausesOf, guessesIn } = createWishReader(model, createMeanings(talk), say.stepBreaks);
  const stepsIn = createStepFinder({ talk, say, isEmpty, meanings, littleMeanings: meaningsOf });
  const { answersIn, optionTexts } = createAnswerFinder({ talk, say, isEmpty, meanings, littleMeanings: meaningsOf });

  const replies = createShortReplies({ say, none, isEmpty, deniesInShort });

  return {
    ...replies,
    answersIn(prose, article, evidence) {
      const parts = partsOf(prose);
      if (parts.length === 0) return [];
      return Object.keys(article.guide.steps).flatMap(step => {
        const options = optionTexts(step, article, evidence);
        // Only one may be spoken of: "our server refuses, says their admin" answers nothing.
        const said = parts.flatMap(part => rankSaid(part, options));
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
    languageIn,
    hear(text, situation) {
      if (!mayBeSaid(text) || !letter.test(text)) return nothingSaid;
      return situation === null ? alone(text) : besideCase(withNumbers(text), situation);
    },
  };

  /** "No, not that one" */
  function deniesInShort(text: string): boolean {
    return (
      wordsOf(text).length <= shortTalk &&
      (say.denies(text) || meaningsOf(text).includes('not') || chancesOf(text).repair >= asked)
    );
  }

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
    const isQuestionOpen = position.step.kind === 'question';
    const { answers, ruledOut, phrases } = answersIn(
      toldIn(clauses, clause => isOfStep(clause) || isOfLastAnswer(clause) || (!isQuestionOpen && isTold(clause))),
      situation,
      position,
      chances,
    );
    const steps = stepsIn(clauses, situation, position);
    const isAnswered = answers.length > 0 || ruledOut.length > 0;
    // "1 and 2 work" says nothing of the mail, and "theirs" not that it was sent to them.
    const isAnswer = ({ text: clause }: Clause) => phrases.some(phrase => hasPhrase(clause, phrase));
    // "In het Engels graag"
    const isOfText = ({ text: clause }: Clause) =>
      position.step.kind === 'escalation' && languageIn(clause) !== undefined && wordsOf(clause).length <= shortTalk;
    const isOfMail = (clause: Clause) =>
      !isOfStep(clause) &&
      !isAnswer(clause) &&
      !isRepair(clause) &&
      (!isTold(clause) || clause.chances.works >= likely);
    const ofMail = clauses.filter(isOfMail).map(clause => clause.text);
    const { works, failing, sent, leave, undo } = endingOf(
      clauses,
      ofMail.length === clauses.length ? chances : chancesIn(ofMail.join(', '), true),
    );
    const strong = wishesIn(
      said,
      { ...chances, works, failing, sent, leave, undo, ...(isOnlyGuessed(clauses) && { done: 0 }) },
      {
        isAnswered,
        isDone: isNamed(steps.done),
        isUndone: isNamed(steps.undone),
        isFailingOfStep: steps.isFailingOfStep,
        isQuestionOpen,
      },
    );
    const questions = questionsIn(clauses);
    const besides = besidesIn(text, all, {
      taken: new Map(
        all.flatMap(clause => {
          if (clause === term?.clause || isAnswer(clause) || isOfText(clause)) return [[clause, 'whole']];
          const verdict = steps.taken.get(clause);
          const kind = verdict === 'undone' ? 'with-reason' : verdict === 'done' ? 'done' : 'whole';
          return verdict === undefined ? [] : [[clause, kind]];
        }),
      ),
      wishes: strong,
      questions,
      isEmpty,
      isName: word => isHan(word) || !isKnownWord(word.toLowerCase(), situation.article),
      asksWith: clause => say.asksWith(clause, meaningsOf),
    });
    const isUnderstood = strong.length > 0 || isAnswered || term !== undefined || besides.isSure;
    if (steps.isOfLast) strong.unshift('repair');
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
    // "The queue is empty" is one step, and "all mail comes in" beside it the end.
    const isBeyondProof =
      steps.proofs.length === 0 ||
      clauses.some(clause => clause.chances.works >= plain && !steps.proven.has(clause) && !steps.taken.has(clause));
    const isSure =
      isPlain &&
      isBeyondProof &&
      !clauses.some(one => one.isGuess && one.chances.works >= hint) &&
      (wordsOf(said).length <= shortTalk || isOrder || isOnlyEnd);
    return {
      isSureOfEnd: isSure,
      likeness: Math.max(...intents.filter(intent => !saysLittle.includes(intent)).map(intent => chances[intent])),
      // What a code means is told with what it rests on.
      intents: strong.map(intent => (intent === 'what-is' ? 'why' : intent)),
      questions,
      done: isDone || steps.proofs.length === 0 ? steps.done : { ...noSteps, items: steps.proofs },
      undone: steps.undone,
      asked: steps.asked,
      answers,
      ruledOut,
      guesses: guessesIn(chances),
      language: languageIn(text) ?? null,
      owner: say.ownerIn(said),
      term: term?.id ?? null,
      // Where nothing else was understood, it may be another problem.
      remarks: isUnderstood ? besides.remarks : [],
      began: isUnderstood ? besides.began : null,
      beganAt: null,
      untaken: isUnderstood ? besides.untaken : [],
    };
  }

  /** A word that is asked about, in the whole or in a clause of its own: "1 is done, but what is a connector?" */
  function termIn(text: string, clauses: readonly Clause[]) {
    const whole = findTerm(text);
    if (!whole) return undefined;
    if (whole.isAlone || (clauses.length < 2 && !clauses.some(isStatement) && wantsTerm(chancesIn(whole.around, true))))
      return { id: whole.id, isWhole: true, clause: undefined };
    const found = clauses.flatMap(clause => {
      const term = findTerm(clause.text);
      return term && !isStatement(clause) && wantsTerm(chancesOf(term.around + (clause.isQuestion ? '?' : '')))
        ? [{ id: term.id, clause }]
        : [];
    })[0];
    if (found) return { ...found, isWhole: clauses.length < 2 };
    const isTold = clauses.some(clause => isStatement(clause) && findTerm(clause.text) !== undefined);
    return !isTold && wantsTerm(chancesIn(whole.around, true))
      ? { id: whole.id, isWhole: true, clause: undefined }
      : undefined;
  }

  /** "I meant the second" */
  function isOfLastAnswer(clause: Clause): boolean {
    return isRepair(clause) && say.placeIn(clause.text, mostOptions) !== undefined;
  }

  /** "2 is done after all": whatever else its words remind of. */
  function isOfStep({ text, chances }: Clause): boolean {
    return Math.max(chances.done, chances['not-done'], chances.failing) >= likely && say.numbersIn(text).length > 0;
  }
}

function languageIn(text: string): Locale | undefined {
  return mayBeSaid(text)
    ? locales.find(locale => languageNames(locale).some(name => hasPhrase(text, name)))
    : undefined;
}

/** What users and the helpdesk do themselves is done with one message; sending it again stands in no guide. */
function isOfOneMessage(who: Owner | undefined): boolean {
  return who === undefined || who === 'sender' || who === 'helpdesk';
}

// "no 2 is done", and not "no, 2"
const numberSign = /(?<!\p{L})no(?=\.?\s?\d{1,2}(?!\d))/giu;

/** Of the same length, as parts of it are quoted. */
function withNumbers(text: string): string {
  return text.replace(numberSign, 'nr');
}

/** "NAT is clean", "the queue is still full": a word of the trade is said and not asked about. */
function isStatement({ isQuestion, chances }: Clause): boolean {
  return !isQuestion && Math.max(...stating.map(intent => chances[intent])) >= Math.max(likely, chances['what-is']);
}

/** "It should be open now" */
function isOnlyGuessed(clauses: readonly Clause[]): boolean {
  const done = clauses.filter(one => one.chances.done >= hint);
  return done.length > 0 && done.every(one => one.isGuess);
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
