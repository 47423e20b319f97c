/** What a sentence wants: the whole of it, and each of its clauses. */
import { type Intent, intents } from '../talk.ts';
import { cut, questionMark } from './cut.ts';
import { type Chances, createIntentReader, type IntentModel } from './learn-intents.ts';
import { wordsOf } from './likeness.ts';
import type { Meanings } from './meanings.ts';

/** From here on an intent is taken for what is meant: of those that change the case, and of those that ask. */
export const sure = 0.45;
export const asked = 0.35;
export const hint = 0.2;
/** What is changed in passing, in a question about something else. */
export const beside = 0.7;
/** Where no case is open that it could be about. */
export const plain = 0.6;
/** With a step, an answer or a word that is named, less is enough. */
export const likely = 0.28;
/** Of two wishes that are so close either may be meant. */
const close = 0.6;
const worthAsking = 0.1;

export const changing: readonly Intent[] = [
  'done',
  'not-done',
  'failing',
  'works',
  'sent',
  'correction',
  'leave',
  'unsure',
  'undo',
  'shorter',
  'friendlier',
  'longer',
  'remark',
  'began',
  'repair',
];

/** What is told and asks for nothing. */
export const telling: readonly Intent[] = ['remark', 'began'];

/** What is asked, and changes nothing. */
export const asking: readonly Intent[] = [
  'who',
  'where',
  'how-long',
  'risk',
  'why',
  'what-is',
  'hand-over',
  'summary',
  'resend',
  'do-it',
  'skip',
  'what-if',
  'meanwhile',
  'difference',
  'tell-user',
];

/** One word beside others may say so much: "sent, thanks". */
const saidInAWord: readonly Intent[] = ['sent', 'done', 'works', 'thanks'];

/** Of these two only one can be meant. */
const rivals: readonly (readonly [Intent, Intent])[] = [
  ['done', 'not-done'],
  ['failing', 'works'],
];

export function rivalOf(intent: Intent, chances: Chances): number {
  const pair = rivals.find(one => one.includes(intent));
  const rival = pair?.find(one => one !== intent);
  return rival === undefined ? 0 : chances[rival];
}

/** Words of a sentence that says one thing. */
export const shortTalk = 7;

/** What a part says is a little less certain than what the whole says. */
const partly = 0.95;
/** One thing that is said, and what it wants. */
export interface Clause {
  readonly text: string;
  readonly chances: Chances;
  readonly isQuestion: boolean;
  /** "I think 3 is open", "half of it is open": perhaps, or in part. */
  readonly isGuess: boolean;
  /** "If I open it": nothing of it has happened. */
  readonly isCondition: boolean;
  /** Where in the sentence it begins. */
  readonly from: number;
}

export type WishReader = ReturnType<typeof createWishReader>;

/** @param breaksOf where a clause goes on to another step without a sign */
export function createWishReader(
  model: IntentModel,
  meaningsOf: Meanings,
  breaksOf: (text: string) => readonly string[],
) {
  const chancesOf = createIntentReader(model, meaningsOf);
  return {
    chancesOf,
    chancesIn,
    /** Its sentences, and what stands beside an "and"; bits of one word too where they name a step. */
    clausesOf(text: string): Clause[] {
      const parts = cut(text);
      return parts.flatMap(({ text: part, isQuestion, from }, place) => {
        let at = from;
        const isCondition = isConditionOf(part);
        const isSupposed = isCondition || (place > 0 && isConditionOf(parts[place - 1]!.text));
        return breaksOf(part).map(one => {
          const all = chancesOf(isQuestion ? `${one}?` : one);
          const chances = isQuestion || isSupposed ? withoutChanges(all) : all;
          const clause = { text: one, isQuestion, chances, from: at, isGuess: isGuess(one), isCondition };
          at += one.length;
          return clause;
        });
      });
    },
    /** What may be meant where nothing is certain: the likeliest questions, as far as they are close to each other. */
    guessesIn(chances: Chances): Intent[] {
      const ordered = asking.toSorted((one, other) => chances[other] - chances[one]);
      const best = chances[ordered[0]!];
      return ordered.filter(intent => chances[intent] >= worthAsking && chances[intent] >= best * close).slice(0, 3);
    },
  };

  /** Of the whole and of each of its sentences, whichever says more: "thanks, 3 is done. How long does it take?" */
  function chancesIn(text: string, isBesideCase: boolean): Chances {
    // A bare number or address wants nothing.
    const parts = cut(text).filter(part => /\p{L}/u.test(part.text));
    if (parts.length < 2) return chancesOf(text);
    const isSupposed = parts.map(
      ({ text: part }, place) => isConditionOf(part) || (place > 0 && isConditionOf(parts[place - 1]!.text)),
    );
    const isNoChange = questionMark.test(text) || isSupposed.includes(true);
    const whole = isNoChange ? withoutChanges(chancesOf(text)) : chancesOf(text);
    const each = parts.map(({ text: part, isQuestion }, place) => {
      const chances = isQuestion || isSupposed[place] ? withoutChanges(chancesOf(part)) : chancesOf(part);
      return wordsOf(part).length > 1 ? chances : onlyOf(chances, saidInAWord);
    });
    // A word of the trade stands in half of what is told; it is asked about with a sentence of its own or a question mark.
    const isSplit = (intent: Intent) => intent !== 'what-is' || isBesideCase || questionMark.test(text);
    const likeliest = (intent: Intent) =>
      Math.max(whole[intent], ...each.map(chances => (isSplit(intent) ? chances[intent] * partly : 0)));
    return Object.fromEntries(intents.map(intent => [intent, likeliest(intent)])) as Record<Intent, number>;
  }

  function isGuess(text: string): boolean {
    return meaningsOf(text).some(meaning => meaning === 'guess' || meaning === 'part');
  }

  function isConditionOf(text: string): boolean {
    const [first = ''] = /^\P{L}*(?:\p{Script=Han}{1,4}|[\p{L}']+)/u.exec(text) ?? [];
    return wordsOf(text).length > 2 && meaningsOf(first).includes('condition');
  }
}

export function wantsTerm(chances: Chances): boolean {
  return chances['what-is'] >= likely && intents.every(intent => chances[intent] * close <= chances['what-is']);
}

/** A question changes nothing. */
function withoutChanges(chances: Chances): Chances {
  return onlyOf(
    chances,
    intents.filter(intent => !changing.includes(intent)),
  );
}

function onlyOf(chances: Chances, some: readonly Intent[]): Chances {
  return Object.fromEntries(intents.map(intent => [intent, some.includes(intent) ? chances[intent] : 0])) as Record<
    Intent,
    number
  >;
}
