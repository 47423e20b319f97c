/**
 * What the words of a reply say of an article: that its problem is meant, that it is not, or nothing. Codes are weighed in
 * code-index.ts; here it is decided whether they may speak at all.
 */
import type { Article } from '../article.ts';
import { noMemory } from '../case.ts';
import { holdingParts, says } from '../condition.ts';
import type { Evidence } from '../evidence.ts';
import { isExchange } from '../mail-system.ts';
import type { Candidate, Reason } from '../match.ts';
import type { PublicReason } from '../public-reason.ts';
import { tokenize } from '../tokens.ts';
import { namedCodes } from './code-index.ts';

/** A signature of so many words is the article's own, whatever single words of it remind of. */
export const wordsOfItsOwn = 3;

/** They say that something failed, and nothing of what. */
const saysNothing: ReadonlySet<PublicReason> = new Set(['undefined', 'onhold']);

/** False where the words of a reply, or who says them, name a reason that the article does not have. */
export function agrees(article: Article, { reason, reasonBy, system }: Evidence): boolean {
  if (reason === null || saysNothing.has(reason)) return true;
  // The table of codes behind a reason of a code is everybody's; Exchange's articles know their own codes better.
  if (reasonBy === 'code' && (system === null || isExchange(system))) return true;
  return article.reasons.includes(reason);
}

/** The articles whose tokens a reply has, the one with the longest first. Only a program writes a token. */
export function byToken(articles: readonly Article[], evidence: Evidence): Candidate[] {
  const found: { readonly article: Article; readonly token: string }[] = [];
  for (const article of articles) {
    if (article.tokens.length === 0) continue;
    const [longest] = article.tokens
      .filter(token => says(evidence, token))
      .sort((one, other) => tokenize(other).length - tokenize(one).length || other.length - one.length);
    if (longest !== undefined) found.push({ article, token: longest });
  }
  const most = Math.max(0, ...found.map(({ token }) => tokenize(token).length));
  return found
    .filter(({ token }) => tokenize(token).length === most)
    .map(({ article, token }) => candidate(article, evidence, 1, [{ kind: 'reply', text: token }]));
}

export interface Meant {
  readonly candidate: Candidate;
  /** The wording of the article that the reply has. */
  readonly text: string | undefined;
  /** The article is about other systems, and one of those said it. */
  readonly isOthers: boolean;
}

/** The articles that say of themselves what the reply means, those with the most that fits. */
export function byMeaning(articles: readonly Article[], evidence: Evidence): Meant[] {
  const found: (Meaning & { readonly article: Article })[] = [];
  for (const article of articles) {
    const best = bestMeaning(article, evidence);
    if (best) found.push({ article, ...best });
  }
  const most = Math.max(0, ...found.map(({ weight }) => weight));
  return found
    .filter(({ weight }) => weight === most)
    .map(({ article, text, isOthers }) => {
      const said = text ?? evidence.blockList ?? evidence.reasonText;
      const because: Reason[] = said === null ? [] : [{ kind: 'reply', text: said }];
      return { candidate: candidate(article, evidence, 0.9, because), text, isOthers };
    });
}

interface Meaning {
  readonly weight: number;
  readonly text: string | undefined;
  readonly isOthers: boolean;
}

/** What speaks most for an article. All are asked for every paste, so nothing is kept of what speaks less. */
function bestMeaning(article: Article, evidence: Evidence): Meaning | undefined {
  let best: Meaning | undefined;
  for (const condition of article.meant) {
    const parts = holdingParts(condition, evidence, noMemory);
    if (parts === null) continue;
    const text = parts.find(part => part.kind === 'text')?.text;
    const words = text === undefined ? 0 : tokenize(text).length;
    // A public list that is named outranks whatever else the words say.
    const list = condition.blockList ? 100 : 0;
    // Two articles with one reason: whose system it is outweighs how it words it.
    const whose = condition.byOthers ? 20 : 0;
    // Its own words say more than its kind and its writer.
    const weight = list + whose + parts.length * 10 + (words > 0 ? 15 : 0) + words;
    if (!best || weight > best.weight) best = { weight, text, isOthers: condition.byOthers === true };
  }
  if (!agrees(article, evidence)) return best;
  for (const { text, words } of ownSignatures(article)) {
    const weight = 35 + words;
    if ((!best || weight > best.weight) && says(evidence, text)) best = { weight, text, isOthers: false };
  }
  return best;
}

const remembered = new WeakMap<Article, readonly { readonly text: string; readonly words: number }[]>();

/** The signatures that are long enough to be the article's own. */
function ownSignatures(article: Article): readonly { readonly text: string; readonly words: number }[] {
  const known = remembered.get(article);
  if (known) return known;
  const own = article.signatures
    .map(text => ({ text, words: tokenize(text).length }))
    .filter(({ words }) => words >= wordsOfItsOwn);
  remembered.set(article, own);
  return own;
}

function candidate(article: Article, evidence: Evidence, score: number, because: readonly Reason[]): Candidate {
  return { articleId: article.id, statusCodes: namedCodes(article, evidence), score, because };
}
