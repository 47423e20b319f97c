/**
 * Articles by fragments of the words that are written, in whatever language: BM25 over four letters at a time.
 * It knows nothing of meanings, and so keeps apart what one meaning puts together ("daily limit", "hourly limit"). A word
 * with a typing error keeps most of its fragments, a compound shares those of its halves, and "certificaat" those of
 * "certificate" and "certifikat".
 */
import { isHan } from '../../tokens.ts';
import { rarity } from './rarity.ts';

export interface FragmentRanking {
  /** What an article says; the articles in their order, the first is 0, and all before anything is ranked. */
  add(article: number, tokens: readonly string[], weight: number): void;
  /** Ends the adding: what only that needed is given up. */
  pack(): void;
  /** By article number, relative to the best: 1 for the best, 0 where nothing is shared. */
  rank(tokens: readonly string[]): Float64Array;
}

const fragmentLength = 4;
/** BM25's k1: how soon more of the same adds nothing; high, as an article says everything in many lines. */
const saturation = 5;
const lengthShare = 0.5;
const mostAsked = 400;

/** How much of each fragment each article has: one row an article and fragment, the articles ascending. */
interface Rows {
  readonly fragments: number[];
  readonly articles: number[];
  readonly counts: number[];
}

/** The rows sorted by fragment: those of fragment 7 stand from `starts[7]` to `starts[8]`. */
interface Index {
  readonly starts: Uint32Array;
  readonly articles: Uint32Array;
  readonly gains: Float32Array;
}

export function createFragmentRanking(articleCount: number): FragmentRanking {
  const numbers = new Map<string, number>();
  /** A word that stands in many lines is taken apart once. */
  const knownWords = new Map<string, readonly number[]>();
  let rows: Rows = noRows();
  /** By fragment: its row for the article that was added last. */
  const lastRows: number[] = [];
  const lengths = new Float64Array(articleCount);
  let index: Index | undefined;

  function numbersOf(word: string): readonly number[] {
    const known = knownWords.get(word);
    if (known) return known;
    const found = fragmentsOf(word).map(fragment => {
      const number = numbers.get(fragment) ?? numbers.size;
      numbers.set(fragment, number);
      return number;
    });
    knownWords.set(word, found);
    return found;
  }

  function pack(): Index {
    if (!index) {
      index = sortRows(rows, numbers.size, lengths);
      rows = noRows();
      knownWords.clear();
      lastRows.length = 0;
    }
    return index;
  }

  return {
    add(article, tokens, weight) {
      for (const word of wordsOf(tokens)) {
        const fragments = numbersOf(word);
        lengths[article]! += weight * fragments.length;
        for (const fragment of fragments) {
          const row = lastRows[fragment];
          if (row !== undefined && rows.articles[row] === article) {
            rows.counts[row]! += weight;
            continue;
          }
          lastRows[fragment] = rows.counts.length;
          rows.fragments.push(fragment);
          rows.articles.push(article);
          rows.counts.push(weight);
        }
      }
    },
    pack,
    rank(tokens) {
      const { starts, articles, gains } = pack();
      const sums = new Float64Array(articleCount);
      let top = 0;
      for (const fragment of askedFragments(tokens)) {
        const number = numbers.get(fragment);
        if (number === undefined) continue;
        for (let place = starts[number]!; place < starts[number + 1]!; place += 1) {
          const article = articles[place]!;
          const sum = sums[article]! + gains[place]!;
          sums[article] = sum;
          if (sum > top) top = sum;
        }
      }
      return top === 0 ? sums : sums.map(sum => sum / top);
    },
  };
}

function noRows(): Rows {
  return { fragments: [], articles: [], counts: [] };
}

/** By counting, in two walks; what BM25 gives each article for each fragment is worked out once, here. */
function sortRows({ fragments, articles, counts }: Rows, fragmentCount: number, lengths: Float64Array): Index {
  const starts = new Uint32Array(fragmentCount + 2);
  for (const fragment of fragments) starts[fragment + 2]! += 1;
  for (let fragment = 2; fragment < starts.length; fragment += 1) starts[fragment]! += starts[fragment - 1]!;
  const usual = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length) || 1;
  const sorted = { articles: new Uint32Array(counts.length), gains: new Float32Array(counts.length) };
  for (let row = 0; row < counts.length; row += 1) {
    const fragment = fragments[row]!;
    const article = articles[row]!;
    const count = counts[row]!;
    const length = 1 - lengthShare + (lengthShare * lengths[article]!) / usual;
    // Until its last row is placed, a fragment's end stands one place further on.
    const place = starts[fragment + 1]!;
    starts[fragment + 1] = place + 1;
    sorted.articles[place] = article;
    sorted.gains[place] = count / (count + saturation * length);
  }
  for (let fragment = 0; fragment < fragmentCount; fragment += 1) {
    const holders = starts[fragment + 1]! - starts[fragment]!;
    const factor = rarity(holders, lengths.length);
    for (let place = starts[fragment]!; place < starts[fragment + 1]!; place += 1) sorted.gains[place]! *= factor;
  }
  return { starts, ...sorted };
}

function askedFragments(tokens: readonly string[]): string[] {
  const fragments = new Set<string>();
  for (const word of wordsOf(tokens)) {
    for (const fragment of fragmentsOf(word)) fragments.add(fragment);
  }
  return [...fragments].slice(0, mostAsked);
}

/** Chinese has no spaces: one, two and three characters side by side stand for words. */
function wordsOf(tokens: readonly string[]): string[] {
  const words: string[] = [];
  for (let place = 0; place < tokens.length; place += 1) {
    let word = tokens[place]!;
    words.push(word);
    if (!isHan(word)) continue;
    for (let next = place + 1; next < place + 3 && next < tokens.length && isHan(tokens[next]!); next += 1) {
      word += tokens[next]!;
      words.push(word);
    }
  }
  return words;
}

/** "relay" -> "^rel", "rela", "elay", "lay$"; what is too short, or Chinese, stays whole. */
function fragmentsOf(word: string): string[] {
  if (isHan(word)) return [word];
  const marked = `^${word}$`;
  if (marked.length <= fragmentLength) return [marked];
  const fragments: string[] = [];
  for (let start = 0; start + fragmentLength <= marked.length; start += 1) {
    fragments.push(marked.slice(start, start + fragmentLength));
  }
  return fragments;
}
