/** Of the clauses of a sentence: what they ask, and what they tell. */
import { type Intent, intents } from '../talk.ts';
import { wordsOf } from './likeness.ts';
import { asked, asking, type Clause, hint, plain, sure } from './wishes.ts';

/** In passing, beside other things. */
const surelyAsked = 0.5;

/** By clause, what it asks above all. */
export function questionsIn(clauses: readonly Clause[]): Intent[] {
  const found = clauses.flatMap(({ text, chances, isQuestion }): Intent[] => {
    const [top] = intents.toSorted((one, other) => chances[other] - chances[one]);
    // "Is it dangerous to skip this?" asks whether it may be left out.
    if (top === 'risk' && chances.skip >= hint && wordsOf(text).length > 1) return ['skip'];
    const isAsking = top !== undefined && (asking.includes(top) || top === 'denied');
    const least = isQuestion ? asked : clauses.length > 1 ? surelyAsked : asked;
    return isAsking && chances[top] >= least && wordsOf(text).length > 1 ? [top === 'what-is' ? 'why' : top] : [];
  });
  return [...new Set(found)];
}

/** An answer of so few words may look like anything, but not so much like a question. */
export const shortAnswer = 3;
const clearlyAsked = 0.8;

/** What is told and not asked. */
/** @param isOther whether a clause is about something else than an answer */
export function toldIn(clauses: readonly Clause[], isOther: (clause: Clause) => boolean): string {
  // "2 after all not, tick off please": what stands beside a step is about it too.
  const isBesideStep = ({ chances }: Clause) =>
    Math.max(chances['not-done'], chances.undo) >= sure && clauses.some(isOther);
  return clauses
    .filter(clause => {
      const { text, isQuestion, chances } = clause;
      const isAsking = Math.max(...asking.map(intent => chances[intent]));
      const isLong = wordsOf(text).length > shortAnswer;
      const isAnswer = !(isAsking >= (isLong ? plain : clearlyAsked) && isAsking > chances.correction);
      return !isQuestion && isAnswer && !isOther(clause) && !isBesideStep(clause);
    })
    .map(({ text }) => text)
    .join(', ');
}
