/** The JSON of a card, written once: it is measured, stored, handed over and sent. */
const written = new WeakMap<object, string>();

/** @param card never changed afterwards */
export function cardJson(card: object): string {
  const known = written.get(card);
  if (known !== undefined) return known;
  const text = JSON.stringify(card);
  written.set(card, text);
  return text;
}
