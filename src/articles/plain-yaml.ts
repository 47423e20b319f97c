/**
 * Most of dialogs/ is `key: text` and `- text`, a line each. This reads such lines six times as fast as a whole YAML parser,
 * and start-up reads two megabytes of them. It gives up on anything else, so that js-yaml stays the one who says what a
 * file means and what is wrong with it.
 */
import { load } from 'js-yaml';

type Block = Record<string, unknown> | unknown[];

interface Level {
  readonly indent: number;
  readonly block: Block;
}

/** A key whose block has not begun. */
interface Waiting {
  readonly indent: number;
  readonly key: string;
  readonly map: Record<string, unknown>;
}

// "whose-server:", "why: It decides …" or "'yes': Ja"
const entry = /^(?:(?<bare>[A-Za-z][\w-]*)|'(?<quoted>[\w-]+)'):(?: +(?<value>\S.*))?$/;
// "Clear the cache", "“Proxy” only says where": neither a number nor a date, and no sign that YAML gives a meaning to
const plainStart = /^[\p{L}“”]/u;
// What YAML reads as other than text, in any of its versions
const keywords = /^(?:true|false|null|yes|no|on|off|y|n)$/i;
// "[5.2.2]", "{ use: send-test }", "\"\\n\"", "2026-11-21"
const leftToParser = /^[[{"\d]/;
// Tabs, other line ends, a byte order mark: all that YAML has rules of its own for, or forbids
const unusual = /[^\n\x20-\x7e\xa0-\ufefe\uff00-\ufffd]/;

/** The same value as js-yaml's, or undefined where the file has to be read by js-yaml. */
export function readPlainYaml(text: string): unknown {
  if (unusual.test(text)) return undefined;
  const root: Record<string, unknown> = {};
  const levels: Level[] = [{ indent: 0, block: root }];
  let waiting: Waiting | undefined;
  for (const line of lines(text)) {
    const content = line.trimStart();
    if (content === '' || content.startsWith('#')) continue;
    const indent = line.length - content.length;
    const isItem = content.startsWith('- ');
    if (waiting) {
      // A list may stand as far left as its key.
      if (indent < waiting.indent || (indent === waiting.indent && !isItem)) return undefined;
      const block: Block = isItem ? [] : {};
      waiting.map[waiting.key] = block;
      levels.push({ indent, block });
      waiting = undefined;
    }
    let level = levels.at(-1)!;
    while (
      levels.length > 1 &&
      (indent < level.indent || (indent === level.indent && !isItem && isList(level.block)))
    ) {
      levels.pop();
      level = levels.at(-1)!;
    }
    if (indent !== level.indent || isItem !== isList(level.block)) return undefined;
    if (isList(level.block)) {
      const value = readScalar(content.slice(2));
      if (value === undefined) return undefined;
      level.block.push(value);
      continue;
    }
    const { bare, quoted, value } = entry.exec(content)?.groups ?? {};
    const key = bare ?? quoted;
    if (key === undefined || key in level.block) return undefined;
    if (value === undefined) waiting = { indent, key, map: level.block };
    else {
      const read = readScalar(value);
      if (read === undefined) return undefined;
      level.block[key] = read;
    }
  }
  return waiting || Object.keys(root).length === 0 ? undefined : root;
}

function* lines(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    yield end < 0 ? text.slice(start) : text.slice(start, end);
    start = end < 0 ? text.length : end + 1;
  }
}

function isList(block: Block): block is unknown[] {
  return Array.isArray(block);
}

/** What stands on one line after a key or a hyphen. */
function readScalar(written: string): unknown {
  const value = written.trimEnd();
  if (value.startsWith("'")) return readQuoted(value);
  if (plainStart.test(value)) return isMoreThanText(value) ? undefined : value;
  if (!leftToParser.test(value)) return undefined;
  try {
    return load(value);
  } catch {
    return undefined;
  }
}

function isMoreThanText(value: string): boolean {
  return value.includes(': ') || value.includes(' #') || value.endsWith(':') || keywords.test(value);
}

/** 'It''s full' */
function readQuoted(value: string): string | undefined {
  const inside = value.slice(1, -1).replaceAll("''", '\u0000');
  if (value.length < 2 || !value.endsWith("'") || inside.includes("'")) return undefined;
  return inside.replaceAll('\u0000', "'");
}
