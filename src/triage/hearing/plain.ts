/** Typed words as they are compared with commands and labels. */

/** Lower case, one kind of width and quote, no punctuation at the ends. */
export function plain(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase().replace(/[‘’]/g, "'").replace(/\s+/g, ' ').trim();
  const bare = folded.replace(/^[.,!"“”:;()。，！]+/, '').replace(/[.,!"“”:;()。，！]{1,10}$/, '');
  return bare.trim() || folded;
}
