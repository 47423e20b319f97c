/** What somebody says beside the open case, in their own words: what they want, and which step, answer or word they mean. */
import type { Article, ChecklistStep, Owner, StepId } from '../article.ts';
import { textsFor } from '../article-texts.ts';
import type { Memory, ToldAnswer, TriageCase } from '../case.ts';
import { type Evidence, type Locale, locales } from '../evidence.ts';
import { checklistRows, findPosition, itemsOf, type Position } from '../guiding/index.ts';
import { type Intent, intents, type LocaleTalk, type NamedItem, type Said, type Term } from '../talk.ts';
import { tokenize } from '../tokens.ts';
import { languageNames } from './language-names.ts';
import { type Chances, createIntentReader, type IntentModel } from './learn-intents.ts';
import { type Likely, type Meant, type Phrases, rankLikely, rankSaid, wordsOf } from './likeness.ts';
import { createTermFinder } from './named-term.ts';
import { createPhrases, hasPhrase } from './phrases.ts';

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

interface Step extends NamedItem {
  readonly who: Owner;
  readonly minutes: number;
}

interface Option {
  readonly step: StepId;
  readonly option: string;
}

/** An option, and how it is said. */
type OptionWords = Phrases<Option>;

/** Whose it is can be denied; "nothing arrives" is an answer. */
const canBeDenied = /^(?:ours|theirs|partner|microsoft|microsoft365|yes|retired)$/;
/** What a part says is a little less certain than what the whole says. */
const partly = 0.95;
const questionMark = /[?？]/;
const endsAsking = /[?？]\s*$/;
// "3 is done, still the same", "it runs and mail comes in"
const sentenceEnd =
  /[,;.!?，；。！？\n]|(?<!\d)\s(?:and|but|en|maar|och|men)\s(?!\d)|(?<=\p{Script=Han})\s(?=\p{Script=Han})/iu;

/** The open case, as far as a sentence may name something of it. */
export interface Situation {
  readonly case: TriageCase;
  readonly article: Article;
  readonly memory: Memory;
}

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

/** From here on an intent is taken for what is meant: of those that change the case, and of those that ask. */
const sure = 0.45;
const asked = 0.35;
const hint = 0.2;
/** What is changed in passing, in a question about something else. */
const beside = 0.7;
/** Where no case is open that it could be about. */
const plain = 0.6;
const changing: readonly Intent[] = ['done', 'not-done', 'failing', 'works', 'sent', 'correction', 'leave', 'unsure'];
/** Of these two only one can be meant. */
const rivals: readonly (readonly [Intent, Intent])[] = [
  ['done', 'not-done'],
  ['failing', 'works'],
];

function rivalOf(intent: Intent, chances: Chances): number {
  const pair = rivals.find(one => one.includes(intent));
  const rival = pair?.find(one => one !== intent);
  return rival === undefined ? 0 : chances[rival];
}

/** With a step, an answer or a word that is named, less is enough. */
const likely = 0.28;

/** An answer that is named in so many letters needs only a hint that something is put right. */
const manyLetters = 7;
const hinted = 0.15;

/** Of the words of a sentence that say something, so many stand in the title. */
const wellNamed = 0.6;

/** A step of another list than the open one has to be named well. */
const farAway = 0.5;

/** "That is done": the next one is meant. */
const barely = 4;

const pleasantries = ['greeting', 'thanks', 'abilities'] as const;

/** Words of a sentence that says one thing. */
const shortTalk = 7;

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
  const chancesOf = createIntentReader(model);
  const findTerm = createTermFinder(terms);
  const empty = new Set(stopWords.flatMap(word => tokenize(word)));
  const isEmpty = (word: string) => empty.has(word) || /^\d+$/.test(word);
  const say = createPhrases(talk, negations);

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

  /** Of the whole and of each of its sentences, whichever says more: "thanks, 3 is done. How long does it take?" */
  function chancesIn(text: string, isBesideCase: boolean): Chances {
    const parts = partsOf(text);
    if (parts.length < 2) return chancesOf(text);
    const whole = questionMark.test(text) ? withoutChanges(chancesOf(text)) : chancesOf(text);
    const each = parts.map(part => (isQuestionIn(text, part) ? withoutChanges(chancesOf(part)) : chancesOf(part)));
    // A word of the trade stands in half of what is told; it is asked about with a sentence of its own or a question mark.
    const isSplit = (intent: Intent) => intent !== 'what-is' || isBesideCase || questionMark.test(text);
    const likeliest = (intent: Intent) =>
      Math.max(whole[intent], ...each.map(chances => (isSplit(intent) ? chances[intent] * partly : 0)));
    return Object.fromEntries(intents.map(intent => [intent, likeliest(intent)])) as Record<Intent, number>;
  }

  /** The answer that the words mean: of the question that is open, or of one that was answered before. */
  function namedAnswer(text: string, { case: triageCase, article }: Situation, position: Position, chances: Chances) {
    const open = position.step.kind === 'question' ? [position.stepId] : [];
    const given = Object.keys(position.answers).reverse();
    // Who corrects means what was answered; else what is asked comes first.
    const ahead = Object.keys(article.guide.steps).filter(step => article.guide.steps[step]!.kind === 'question');
    const questions = chances.correction >= sure ? [...given, ...open, ...ahead] : [...open, ...given, ...ahead];
    let best: Likely<Option> | undefined;
    for (const step of new Set(questions)) {
      const meant = meantOption(text, optionTexts(step, article, triageCase.evidence));
      if (!meant || (step !== position.stepId && position.answers[step] === meant.value.option)) continue;
      const isOpen = step === position.stepId;
      const isAhead = !isOpen && position.answers[step] === undefined;
      // Said before it was asked, and only while something is asked.
      if (isAhead && (position.step.kind !== 'question' || best !== undefined || meant.score < manyLetters)) continue;
      if (!isOpen && !isAhead && chances.correction < (meant.score >= manyLetters ? hinted : likely)) continue;
      if (!best || meant.score > best.score) best = meant;
    }
    return best?.value ?? null;
  }

  /** "Not ours, the hoster's": what is denied goes, what is said stays; where one is left alone, it is meant. */
  function meantOption(text: string, options: readonly OptionWords[]): Likely<Option> | undefined {
    const denied = new Set<string>();
    let best: Likely<Option> | undefined;
    for (const clause of say.clausesOf(text)) {
      const [first, second] = rankSaid(clause, options);
      if (!first || first.score === second?.score) continue;
      // "Not ours" is a way to say whose it is.
      const isDenied = canBeDenied.test(first.value.option) && say.denies(clause) && !say.denies(first.phrase ?? '');
      if (isDenied) denied.add(first.value.option);
      else if (!best || first.score > best.score) best = first;
    }
    if (best && !denied.has(best.value.option)) return best;
    const left = options.filter(({ value }) => !denied.has(value.option) && value.option !== 'unsure');
    return denied.size > 0 && left.length === 1 ? { value: left[0]!.value, score: 1 } : undefined;
  }

  function optionTexts(stepId: StepId, article: Article, evidence: Evidence): OptionWords[] {
    const step = article.guide.steps[stepId];
    if (step?.kind !== 'question') return [];
    return step.options.map(({ id: option }) => ({
      value: { step: stepId, option },
      phrases: locales.flatMap(locale => {
        const label = textsFor(article, evidence, locale).steps[stepId]?.options?.[option] ?? '';
        return [label, ...(talk[locale].answers[option] ?? [])];
      }),
    }));
  }

  /** The steps that the words mean, by number, all of them, or by what is done in them. */
  function namedItems(text: string, { case: triageCase, article }: Situation, position: Position, chances: Chances) {
    const none = { values: [] as NamedItem[], isUnclear: false };
    const isTicking = chances.done >= likely || chances['not-done'] >= likely || chances.works >= sure;
    const asksStep =
      isTicking || (['where', 'risk', 'who', 'how-long'] as const).some(intent => chances[intent] >= likely);
    if (!asksStep && !(chances['hand-over'] >= likely)) return none;
    const here = position.step.kind === 'checklist' ? itemsOf(position.step, triageCase).map(({ id }) => id) : [];
    const current = (item: string): NamedItem => ({ step: position.stepId, item });
    if (here.length > 0 && isTicking) {
      const wanted = aboutSteps.reduce((best, one) => (chances[one] > chances[best] ? one : best));
      const parts = partsOf(text);
      const each = (parts.length > 1 ? parts : [text]).map(part => {
        const own = chancesOf(part);
        const others = [
          own.failing,
          own.where,
          own['hand-over'],
          ...aboutSteps.filter(one => one !== wanted).map(one => own[one]),
        ];
        if (parts.length > 1 && (own[wanted] < likely || own[wanted] < Math.max(...others))) return none;
        const numbers = wanted === 'works' ? [] : say.numbersIn(part, here.length);
        if (numbers.length > 0) return { values: numbers.map(number => current(here[number - 1]!)), isUnclear: false };
        const texts = itemTexts(position.stepId, article, triageCase);
        if (wanted === 'works') return pickItems(rankLikely(part, proofsAmong(texts), isEmpty), true, farAway);
        const picked = pickItems(rankLikely(part, texts, isEmpty), true);
        const isAll = picked.values.length === 0 && say.meansAll(part) && wordsOf(part).length <= shortTalk;
        return isAll ? { values: here.map(current), isUnclear: false } : picked;
      });
      const named = each.filter(({ values, isUnclear }) => values.length > 0 && !isUnclear);
      if (named.length > 0) return { values: uniqueItems(named.flatMap(({ values }) => values)), isUnclear: false };
      const numbers = say.numbersIn(text, here.length);
      if (numbers.length > 0) return { values: numbers.map(number => current(here[number - 1]!)), isUnclear: false };
      if (say.meansAll(text) && wordsOf(text).length <= shortTalk)
        return { values: here.map(current), isUnclear: false };
      const next = checklistRows(position.stepId, position.step as ChecklistStep, triageCase, position.answers).find(
        row => row.state === 'next',
      );
      if (next && wanted === 'done' && chances.done >= sure && wordsOf(text).length <= barely && !/\d/.test(text))
        return { values: [current(next.item.id)], isUnclear: false };
    }
    if (here.length > 0 && !isTicking) {
      const numbers = say.numbersIn(text, here.length);
      if (numbers.length > 0) return { values: numbers.map(number => current(here[number - 1]!)), isUnclear: false };
    }
    const inList = rankLikely(text, itemTexts(position.stepId, article, triageCase), isEmpty);
    const picked = pickItems(inList, isTicking);
    if (picked.values.length > 0 || picked.isUnclear) return picked;
    // A number means the open list, or nothing.
    if (isTicking && /\d/.test(text)) return none;
    // Elsewhere in the guide: what was done before it was asked for.
    const elsewhere = Object.keys(article.guide.steps).filter(step => step !== position.stepId);
    const ranked = rankLikely(
      text,
      elsewhere.flatMap(step => itemTexts(step, article, triageCase)),
      isEmpty,
    );
    return chances.done >= likely || chances.risk >= likely ? pickItems(ranked, isTicking, farAway) : none;
  }

  function itemTexts(stepId: StepId, article: Article, triageCase: TriageCase): Meant<Step>[] {
    const step = article.guide.steps[stepId];
    if (step?.kind !== 'checklist') return [];
    const named = (text: string) => text.replaceAll('{server}', triageCase.evidence.remoteHost ?? '');
    return itemsOf(step, triageCase).map(({ id: item, who, minutes }) => ({
      value: { step: stepId, item, who, minutes: minutes ?? 0 },
      parts: locales.flatMap(locale => {
        const texts = textsFor(article, triageCase.evidence, locale).steps[stepId]?.items?.[item];
        return [
          { text: named(texts?.text ?? ''), weight: 1 },
          { text: item.replaceAll('-', ' '), weight: 0.8 },
          { text: texts?.place ?? '', weight: 0.7 },
          { text: texts?.check ?? '', weight: 0.5 },
          { text: (talk[locale].owners[who] ?? []).join(' '), weight: 0.4 },
        ];
      }),
    }));
  }

  function pickItems(ranked: readonly Likely<Step>[], isTicking: boolean, least: number = isTicking ? 0.3 : 0.4) {
    const [first, second] = ranked;
    if (!first || first.score < least) return { values: [] as NamedItem[], isUnclear: false };
    // The same step stands in several lists of a guide.
    const same = ranked.filter(({ value, score }) => value.item === first.value.item && score >= first.score * 0.9);
    const other = ranked.find(({ value }) => value.item !== first.value.item);
    const isUnclear = second !== undefined && other !== undefined && other.score > first.score * 0.88;
    // Two steps of one owner, as "open the firewall" and "look at its rules": the larger one is meant.
    if (isUnclear && first.value.who === other.value.who && first.value.minutes !== other.value.minutes) {
      const main = first.value.minutes > other.value.minutes ? first.value : other.value;
      return {
        values: ranked
          .filter(({ value }) => value.item === main.item && value.step === main.step)
          .map(({ value }) => value),
        isUnclear: false,
      };
    }
    return isUnclear
      ? { values: [first.value, other.value], isUnclear: true }
      : { values: same.map(({ value }) => value), isUnclear: false };
  }
}

function wantsTerm(chances: Chances): boolean {
  return chances['what-is'] >= sure && intents.every(intent => chances[intent] <= chances['what-is']);
}

/** Its sentences, and what stands beside an "and". */
function partsOf(text: string): string[] {
  return text.split(sentenceEnd).filter(part => wordsOf(part).length > 1);
}

/** "Who sends it, me or the customer? And where to" */
function isQuestionIn(text: string, part: string): boolean {
  return questionMark.test(text.charAt(text.indexOf(part) + part.length));
}

/** A question changes nothing. */
function withoutChanges(chances: Chances): Chances {
  return Object.fromEntries(intents.map(intent => [intent, changing.includes(intent) ? 0 : chances[intent]])) as Record<
    Intent,
    number
  >;
}

function uniqueItems(items: readonly NamedItem[]): NamedItem[] {
  return [...new Map(items.map(one => [`${one.step}/${one.item}`, one])).values()];
}

/** What shows that it works stands at the end of a list, where nobody else has anything to do any more. */
function proofsAmong(items: readonly Meant<Step>[]): readonly Meant<Step>[] {
  return items.slice(items.findLastIndex(({ value }) => value.who !== 'helpdesk') + 1);
}

/** Intents that mean a step. */
const aboutSteps = ['done', 'not-done', 'works'] as const;

function isAboutStep(intent: Intent): boolean {
  return intent === 'done' || intent === 'not-done';
}
