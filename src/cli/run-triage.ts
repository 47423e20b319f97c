/** The command `triage`: the same reading and matching on a terminal. README.md has a table of what it says, and its exit codes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProbePolicy } from '../probes/index.ts';
import { type Locale, locales } from '../triage/evidence.ts';
import { readOptions, UsageError } from './read-options.ts';
import type { TriageResult } from './result.ts';
import { boldOn, say, type Terminal } from './terminal.ts';
import { type BulkRead, mayBeBulk, readBulkFiles } from './triage-bulk.ts';
import type { TerminalDesk } from './triage-desk.ts';
import { headerOfInput, type Input, inputsOf, NoInputError, nameOf, textOf } from './triage-inputs.ts';
import { answerLines } from './triage-lines.ts';

const usage = `Usage: npm run --silent triage -- [FILE… | WORDS…] [--locale en|nl|sv|zh-CN] [--short | --json]
       npm run --silent triage -- --jsonl < lines
       npm run --silent triage -- --probe NAME [--locale L] [--json]

Reads bounces, message-trace lines, codes or plain sentences: from files (.eml, .msg, .html, .txt),
as they are typed, or from standard input; and message traces (.csv) and SMTP logs (.log) of any size. Says what is wrong and what to do.

  --short      the cause, the next question and the first steps
  --locale L   language of the answer; without it the language of the text, else English
  --json       the result object; with several files an array of them
  --jsonl      JSON Lines {"id","text"} or {"id","path"}, optional "locale", from standard input;
               one result object a line, in the same order
  --probe N    test the domain or server N from here: DNS, port 25, TLS; no mail is sent. Off unless
               PROBES=on and PROBE_TARGETS are set, as for the bot
  --version    the version of this program
  --help       this text

Examples:
  npm run triage 4.4.316
  npm run --silent triage -- "550 5.1.1 User unknown" --short
  npm run --silent triage -- bounce.eml --locale nl
  PROBES=on PROBE_TARGETS=contoso.com npm run --silent triage -- --probe contoso.com

Exit code: 0 recognised, 1 something was not recognised, 2 an input or an option cannot be used.
Bold only on a terminal; NO_COLOR and FORCE_COLOR are respected.`;

const root = join(import.meta.dirname, '..', '..');

const exitCodes = { recognised: 0, unknown: 1, unusable: 2 } as const;

/**
 * @param probing what differs from the usual tests, for a test
 * @returns the exit code
 */
export async function main(
  args: readonly string[],
  terminal: Terminal,
  probing: Partial<ProbePolicy> = {},
): Promise<number> {
  try {
    return await run(args, terminal, probing);
  } catch (error) {
    say(terminal.stderr, (error as Error).message);
    if (error instanceof NoInputError) say(terminal.stderr, `\n${usage}`);
    else if (error instanceof UsageError) say(terminal.stderr, '"npm run triage -- --help" shows how it is used.');
    return exitCodes.unusable;
  }
}

async function run(args: readonly string[], terminal: Terminal, probing: Partial<ProbePolicy>): Promise<number> {
  const { values, positionals } = readOptions(args, {
    locale: { type: 'string' },
    short: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    jsonl: { type: 'boolean', default: false },
    probe: { type: 'string' },
    version: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) {
    say(terminal.stdout, usage);
    return exitCodes.recognised;
  }
  if (values.version) {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    say(terminal.stdout, `mailflow-triage ${version}`);
    return exitCodes.recognised;
  }
  const locale = locales.find(one => one === values.locale);
  if (values.locale !== undefined && locale === undefined)
    throw new UsageError(`--locale: no language "${values.locale}". Use ${locales.join(', ')}.`);
  const forms = (['short', 'json', 'jsonl'] as const).filter(form => values[form]).map(form => `--${form}`);
  if (forms.length > 1) throw new UsageError(`${forms.join(' and ')}: only one at a time. Choose one.`);
  if (values.probe !== undefined) {
    if (values.jsonl) throw new UsageError('--jsonl and --probe: only one at a time. Choose one.');
    if (positionals.length > 0)
      throw new UsageError(`--probe: tests one name and reads nothing. Take "${positionals[0]}" away.`);
    return runProbe(values.probe, terminal, locale, probing, { isShort: values.short, isJson: values.json });
  }
  if (!values.jsonl) return runInputs(positionals, terminal, locale, { isShort: values.short, isJson: values.json });
  if (positionals.length > 0)
    throw new UsageError(`--jsonl: reads standard input alone. Take "${positionals[0]}" away.`);
  const failed = await answerLines(await openDesk(), terminal, locale);
  return failed > 0 ? exitCodes.unusable : exitCodes.recognised;
}

async function runProbe(
  name: string,
  terminal: Terminal,
  locale: Locale | undefined,
  probing: Partial<ProbePolicy>,
  { isShort, isJson }: { readonly isShort: boolean; readonly isJson: boolean },
): Promise<number> {
  const desk = await openDesk();
  const { probeName } = await import('./triage-probe.ts');
  const read = desk.ofData(await probeName(name, terminal, desk.strings(locale), probing));
  const told = isJson
    ? JSON.stringify(desk.result(name, read, locale), null, 2)
    : desk.tell(read, { locale, isShort, bold: boldOn(terminal.stdout) });
  say(terminal.stdout, told);
  return exitCodes.recognised;
}

async function runInputs(
  args: readonly string[],
  terminal: Terminal,
  locale: Locale | undefined,
  { isShort, isJson }: { readonly isShort: boolean; readonly isJson: boolean },
): Promise<number> {
  const { stdout, stderr } = terminal;
  const bold = boldOn(stdout);
  const all = inputsOf(args);
  const bulk = await readBulk(all, terminal);
  const inputs = all.filter(input => input.kind !== 'file' || !bulk?.files.some(({ path }) => path === input.path));
  const results: TriageResult[] = [];
  let told = 0;
  let exitCode: number = exitCodes.recognised;
  if (bulk && !isJson) say(stdout, (await openDesk()).tellBulk(bulk, { locale, bold }));
  for (const input of inputs) {
    try {
      const text = await textOf(input, terminal);
      const desk = await openDesk();
      const read = desk.read(text, await headerOfInput(input));
      if (isJson) results.push(desk.result(nameOf(input), read, locale));
      else {
        if (inputs.length > 1) say(stdout, `${told++ > 0 ? '\n' : ''}${bold(`== ${nameOf(input)}`)}`);
        say(stdout, desk.tell(read, { locale, isShort, bold }));
      }
      const { verdict } = read.match;
      const isRecognised = verdict === 'match' || verdict === 'choose' || read.findings.length > 0;
      if (!isRecognised) exitCode = Math.max(exitCode, exitCodes.unknown);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      exitCode = exitCodes.unusable;
      say(stderr, `${input.kind === 'file' ? input.path : 'The text'}: ${(error as Error).message}`);
    }
  }
  const objects = isJson ? [...(bulk ? [bulk] : []), ...results] : [];
  if (isJson && inputs.length + (bulk ? 1 : 0) > 1) say(stdout, JSON.stringify(objects, null, 2));
  else if (objects[0]) say(stdout, JSON.stringify(objects[0], null, 2));
  return exitCode;
}

/** Traces and logs are read first, and together. */
async function readBulk(inputs: readonly Input[], terminal: Terminal): Promise<BulkRead | undefined> {
  if (!inputs.some(mayBeBulk)) return undefined;
  const desk = await openDesk();
  return readBulkFiles(inputs, terminal, { read: desk.read, ranges: desk.ranges, retryHours: 24 });
}

let opened: Promise<TerminalDesk> | undefined;

/** Loaded when there is something to read: the help needs none of it. */
function openDesk(): Promise<TerminalDesk> {
  opened ??= import('./triage-desk.ts').then(({ createTerminalDesk }) => createTerminalDesk(root));
  return opened;
}
