/**
 * npm run train: learns what words say of which article, and writes it to dialogs/words/weights.bin. The same texts give
 * the same file. `-- --folds` learns four times without a quarter of the labelled texts and prints how well it does on those.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadArticles } from '../../src/articles/load-articles.ts';
import { packWeights, weightsFile } from '../../src/articles/load-weights.ts';
import { loadWords } from '../../src/articles/load-words.ts';
import { readModel } from '../../src/triage/matching/ranking/linear-model.ts';
import type { Sentence } from '../../src/triage/matching/ranking/sentence-features.ts';
import { classesOf, tasksOf } from './classes.ts';
import { hashOf, loadExamples, readExamples } from './examples.ts';
import { foldsOf } from './folds.ts';
import { learn } from './learn.ts';
import { pack } from './pack.ts';

const folds = 4;
const seed = 7;

const dialogs = join(import.meta.dirname, '../../dialogs');
const { articles } = loadArticles(dialogs);
const words = loadWords(dialogs, { isTraining: true });
const ids = articles.map(({ id }) => id);
const examples = loadExamples(articles, words);
const sentences = readExamples(examples, articles, words);
const tasks = tasksOf(examples, sentences, ids);
const fold = foldsOf(examples, folds);
console.log(`${examples.length} texts, ${articles.length} articles`);

const checked = process.argv.includes('--folds') ? Array.from({ length: folds }, (_, one) => one) : [0];
const left = checked.flatMap(leaveOut);
const sureness = bestSureness(left);
console.log(`sureness ${sureness}`);
if (process.argv.includes('--folds')) report();

const model = modelOf(tasks, sureness);
writeFileSync(join(dialogs, weightsFile), packWeights(model));
console.log(`${weightsFile}: ${packWeights(model).length} bytes`);

function modelOf(some: typeof tasks, sureness: number): Uint8Array {
  return pack(learn(some, classesOf(ids).length, seed), { trainedOn: hashOf(examples, words), ids, sureness });
}

interface Left {
  readonly index: number;
  readonly shares: Float64Array;
}

/** What the model would say of texts that it has not seen, as it is. */
function leaveOut(one: number): Left[] {
  const model = readModel(
    modelOf(
      tasks.filter((_, index) => fold[index] !== one),
      1,
    ),
  );
  const say = (sentence: Sentence) => model.probabilities(sentence);
  return tasks.flatMap(({ sentence }, index) => (fold[index] === one ? [{ index, shares: say(sentence) }] : []));
}

/** The factor by which the scores are most honest: the right answers are as likely as it says. */
function bestSureness(left: readonly Left[]): number {
  const loss = (factor: number) =>
    left.reduce((sum, { index, shares }) => {
      const powers = shares.map(share => share ** factor);
      const all = powers.reduce((one, other) => one + other, 0);
      return sum - Math.log(tasks[index]!.classes.reduce((right, one) => right + powers[one]!, 1e-9) / all);
    }, 0);
  const factors = Array.from({ length: 30 }, (_, place) => (place + 2) / 10);
  return factors.reduce((best, next) => (loss(next) < loss(best) ? next : best));
}

function report(): void {
  const rows = new Map<string, { texts: number; first: number; three: number; silent: number }>();
  for (const { index, shares } of left) {
    const { kind, labels } = examples[index]!;
    const ranked = [...ids.keys()].sort((one, other) => shares[other]! - shares[one]!).slice(0, 3);
    const isSilent = shares.at(-1)! > 0.5;
    const kinds = /^(strangers|seen)/.test(kind) ? [kind, 'strangers and seen'] : [kind];
    for (const name of kinds) {
      const row = rows.get(name) ?? { texts: 0, first: 0, three: 0, silent: 0 };
      row.texts += 1;
      row.first += labels.includes(ids[ranked[0]!]!) ? 1 : 0;
      row.three += ranked.some(one => labels.includes(ids[one]!)) ? 1 : 0;
      row.silent += isSilent ? 1 : 0;
      rows.set(name, row);
    }
  }
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  console.table(
    Object.fromEntries(
      [...rows].map(([name, { texts, first, three, silent }]) => [
        name,
        { texts, first: percent(first / texts), three: percent(three / texts), silent: percent(silent / texts) },
      ]),
    ),
  );
}
