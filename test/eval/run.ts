/**
 * npm run eval: how good reading and matching are on the labelled texts, beside fuse.js and minisearch.
 * The held-out texts have rows of their own, as the matcher is set on the others only.
 * Fails when a figure falls below test/eval/recorded.json; `-- --record` writes a better one there, `-- --misses` lists
 * what went wrong, without the held-out texts: those that one looks at would soon be tuned for as well.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadArticles } from '../../src/articles/load-articles.ts';
import { loadWords } from '../../src/articles/load-words.ts';
import { type Answer, type Engine, fuseEngine, miniSearchEngine, triageEngine } from './engines.ts';
import { aimOf, type Figures, measure } from './figures.ts';
import { type LabelledText, loadTexts } from './load-texts.ts';

const root = join(import.meta.dirname, '../..');
const recordedFile = join(import.meta.dirname, 'recorded.json');
const tolerance = 0.0005;

const { articles } = loadArticles(join(root, 'dialogs'));
const known = new Set(articles.map(({ id }) => id));
const catchAlls = new Set(articles.filter(({ catchAll }) => catchAll).map(({ id }) => id));
const texts = loadTexts(articles);
const tuned = texts.filter(({ isHeldOut }) => !isHeldOut);
const heldOut = texts.filter(({ isHeldOut }) => isHeldOut);
const ours = triageEngine(articles, loadWords(join(root, 'dialogs')));

console.log(`${texts.length} texts, ${heldOut.length} of them held out, ${articles.length} articles\n`);
const answers = answerAll(ours);
const measured: Record<string, Figures> = { tuned: figures(tuned, answers), 'held out': figures(heldOut, answers) };
for (const [name, group] of groups(texts)) measured[name] = figures(group, answers);
for (const engine of [fuseEngine(articles), miniSearchEngine(articles)]) {
  const theirs = answerAll(engine);
  measured[`(${engine.name}) tuned`] = figures(tuned, theirs);
  measured[`(${engine.name}) held out`] = figures(heldOut, theirs);
}
console.table(Object.fromEntries(Object.entries(measured).map(([name, row]) => [name, readable(row)])));

if (process.argv.includes('--misses')) listMisses();
if (process.argv.includes('--record')) record();
else compare();

function answerAll(engine: Engine): Map<LabelledText, Answer> {
  return new Map(texts.map(text => [text, engine.answer(text.text)]));
}

function figures(some: readonly LabelledText[], all: ReadonlyMap<LabelledText, Answer>): Figures {
  return measure(some, text => all.get(text)!, known, catchAlls);
}

function groups(all: readonly LabelledText[]): Map<string, LabelledText[]> {
  return Map.groupBy(all, ({ kind, locale }) => (locale === 'any' ? kind : `${kind} ${locale}`));
}

function readable({ texts, top1, top3, silence, modest, wrongCodes, cause }: Figures) {
  const percent = (share: number | null) => (share === null ? '' : `${(share * 100).toFixed(1)} %`);
  return {
    texts,
    'top-1': percent(top1),
    'top-3': percent(top3),
    silence: percent(silence),
    modest: percent(modest),
    'wrong codes': wrongCodes,
    cause: percent(cause),
  };
}

function listMisses(): void {
  for (const text of tuned) {
    const { articles: got, verdict, cause } = answers.get(text)!;
    const aim = aimOf(text, known);
    const isRight =
      aim === 'article'
        ? text.articles.includes(got[0] ?? '')
        : aim === 'beyond'
          ? verdict !== 'match'
          : got.every(id => aim === 'unknown-code' && catchAlls.has(id));
    const isCauseRight = text.cause === undefined || text.cause === cause;
    if (isRight && isCauseRight) continue;
    const wanted = text.articles.join(' or ') || (text.isUnknownCode ? 'unknown code' : 'nothing');
    console.log(`${text.kind} ${text.locale}: ${text.text.slice(0, 110).replaceAll('\n', ' ')}`);
    console.log(
      `    wanted ${wanted} (${text.cause ?? 'no code'}), got ${verdict} ${got.join(', ')} (${cause ?? 'no code'})`,
    );
  }
}

/** Our own rows only: the libraries are there to compare with. */
function recordable(): Record<string, Figures> {
  return Object.fromEntries(Object.entries(measured).filter(([name]) => !name.startsWith('(')));
}

function record(): void {
  writeFileSync(recordedFile, `${JSON.stringify(recordable(), null, 2)}\n`);
  console.log('Recorded in test/eval/recorded.json');
}

function compare(): void {
  if (!existsSync(recordedFile)) return;
  const recorded = JSON.parse(readFileSync(recordedFile, 'utf8')) as Record<string, Figures>;
  const fallen = Object.entries(recorded).flatMap(([name, before]) => {
    const now = measured[name];
    if (!now) return [`${name}: no such texts any more`];
    const shares = (['top1', 'top3', 'silence', 'modest', 'cause'] as const)
      .filter(figure => (now[figure] ?? 0) < (before[figure] ?? 0) - tolerance)
      .map(figure => `${name}: ${figure} fell from ${before[figure]} to ${now[figure]}`);
    const codes = now.wrongCodes > before.wrongCodes ? [`${name}: ${now.wrongCodes} wrong codes`] : [];
    return [...shares, ...codes];
  });
  if (fallen.length === 0) {
    console.log('No figure below the recorded ones.');
    return;
  }
  console.error(fallen.join('\n'));
  process.exitCode = 1;
}
