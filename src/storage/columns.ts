/** How values are written into columns. */

/** JSON as text. `undefined` is null, as there is no other way to say it. */
export function json(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

/** Undefined for a damaged text: who reads the value says what that means. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One way to write a time, so that times compare as text. Anything that is not a time is a bug of the caller. */
export function time(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.valueOf())) throw new TypeError(`not an ISO 8601 time: ${JSON.stringify(iso)}`);
  return date.toISOString();
}

/** Host names know no upper case, and a trailing dot says only that the name is complete. */
export function hostKey(host: string): string {
  const name = host.trim().toLowerCase();
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
