/** What a sentence wants: of the whole of it and of its parts. */
import { type Intent, intents } from '../talk.ts';
import { type Chances, createIntentReader, type IntentModel } from './learn-intents.ts';
import { wordsOf } from './likeness.ts';

/** From here on an intent is taken for what is meant: of those that change the case, and of those that ask. */
export const sure = 0.45;
export const asked = 0.35;
export const hint = 0.2;
/** What is changed in passing, in a question about something else. */
export const beside = 0.7;
/** Where no case is open that it could be about. */
export const plain = 0.6;
export const changing: readonly Intent[] = [
  'done',
  'not-done',
  'failing',
  'works',
  'sent',
  'correction',
  'leave',
  'unsure',
];
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

/** With a step, an answer or a word that is named, less is enough. */
export const likely = 0.28;

/** Words of a sentence that says one thing. */
export const shortTalk = 7;

/** What a part says is a little less certain than what the whole says. */
const partly = 0.95;
export const questionMark = /[?？]/;
// "3 is done, still the same", "it runs and mail comes in"
const sentenceEnd =
  /[,;.!?，；。！？\n]|(?<!\d)\s(?:and|but|en|maar|och|men)\s(?!\d)|(?<=\p{Script=Han})\s(?=\p{Script=Han})/iu;

export function createWishReader(model: IntentModel) {
  const chancesOf = createIntentReader(model);
  return { chancesOf, chancesIn };

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
}

export function wantsTerm(chances: Chances): boolean {
  return chances['what-is'] >= sure && intents.every(intent => chances[intent] <= chances['what-is']);
}

/** Its sentences, and what stands beside an "and". */
export function partsOf(text: string): string[] {
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
