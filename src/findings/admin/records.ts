/** What PowerShell prints of objects -> their properties: Format-List, Format-Table, ConvertTo-Json and Export-Csv. */

import { parse } from 'csv-parse/sync';

/** By property in lower case; a list is `{a, b}` in braces or not, as it was printed. */
export type PrintedObject = ReadonlyMap<string, string>;

export interface Printed {
  readonly format: 'Format-List' | 'Format-Table' | 'JSON' | 'CSV';
  readonly objects: readonly PrintedObject[];
}

/** A tenant has some hundred of anything that is asked for here. */
const mostObjects = 2_000;

/** @param known properties, in lower case, of which an object has to have two: by these a text is told */
export function readPrinted(text: string, known: readonly string[]): Printed | undefined {
  const lower = text.toLowerCase();
  if (known.filter(name => lower.includes(name)).length < 2) return undefined;
  const isKnown = (objects: readonly PrintedObject[]) => {
    const [first] = objects;
    return first !== undefined && known.filter(name => first.has(name)).length >= 2;
  };
  const readings = [
    { format: 'JSON', objects: () => jsonObjects(text) },
    { format: 'CSV', objects: () => csvObjects(text, known) },
    { format: 'Format-Table', objects: () => tableObjects(text, known) },
    { format: 'Format-List', objects: () => listObjects(text) },
  ] as const;
  for (const { format, objects } of readings) {
    const found = objects()
      .slice(0, mostObjects)
      .filter(one => isKnown([one]));
    if (found.length > 0) return { format, objects: found };
  }
  return undefined;
}

/** `{a, b}`, `a, b` or `a b` as a list. */
export function listOf(value: string | undefined): string[] {
  return (value ?? '')
    .replace(/^\{|\}$|…$|\.\.\.\}?$/g, '')
    .split(/[,;\s]+/)
    .filter(part => part !== '');
}

function jsonObjects(text: string): PrintedObject[] {
  if (!/^\s*[[{]/.test(text)) return [];
  try {
    const value: unknown = JSON.parse(text);
    const all: unknown[] = Array.isArray(value) ? value : [value];
    return all
      .filter((one): one is object => typeof one === 'object' && one !== null && !Array.isArray(one))
      .map(one => new Map(Object.entries(one).map(([name, inner]) => [name.toLowerCase(), printed(inner)])));
  } catch {
    return [];
  }
}

function printed(value: unknown): string {
  if (Array.isArray(value)) return value.map(printed).join(', ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
}

function csvObjects(text: string, known: readonly string[]): PrintedObject[] {
  const csv = text.replace(/^#TYPE [^\n]{0,200}\n/, '');
  const [head = ''] = csv.split('\n', 1);
  const separator = [',', ';', '\t'].find(one => {
    const names = head.toLowerCase().split(one);
    return known.filter(name => names.some(each => each.trim().replaceAll('"', '') === name)).length >= 2;
  });
  if (separator === undefined) return [];
  const rows: Readonly<Record<string, string>>[] = parse(csv, {
    columns: names => names.map((name: string) => name.trim().toLowerCase()),
    delimiter: separator,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    to: mostObjects,
  });
  return rows.map(row => new Map(Object.entries(row)));
}

// ----------  ----------
const rule = /^\s{0,8}-{2,}(?:\s{1,200}-{2,}){0,30}\s{0,200}$/;

/** Each column begins where its line of dashes begins. */
function tableObjects(text: string, known: readonly string[]): PrintedObject[] {
  const lines = text.split(/\r\n|\r|\n/);
  const at = lines.findIndex(
    (line, index) => rule.test(line) && known.some(name => (lines[index - 1] ?? '').toLowerCase().includes(name)),
  );
  if (at < 1) return [];
  const starts = [...lines[at]!.matchAll(/(?<!-)-/g)].map(({ index }) => index);
  const cells = (line: string) => starts.map((start, index) => line.slice(start, starts[index + 1]).trim());
  const names = cells(lines[at - 1]!.toLowerCase());
  const objects: PrintedObject[] = [];
  for (const line of lines.slice(at + 1, at + mostObjects)) {
    if (line.trim() === '') break;
    objects.push(new Map(cells(line).map((value, index) => [names[index]!, value])));
  }
  return objects;
}

// Name                 : To on-premises
const property = /^\s{0,4}(?<name>[A-Za-z][A-Za-z\d]{0,60})\s{0,60}:(?:\s(?<value>.*))?$/;

/** A blank line, or a property that was there already, begins the next object. */
function listObjects(text: string): PrintedObject[] {
  const objects: Map<string, string>[] = [];
  let [current, last, isOver] = [new Map<string, string>(), '', true];
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '') {
      isOver = true;
      continue;
    }
    const { name, value = '' } = property.exec(line)?.groups ?? {};
    if (name === undefined) {
      // A long value goes on below itself.
      if (!isOver && last !== '' && /^\s{4,}\S/.test(line)) current.set(last, `${current.get(last)} ${line.trim()}`);
      continue;
    }
    const key = name.toLowerCase();
    if (isOver || current.has(key)) {
      if (objects.length >= mostObjects) break;
      current = new Map();
      objects.push(current);
      isOver = false;
    }
    current.set(key, value.trim());
    last = key;
  }
  return objects;
}
