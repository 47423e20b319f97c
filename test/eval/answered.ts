/** What is answered to each of the labelled texts: found once, for all tests of a process that ask. */
import { content, knowledgeBase } from '../content.ts';
import { triageEngine } from './engines.ts';
import { loadTexts } from './load-texts.ts';
import { type Answers, answerAll } from './measure-groups.ts';

let known: Answers | undefined;

export function answersToTexts(): Answers {
  known ??= answerAll(triageEngine(knowledgeBase()), loadTexts(content.articles));
  return known;
}
