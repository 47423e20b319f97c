/** What somebody who never programmed got wrong in a line of YAML, in a sentence with the remedy. */
import type { YAMLException } from 'js-yaml';

export interface YamlMistake {
  readonly line: number | undefined;
  readonly message: string;
}

/** Shown as it has to be, as far as a line of a terminal holds it. */
const longestShown = 120;

function quotes(value: string): string {
  const text = `'${value.replaceAll("'", "''")}'`;
  return text.length > longestShown
    ? "Put the whole text in quotes: 'like this'. An apostrophe inside is written twice."
    : `Put it in quotes: ${text}`;
}

/** Signs that mean something else in YAML where a text begins with them. */
const special = new Set(['*', '&', '!', '@', '`', '%', '{', '[', '|', '>', '?', '-', ':', ',']);

/** The lines that begin with a sign that only looks like a space. */
export function falseSpaces(text: string): number[] {
  const isFalse = (line: string) => /^ *(?:- *)?[\u00a0\u2000-\u200b\u202f\u3000]/.test(line);
  return text.split('\n').flatMap((line, index) => (isFalse(line) ? [index + 1] : []));
}

/** `<<<<<<< HEAD`, `=======`, `>>>>>>> main`; `|||||||` stands where the common ancestor is shown too. */
const conflictMark = /^(?:<{7}|\|{7}|={7}|>{7})(?:\s|$)/;

/** The lines with which Git marks that two people changed the same place. */
function conflictMarks(lines: readonly string[]): number[] {
  return lines.flatMap((line, index) => (conflictMark.test(line) ? [index + 1] : []));
}

export function explainMistake(text: string, { reason, mark }: YAMLException): YamlMistake {
  const lines = text.split('\n');
  const [first, ...others] = conflictMarks(lines);
  if (first !== undefined) {
    const rest = others.length === 0 ? '' : ` (more in ${others.length === 1 ? 'line' : 'lines'} ${others.join(', ')})`;
    return {
      line: first,
      message: `a mark of a merge conflict${rest}: two people changed this place. Keep one of the two wordings, and take the lines with the marks away.`,
    };
  }
  if (!mark) return { line: undefined, message: withoutLine(reason) };
  // The reader notices some mistakes only where the next line begins.
  const places = [mark.line, mark.line - 1].filter(place => place >= 0 && place < lines.length);
  for (const place of places) {
    const message = mistakeIn(lines[place]!, reason);
    if (message !== undefined) return { line: place + 1, message };
  }
  const line = mark.line + 1;
  const goneOn = goesOn(lines, mark.line);
  if (goneOn !== undefined)
    return {
      line: goneOn + 1,
      message:
        'the text of the line above goes on here. Write it in one line, or begin this one two spaces further in than its key.',
    };
  if (/indentation/.test(reason))
    return {
      line,
      message:
        'not indented as its neighbours. Let what stands side by side begin in the same column, two spaces further in than what it belongs to.',
    };
  return { line, message: `not valid YAML (${reason}). Correct the line, or put its text in quotes.` };
}

/** The line that has no key of its own below one that has a text, where a reader of YAML expects the next key. */
function goesOn(lines: readonly string[], from: number): number | undefined {
  const isText = (line: string | undefined) => /^\s*(?:- +|[\w-]+: +)[^\s|>]/.test(line ?? '');
  const isLoose = (line: string | undefined) => /^\s*[^\s#-]/.test(line ?? '') && !/^\s*[\w-]+:(?:\s|$)/.test(line!);
  return [from, from - 1].find(place => place > 0 && isLoose(lines[place]) && isText(lines[place - 1]));
}

function mistakeIn(line: string, reason: string): string | undefined {
  const [indent = ''] = /^\s*/.exec(line) ?? [];
  if (indent.includes('\t')) return 'a tab stands before the text. Use spaces, two for each level.';
  const key = keyOf(line);
  if (reason === 'duplicated mapping key') return `"${key}" stands twice. Keep one of them.`;
  // headline：服务器不接收这种附件
  const wide = /^\s*(?<key>[\w-]+)：/.exec(line)?.groups?.key;
  if (wide !== undefined)
    return `a full-width colon stands behind "${wide}". Type an ordinary one, with a space behind it.`;
  const value = valueIn(line);
  if (value === undefined) {
    // title:Fix
    const glued = /^\s*(?:- )?(?<name>[\w-]+):(?<rest>\S.*)$/.exec(line)?.groups;
    return glued && `no space after the colon. Write "${glued.name}: ${glued.rest}".`;
  }
  // The beginning of a text of several lines.
  if (/^[|>][+-]?$/.test(value)) return undefined;
  const first = value.charAt(0);
  if (first === "'" || first === '"')
    return isClosed(value)
      ? undefined
      : `the quotes around the text do not end where it ends. ${first === "'" ? 'An apostrophe inside is written twice.' : 'Write the missing one.'}`;
  if (first === '{' || first === '[') {
    // {server} is down
    const isText = !/[\]}],?\s*(?:#.*)?$/.test(value) && /^[{[][\w-]*[\]}]/.test(value);
    if (!isText) return undefined;
  }
  if (special.has(first))
    return `the text begins with "${first}", which means something else in YAML. ${quotes(value)}`;
  if (/:\s/.test(value) || value.endsWith(':')) return `a colon inside the text. ${quotes(value)}`;
  return undefined;
}

/** `title` of `  - title: Fix this`. */
function keyOf(line: string): string {
  return /^\s*(?:- )?(?<key>[^:]*)/.exec(line)?.groups?.key?.trim() ?? '';
}

/** What stands after the first `key: ` or `- `. */
function valueIn(line: string): string | undefined {
  const bare = line.trimStart().replace(/^- +/, '');
  const key = /^[\w-]+:\s+/.exec(bare)?.[0];
  if (key !== undefined) return bare.slice(key.length).trimEnd();
  return bare.length < line.trimStart().length ? bare.trimEnd() : undefined;
}

/** Whether the sign with which it begins ends it too. */
function isClosed(value: string): boolean {
  const sign = value.charAt(0);
  const inner = sign === "'" ? value.slice(1).replaceAll("''", '') : value.slice(1).replace(/\\./g, '');
  const end = inner.indexOf(sign);
  return end !== -1 && /^\s*(?:#.*)?$/.test(inner.slice(end + 1));
}

function withoutLine(reason: string): string {
  if (/empty/.test(reason)) return 'the file is empty. Fill it in; dialogs/README.md shows its parts.';
  if (/single document/.test(reason)) return 'a line of three hyphens divides the file. Take it away.';
  return `not valid YAML (${reason}). dialogs/README.md shows the parts of the file.`;
}
