/** cards/<view>.json -> the layout of a card, with what several cards share put in where it says `{ "$part": "head" }`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Element = { readonly [key: string]: unknown };

/** Parts are put in once, before anything is expanded: a card costs the same whether its layout is written out or shared. */
export function readTemplate(folder: string, file: string): object {
  return withParts(read(folder, file), folder, file) as object;
}

function withParts(value: unknown, folder: string, file: string): unknown {
  if (Array.isArray(value)) {
    return value.flatMap(child => (isPlace(child) ? partFor(child, folder, file) : [withParts(child, folder, file)]));
  }
  if (typeof value !== 'object' || value === null) return value;
  if (isPlace(value)) {
    const [element, ...others] = partFor(value, folder, file);
    if (others.length > 0) throw new Error(`cards/${file}: part "${value.$part}" is a list. Put it into a list.`);
    return element;
  }
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withParts(child, folder, file)]));
}

interface Place extends Element {
  readonly $part: string;
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && '$part' in value;
}

/** The elements of a part. What else is written at the place (`$data`, `spacing`) is said of its one element. */
function partFor({ $part, ...own }: Place, folder: string, file: string): readonly unknown[] {
  const name = `parts/${$part}.json`;
  const part = withParts(readPart(folder, name, file), folder, name);
  if (!Array.isArray(part)) return [{ ...(part as Element), ...(withParts(own, folder, file) as Element) }];
  if (Object.keys(own).length > 0) {
    throw new Error(
      `${file}: part "${$part}" is a list and takes no ${Object.keys(own)[0]}. Name its parts one by one.`,
    );
  }
  return part;
}

function readPart(folder: string, name: string, file: string): unknown {
  try {
    return read(folder, name);
  } catch (error) {
    throw new Error(`cards/${file}: no part in cards/${name} that can be read. Write it, or correct the name.`, {
      cause: error,
    });
  }
}

function read(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}
