/** A process of `npm run unit`: runs one test file after the other, as it is told, and says how each went. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import Mocha from 'mocha';
import { mochaGlobalTeardown } from '../at-end.ts';
import { type FileRun, noMore } from './file-run.ts';
import { processorSeconds } from './processor-time.ts';

const root = join(import.meta.dirname, '../..');
const { timeout, forbidOnly } = JSON.parse(readFileSync(join(root, '.mocharc.json'), 'utf8')) as Mocha.MochaOptions;
let counted = processorSeconds();

/** Prints nothing but the tests that failed, as all processes write to one terminal. */
class FailuresOnly extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      if (this.failures.length > 0) Mocha.reporters.Base.list(this.failures);
    });
  }
}

async function runFile(file: string): Promise<FileRun> {
  const mocha = new Mocha({ timeout: timeout!, forbidOnly: forbidOnly!, reporter: FailuresOnly });
  mocha.addFile(file);
  await mocha.loadFilesAsync();
  const failed: string[] = [];
  const stats = await new Promise<Mocha.Stats>(resolve => {
    const runner = mocha.run(() => resolve(runner.stats!));
    runner.on('fail', test => failed.push(test.fullTitle()));
  });
  const before = counted;
  counted = processorSeconds();
  return {
    file: relative(root, file),
    passed: stats.passes,
    skipped: stats.pending,
    failed,
    seconds: Math.max(0, counted - before),
  };
}

process.on('message', async (file: string) => {
  if (file === noMore) {
    await mochaGlobalTeardown();
    // What a test left open keeps no run from ending, as its processes end with this one.
    return process.exit();
  }
  try {
    process.send!(await runFile(file));
  } catch (error) {
    // It could not be read, or holds an `only`.
    console.error(error);
    process.send!({ file: relative(root, file), passed: 0, skipped: 0, failed: [String(error)], seconds: 0 });
  }
});
// Ready for the first.
process.send!(null);
