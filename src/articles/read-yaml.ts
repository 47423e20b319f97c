/** Reads one YAML file against a schema; every problem is a sentence with file, place and remedy. */
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

export interface Problems {
  readonly add: (file: string, place: string, message: string) => void;
}

/** Collects content problems so that an author sees all of them at once. */
export function createProblems(root: string): Problems & { readonly list: string[] } {
  const list: string[] = [];
  return {
    list,
    add: (file, place, message) => {
      list.push(`${relative(root, file)}: ${place === '' ? '' : `${place}: `}${message}`);
    },
  };
}

export function readYaml<S extends z.ZodType>(file: string, schema: S, problems: Problems): z.infer<S> | undefined {
  if (!existsSync(file)) {
    problems.add(file, '', 'the file is missing. Create it; dialogs/README.md shows its parts.');
    return undefined;
  }
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, prettyErrors: false });
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0]);
    problems.add(
      file,
      `line ${line}, column ${col}`,
      `not valid YAML (${error.message}). Mend the line, or quote the text.`,
    );
  }
  if (document.errors.length > 0) return undefined;
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const place = issue.path.map(String).join('.');
    problems.add(file, place, describeIssue(issue));
  }
  return undefined;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown ${issue.keys.length > 1 ? 'keys' : 'key'} ${issue.keys.map(key => `"${key}"`).join(', ')}. Remove it, or correct the spelling.`;
    case 'invalid_type':
      return `${issue.message}. Write a value of that type.`;
    case 'invalid_value':
      return `${issue.message}.`;
    case 'invalid_union':
      return 'none of the allowed forms fits. dialogs/README.md shows them.';
    default:
      return `expected ${issue.message}.`;
  }
}
