/** Of all that a sentence may want, what is sure enough to be taken for meant. */
import { type Intent, intents } from '../talk.ts';
import type { Chances } from './learn-intents.ts';
import { wordsOf } from './likeness.ts';
import { asked, asking, beside, type Clause, changing, hint, likely, plain, rivalOf, sure, telling } from './wishes.ts';

/** What is looked for clause by clause alone. */
const byClause: readonly Intent[] = [...telling, 'repair'];

export const endsAsking = /[?？]\s*$/;
const hasQuestion = /[?？]/;

/** What was found of steps and answers. */
export interface Named {
  readonly isAnswered: boolean;
  readonly isDone: boolean;
  readonly isUndone: boolean;
  readonly isFailingOfStep: boolean;
  readonly isQuestionOpen: boolean;
}

/** What is wanted, the strongest first: with a step or an answer that is named, less is enough. */
export function wishesIn(text: string, chances: Chances, named: Named): Intent[] {
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

export function orderedBy(chances: Chances): Intent[] {
  return intents
    .filter(intent => !byClause.includes(intent))
    .filter(intent => chances[intent] >= likely && chances[intent] >= rivalOf(intent, chances))
    .sort((one, other) => chances[other] - chances[one]);
}

/** "Worked this morning, and not any more": what comes last counts. */
export function endingOf(clauses: readonly Clause[], chances: Chances): Chances {
  const worked = clauses.findLastIndex(one => one.chances.works >= hint && one.chances.works > one.chances.failing);
  const failed = clauses.findLastIndex(one => one.chances.failing >= hint && one.chances.failing > one.chances.works);
  return worked >= 0 && failed > worked
    ? { ...chances, works: 0, failing: Math.max(chances.failing, clauses[failed]!.chances.failing, sure) }
    : chances;
}
