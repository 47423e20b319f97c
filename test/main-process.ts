/** The program as `npm start` runs it, in a process of its own. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { root } from './content.ts';

export interface MainProcess {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly output: { stdout: string; stderr: string };
  /** Resolves with the exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param environment all of it: nothing of this process's settings goes along */
export function startMain(environment: Readonly<Record<string, string>>): MainProcess {
  const child = spawn(process.execPath, [join(root, 'src', 'main.js')], {
    cwd: root,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', text => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    output.stderr += text;
  });
  return { child, output, ended: once(child, 'close').then(([code]) => code as number | null) };
}

/** Until it ends by itself. */
export async function runMain(environment: Readonly<Record<string, string>>): Promise<Ended> {
  const { ended, output } = startMain(environment);
  return { code: await ended, ...output };
}
