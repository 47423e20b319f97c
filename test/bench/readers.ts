/**
 * npm run bench -- --readers [MB]: files of 200 MB that are whole, mixed, endless or broken, each read by a process of its
 * own, with the most memory that it held and the longest stop of the thread that answers people.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { bulkCases } from './readers-case.ts';

/** Two million messages of two million recipients in trouble are the most that is kept. */
const mostMegabytes = 400;
const longestStop = 50;

interface Reading {
  readonly 'read as': string;
  readonly MB: number;
  readonly 'longest stop ms': number;
}

/** @returns whether each is within the memory and the stop that are allowed */
export function measureReaders(megabytes = 200): boolean {
  const rows = Object.keys(bulkCases).map(name => {
    const program = join(import.meta.dirname, 'readers-case.ts');
    const env = { ...process.env, NODE_NO_WARNINGS: '1' };
    try {
      const out = execFileSync(process.execPath, [program, name, String(megabytes)], { encoding: 'utf8', env });
      return [name, JSON.parse(out) as Reading] as const;
    } catch (error) {
      // What ended the process is the finding.
      const { status, signal } = error as { status: number | null; signal: string | null };
      return [name, { 'read as': `ended by ${signal ?? status}`, MB: null, 'longest stop ms': null }] as const;
    }
  });
  console.log(`Files of ${megabytes} MB, less than ${mostMegabytes} MB of memory and ${longestStop} ms a stop`);
  console.table(Object.fromEntries(rows));
  return rows.every(
    ([, { MB, 'longest stop ms': stop }]) => MB !== null && stop !== null && MB < mostMegabytes && stop <= longestStop,
  );
}
