import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { parse } from 'acorn';
import { simple } from 'acorn-walk';
import { check } from 'recheck';
import { root } from './content.ts';
import { isOnTheWay, wayOfRun } from './walk.ts';

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
  // What is referred to may stand in another one.
  if (/\\[1-9k]/.test(source)) return [source];
  return split(source).flatMap(part => {
    const [open, close] = firstGroup(part);
    const inside = split(part.slice(open, close));
    return inside.length < 2 ? [part] : inside.map(one => part.slice(0, open) + one + part.slice(close));
  });
}

/** Characters of a pattern with the depth of the groups in which they stand; escaped ones and those of a class are no signs. */
function* signsOf(source: string): Generator<{ sign: string; at: number; depth: number }> {
  let depth = 0;
  let isClass = false;
  for (const { 0: part, index: at } of source.matchAll(/\\.|[\s\S]/g)) {
    if (part === '[') isClass = true;
    if (!isClass && part === ')') depth -= 1;
    yield { sign: isClass ? '' : part, at, depth };
    if (!isClass && part === '(') depth += 1;
    if (part === ']') isClass = false;
  }
}

function split(source: string): string[] {
  const bars = [...signsOf(source)].filter(({ sign, depth }) => sign === '|' && depth === 0).map(({ at }) => at);
  return [-1, ...bars].map((bar, index) => source.slice(bar + 1, bars[index]));
}

/** From where to where the first group reaches that is there once: `(?:…)` or `(?<name>…)`, but no look-around. */
function firstGroup(source: string): [open: number, close: number] {
  const signs = [...signsOf(source)];
  for (const { sign, at, depth } of signs) {
    const start = /^\((?:\?:|\?<\w+>)?(?!\?)/.exec(source.slice(at))?.[0];
    if (sign !== '(' || depth !== 0 || start === undefined) continue;
    const close = signs.find(one => one.sign === ')' && one.depth === 0 && one.at > at)!.at;
    if (!/[*+?{]/.test(source.charAt(close + 1))) return [at + start.length, close];
  }
  return [0, 0];
}

/** Both of its ways give up at a count, not after a time: a busy machine would use that up, and what is safe be called slow. */
const untimed = { timeout: null, incubationTimeout: null, attackTimeout: null, recallTimeout: null, randomSeed: 1 };

/** A proof, or where there is none, as for what looks around, the search for a text that takes long. */
async function complexityOf(source: string, flags: string) {
  const proof = await check(source, flags, { ...untimed, checker: 'automaton' });
  return proof.status === 'unknown' ? check(source, flags, { ...untimed, checker: 'fuzz' }) : proof;
}

describe('every regular expression', () => {
  it(`stays linear on any input (${wayOfRun})`, async () => {
    const unique = new Map<string, Found>();
    for (const found of folders.flatMap(sourcesOf).flatMap(expressionsOf))
      unique.set(`/${found.source}/${found.flags}`, found);

    const slow: string[] = [];
    // It cannot read Unicode sets, of which there are few; of all others it has to say something.
    const unread: string[] = [];
    const checked = new Set<string>();
    for (const [literal, { file, source, flags }] of unique) {
      if (!isOnTheWay(literal, 4)) continue;
      for (const alternative of alternativesOf(withSmallBounds(withoutProperties(source)))) {
        if (!repeats.test(alternative) || checked.has(`/${alternative}/${flags}`)) continue;
        checked.add(`/${alternative}/${flags}`);
        const result = await complexityOf(alternative, flags.replace('v', 'u'));
        if (result.status === 'unknown' && !flags.includes('v')) unread.push(`${file}: ${literal}`);
        if (result.status === 'vulnerable') slow.push(`${file}: ${literal} is ${result.complexity.summary}`);
      }
    }

    assert.notEqual(unique.size, 0);
    assert.deepEqual(slow, []);
    assert.deepEqual(unread, []);
  });

  it('is taken apart where nothing holds its alternatives together', () => {
    assert.deepEqual(alternativesOf('a|b[|]|(?:c|d)\\|e'), ['a', 'b[|]', '(?:c)\\|e', '(?:d)\\|e']);
    assert.deepEqual(alternativesOf('(a)|\\1'), ['(a)|\\1']);
    assert.deepEqual(alternativesOf('a(?:b|(?:c|d)[)|])e'), ['a(?:b)e', 'a(?:(?:c|d)[)|])e']);
    assert.deepEqual(alternativesOf('(?=a|b)(?<n>c|d)'), ['(?=a|b)(?<n>c)', '(?=a|b)(?<n>d)']);
    assert.deepEqual(alternativesOf('(?:a|b)+'), ['(?:a|b)+']);
  });
});
