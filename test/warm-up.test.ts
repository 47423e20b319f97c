import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './content.ts';
import { temporaryFolder } from './storage/databases.ts';
import { uncounted } from './uncounted.ts';

/** `npm ci` runs it at its end. */
function prepare(folder: string) {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'prepare'], {
    cwd: folder,
    encoding: 'utf8',
    // It runs in a copy, whose files are none of ours.
    env: uncounted(process.env),
  });
  return { status, said: stdout + stderr };
}

describe('the end of npm ci', () => {
  it('does nothing and says nothing where only the packages are', () => {
    const folder = temporaryFolder();
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));

    assert.deepEqual(prepare(folder), { status: 0, said: '' });
    assert.deepEqual(readdirSync(folder), ['package.json']);
  });

  it('does not fail whatever goes wrong', () => {
    const folder = temporaryFolder();
    for (const name of ['package.json', 'src']) cpSync(join(root, name), join(folder, name), { recursive: true });
    for (const start of [
      'await import("./nowhere.ts");',
      'export const start = () => { setTimeout(() => { throw new Error(); }); return new Promise(() => {}); };',
      'export async function start() { void Promise.reject(new Error()); await new Promise(() => {}); }',
      'process.exit(1);',
      'process.kill(process.pid, "SIGKILL");',
    ]) {
      writeFileSync(join(folder, 'src', 'config.ts'), 'export const readConfig = () => ({});');
      writeFileSync(join(folder, 'src', 'start.ts'), start);

      assert.equal(prepare(folder).status, 0, start);
    }
  });

  it('keeps code and content for the first start', () => {
    const folder = temporaryFolder();
    for (const name of ['package.json', 'src', 'cards', 'dialogs', 'docs'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    for (const name of readdirSync(join(root, 'node_modules')).filter(name => !name.startsWith('.')))
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));

    assert.deepEqual(prepare(folder), { status: 0, said: '' });

    const kept = join(folder, 'node_modules', '.cache', 'mailflow-triage');
    assert.ok(existsSync(join(kept, 'content.bin')));
    assert.ok(readdirSync(join(kept, 'code'), { recursive: true }).length > 200);
    assert.ok(!existsSync(join(folder, 'data')));
  });
});
