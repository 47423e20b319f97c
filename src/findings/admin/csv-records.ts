/** Export-Csv and ConvertTo-Csv, with the line of the type or without, and with whatever separator the country's Windows has. */
import { parse } from 'csv-parse/sync';
import { propertyName } from './labels.ts';
import type { PrintedObject } from './printed-object.ts';

/** The names may stand below a prompt and its command. */
const linesBefore = 12;

export function csvObjects(text: string, known: readonly string[], most: number): PrintedObject[] {
  let from = 0;
  for (let line = 0; line < linesBefore && from < text.length; line++) {
    const end = text.indexOf('\n', from);
    const head = text.slice(from, end === -1 ? text.length : end);
    const separator = separatorOf(head, known);
    if (separator !== undefined) return rowsOf(text.slice(from), separator, most);
    if (end === -1) break;
    from = end + 1;
  }
  return [];
}

function separatorOf(head: string, known: readonly string[]): string | undefined {
  if (head.length > 20_000) return undefined;
  return [',', ';', '\t'].find(separator => {
    const names = head.split(separator).map(name => propertyName(name.replaceAll('"', '')));
    return known.filter(name => names.includes(name)).length >= 2;
  });
}

function rowsOf(csv: string, delimiter: string, most: number): PrintedObject[] {
  const rows: Readonly<Record<string, string>>[] = parse(csv, {
    columns: names => names.map((name: string) => propertyName(name)),
    delimiter,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    to: most,
  });
  return rows.map(row => new Map(Object.entries(row)));
}
