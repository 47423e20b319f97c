/** `triage --jsonl`: one result object a line, in the order of the lines; a bad line does not stop the others. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { openPaste } from '../mail/open-message.ts';
import { type Locale, locales } from '../triage/evidence.ts';
import type { TriageResult } from './result.ts';
import type { Terminal } from './terminal.ts';
import type { TerminalDesk } from './triage-desk.ts';
import { InputError, textOfFile } from './triage-inputs.ts';

const Line = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  text: z.string().optional(),
  path: z.string().min(1).optional(),
  locale: z.enum(locales).optional(),
});

/** @returns how many lines failed */
export async function answerLines(
  desk: TerminalDesk,
  { stdin, stdout }: Terminal,
  locale: Locale | undefined,
): Promise<number> {
  let failed = 0;
  let number = 0;
  for await (const line of createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() === '') continue;
    const result = await resultOfLine(desk, line, number, locale);
    if ('error' in result) failed++;
    if (!stdout.write(`${JSON.stringify(result)}\n`)) await once(stdout, 'drain');
  }
  return failed;
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
