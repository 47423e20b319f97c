/** Which file imports what, as the parsed files say it: static, dynamic, required, and for the types alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, posix } from 'node:path';
import { type CallExpression, type Node, type Program, parse } from 'acorn';
import { simple } from 'acorn-walk';

/** The text of each file by its path, such as `src/start.ts`. */
export type Sources = ReadonlyMap<string, string>;

export interface Import {
  readonly file: string;
  readonly line: number;
  /** As it is written; null where only running the code would tell. */
  readonly name: string | null;
}

export function readSources(root: string, folder: string): Sources {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const files = names.filter(name => /\.[jt]s$/.test(name)).map(name => posix.join(folder, name.replaceAll('\\', '/')));
  return new Map(files.map(file => [file, readFileSync(join(root, file), 'utf8')]));
}

export function importsOf(sources: Sources): Import[] {
  return [...sources].flatMap(([file, text]) => importsIn(file, text));
}

/** The file that a relative name means; undefined for a package. */
export function targetOf({ file, name }: Import): string | undefined {
  return name?.startsWith('.') ? posix.join(posix.dirname(file), name) : undefined;
}

/** `@scope/name`, `pg` or `node:fs`; undefined for a file. */
export function packageOf({ name }: Import): string | undefined {
  if (name === null || /^[./]|^file:/.test(name)) return undefined;
  if (name.startsWith('node:')) return name;
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The code of a file without its types, whose places in the text stay the same. */
export function parseFile(file: string, text: string): { readonly code: string; readonly program: Program } {
  const code = file.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  return { code, program: parse(code, { ecmaVersion: 'latest', sourceType: 'module' }) };
}

/** Files that import each other, also over others and for their types alone; each group once, sorted. */
export function circlesOf(imports: readonly Import[]): string[][] {
  const targets = Map.groupBy(imports, ({ file }) => file);
  const reachedFrom = (start: string) => {
    const reached = new Set<string>();
    const open = [start];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      for (const one of targets.get(file) ?? []) {
        const target = targetOf(one);
        if (target === undefined || reached.has(target)) continue;
        reached.add(target);
        open.push(target);
      }
    }
    return reached;
  };
  const reached = new Map([...targets.keys()].map(file => [file, reachedFrom(file)]));
  const circles = [...reached]
    .filter(([file, others]) => others.has(file))
    .map(([file, others]) => [...others].filter(other => reached.get(other)?.has(file)).sort());
  return [...new Map(circles.map(circle => [circle.join(' '), circle])).values()];
}

function importsIn(file: string, text: string): Import[] {
  const { code, program } = parseFile(file, text);
  const found: Import[] = [];
  const add = (at: number, name: string | null) => found.push({ file, line: lineOf(text, at), name });
  simple(program, {
    ImportDeclaration: node => void add(node.start, textOf(node.source)),
    ExportAllDeclaration: node => void add(node.start, textOf(node.source)),
    ExportNamedDeclaration: node => void (node.source && add(node.start, textOf(node.source))),
    ImportExpression: node => void add(node.start, textOf(node.source)),
    CallExpression: node => void (isRequire(node) && add(node.start, textOf(node.arguments[0]))),
  });
  for (const { at, name } of typeImports(erased(text, code))) add(at, name);
  return found.sort((one, other) => one.line - other.line);
}

/** What only the types say: where the code has a blank and the text has none. */
function erased(text: string, code: string): string {
  return Array.from({ length: text.length }, (_, at) =>
    text[at] === code[at] && text[at] !== '\n' ? ' ' : text[at],
  ).join('');
}

// import type { Article } from './article.ts'; | export type * from './view.ts'; | typeof import('pg')
const typeImport =
  /\b(?:import|export)\s+type\b[^'"`;]*?\bfrom\s*(['"])(?<from>[^'"]+)\1|\bimport\s*\(\s*(['"])(?<called>[^'"]+)\3/g;

function typeImports(types: string): { readonly at: number; readonly name: string }[] {
  return [...types.matchAll(typeImport)].map(match => ({
    at: match.index,
    name: match.groups!.from ?? match.groups!.called!,
  }));
}

/** require('pg'), require.resolve('pg'), import.meta.resolve('pg'), createRequire(import.meta.url)('pg') and its `resolve`. */
function isRequire({ callee }: CallExpression): boolean {
  const called = callee.type === 'MemberExpression' && nameOf(callee.property) === 'resolve' ? callee.object : callee;
  if (called.type === 'MetaProperty') return called !== callee;
  if (called.type === 'CallExpression') return nameOf(called.callee) === 'createRequire';
  return nameOf(called) === 'require';
}

export function nameOf(node: Node): string | undefined {
  return node.type === 'Identifier' && 'name' in node ? String(node.name) : undefined;
}

function textOf(node: Node | undefined): string | null {
  return node?.type === 'Literal' && 'value' in node && typeof node.value === 'string' ? node.value : null;
}

export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
