/** A copy of the repository to break things in: a folder of its own, with the same packages. */
import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Mutation } from './mutations.ts';

const timeout = 900_000;

export interface Copy {
  readonly folder: string;
  /** Runs the tests while the file is changed; the file is as before afterwards. */
  whileMutated<Result>(mutation: Mutation, run: () => Promise<Result>): Promise<Result>;
  remove(): void;
}

/** What git would commit, also if it is not committed yet. */
export function copyRepository(root: string): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'mutate-'));
  const files = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  for (const file of files.split('\0')) {
    if (file === '' || file.startsWith('node_modules') || !existsSync(join(root, file))) continue;
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  // One by one, so that what is cached among the packages stays in the copy.
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '.cache') symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return {
    folder,
    async whileMutated({ file, start, end, after }, run) {
      const text = readFileSync(join(folder, file), 'utf8');
      try {
        writeFileSync(join(folder, file), text.slice(0, start) + after + text.slice(end));
        rmSync(join(folder, 'node_modules', '.cache'), { recursive: true, force: true });
        return await run();
      } finally {
        writeFileSync(join(folder, file), text);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs a tool of node_modules; one that does not end in time is not green. */
export function runIn(
  { folder }: Copy,
  tool: string,
  args: readonly string[],
): Promise<{ readonly isGreen: boolean; readonly output: string }> {
  return new Promise(resolve => {
    const tools = join(folder, 'node_modules', '.bin');
    const env = { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH}` };
    // In a group of its own: what the tests have started ends with them, and with us.
    const child = spawn(join(tools, tool), args, { cwd: folder, detached: true, env });
    const stop = () => isRunning(child.pid!) && process.kill(-child.pid!, 'SIGKILL');
    process.once('exit', stop);
    let output = '';
    child.stdout.on('data', data => (output += data));
    child.stderr.on('data', data => (output += data));
    const timer = setTimeout(() => {
      output += `\n${tool} took longer than ${timeout / 60_000} minutes`;
      stop();
    }, timeout);
    child.once('exit', stop);
    child.once('close', code => {
      clearTimeout(timer);
      process.off('exit', stop);
      resolve({ isGreen: code === 0, output });
    });
  });
}

/** Whether anything of a group of processes runs. */
function isRunning(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}
