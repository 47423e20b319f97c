/**
 * npm run mutate -- --n 30 [--seed 7] [--only src/triage,src/cli] [--jobs 2]: changes random places in src, one at a time, and says
 * which tests notice. What nobody notices needs a test, or is a change that makes no difference.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readSources } from '../module-graph.ts';
import { type Copy, copyRepository, runIn } from './copy.ts';
import { type Mutation, mutationsOf } from './mutations.ts';

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    only: { type: 'string', default: 'src' },
    jobs: { type: 'string', default: '2' },
  },
});
const root = join(import.meta.dirname, '../..');
const types: readonly string[] = [];

const mutations = sample(Number(values.n), randomFrom(Number(values.seed)), places(values.only));
console.log(`${mutations.length} changes in ${values.only}, seed ${values.seed}`);
const copies = Array.from({ length: Math.min(Number(values.jobs), mutations.length) }, () => copyRepository(root));
process.once('exit', () => {
  for (const copy of copies) copy.remove();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
let broken: readonly string[] = [];
broken = await brokenTests(copies[0]!);
if (broken.length > 0) console.log(`left out, as they fail without any change: ${broken.join(', ')}`);
const unnoticed: Mutation[] = [];
const waiting = [...mutations];
await Promise.all(
  copies.map(async copy => {
    for (let mutation = waiting.shift(); mutation !== undefined; mutation = waiting.shift()) {
      const noticed = await noticedBy(copy, mutation);
      if (noticed === undefined) unnoticed.push(mutation);
      console.log(`${described(mutation)}\n    ${noticed ?? 'UNNOTICED'}`);
    }
  }),
);
console.log(`\n${unnoticed.length} of ${mutations.length} unnoticed, seed ${values.seed}`);
for (const mutation of unnoticed) console.log(described(mutation));

/** The mutations of each line that has any; a table of words has as many lines as the code that reads it. */
function places(only: string): Mutation[][] {
  return [...readSources(root, 'src')]
    .filter(
      ([file]) => only.split(',').some(start => file.startsWith(start)) && !file.startsWith('src/chat/page/texts/'),
    )
    .flatMap(([file, text]) => [...Map.groupBy(mutationsOf(file, text), ({ line }) => line).values()]);
}

function sample(count: number, random: () => number, lines: Mutation[][]): Mutation[] {
  const anyOf = <One>(list: readonly One[]) => Math.floor(random() * list.length);
  return Array.from({ length: Math.min(count, lines.length) }, () => {
    const [line] = lines.splice(anyOf(lines), 1);
    return line![anyOf(line!)]!;
  });
}

/** The same numbers for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The tests that lie near come first, then the types, then all tests; the first that fails has noticed. */
async function noticedBy(copy: Copy, mutation: Mutation): Promise<string | undefined> {
  const all = testsFor(mutation.file);
  const near = nearest(all, mutation.file);
  const rest = all.filter(file => !near.flat().includes(file));
  return copy.whileMutated(mutation, async () => {
    for (const files of [...near, types, rest]) {
      const run = files === types ? await runIn(copy, 'tsc', []) : await runIn(copy, 'mocha', ['--bail', ...files]);
      if (!run.isGreen) return `noticed by ${files === types ? 'the types' : failure(run.output)}`;
    }
    return undefined;
  });
}

/** Of src/triage/guiding/back.ts: its own test file, then those in its folder, then those of the part. */
function nearest(all: readonly string[], file: string): string[][] {
  const mirrored = file.replace(/^src\//, 'test/').replace(/\.[jt]s$/, '');
  const stages: string[][] = [];
  for (let path = mirrored; path.includes('/'); path = path.slice(0, path.lastIndexOf('/'))) {
    const found = all.filter(one => one === `${path}.test.ts` || one.startsWith(`${path}/`));
    const fresh = found.filter(one => !stages.flat().includes(one));
    if (fresh.length > 0) stages.push(fresh);
  }
  return stages;
}

/** Files with tests that fail anyway, such as those that have to be done in time on a busy machine. */
async function brokenTests(copy: Copy): Promise<string[]> {
  const report = join(copy.folder, 'report.json');
  await runIn(copy, 'mocha', ['--reporter', 'json', '--reporter-option', `output=${report}`, ...testsFor('src')]);
  const { failures } = JSON.parse(readFileSync(report, 'utf8')) as { failures: readonly { file: string }[] };
  return [...new Set(failures.map(({ file }) => relative(copy.folder, file)))];
}

/** Without the browser, which is slow to start, where a change cannot be seen in it. */
function testsFor(file: string): string[] {
  const isSeen = /^src\/(?:chat\/page|cards)\//.test(file);
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.test.ts') && !name.startsWith('mutate/'))
    .filter(name => isSeen || !(name.startsWith('browser/') || name.endsWith('first-sight.test.ts')))
    .map(name => join('test', name))
    .filter(name => !broken.includes(name));
}

/** The title of the first test that failed, else the last words of the run. */
function failure(output: string): string {
  const failed = /^ {2}1\) (?<title>[\s\S]*?):?\n\s*\n/m.exec(output.slice(output.lastIndexOf(' failing')))?.groups
    ?.title;
  const last = output
    .trim()
    .split('\n')
    .filter(line => /Error|longer than/.test(line))
    .at(-1);
  return (failed ?? last ?? 'a crash').replace(/\s+/g, ' ').slice(0, 140);
}

function described({ file, line, before, after }: Mutation): string {
  const short = (text: string) => (text === '' ? '(nothing)' : text.replace(/\s+/g, ' ').slice(0, 70));
  return `${file}:${line}  ${short(before)}  ->  ${short(after)}`;
}
