/** `npm run --silent triage`: the same reading and matching on a terminal. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadArticles } from '../articles/load-articles.ts';
import { loadWords } from '../articles/load-words.ts';
import { loadStrings } from '../cards/load-strings.ts';
import { loadTemplates } from '../cards/load-templates.ts';
import { createCardRenderer } from '../cards/render-card.ts';
import { openMessage, openPaste } from '../mail/open-message.ts';
import { noMemory } from '../triage/case.ts';
import type { Evidence, Locale } from '../triage/evidence.ts';
import { locales } from '../triage/evidence.ts';
import { openCase } from '../triage/guiding/index.ts';
import type { Match } from '../triage/match.ts';
import { createKnowledgeBase, matchEvidence } from '../triage/matching/index.ts';
import { maxPasteBytes, readEvidence } from '../triage/reading/index.ts';
import { outlineResult } from './outline.ts';
import { type TriageResult, toResult } from './result.ts';

const usage = `Usage: npm run --silent triage -- [FILE…] [--locale en|nl|sv|zh-CN] [--json]
       npm run --silent triage -- --jsonl < lines

Reads bounces, message-trace lines or plain sentences from files (.eml, .msg, .html, .txt)
or from standard input, and says what is wrong and what to do.

  --locale L   language of the answer; without it the language of the text, else English
  --json       the result objects as a JSON array, one for each file
  --jsonl      JSON Lines {"id","text"} or {"id","path"}, optional "locale", from standard input;
               one result object a line, in the same order. Exit code 2 if a line failed.
  --help       this text`;

const root = join(import.meta.dirname, '..', '..');

const Line = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  text: z.string().optional(),
  path: z.string().min(1).optional(),
  locale: z.enum(locales).optional(),
});

/** Why one input gives no result; the message names it and the remedy. */
class InputError extends Error {}

interface Read {
  readonly evidence: Evidence;
  readonly match: Match;
}

function createDesk() {
  const dialogs = join(root, 'dialogs');
  const { articles, values } = loadArticles(dialogs);
  const strings = loadStrings(join(root, 'cards', 'strings'));
  const knowledge = createKnowledgeBase(articles, loadWords(dialogs));
  const cards = createCardRenderer({ templates: loadTemplates(join(root, 'cards')), strings, articles, values });
  const byId = new Map(articles.map(article => [article.id, article]));
  const read = (text: string): Read => {
    if (Buffer.byteLength(text) > maxPasteBytes)
      throw new InputError('larger than 256 kB. Give the part with the error.');
    const evidence = readEvidence(text);
    return { evidence, match: matchEvidence(evidence, knowledge) };
  };
  return {
    read,
    result: (id: string, { evidence, match }: Read, locale: Locale | undefined) =>
      toResult(id, evidence, match, { articles: byId, strings, locale }),
    outline: ({ evidence, match }: Read, wanted: Locale | undefined) => {
      const locale = wanted ?? match.locale ?? 'en';
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const person = { id: 'terminal', name: '' };
      const view = {
        articles: byId,
        memory: noMemory,
        retryHours: 24,
        locale,
        now: new Date().toISOString(),
        by: person,
      };
      const opened = openCase('-', evidence, match, view).case;
      return outlineResult(evidence, match, opened, { ...cards.context({ locale, timeZone }), retryHours: 24 });
    },
  };
}

type TerminalDesk = ReturnType<typeof createDesk>;

async function textOfFile(path: string): Promise<string> {
  try {
    return await openMessage(await readFile(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(
      code === 'ENOENT' ? 'no such file. Check the path.' : code === 'EISDIR' ? 'a folder. Name a file.' : message,
    );
  }
}

/** One result object a line, in the order of the lines; a bad line does not stop the others. */
async function runLines(desk: TerminalDesk, locale: Locale | undefined): Promise<number> {
  let failed = 0;
  let number = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() === '') continue;
    const result = await resultOfLine(desk, line, number, locale);
    if ('error' in result) failed++;
    if (!process.stdout.write(`${JSON.stringify(result)}\n`))
      await new Promise(resolve => process.stdout.once('drain', resolve));
  }
  return failed > 0 ? 2 : 0;
}

async function resultOfLine(
  desk: TerminalDesk,
  line: string,
  number: number,
  locale: Locale | undefined,
): Promise<TriageResult | { id: string | null; error: string }> {
  let id: string | null = null;
  try {
    const value: unknown = JSON.parse(line);
    id = Line.pick({ id: true }).safeParse(value).data?.id ?? null;
    const parsed = Line.safeParse(value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new InputError(`${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'not valid'}`);
    }
    const { text, path } = parsed.data;
    if ((text === undefined) === (path === undefined)) throw new InputError('give either "text" or "path"');
    const read = desk.read(text === undefined ? await textOfFile(path!) : await openPaste(text));
    return desk.result(parsed.data.id, read, parsed.data.locale ?? locale);
  } catch (error) {
    const message = error instanceof SyntaxError ? 'not valid JSON' : (error as Error).message;
    return { id, error: `line ${number}: ${message}` };
  }
}

async function runTexts(
  desk: TerminalDesk,
  files: readonly string[],
  locale: Locale | undefined,
  asJson: boolean,
): Promise<number> {
  let failed = 0;
  const results: TriageResult[] = [];
  const inputs = files.length > 0 ? files : ['-'];
  for (const [index, file] of inputs.entries()) {
    try {
      const read = desk.read(file === '-' ? await openMessage(await readInput()) : await textOfFile(file));
      if (asJson) results.push(desk.result(file, read, locale));
      else {
        if (inputs.length > 1) console.log(`${index > 0 ? '\n' : ''}== ${file}`);
        console.log(desk.outline(read, locale));
      }
    } catch (error) {
      failed++;
      console.error(`${file}: ${(error as Error).message}`);
    }
  }
  if (asJson) console.log(JSON.stringify(results.length === 1 ? results[0] : results, null, 2));
  return failed > 0 ? 2 : 0;
}

async function readInput(): Promise<Buffer> {
  if (process.stdin.isTTY) console.error('Paste the error, then press Ctrl+D (Ctrl+Z and Enter on Windows).');
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      locale: { type: 'string' },
      json: { type: 'boolean', default: false },
      jsonl: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const locale = locales.find(one => one === values.locale);
  if (values.locale !== undefined && locale === undefined)
    throw new InputError(`--locale: no language "${values.locale}". Use ${locales.join(', ')}.`);
  const desk = createDesk();
  return values.jsonl ? runLines(desk, locale) : runTexts(desk, positionals, locale, values.json);
}

// A reader such as head may close the pipe before everything is written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  process.exitCode = await run();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
