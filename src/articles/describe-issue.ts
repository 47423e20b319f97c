/** What zod says about a value of our content, in a sentence for an author. */
import { z } from 'zod';
import { nearestName } from './nearest-name.ts';

export interface Described {
  readonly place: string;
  readonly message: string;
}

/** @param root the whole value of the file */
export function describeIssues(issues: readonly z.core.$ZodIssue[], schema: z.ZodType, root: unknown): Described[] {
  // A misspelt key is not missing as well.
  const meant = new Set(
    issues.flatMap(issue =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(key => [...issue.path, nearestName(key, keysAt(schema, issue.path))].join('.'))
        : [],
    ),
  );
  return issues
    .map(issue => describeIssue(issue, schema, root))
    .filter(({ place, message }) => !(meant.has(place) && message.startsWith(missing)));
}

function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodType, root: unknown): Described {
  const place = issue.path.map(String).join('.');
  const found = valueAt(root, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return { place, message: unknownKeys(issue.keys, keysAt(schema, issue.path)) };
    case 'invalid_type':
      if (found !== undefined && !issue.message.startsWith('Invalid input')) return unexpected(issue, found);
      return { place, message: wrongType(issue.expected, found) };
    case 'invalid_value':
      return { place, message: wrongValue(issue.values.map(String), found) };
    case 'invalid_key':
      return {
        place,
        message: `"${issue.path.at(-1)?.toString()}" is no name. Use lower-case words joined by hyphens, such as whose-rule.`,
      };
    case 'invalid_union': {
      // The form that was meant: the one whose kind of value fits.
      const meant = issue.errors.find(errors => errors.some(one => one.path.length > 0 || one.code !== 'invalid_type'));
      const [inner] = meant ?? issue.errors[0] ?? [];
      if (inner) return describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, schema, root);
      return unexpected(issue, found);
    }
    case 'too_big':
      return { place, message: `${sizeOf(found)}, expected ${issue.message}. ${changed(found, 'Shorten it.')}` };
    case 'too_small':
      return { place, message: `${sizeOf(found)}, expected ${issue.message}. ${changed(found, 'Write more.')}` };
    default:
      return unexpected(issue, found);
  }
}

const missing = 'missing. ';
const longestShown = 60;

function unexpected({ path, message }: z.core.$ZodIssue, found: unknown): Described {
  return { place: path.map(String).join('.'), message: `found ${shown(found)}, expected ${message}. Correct it.` };
}

function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  return keys
    .map(key => {
      const near = nearestName(key, known);
      const rest = near === undefined ? `Known here: ${known.join(', ')}` : `Did you mean "${near}"`;
      return `unknown key "${key}". ${rest}${near === undefined ? '.' : '?'} Correct the spelling, or remove it.`;
    })
    .join(' ');
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

function wrongType(expected: string, found: unknown): string {
  if (found === undefined) return `${missing}Add it; dialogs/README.md says what it is.`;
  // -file type not accepted
  if (expected === 'array' && typeof found === 'string' && /^-\S/.test(found))
    return `no space behind the hyphen. Write "- ${found.slice(1, longestShown)}".`;
  const wanted = kinds[expected] ?? expected;
  const remedy =
    expected === 'string'
      ? typeof found === 'object'
        ? 'A text that begins with { or [ needs quotes.'
        : 'Put it in quotes.'
      : expected === 'array'
        ? 'Begin each line of the list with "- ".'
        : expected === 'object' || expected === 'record'
          ? 'Write "key: value" lines, two spaces further in.'
          : 'Correct it.';
  return `found ${shown(found)} where ${wanted} ${expected === 'object' || expected === 'record' ? 'belong' : 'belongs'}. ${remedy}`;
}

function wrongValue(allowed: readonly string[], found: unknown): string {
  if (found === undefined) return `${missing}Add one of ${allowed.join(', ')}.`;
  const near = nearestName(String(found), allowed);
  return `found ${shown(found)}, allowed is ${allowed.join(', ')}${near === undefined ? '' : ` (did you mean "${near}"?)`}.`;
}

function sizeOf(found: unknown): string {
  if (typeof found === 'string') return `${found.length} characters`;
  return Array.isArray(found) ? `${found.length} in the list` : `found ${shown(found)}`;
}

/** A number is neither shortened nor written on. */
function changed(found: unknown, remedy: string): string {
  return typeof found === 'number' ? 'Correct it.' : remedy;
}

function shown(found: unknown): string {
  if (found === undefined) return 'nothing';
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object') return 'keys with values';
  const text = String(found);
  return JSON.stringify(text.length > longestShown ? `${text.slice(0, longestShown)}…` : text);
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** The keys that may stand at a place, of all forms that it may have. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let forms = formsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  for (const key of path) {
    forms = forms.flatMap(({ properties, additionalProperties, items }) => {
      const inner = properties?.[String(key)] ?? (typeof key === 'number' ? items : additionalProperties);
      return typeof inner === 'object' ? formsOf(inner) : [];
    });
  }
  return [...new Set(forms.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

function formsOf(schema: JsonSchema): JsonSchema[] {
  return [schema, ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(formsOf)];
}
