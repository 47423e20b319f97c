/** The first lines of a file -> which kind of bulk data it is, and how its cells are separated. */
import {
  type Direction,
  directionIn,
  iisColumns,
  isPostfixLine,
  protocolColumns,
  traceColumns,
} from '../triage/bulk/index.ts';

export type BulkFormat =
  | { readonly kind: 'trace'; readonly delimiter: string }
  /** Exchange's own, receive and send. */
  | { readonly kind: 'protocol'; readonly direction: Direction }
  | { readonly kind: 'iis' | 'postfix' };

const delimiters = [',', ';', '\t', '|'] as const;
const mostLines = 60;

/** Undefined for what is neither a trace nor a log. */
export function sniffFormat(start: string): BulkFormat | undefined {
  const lines = start.replace(/^\ufeff/, '').split(/\r\n|\n|\r/, mostLines);
  if (lines.some(isPostfixLine)) return { kind: 'postfix' };
  const direction = lines.map(directionIn).find(one => one !== undefined);
  for (const line of lines) {
    const isFields = line.startsWith('#Fields:');
    const text = isFields ? line.slice('#Fields:'.length).trim() : line;
    if (text.trim() === '' || text.startsWith('#') || text.startsWith('sep=')) continue;
    // A log has such a line for its header, and may have been cut before it.
    if (protocolColumns(text.split(','))) return { kind: 'protocol', direction: direction ?? 'receive' };
    if (isFields && iisColumns(text.split(/ +/))) return { kind: 'iis' };
    return traceFormat(text);
  }
  return undefined;
}

function traceFormat(header: string): BulkFormat | undefined {
  const delimiter = delimiters.find(one => traceColumns(header.split(one).map(unquoted)) !== undefined);
  return delimiter === undefined ? undefined : { kind: 'trace', delimiter };
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^"|"$/g, '');
}
