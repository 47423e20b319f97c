/**
 * What is answered to the labelled texts: found once, for all tests of a process that ask. The words of callers, two thirds of all, are
 * what the ranker was trained on, so they tell least of it: they are asked by `npm run eval`, and with `WALK=all`.
 */
import { content, knowledgeBase } from '../content.ts';
import { isWhole } from '../walk.ts';
import { triageEngine } from './engines.ts';
import { type LabelledText, loadTexts } from './load-texts.ts';
import { type Answers, answerAll } from './measure-groups.ts';

let known: Answers | undefined;

export function answersToTexts(): Answers {
  known ??= answerAll(triageEngine(knowledgeBase()), loadTexts(content.articles).filter(isAsked));
  return known;
}

const isAsked = ({ kind }: LabelledText) => isWhole || !/^(?:callers|voices)/.test(kind);

/** Whether a figure of this group can be told from what was asked. */
export const isMeasured = (group: string) => isWhole || !/^(?:tuned$|callers |voices)/.test(group);
