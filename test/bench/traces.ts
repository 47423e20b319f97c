/**
 * npm run bench -- --traces: a message trace of a million rows in UTF-16, as the admin center writes it, read and told
 * beside `wc -l` and a plain read with the same CSV library, one after the other in one run.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { emptyStory, traceCsv, traceRows } from '../bulk/make-trace.ts';

const reader = join(import.meta.dirname, 'traces-reader.ts');

/** @returns whether what was found is the story, within the memory and the time that are allowed */
export async function measureTraces(rows = 1_000_000): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'traces-'));
  try {
    const path = join(folder, 'trace.csv');
    const story = emptyStory();
    await writeTrace(path, rows, story);
    console.log(`${story.rows} rows, ${Math.round(statSync(path).size / 1e6)} MB in UTF-16`);
    const counting = await timed(() => void execFileSync('wc', ['-l', path]));
    const plain = await timed(() => readPlainly(path));
    let found: { seconds: number; megabytes: number; rows: number; expired: number; recipients: number } | undefined;
    const ours = await timed(() => {
      found = JSON.parse(execFileSync(process.execPath, [reader, path], { encoding: 'utf8', env: quietly() }));
    });
    const isRight =
      found!.rows === story.rows &&
      found!.expired === story.refusedExpired &&
      found!.recipients === story.refusedRecipients.size;
    console.table({
      'wc -l': { seconds: counting },
      'the same CSV library, every row thrown away': { seconds: plain },
      'triage: read, counted, matched, told': {
        seconds: ours,
        'times the plain read': round(ours / plain),
        MB: found!.megabytes,
      },
    });
    console.log(isRight ? 'Counted right.' : `Counted wrong: ${JSON.stringify(found)}`);
    return isRight && found!.megabytes < 300 && ours <= 4 * plain;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function quietly(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_NO_WARNINGS: '1' };
}

async function writeTrace(path: string, rows: number, story: ReturnType<typeof emptyStory>): Promise<void> {
  const file = createWriteStream(path);
  file.write(Buffer.from([0xff, 0xfe]));
  for (const piece of traceCsv(traceRows(rows, story)))
    if (!file.write(Buffer.from(piece, 'utf16le'))) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}

async function readPlainly(path: string): Promise<void> {
  const parser = createReadStream(path, { encoding: 'utf16le', highWaterMark: 256 * 1024 }).pipe(
    parse({ bom: true, on_record: () => null }),
  );
  parser.resume();
  await once(parser, 'end');
}

/** Seconds. */
async function timed(work: () => void | Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return round((performance.now() - started) / 1000);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
