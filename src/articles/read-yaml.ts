/** Reads one YAML file against a schema; every problem is a sentence with file, line, place and remedy. */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { load, YAMLException } from 'js-yaml';
import type { z } from 'zod';
import { blanksIn } from './blanks.ts';
import { describeIssues } from './describe-issue.ts';
import { lineOfPlace, lostLines } from './place-line.ts';
import { explainMistake, falseSpaces } from './yaml-mistake.ts';

export interface Problems {
  /** A file with blanks can be used all the same, to look at what is written already. */
  readonly keepsBlanks: boolean;
  /** @param line absent: that of the place, as far as the file has it */
  readonly add: (file: string, place: string, message: string, line?: number) => void;
}

/** Collects content problems so that an author sees all of them at once. */
export function createProblems(root: string, { keepsBlanks = false } = {}): Problems & { readonly list: string[] } {
  const list: string[] = [];
  return {
    list,
    keepsBlanks,
    add: (file, place, message, line = lineIn(file, place)) => {
      const name = relative(root, file).replaceAll('\\', '/');
      const where = line === undefined ? name : `${name}, line ${line}`;
      list.push(`${where}: ${place === '' ? '' : `${place}: `}${message}`);
    },
  };
}

function lineIn(file: string, place: string): number | undefined {
  if (place === '' || !file.endsWith('.yaml')) return undefined;
  const bytes = readBytes(file);
  return bytes && lineOfPlace(bytes.toString('utf8'), place);
}

export function readYaml<S extends z.ZodType>(file: string, schema: S, problems: Problems): z.infer<S> | undefined {
  const bytes = readBytes(file);
  if (bytes === undefined) {
    problems.add(file, '', 'the file is missing. Create it; dialogs/README.md shows its parts.');
    return undefined;
  }
  const text = textOf(bytes, file, problems);
  if (text === undefined) return undefined;
  const falseAt = falseSpaces(text);
  for (const line of falseAt)
    problems.add(
      file,
      '',
      'a sign that only looks like a space stands before the text, as pasting from a web page or Word leaves it. Type the spaces anew.',
      line,
    );
  if (falseAt.length > 0) return undefined;
  let value: unknown;
  try {
    value = load(text) ?? {};
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line, message } = explainMistake(text, error);
    problems.add(file, '', message, line);
    return undefined;
  }
  for (const line of lostLines(text))
    problems.add(file, '', 'what stands behind the # is not read. Put the whole text in quotes.', line);
  const blanks = blanksIn(value);
  for (const { place, message } of blanks) problems.add(file, place, message);
  const parsed = schema.safeParse(value);
  if (parsed.success) return blanks.length === 0 || problems.keepsBlanks ? parsed.data : undefined;
  const isBlank = (place: string) => blanks.some(blank => place === blank.place || blank.place.startsWith(`${place}.`));
  for (const { place, message } of describeIssues(parsed.error.issues, schema, value))
    if (!isBlank(place)) problems.add(file, place, message);
  return undefined;
}

/** Editors of Windows save in other encodings still: those bytes would become other letters. */
export function textOf(bytes: Buffer, file: string, problems: Problems): string | undefined {
  if (isUtf8(bytes) && !bytes.includes(0)) return bytes.toString('utf8');
  const wrong = bytes
    .toString('latin1')
    .split('\n')
    .findIndex(line => !isUtf8(Buffer.from(line, 'latin1')));
  problems.add(
    file,
    '',
    'not saved as UTF-8, so its letters would be read wrongly. Save it again as UTF-8: in Notepad under Save as > Encoding, in Visual Studio Code at the bottom right.',
    wrong === -1 ? undefined : wrong + 1,
  );
  return undefined;
}

function readBytes(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
