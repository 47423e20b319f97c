/** Examples -> what is to be learned: for each text the numbers of the answers that are right. */
import type { Sentence } from '../../src/triage/matching/ranking/sentence-features.ts';
import { type Example, vague } from './examples.ts';
import type { Task } from './learn.ts';

/** After the articles what says nothing of the problem, and other talk. */
export function classesOf(ids: readonly string[]): readonly string[] {
  return [...ids, vague, 'other'];
}

export function tasksOf(examples: readonly Example[], sentences: readonly Sentence[], ids: readonly string[]): Task[] {
  const classes = classesOf(ids);
  return examples.map(({ labels, weight }, index) => ({
    sentence: sentences[index]!,
    classes: labels.length === 0 ? [classes.length - 1] : labels.map(label => classes.indexOf(label)),
    weight,
  }));
}
