/**
 * npm run bench: how long reading and matching take, with our articles and with 1 000 and 10 000 synthetic ones, beside
 * fuse.js and minisearch in the same run; how long the largest pastes stop the event loop; and how long the program takes
 * to start. `-- --quick` leaves out the 10 000, `-- --start` everything but the start, `-- --stops` everything but the stops;
 * `-- --traces` reads a message trace of a million rows instead of all this, `-- --readers` files of 200 MB, `-- --cases` asks among a million cases.
 */
import { join } from 'node:path';
import { loadArticles } from '../../src/articles/load-articles.ts';
import { loadWords } from '../../src/articles/load-words.ts';
import type { Article } from '../../src/triage/article.ts';
import { createKnowledgeBase } from '../../src/triage/matching/match-article.ts';
import { type Engine, fuseEngine, miniSearchEngine, triageEngine } from '../eval/engines.ts';
import { measureCases } from './cases.ts';
import { pastes } from './pastes.ts';
import { measureReaders } from './readers.ts';
import { measureStartUp, median } from './start-up.ts';
import { measureStops } from './stops.ts';
import { syntheticArticles } from './synthetic.ts';
import { measureTraces } from './traces.ts';

/** Enough runs for a p99, yet no engine may keep the rest waiting. */
const mostRuns = 300;
const mostMilliseconds = 1_500;
/** A text that would take an engine longer than this, by its pace so far, is not tried. */
const patience = 20_000;
const mostStops = 15;

const dialogs = join(import.meta.dirname, '../../dialogs');
const { articles } = loadArticles(dialogs);
const words = loadWords(dialogs);

if (process.argv.includes('--cases')) {
  const count = Number(process.argv[process.argv.indexOf('--cases') + 1]) || 1_000_000;
  const only = process.argv[process.argv.indexOf('--only') + 1 || process.argv.length];
  process.exit((await measureCases(count, process.argv.includes('--plans'), only)) ? 0 : 1);
}
if (process.argv.includes('--traces')) process.exit((await measureTraces()) ? 0 : 1);
if (process.argv.includes('--readers')) {
  const megabytes = Number(process.argv[process.argv.indexOf('--readers') + 1]) || 200;
  process.exit(measureReaders(megabytes) ? 0 : 1);
}
if (!process.argv.includes('--stops')) await printStartUp();
if (process.argv.includes('--start')) process.exit();
printStops();
if (process.argv.includes('--stops')) process.exit();

const bases: readonly (readonly [string, readonly Article[]])[] = [
  [`our ${articles.length} articles`, articles],
  ['1 000 articles', syntheticArticles(1_000, words)],
  ...(process.argv.includes('--quick') ? [] : [['10 000 articles', syntheticArticles(10_000, words)] as const]),
];

/** Milliseconds a character, by engine, in the base at hand. */
const paces = new Map<string, number>();
for (const [name, base] of bases) {
  paces.clear();
  console.log(`\n${name}`);
  const engines = [
    built(() => triageEngine(createKnowledgeBase(base, words))),
    built(() => miniSearchEngine(base)),
    // With 10 000 articles one short sentence takes fuse.js all memory that a process may have.
    ...(base.length < 5_000 ? [built(() => fuseEngine(base))] : []),
  ];
  console.table(
    Object.fromEntries(
      engines.map(({ engine, milliseconds, megabytes }) => [
        engine.name,
        { 'index built in ms': Math.round(milliseconds), 'index in MB': Math.round(megabytes) },
      ]),
    ),
  );
  const rows = Object.entries(pastes).map(([paste, text]) => {
    // With 10 000 articles a long text takes minisearch all memory that a process may have.
    const isTooMuch = ({ name: of }: Engine) => of === 'minisearch' && base.length >= 5_000 && text.length > 10_000;
    const cells = engines.map(({ engine }) => {
      const cell = isTooMuch(engine) ? 'not tried (its memory)' : timed(engine, text);
      return [`${engine.name} p50/p99 ms`, cell] as const;
    });
    return [paste, Object.fromEntries(cells)] as const;
  });
  console.table(Object.fromEntries(rows));
}

async function printStartUp(): Promise<void> {
  const { all, seven, differences } = await measureStartUp();
  const row = (times: readonly number[]) => ({
    'p50 ms': Math.round(median(times)),
    'least ms': Math.round(times[0]!),
    'most ms': Math.round(times.at(-1)!),
  });
  console.log('\nStart-up, until the server listens');
  console.table({ 'all articles': row(all), 'seven articles': row(seven), 'the difference': row(differences) });
}

/** CPU time, not the clock's: what else the machine does stops nothing. */
function printStops(): void {
  const knowledge = createKnowledgeBase(articles, words);
  measureStops(knowledge);
  const stops = measureStops(knowledge);
  const row = ({ text, ...times }: (typeof stops)[number]) =>
    [
      text.slice(0, 60),
      Object.fromEntries(Object.entries(times).map(([part, time]) => [`${part} ms`, Math.round(time)])),
    ] as const;
  console.log(`\n${stops.length} texts of 256 kB, the ${mostStops} that stop the event loop longest`);
  console.table(Object.fromEntries(stops.slice(0, mostStops).map(row)));
}

function built(build: () => Engine) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  const engine = build();
  // The first answer belongs to the building: some of the index is made on demand.
  engine.answer('connection refused');
  const milliseconds = performance.now() - start;
  globalThis.gc?.();
  return { engine, milliseconds, megabytes: (process.memoryUsage().heapUsed - before) / 2 ** 20 };
}

function timed(engine: Engine, text: string): string {
  const expected = (paces.get(engine.name) ?? 0) * text.length;
  if (expected > patience) return `not tried (about ${Math.round(expected / 1000)} s)`;
  const times: number[] = [];
  for (let spent = 0; times.length < mostRuns && spent < mostMilliseconds; spent += times.at(-1)!) {
    const start = performance.now();
    engine.answer(text);
    times.push(performance.now() - start);
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  paces.set(engine.name, at(0.5) / text.length);
  return times.length < 5 ? readable(at(0.5)) : `${readable(at(0.5))} / ${readable(at(0.99))}`;
}

function readable(milliseconds: number): string {
  return milliseconds < 10 ? milliseconds.toFixed(2) : milliseconds.toFixed(0);
}
