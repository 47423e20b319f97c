/**
 * `--import`ed into the processes of `npm run covered`: counts which functions of `src` were called, and leaves it where c8 looks for
 * it. Node's own counting (`NODE_V8_COVERAGE`) counts blocks, of every package as well, and makes the tests half as dear again.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { type Profiler, Session } from 'node:inspector';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { countFolder } from './count-folder.ts';

const source = pathToFileURL(join(import.meta.dirname, '../../src/')).href;

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: false, detailed: false });

process.on('exit', () => {
  session.post('Profiler.takePreciseCoverage', (error, found) => {
    if (error) throw error;
    keep(found.result.filter(({ url }) => url.startsWith(source)));
  });
});

function keep(result: readonly Profiler.ScriptCoverage[]): void {
  if (result.length === 0) return;
  mkdirSync(countFolder, { recursive: true });
  writeFileSync(join(countFolder, `coverage-${process.pid}-${Date.now()}-0.json`), JSON.stringify({ result }));
}
