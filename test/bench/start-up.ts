/** How long `npm start` takes until it listens, with all articles and with seven: the same program twice, in turns. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { articleIds } from '../../src/articles/load-articles.ts';

export interface StartUp {
  readonly all: readonly number[];
  readonly seven: readonly number[];
  /** How much longer all took than seven right before or after: what else the machine does weighs on both. */
  readonly differences: readonly number[];
}

const runs = 7;
const fewArticles = 7;
const program = ['src', 'cards', 'docs', 'dialogs', 'package.json'];
const root = join(import.meta.dirname, '../..');

/** Milliseconds of each start, ascending. */
export async function measureStartUp(): Promise<StartUp> {
  const folder = mkdtempSync(join(tmpdir(), 'mailflow-bench-'));
  try {
    const all = copyProgram(join(folder, 'all'));
    const seven = copyProgram(join(folder, 'seven'));
    keepArticles(join(seven, 'dialogs'), fewArticles);
    const pairs: { all: number; seven: number }[] = [];
    for (let run = 0; run <= runs; run += 1) pairs.push({ all: await start(all), seven: await start(seven) });
    // The first start of each only fills the disk's cache.
    const counted = pairs.slice(1);
    return {
      all: ascending(counted.map(pair => pair.all)),
      seven: ascending(counted.map(pair => pair.seven)),
      differences: ascending(counted.map(pair => pair.all - pair.seven)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function median(times: readonly number[]): number {
  return times[Math.floor(times.length / 2)] ?? 0;
}

function copyProgram(folder: string): string {
  for (const part of program) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** An article may name only those that are there. */
function keepArticles(dialogs: string, most: number): void {
  const ids = articleIds(dialogs);
  for (const id of ids.slice(most)) rmSync(join(dialogs, id), { recursive: true });
  for (const id of ids.slice(0, most)) {
    const file = join(dialogs, id, 'article.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^related: .*$/m, 'related: []'));
  }
}

function start(folder: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, ['src/main.js'], {
      cwd: folder,
      env: { PATH: process.env.PATH, PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent' },
    });
    let said = '';
    let milliseconds: number | undefined;
    const hear = (chunk: Buffer) => {
      said += chunk;
      if (milliseconds !== undefined || !said.includes('ready')) return;
      milliseconds = performance.now() - began;
      child.kill('SIGKILL');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', () => {
      if (milliseconds === undefined) reject(new Error(`The program did not start: ${said}`));
      else resolve(milliseconds);
    });
  });
}

function ascending(times: readonly number[]): number[] {
  return [...times].sort((one, other) => one - other);
}
