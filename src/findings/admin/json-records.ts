/** ConvertTo-Json of Windows PowerShell and PowerShell 7, one object or an array, also where its end is missing. */

import { propertyName } from './labels.ts';
import { isTypeName, type PrintedObject } from './printed-object.ts';

/** What stands before it, such as a prompt and the command, is passed over. */
export function jsonObjects(text: string, most: number): PrintedObject[] {
  const start = /^[ \t]{0,8}[[{][ \t]{0,8}(?:$|["{\]}])/m.exec(text)?.index;
  if (start === undefined) return [];
  return objectsIn(text.slice(start), most).map(
    one => new Map(Object.entries(one).map(([name, inner]) => [propertyName(name), printed(inner)])),
  );
}

/** Each object of the outer level by itself, so that one that was cut off takes none of the others with it. */
function objectsIn(text: string, most: number): object[] {
  const found: object[] = [];
  let [depth, from, isInText] = [0, -1, false];
  for (let at = 0; at < text.length && found.length < most; at++) {
    const sign = text[at];
    if (isInText) {
      if (sign === '\\') at++;
      else if (sign === '"') isInText = false;
    } else if (sign === '"') isInText = true;
    else if (sign === '{') {
      if (depth === 0) from = at;
      depth++;
    } else if (sign === '}' && depth > 0) {
      depth--;
      if (depth > 0) continue;
      const value = parsed(text.slice(from, at + 1));
      if (value) found.push(value);
    }
  }
  return found;
}

function parsed(text: string): object | undefined {
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** Windows PowerShell writes a list as `{"value": […], "Count": 2}`, and what lies deeper than two levels as its type. */
function printed(value: unknown): string {
  if (Array.isArray(value)) return value.map(printed).join(', ');
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const inner = value as { readonly value?: unknown; readonly Count?: unknown; readonly Address?: unknown };
  if (Array.isArray(inner.value) && 'Count' in inner) return printed(inner.value);
  if (typeof inner.Address === 'string' && !isTypeName(inner.Address)) return inner.Address;
  return JSON.stringify(value);
}
