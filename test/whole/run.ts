/**
 * npm run unit [-- --jobs 2] [--count] [--record] [part of a path …]: all test files, or those whose path holds one of the parts, in as many
 * processes as there are processors, two to four. A process takes the next file when it is done with one, the dearest first, so all end
 * at about the same time; what is costly to make (content, knowledge base, browser, PostgreSQL) is made once in each. At the end stand
 * the dearest files. `--record` writes them to test/whole/dearest.json, by which the next runs begin. `--count` counts which functions
 * are called, for `c8 report`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { countFolder } from './count-folder.ts';
import { type FileRun, noMore } from './file-run.ts';

const root = join(import.meta.dirname, '../..');
const recorded = join(import.meta.dirname, 'dearest.json');
/** In seconds of processor time; what is cheaper fits in anywhere. */
const dear = 2;

const { values, positionals } = parseArgs({
  options: {
    jobs: { type: 'string' },
    count: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const jobs = Number(values.jobs ?? Math.min(Math.max(availableParallelism(), 2), 4));
const costs = JSON.parse(readFileSync(recorded, 'utf8')) as Readonly<Record<string, number>>;
const files = globSync('test/**/*.test.ts', { cwd: root })
  .filter(file => positionals.length === 0 || positionals.some(part => file.includes(part)))
  .sort((one, other) => (costs[other] ?? 0) - (costs[one] ?? 0) || one.localeCompare(other));
if (files.length === 0) throw new Error(`No test file has ${positionals.join(' or ')} in its path.`);

const began = performance.now();
const environment = values.count ? counting(process.env) : process.env;
const waiting = [...files];
const runs: FileRun[] = [];
await Promise.all(Array.from({ length: Math.min(jobs, files.length) }, work));
report();

/** One process, until nothing waits. A crash fails the file that it was at, and another process goes on. */
async function work(): Promise<void> {
  while (waiting.length > 0) {
    const child = fork(join(import.meta.dirname, 'work.ts'), { cwd: root, env: environment });
    const atWork = await takeFiles(child);
    if (atWork === null && waiting.length > 0) throw new Error('A process of the tests could not start.');
    if (atWork === null) return;
    const failed = ['the process ended in the middle of it'];
    tell({ file: atWork, passed: 0, skipped: 0, failed, seconds: 0 });
  }
}

/** What a process of the tests starts counts as well, unless it is `uncounted`. */
function counting(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  rmSync(countFolder, { recursive: true, force: true });
  const count = `--import=${pathToFileURL(join(import.meta.dirname, 'count-calls.ts')).href}`;
  return { ...environment, NODE_OPTIONS: [environment.NODE_OPTIONS, count].filter(Boolean).join(' ') };
}

/** Resolves when the process has ended: with the file that it was at, if it was at one. */
function takeFiles(child: ChildProcess): Promise<string | null> {
  let atWork: string | null = null;
  child.on('message', (run: FileRun | null) => {
    if (run) tell(run);
    atWork = waiting.shift() ?? null;
    child.send(atWork === null ? noMore : join(root, atWork));
  });
  return new Promise(resolve => child.once('exit', () => resolve(atWork)));
}

function tell(run: FileRun): void {
  runs.push(run);
  const mark = run.failed.length > 0 ? '✖' : '✔';
  const skipped = run.skipped > 0 ? `, ${run.skipped} skipped` : '';
  console.log(`${mark} ${run.file}  ${run.passed} passed${skipped}  ${run.seconds.toFixed(1)} s`);
}

function report(): void {
  const sum = (of: (run: FileRun) => number) => runs.reduce((total, run) => total + of(run), 0);
  const failed = runs.flatMap(run => run.failed.map(title => `${run.file}: ${title}`));
  const byCost = runs.toSorted((one, other) => other.seconds - one.seconds);
  console.log(`\nThe dearest of ${runs.length} files, in seconds of processor time:`);
  for (const { file, seconds } of byCost.slice(0, 10)) console.log(`${seconds.toFixed(1).padStart(7)}  ${file}`);
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  // In mocha's words, as whoever counts tests looks for those.
  console.log(`\n  ${sum(run => run.passed)} passing (${minutes}m)`);
  if (sum(run => run.skipped) > 0) console.log(`  ${sum(run => run.skipped)} pending`);
  if (failed.length > 0) console.log(`  ${failed.length} failing`);
  console.log(`\n${Math.round(sum(run => run.seconds))} s of processor time in ${jobs} processes`);
  for (const title of failed) console.log(`  ✖ ${title}`);
  if (failed.length > 0) process.exitCode = 1;
  if (values.record) {
    const list = byCost
      .filter(({ seconds }) => seconds >= dear)
      .map(({ file, seconds }) => [file, Math.round(seconds)]);
    writeFileSync(recorded, `${JSON.stringify(Object.fromEntries(list), null, 2)}\n`);
  }
}
