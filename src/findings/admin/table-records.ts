/** Format-Table: each column begins where its line of dashes begins, also with wide characters, and with blanks that a chat took away. */
import { propertyName } from './labels.ts';
import type { PrintedObject } from './printed-object.ts';

// ----------  ----------
const rule = /^[ \u00a0]{0,8}-{2,}(?:[ \u00a0]{1,200}-{2,}){0,30}[ \u00a0]{0,200}$/;

/** The table whose head is line `at`; undefined where there is none. `end` is the line behind it. */
export function tableAt(
  lines: readonly string[],
  at: number,
  most: number,
): { readonly objects: readonly PrintedObject[]; readonly end: number } | undefined {
  const dashes = lines[at + 1];
  if (dashes === undefined || !rule.test(dashes)) return undefined;
  const columns = [...dashes.matchAll(/-+/g)].map(({ index, 0: { length } }) => ({ from: index, to: index + length }));
  const heads = wordsOf(lines[at]!);
  const names = (heads.length === columns.length ? heads : cellsOf(lines[at]!, columns)).map(propertyName);
  const body: string[] = [];
  let end = at + 2;
  while (end < lines.length && body.length < most && lines[end]!.trim() !== '') body.push(lines[end++]!);
  // Where each line has a word for each column, blanks need not be right.
  const isPlain = body.every(line => wordsOf(line).length === columns.length);
  const rows = body.map(line => (isPlain ? wordsOf(line) : cellsOf(line, columns)));
  const objects: Map<string, string>[] = [];
  for (const cells of rows) {
    const before = objects.at(-1);
    // -Wrap goes on below the cell that is too long.
    if (before && cells[0] === '') {
      for (const [index, cell] of cells.entries())
        if (cell !== '') before.set(names[index]!, `${before.get(names[index]!) ?? ''}${cell}`);
    } else objects.push(new Map(cells.map((cell, index) => [names[index] ?? `column${index}`, cell])));
  }
  return { objects, end };
}

/** A list in braces is one word. */
function wordsOf(line: string): string[] {
  return line.match(/\{[^{}]{0,2000}\}|[^\s\u00a0]+/g) ?? [];
}

interface Column {
  readonly from: number;
  readonly to: number;
}

function cellsOf(line: string, columns: readonly Column[]): string[] {
  const wide = widened(line);
  const starts = columns.map(({ from, to }, index) => {
    // A number stands at the right of its column and may begin before it.
    let start = from;
    if (index > 0 && /\d/.test(wide[to - 1] ?? '') && (wide[to] ?? ' ') === ' ')
      while (start > columns[index - 1]!.from + 1 && /\d/.test(wide[start - 1] ?? '')) start--;
    return start;
  });
  return starts.map((start, index) =>
    wide
      .slice(start, starts[index + 1])
      .replaceAll('\0', '')
      .trim(),
  );
}

/** A console gives a Chinese character the room of two letters. */
function widened(line: string): string {
  const plain = line.replaceAll('\u00a0', ' ');
  return /[\u1100-\uffef]/.test(plain)
    ? plain.replace(/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60]/g, '$&\0')
    : plain;
}
