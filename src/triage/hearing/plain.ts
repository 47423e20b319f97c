/** Typed words as they are compared with commands and labels. */

/** Lower case, one kind of width and quote, no punctuation at the ends. */
export function plain(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase().replace(/[‘’]/g, "'").replace(/\s+/g, ' ').trim();
  const bare = folded.replace(/^[.,!"“”:;()。，！]+/, '').replace(/[.,!"“”:;()。，！]{1,10}$/, '');
  return bare.trim() || folded;
}

/** @param said as `plain` gives it */
export function isOneOf(said: string, words: readonly string[]): boolean {
  let all = remembered.get(words);
  if (all === undefined) {
    all = new Set(words.map(plain));
    remembered.set(words, all);
  }
  return all.has(said);
}

/** Words of commands stay as they are, and every message is compared with all of them. */
const remembered = new WeakMap<readonly string[], ReadonlySet<string>>();
