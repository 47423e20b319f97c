/** Which articles have a code, and which of them the rest of the evidence speaks for. Codes are never matched fuzzily. */
import type { Article, Condition, StatusCodeRange } from '../article.ts';
import { deliveryState, type Evidence } from '../evidence.ts';
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
  readonly signatures: readonly { readonly text: string; readonly tokens: string }[];
}

/** What the reply itself says weighs more than circumstances; a code of its own more than a range around it. */
const weights = { said: 4, eachWord: 0.1, ownCode: 2, circumstance: 1 };

const lastPlace = 9;

export function createCodeIndex(articles: readonly Article[]): CodeIndex {
  const exact = new Map<string, Entry[]>();
  const ranges = new Map<string, Entry[]>();
  for (const article of articles) {
    const signatures = article.signatures.map(text => ({ text, tokens: joined(text) }));
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
      const said = entries.length > 1 ? repliesOf(evidence) : '';
      const best = new Map<string, CodeHolder>();
      for (const { article, range, signatures } of entries) {
        const signature = signatures
          .filter(({ tokens }) => tokens !== '' && said.includes(tokens))
          .sort((one, other) => other.tokens.length - one.tokens.length)[0];
        const weight =
          Math.max(0, ...article.speaksFor.map(condition => conditionWeight(condition, evidence, said))) +
          (signature ? weights.said + weights.eachWord * (signature.tokens.split(' ').length - 2) : 0) +
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

/** What a holding condition weighs; 0 if any part of it does not hold. */
function conditionWeight(condition: Condition, evidence: Evidence, said: string): number {
  // Whose server it is, is not in the paste: the guide asks it.
  if (condition.hostOwner) return 0;
  const strong = [
    condition.subReason && includes(condition.subReason, evidence.subReason),
    condition.text?.some(text => said.includes(joined(text))),
    condition.code?.some(code => evidence.statusCodes.some(finding => finding.enhancedStatusCode === code)),
  ].filter(part => part !== undefined);
  const circumstances = [
    condition.state && includes(condition.state, deliveryState(evidence)),
    condition.generatedBy && includes(condition.generatedBy, evidence.generatedBy),
    condition.kind?.includes(evidence.kind),
  ].filter(part => part !== undefined);
  if (![...strong, ...circumstances].every(Boolean)) return 0;
  return strong.length * weights.said + circumstances.length * weights.circumstance;
}

function includes<T>(allowed: readonly T[], value: T | null): boolean {
  return value !== null && allowed.includes(value);
}

/** Everything that was said in words, ready for `includes`: tokens with a space around each. */
function repliesOf(evidence: Evidence): string {
  const texts = [
    ...evidence.statusCodes.slice(0, 20).map(finding => finding.text),
    evidence.subReasonText ?? '',
    evidence.line,
    evidence.words,
  ];
  return texts.map(joined).join('|');
}

function joined(text: string): string {
  const tokens = tokenize(text);
  return tokens.length === 0 ? '' : ` ${tokens.join(' ')} `;
}

function groupOf(code: string): string {
  return code.slice(0, code.lastIndexOf('.'));
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
