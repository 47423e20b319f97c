/** A sentence as features for a linear model: words, pairs of words, letters, so that a misspelt word still counts, and meanings. */
import { isHan, tokenize } from '../tokens.ts';

/** So many places have the features; two that share one are told apart by the others. */
export const places = 1 << 16;

/** Letters that are looked at together. */
const piece = 4;

const face = /[😀-🙏]/u;

/** With more of them a sentence is a story, whose pairs say nothing. */
const mostPaired = 8;

/**
 * The places of a sentence's features, each once.
 * @param meanings what its words mean, in whichever language
 */
export function featuresOf(text: string, meanings: readonly string[]): number[] {
  const tokens = tokenize(text).map(token => (/^\d+$/.test(token) ? '0' : token));
  const found = new Set<number>();
  const add = (feature: string) => found.add(placeOf(feature));
  tokens.forEach((token, at) => {
    add(`w ${token}`);
    add(`p ${tokens[at - 1] ?? '^'} ${token}`);
    if (at === tokens.length - 1) add(`p ${token} $`);
    if (isHan(token)) {
      if (isHan(tokens[at + 2] ?? '')) add(`h ${token}${tokens[at + 1]}${tokens[at + 2]}`);
      return;
    }
    const framed = `^${token}$`;
    for (let from = 0; from + piece <= framed.length; from++) add(`c ${framed.slice(from, from + piece)}`);
  });
  const meant = [...new Set(meanings)].sort();
  for (const one of meant) add(`m ${one}`);
  if (meant.length <= mostPaired)
    meant.forEach((one, at) => {
      for (const other of meant.slice(at + 1)) add(`m ${one} ${other}`);
    });
  // A face says how somebody feels.
  if (face.test(text)) add('face');
  // A question mark tells a question from an answer in the same words.
  if (/[?？]/.test(text)) add('?');
  return [...found];
}

function placeOf(feature: string): number {
  return (hashOf(feature) >>> 0) % places;
}

/** FNV-1a over UTF-16 units, as a signed number of 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
