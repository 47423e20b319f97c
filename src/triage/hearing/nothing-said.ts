/** What may be said beside a case, and the sentence of which nothing was understood. */
import type { NamedSteps, Said } from '../talk.ts';

/** What is longer is a story, and read like any paste. */
const longestSaid = 280;

export function mayBeSaid(text: string): boolean {
  return text.length <= longestSaid && text.split('\n').filter(line => line.trim() !== '').length <= 3;
}

export const noSteps: NamedSteps = { items: [], unclear: [], numbers: [] };

export const nothingSaid: Said = {
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
  remarks: [],
  began: null,
  beganAt: null,
  untaken: [],
};
