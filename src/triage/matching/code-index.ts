/** Which articles have a code, and which of them the rest of the evidence speaks for. Codes are never matched fuzzily. */
import type { Article, Condition, StatusCodeRange } from '../article.ts';
import { noMemory } from '../case.ts';
import { holdingParts, says } from '../condition.ts';
import type { Evidence } from '../evidence.ts';
import { parseCode, rangeSpan, rangeText } from '../status-code.ts';
import { tokenize } from '../tokens.ts';

export interface CodeHolder {
  readonly article: Article;
  /** How much of the evidence speaks for this article; equal weights cannot be told apart. */
  readonly weight: number;
  /** Among equal weights the lowest first. */
  readonly place: number;
  /** The longest signature that the replies contain. */
  readonly signature: string | undefined;
}

export interface CodeIndex {
  has(code: string): boolean;
  /** The articles that have the code, the one that the evidence speaks for first. */
  holders(code: string, evidence: Evidence): CodeHolder[];
}

interface Entry {
  readonly article: Article;
  readonly range: StatusCodeRange;
  readonly signatures: readonly { readonly text: string; readonly words: number }[];
}

/** What the reply itself says weighs more than circumstances; a code of its own more than a range around it. */
const weights = { said: 4, eachWord: 0.1, ownCode: 2, circumstance: 1 };

const lastPlace = 9;

export function createCodeIndex(articles: readonly Article[]): CodeIndex {
  const exact = new Map<string, Entry[]>();
  const ranges = new Map<string, Entry[]>();
  for (const article of articles) {
    const signatures = article.signatures.map(text => ({ text, words: tokenize(text).length }));
    for (const range of article.statusCodes) {
      const entry = { article, range, signatures };
      if (range.from === range.to) append(exact, range.from, entry);
      else append(ranges, groupOf(range.from), entry);
    }
  }

  function entriesOf(code: string): Entry[] {
    const parsed = parseCode(code);
    if (!parsed) return [];
    const around = (ranges.get(groupOf(code)) ?? []).filter(({ range }) => rangeSpan(range, parsed) !== undefined);
    return [...(exact.get(code) ?? []), ...around];
  }

  return {
    has: code => entriesOf(code).length > 0,
    holders(code, evidence) {
      const entries = entriesOf(code);
      const isShared = entries.length > 1;
      const best = new Map<string, CodeHolder>();
      for (const { article, range, signatures } of entries) {
        const signature = signatures
          .filter(({ text }) => isShared && says(evidence, text))
          .sort((one, other) => other.words - one.words)[0];
        const weight =
          Math.max(0, ...article.speaksFor.map(condition => conditionWeight(condition, evidence))) +
          (signature ? weights.said + weights.eachWord * signature.words : 0) +
          (range.from === range.to ? weights.ownCode : 0);
        const known = best.get(article.id);
        if (!known || known.weight < weight) {
          best.set(article.id, { article, weight, place: range.place ?? lastPlace, signature: signature?.text });
        }
      }
      return [...best.values()].sort((one, other) => other.weight - one.weight || one.place - other.place);
    },
  };
}

/** The codes of an article that the evidence names, else all of its codes. */
export function namedCodes(article: Article, evidence: Evidence): string[] {
  const named = evidence.statusCodes
    .map(finding => finding.enhancedStatusCode)
    .concat(evidence.cause?.enhancedStatusCode ?? null)
    .filter(code => code !== null)
    .filter(code => {
      const parsed = parseCode(code);
      return parsed && article.statusCodes.some(range => rangeSpan(range, parsed) !== undefined);
    });
  if (named.length > 0) return [...new Set(named)];
  return article.statusCodes.map(rangeText);
}

/** What a condition weighs by the parts through which it holds. Whose server it is, no earlier case tells here. */
function conditionWeight(condition: Condition, evidence: Evidence): number {
  const parts = holdingParts(condition, evidence, noMemory) ?? [];
  return parts.reduce(
    (sum, { kind }) => sum + weights[kind === 'text' || kind === 'code' ? 'said' : 'circumstance'],
    0,
  );
}

function groupOf(code: string): string {
  return code.slice(0, code.lastIndexOf('.'));
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
