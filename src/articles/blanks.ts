/** What `npm run articles -- --new` leaves to be filled in: texts that begin with three underscores, and values left out. */

/** Stands before the words that say what belongs there: `___ what is wrong, in two to four words`. */
export const blankMark = '___';

export interface Blank {
  readonly place: string;
  readonly message: string;
}

export function blanksIn(value: unknown, place: readonly string[] = []): Blank[] {
  const here = place.join('.');
  if (value === null && place.length > 0)
    return [{ place: here, message: 'nothing stands behind it. Write it, or remove the line.' }];
  if (typeof value === 'string') {
    if (!value.trimStart().startsWith(blankMark)) return [];
    const hint = value.trimStart().slice(blankMark.length).trim();
    return [{ place: here, message: `still blank. Write ${hint === '' ? 'it' : hint}.` }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => blanksIn(inner, [...place, key]));
}
