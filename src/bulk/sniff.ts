/** The first lines of a file -> which kind of bulk data it is, and how its cells are separated. */
import { traceColumns } from '../triage/bulk/index.ts';

export type BulkFormat = { readonly kind: 'trace'; readonly delimiter: string };

const delimiters = [',', ';', '\t', '|'] as const;
const mostLines = 60;

/** Undefined for what is neither a trace nor a log. */
export function sniffFormat(start: string): BulkFormat | undefined {
  const lines = start.replace(/^\ufeff/, '').split(/\r\n|\n|\r/, mostLines);
  for (const line of lines) {
    const text = line.startsWith('#Fields:') ? line.slice('#Fields:'.length).trim() : line;
    if (text.trim() === '' || text.startsWith('#') || text.startsWith('sep=')) continue;
    return formatOf(text);
  }
  return undefined;
}

function formatOf(header: string): BulkFormat | undefined {
  const delimiter = delimiters.find(one => traceColumns(header.split(one).map(unquoted)) !== undefined);
  return delimiter === undefined ? undefined : { kind: 'trace', delimiter };
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^"|"$/g, '');
}
