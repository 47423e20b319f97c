import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { parse } from 'acorn';
import { simple } from 'acorn-walk';
import { check } from 'recheck';
import { root } from './content.ts';

/** Folders whose code reads text from outside. */
const folders = ['triage', 'findings/admin', 'files', 'mail', 'cards', 'bot', 'chat'];

interface Found {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

function expressionsOf(file: string): Found[] {
  const text = readFileSync(join(root, file), 'utf8');
  const code = file.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  const found: Found[] = [];
  simple(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), {
    Literal: node => {
      if (node.regex) found.push({ file, source: node.regex.pattern, flags: node.regex.flags });
    },
  });
  return found;
}

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, 'src', folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /(?<!\.d)\.ts$|\.js$/.test(name))
    .map(name => join('src', folder, name));
}

/** A bounded repetition costs a constant factor; the checker would count it as one without end. */
function withSmallBounds(source: string): string {
  return source.replace(
    /\{(?<least>\d+),(?<most>\d+)\}/g,
    (_, least: string, most: string) => `{${Math.min(Number(least), 2)},${Math.min(Number(most), 3)}}`,
  );
}

/** The checker knows no named properties of characters; they do not change what repeats. */
function withoutProperties(source: string): string {
  let isClass = false;
  return source.replace(/\\[pP]\{[^}]+\}|\\.|\[|\]/gs, part => {
    if (/^\\p/i.test(part)) return isClass ? 'a-z' : '[a-z]';
    if (part.length === 1) isClass = part === '[';
    return part;
  });
}

/** Whatever holds no repetition without a fixed number takes the same time at each place of a text. */
const repeats = /[*+]|\{\d+,/;

/** A search tries one alternative after the other, so it is as slow as the slowest of them, and each is soon proved. */
function alternativesOf(source: string): string[] {
  const parts = [''];
  let depth = 0;
  let isClass = false;
  for (const [part] of source.matchAll(/\\.|[\s\S]/g)) {
    if (part === '[') isClass = true;
    else if (part === ']') isClass = false;
    else if (!isClass && part === '(') depth += 1;
    else if (!isClass && part === ')') depth -= 1;
    if (part === '|' && depth === 0 && !isClass) parts.push('');
    else parts[parts.length - 1] += part;
  }
  // What is referred to may stand in another one.
  return /\\[1-9k]/.test(source) ? [source] : parts;
}

describe('every regular expression', () => {
  it('stays linear on any input', async function () {
    this.timeout(240_000);
    const unique = new Map<string, Found>();
    for (const found of folders.flatMap(sourcesOf).flatMap(expressionsOf))
      unique.set(`/${found.source}/${found.flags}`, found);

    const slow: string[] = [];
    // It cannot read Unicode sets, of which there are few; of all others it has to say something.
    const unread: string[] = [];
    const checked = new Set<string>();
    // One after the other: out of time, the checker guesses instead of proving.
    for (const [literal, { file, source, flags }] of unique) {
      for (const alternative of alternativesOf(withSmallBounds(withoutProperties(source)))) {
        if (!repeats.test(alternative) || checked.has(`/${alternative}/${flags}`)) continue;
        checked.add(`/${alternative}/${flags}`);
        const result = await check(alternative, flags.replace('v', 'u'), { timeout: 20_000, randomSeed: 1 });
        if (result.status === 'unknown' && !flags.includes('v')) unread.push(`${file}: ${literal}`);
        if (result.status === 'vulnerable') slow.push(`${file}: ${literal} is ${result.complexity.summary}`);
      }
    }

    assert.notEqual(unique.size, 0);
    assert.deepEqual(slow, []);
    assert.deepEqual(unread, []);
  });

  it('is taken apart where nothing holds its alternatives together', () => {
    assert.deepEqual(alternativesOf('a|b[|]|(?:c|d)\\|e'), ['a', 'b[|]', '(?:c|d)\\|e']);
    assert.deepEqual(alternativesOf('(a)|\\1'), ['(a)|\\1']);
  });
});
