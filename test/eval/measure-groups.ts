/** Every engine is asked the labelled texts of test/eval/texts, and measured by groups of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Article } from '../../src/triage/article.ts';
import type { Answer, Engine } from './engines.ts';
import { type Figures, type FiguresByGroup, measure } from './figures.ts';
import type { LabelledText } from './load-texts.ts';

export type Answers = ReadonlyMap<LabelledText, Answer>;

export const recordedFile = join(import.meta.dirname, 'recorded.json');

export function answerAll(engine: Engine, texts: readonly LabelledText[]): Answers {
  return new Map(texts.map(text => [text, engine.answer(text.text)]));
}

/** All texts that the matcher is set on, all held-out ones, and each kind of text in each language. */
export function measureGroups(answers: Answers, articles: readonly Article[]): FiguresByGroup {
  const known = new Set(articles.map(({ id }) => id));
  const catchAlls = new Set(articles.filter(({ catchAll }) => catchAll).map(({ id }) => id));
  const figures = (texts: readonly LabelledText[]): Figures =>
    measure(texts, text => answers.get(text)!, known, catchAlls);
  const texts = [...answers.keys()];
  const byKind = Map.groupBy(texts, ({ kind, locale }) => (locale === 'any' ? kind : `${kind} ${locale}`));
  return {
    tuned: figures(texts.filter(({ isHeldOut }) => !isHeldOut)),
    'held out': figures(texts.filter(({ isHeldOut }) => isHeldOut)),
    ...Object.fromEntries([...byKind].map(([name, group]) => [name, figures(group)])),
  };
}

export function readRecorded(): FiguresByGroup {
  return JSON.parse(readFileSync(recordedFile, 'utf8')) as FiguresByGroup;
}
