/** Reads one YAML file against a schema; every problem is a sentence with file, place and remedy. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { load, YAMLException } from 'js-yaml';
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
  const text = readText(file);
  if (text === undefined) {
    problems.add(file, '', 'the file is missing. Create it; dialogs/README.md shows its parts.');
    return undefined;
  }
  let value: unknown;
  try {
    value = load(text);
  } catch (error) {
    const { reason, mark } = error instanceof YAMLException ? error : { reason: String(error), mark: undefined };
    const place = mark ? `line ${mark.line + 1}, column ${mark.column + 1}` : '';
    problems.add(file, place, `not valid YAML (${reason}). Mend the line, or quote the text.`);
    return undefined;
  }
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const place = issue.path.map(String).join('.');
    problems.add(file, place, describeIssue(issue));
  }
  return undefined;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
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
