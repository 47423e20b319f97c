/** Which articles have a code, and which of them the rest of the evidence speaks for. Codes are never matched fuzzily. */
import type { Article, StatusCodeRange } from '../article.ts';
import { noMemory } from '../case.ts';
import { holdingParts, says } from '../condition.ts';
import type { Evidence } from '../evidence.ts';
import { isExchange, type MailSystem } from '../mail-system.ts';
import { isExchangeOnly, isRegistered, parseCode, rangeSpan, rangeText, saysLittle } from '../status-code.ts';
import { tokenize } from '../tokens.ts';

export interface CodeHolder {
  readonly article: Article;
  /** A wording or another code of the article is in the replies. */
  readonly isSaid: boolean;
  /** How many words of a signature are in the replies. */
  readonly signatureWords: number;
  readonly weight: Weight;
  /** Among equal weights the lowest first. */
  readonly place: number;
  /** The longest signature that the replies contain. */
  readonly signature: string | undefined;
}

export interface CodeIndex {
  has(code: string): boolean;
  /** The articles that have the code, whoever says it. */
  articles(code: string): Article[];
  /** The articles that have the code, the one that the evidence speaks for first. */
  holders(code: string, evidence: Evidence): CodeHolder[];
}

interface Entry {
  readonly article: Article;
  readonly range: StatusCodeRange;
  readonly signatures: readonly { readonly text: string; readonly words: number }[];
}

/** What speaks for an article, the strongest first. */
type Weight = readonly [said: number, ownCode: number, circumstances: number, signatureWords: number];

/** Of an article that its file gives no place. */
const lastPlace = Number.MAX_SAFE_INTEGER;

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
    articles: code => [...new Set(entriesOf(code).map(({ article }) => article))],
    holders(code, evidence) {
      const entries = entriesOf(code).filter(({ range }) => mayBeSaid(range, code, evidence.system));
      const best = new Map<string, CodeHolder>();
      for (const entry of entries) {
        const weighed = weigh(entry, evidence);
        const known = best.get(entry.article.id);
        if (!known || compare(weighed.weight, known.weight) > 0) best.set(entry.article.id, weighed);
      }
      return [...best.values()].sort((one, other) => compare(other.weight, one.weight) || one.place - other.place);
    },
  };
}

/** Of holders in their order those for which as much of the evidence speaks as for any: nothing tells them apart. */
export function withBest(holders: readonly CodeHolder[]): readonly CodeHolder[] {
  return holders.filter(({ weight }) => compare(weight, holders[0]!.weight) === 0);
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

function weigh({ article, range, signatures }: Entry, evidence: Evidence): CodeHolder {
  const [signature] = signatures
    .filter(({ text }) => says(evidence, text))
    .sort((one, other) => other.words - one.words);
  const ownCode = range.from === range.to ? 1 : 0;
  // Whose server it is, no earlier case tells here.
  const weights = [[], ...article.speaksFor.map(condition => holdingParts(condition, evidence, noMemory) ?? [])].map(
    (parts): Weight => {
      const said = parts.filter(({ kind }) => kind === 'text' || kind === 'code').length;
      return [
        said + (signature ? 1 : 0) + (range.saidBy === undefined ? 0 : 1),
        ownCode,
        parts.length - said,
        signature?.words ?? 0,
      ];
    },
  );
  const weight = weights.reduce((best, next) => (compare(next, best) > 0 ? next : best));
  return {
    article,
    isSaid: weight[0] > 0,
    signatureWords: weight[3],
    weight,
    place: range.place ?? lastPlace,
    signature: signature?.text,
  };
}

/** A code of one system's own table means that only when it says so; nobody else's table is read as Exchange's. */
function mayBeSaid({ saidBy }: StatusCodeRange, code: string, system: MailSystem | null): boolean {
  if (saidBy !== undefined) return system !== null && saidBy.includes(system);
  if (system === null || isExchange(system)) return true;
  const parsed = parseCode(code);
  return parsed !== undefined && (isRegistered(parsed) || saysLittle(parsed) || isExchangeOnly(parsed));
}

/** Above 0 where the first weighs more. */
function compare(one: Weight, other: Weight): number {
  const place = one.findIndex((part, index) => part !== other[index]);
  return place === -1 ? 0 : one[place]! - other[place]!;
}

function groupOf(code: string): string {
  return code.slice(0, code.lastIndexOf('.'));
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
