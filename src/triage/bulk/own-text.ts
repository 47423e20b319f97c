/** What is kept of a file. */

/**
 * The first characters of a text, as a text of its own: a slice would keep all of the megabyte that it was cut from.
 * @param longest in UTF-16 units
 */
export function ownText(text: string, longest: number): string {
  const cut = text.length > longest ? text.slice(0, longest) : text;
  // V8 copies shorter ones by itself.
  return cut.length < 13 ? cut : decoder.decode(encoder.encode(cut));
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
