/** Which answers a sentence gives, of the questions of an article. */
import type { Article, StepId } from '../article.ts';
import { textsFor } from '../article-texts.ts';
import type { TriageCase } from '../case.ts';
import { nobody } from '../case.ts';
import { type Evidence, locales } from '../evidence.ts';
import { findPosition, type Position } from '../guiding/index.ts';
import type { NamedOption } from '../talk.ts';
import { tokenize } from '../tokens.ts';
import type { Chances } from './learn-intents.ts';
import { type Likely, type Phrases, rankLikely, rankSaid, wordsOf } from './likeness.ts';
import type { FinderWords, Situation } from './situation.ts';
import { likely, shortTalk, sure } from './wishes.ts';

/** An option, and how it is said. */
type OptionWords = Phrases<NamedOption> & {
  /** How it is said that it is not so. */
  readonly denials: readonly string[];
};

interface MeantOption extends Likely<NamedOption> {
  /** By a denial of the others, or of what was answered. */
  readonly isByDenial?: boolean;
}

export interface AnswerTalk {
  readonly answers: readonly NamedOption[];
  readonly ruledOut: readonly NamedOption[];
  /** The words that gave them. */
  readonly phrases: readonly string[];
}

/** Whose it is can be denied; "nothing arrives" is an answer. */
const canBeDenied = /^(?:ours|theirs|partner|microsoft|microsoft365|yes|retired)$/;

/** An answer that is named in so many letters needs only a hint that something is put right. */
export const manyLetters = 7;
const hinted = 0.15;
/** In more than a short sentence it has to be named in so many. */
const inStories = 10;

/** So much of what a clause says stands in the option, and in no other one. */
const wellNamed = 0.6;
const clearlyAhead = 1.4;

/** "The second one", and not "the first customer that we have". */
const mostOfPlace = 3;

/** A guide asks no more in a row. */
const mostAnswers = 4;

export function createAnswerFinder({ talk, say, isEmpty, meanings }: FinderWords) {
  return { answersIn, optionTexts };

  /** What the words answer: the question that is open, those that come after it, or one that was answered before. */
  function answersIn(text: string, situation: Situation, position: Position, chances: Chances): AnswerTalk {
    const answers: NamedOption[] = [];
    const phrases: string[] = [];
    let left = text;
    let now = situation.case;
    let at = position;
    while (answers.length < mostAnswers) {
      const meant = answers.length === 0 ? namedAnswer(left, situation, at, chances) : nextAnswer(left, situation, at);
      // "Gone" is an answer to more than one question, and was said of the first.
      if (!meant || answers.some(one => one.option === meant.value.option)) break;
      answers.push(meant.value);
      if (meant.phrase !== undefined) phrases.push(meant.phrase);
      left = without(left, meant.phrase);
      now = answered(now, meant.value);
      at = findPosition(now, situation.article, situation.memory);
    }
    return { answers, ruledOut: ruledOutIn(left, situation, at), phrases };
  }

  /** The answer that the words mean: of the question that is open, or of one that was answered before. */
  function namedAnswer(text: string, { case: triageCase, article }: Situation, position: Position, chances: Chances) {
    const placed = placedOption(text, position, article, triageCase);
    if (placed) return placed;
    const open = position.step.kind === 'question' ? [position.stepId] : [];
    const given = Object.keys(position.answers).reverse();
    // Who corrects means what was answered; else what is asked comes first.
    const ahead = Object.keys(article.guide.steps).filter(step => article.guide.steps[step]!.kind === 'question');
    const questions = chances.correction >= sure ? [...given, ...open, ...ahead] : [...open, ...given, ...ahead];
    const isWrong = Math.max(chances.correction, chances.wrong);
    let best: MeantOption | undefined;
    for (const step of new Set(questions)) {
      const isOpen = step === position.stepId;
      const known = position.answers[step];
      const meant = meantOption(
        text,
        optionTexts(step, article, triageCase.evidence),
        known,
        isOpen,
        isWrong >= likely,
      );
      if (!meant || (!isOpen && known === meant.value.option)) continue;
      const isAhead = !isOpen && known === undefined;
      // In a story "at our end" and "external" are said of many things.
      const isStory = wordsOf(text).length > shortTalk && isWrong < likely && !meant.isByDenial;
      if (isStory && meant.phrase !== undefined && meant.score < inStories) continue;
      // Said before it was asked, and only while something is asked.
      if (isAhead && (position.step.kind !== 'question' || best !== undefined || meant.score < manyLetters)) continue;
      // What was answered is put right only by who says so, or who denies it.
      const isDenied = meant.isByDenial && meant.score >= manyLetters;
      if (!isOpen && !isAhead && isWrong < (isDenied ? hinted : likely)) continue;
      if (!best || meant.score > best.score) best = meant;
    }
    return best;
  }

  /** "The second", "the former": by its place on the card. */
  function placedOption(
    text: string,
    { step, stepId }: Position,
    article: Article,
    { evidence, ruledOut }: TriageCase,
  ): MeantOption | undefined {
    if (step.kind !== 'question') return undefined;
    const left = optionTexts(stepId, article, evidence).filter(
      ({ value }) => !ruledOut.some(one => one.step === stepId && one.option === value.option),
    );
    for (const clause of say.clausesOf(text)) {
      if (wordsOf(clause).length > mostOfPlace || say.denies(clause)) continue;
      const place = say.placeIn(clause, left.length);
      if (place !== undefined) return { value: left[place]!.value, score: manyLetters, phrase: clause };
    }
    return undefined;
  }

  /** What would be asked next is said in the same breath. */
  function nextAnswer(text: string, { case: { evidence }, article }: Situation, { step, stepId }: Position) {
    const meant = step.kind === 'question' ? meantOption(text, optionTexts(stepId, article, evidence)) : undefined;
    return meant && meant.score >= manyLetters ? meant : undefined;
  }

  /** "Still in use": the question stays open, and one answer less is left. */
  function ruledOutIn(
    text: string,
    { case: triageCase, article }: Situation,
    { step, stepId }: Position,
  ): NamedOption[] {
    if (step.kind !== 'question') return [];
    const options = optionTexts(stepId, article, triageCase.evidence);
    const denied = [...deniedIn(text, options), ...say.clausesOf(text).flatMap(clause => deniedBy(clause, options))];
    return options.length - new Set(denied).size > 1
      ? [...new Set(denied)].map(option => ({ step: stepId, option }))
      : [];
  }

  /** "Not ours" is a way to say whose it is. */
  function deniedBy(clause: string, options: readonly OptionWords[]): string[] {
    const [first, second] = rankSaid(clause, options);
    if (!first || first.score === second?.score || !canBeDenied.test(first.value.option)) return [];
    return say.denies(clause) && !say.denies(first.phrase ?? '') ? [first.value.option] : [];
  }

  function deniedIn(text: string, options: readonly OptionWords[]): Set<string> {
    const denied = new Set<string>();
    for (const clause of say.clausesOf(text)) {
      const [by] = rankSaid(
        clause,
        options.map(({ value, denials }) => ({ value, phrases: denials })),
      );
      if (by && by.score >= manyLetters) denied.add(by.value.option);
    }
    return denied;
  }

  /**
   * "Not ours, the hoster's": what is denied goes, what is said stays; where one is left alone, it is meant.
   * @param known what was answered before: "not about our server at all" denies it
   */
  function meantOption(
    text: string,
    options: readonly OptionWords[],
    known?: string,
    isOpen = false,
    isCorrecting = true,
  ): MeantOption | undefined {
    const denied = deniedIn(text, options);
    let deniedLetters = 0;
    let best: MeantOption | undefined;
    for (const clause of say.clausesOf(text)) {
      const [first, second] = rankSaid(clause, options);
      if (!first || first.score === second?.score) continue;
      // "Not ours" is a way to say whose it is.
      const isDenied = canBeDenied.test(first.value.option) && say.denies(clause) && !say.denies(first.phrase ?? '');
      if (isDenied) {
        denied.add(first.value.option);
        deniedLetters = Math.max(deniedLetters, first.score);
        // "It is not ours, we only send": what is said first answers, unless somebody puts it right.
      } else if (!best || (isCorrecting && first.score > best.score && !say.denies(best.phrase ?? ''))) best = first;
    }
    if (best && !denied.has(best.value.option)) return best;
    const left = options.filter(({ value }) => !denied.has(value.option) && value.option !== 'unsure');
    if (denied.size > 0 && left.length === 1)
      return {
        value: left[0]!.value,
        score: known !== undefined && denied.has(known) ? Math.max(1, deniedLetters) : 1,
        isByDenial: true,
      };
    return isOpen && denied.size === 0 ? likeliestOption(text, options) : undefined;
  }

  /** In other words than those of the lists: by what they mean. */
  function likeliestOption(text: string, options: readonly OptionWords[]): MeantOption | undefined {
    const meant = options
      .filter(({ value }) => value.option !== 'unsure')
      .map(({ value, phrases }) => ({
        value,
        parts: phrases.slice(0, locales.length).map(label => ({ text: label, weight: 1 })),
      }));
    const found = say
      .clausesOf(text)
      .filter(clause => !say.denies(clause) && wordsOf(clause).length > 0)
      .flatMap(clause => {
        const [first, second] = rankLikely(clause, meant, isEmpty, 1, meanings);
        return first && first.score >= wellNamed && first.score >= (second?.score ?? 0) * clearlyAhead ? [first] : [];
      })
      .sort((one, other) => other.score - one.score)[0];
    return found && { value: found.value, score: found.score };
  }

  function optionTexts(stepId: StepId, article: Article, evidence: Evidence): OptionWords[] {
    const step = article.guide.steps[stepId];
    if (step?.kind !== 'question') return [];
    return step.options.map(({ id: option }) => {
      const labels = locales.map(
        locale => textsFor(article, evidence, locale).steps[stepId]?.options?.[option] ?? option,
      );
      return {
        value: { step: stepId, option },
        phrases: [
          ...labels,
          ...locales.flatMap(locale => [
            ...(talk[locale].answers[option] ?? []),
            ...(talk[locale].answers[`${stepId}-${option}`] ?? []),
          ]),
        ],
        denials: locales.flatMap(locale => talk[locale].answers[`not-${option}`] ?? []),
      };
    });
  }
}

function answered(triageCase: TriageCase, { step, option }: NamedOption): TriageCase {
  const move = { step, option, by: nobody, at: triageCase.openedAt };
  return { ...triageCase, moves: [...triageCase.moves.filter(one => one.step !== step), move] };
}

/** One word answers one question: "ours" is not said of two. */
function without(text: string, phrase: string | undefined): string {
  const said = new Set(tokenize(phrase ?? ''));
  if (said.size === 0) return text;
  return text.replace(/[\p{L}\p{N}']+|\p{Script=Han}/gu, word =>
    tokenize(word).every(one => said.has(one)) ? '' : word,
  );
}
