/** Evidence -> articles, right or silent: the exact code, then the error's wording, then the words of a symptom. */
import type { Article } from '../article.ts';
import { repliesOf, saidByOthers } from '../condition.ts';
import type { Evidence } from '../evidence.ts';
import type { WordData } from '../language/index.ts';
import { isExchange } from '../mail-system.ts';
import type { Candidate, Match, Reason } from '../match.ts';
import { isWholeWording } from '../reading/index.ts';
import {
  type EnhancedCode,
  isExchangeOnly,
  isGeneric,
  isRegistered,
  parseCode,
  quotesReply,
  saysLittle,
} from '../status-code.ts';
import { tokenize } from '../tokens.ts';
import { type CodeHolder, type CodeIndex, createCodeIndex, namedCodes, withBest } from './code-index.ts';
import type { Ranker } from './ranker.ts';
import { createTrainedRanker } from './ranking/trained-ranker.ts';
import { shownWords } from './shown-words.ts';
import { agrees, byMeaning, byToken, type Meant, wordsOfItsOwn } from './told-apart.ts';
import { createWordingIndex, type WordingHit, type WordingIndex } from './wording-index.ts';

/** The articles, indexed once: codes and wordings at start, words in the little pieces of `prepare` or for the first question. */
export interface KnowledgeBase {
  readonly articles: readonly Article[];
  readonly codes: CodeIndex;
  readonly wordings: WordingIndex;
  readonly symptoms: Ranker;
}

const mostCandidates = 3;
/** A sentence of a person is taken as an error's wording with so few other words around it: "we get …". */
const mostWordsAround = 2;
// Only a program writes "QuotaExceededException" or "RESOLVER.ADR.Ambiguous"
const technicalName = /[a-z][A-Z]|[A-Za-z][.:=][A-Za-z]/;
/** What is less likely is not offered beside what the words of a reply mean. */
const worthOffering = 0.25;
/** How likely the first article has to be for a match: of those, fewer than one in a hundred is wrong on texts never seen. */
const sure = 0.98;
/** What is so much less likely than the first is not offered beside it. */
const rivalShare = 0.01;
/** Where words tell so little, the articles of a code stay in their order. */
const worthOrdering = 0.03;
/** Where the first is less likely, the right article is not among the candidates reliably. */
const mereGuess = 0.2;

export function createKnowledgeBase(articles: readonly Article[], words: WordData): KnowledgeBase {
  return {
    articles,
    codes: createCodeIndex(articles),
    wordings: createWordingIndex(articles),
    symptoms: createTrainedRanker(articles, words),
  };
}

export function matchArticle(evidence: Evidence, knowledge: KnowledgeBase): Match {
  const code = evidence.cause?.enhancedStatusCode ?? null;
  const token = byToken(knowledge.articles, evidence);
  if (token.length > 0) return matchOrChoice(token);
  if (code !== null) return matchCode(code, evidence, knowledge);
  const isOthers = saidByOthers(evidence) && evidence.cause !== null;
  const wording = matchWording(evidence, knowledge);
  const meaning = matchMeaning(evidence, knowledge);
  const isFirm = wording?.verdict !== 'match' || !isLoose(evidence);
  const isMeant =
    meaning?.verdict === 'match' && (isOthers || evidence.blockList !== null || wording?.verdict !== 'match');
  const worded = isFirm ? wording : matchWitnessed(wording.candidates[0], evidence, knowledge);
  const words = (isMeant ? meaning : (worded ?? meaning)) ?? matchSymptom(evidence, knowledge);
  return evidence.damagedCodes.length === 0 ? words : offerDamaged(evidence, knowledge, words);
}

/**
 * The order of strength (DESIGN.md, “Who says what”): Exchange's own code said by Exchange; wordings of articles that have the
 * code; a code with a meaning of its own; the words of the reply; a code that says little.
 */
function matchCode(code: string, evidence: Evidence, knowledge: KnowledgeBase): Match {
  const parsed = parseCode(code);
  if (!parsed || parsed.class === 2) return { verdict: 'no-match', candidates: [], locale: null };
  const inner = isGeneric(parsed) ? repliedCode(evidence, knowledge) : undefined;
  const known = knowledge.codes.has(code) ? code : (inner ?? code);
  const holders = knowledge.codes
    .holders(known, evidence)
    .filter(
      ({ article, signatureWords }) =>
        (signatureWords >= wordsOfItsOwn && !quotesReply(parsed)) || agrees(article, evidence),
    );
  const isOwn = !isRegistered(parsed) && !saysLittle(parsed) && (isExchange(evidence.system) || isExchangeOnly(parsed));
  // Of a code of Exchange's that no article has nobody knows the meaning, whatever its words remind of.
  if (isOwn && holders.length === 0 && !isQuoting(parsed, evidence)) return unknownCode(code, evidence, knowledge);
  if (isOwn && evidence.blockList === null && holders.length > 0)
    return chooseHolder(known, holders, evidence, knowledge);
  const isOthers = saidByOthers(evidence);
  // What such a code says by itself is not what somebody means by it.
  const isVague = evidence.reasonBy === 'code' && saysLittle(parsed);
  const meant = byMeaning(knowledge.articles, evidence).filter(({ text }) => text !== undefined || !isVague);
  // "User unknown" of our own server and of theirs are two problems with one wording.
  if (meant.some(({ isOthers }) => isOthers)) return matchMeant(meant, evidence, knowledge);
  const said = holders.filter(({ isSaid }) => isSaid);
  if (said.length > 0) return chooseHolder(known, said, evidence, knowledge);
  // A code that only Exchange gives says more than words that others say too, where nobody else is known to speak.
  const wordsThatTell = isOthers ? 1 : isRegistered(parsed) ? wordsOfItsOwn + 1 : Number.POSITIVE_INFINITY;
  const isToldInWords = meant.some(({ text = '' }) => tokenize(text).length >= wordsThatTell);
  if (holders.length > 0 && !saysLittle(parsed) && evidence.blockList === null && !isToldInWords) {
    return chooseHolder(known, holders, evidence, knowledge);
  }
  const isSaidInWords = evidence.reasonBy === 'words' || isOthers || evidence.blockList !== null;
  if (meant.length > 0 && isSaidInWords) return matchMeant(meant, evidence, knowledge);
  if (holders.length > 0 && !(isVague && isOthers)) return chooseHolder(known, holders, evidence, knowledge);
  return unknownCode(code, evidence, knowledge);
}

function unknownCode(code: string, evidence: Evidence, knowledge: KnowledgeBase): Match {
  return { verdict: 'unknown-code', code, candidates: catchAlls(code, evidence, knowledge), locale: null };
}

/** Whether another system's reply, with a writer or words of its own, stands inside. */
function isQuoting(code: EnhancedCode, { system, statusCodes }: Evidence): boolean {
  if (!isExchangeOnly(code)) return true;
  return !isExchange(system) && statusCodes.some(({ role }) => role === 'nested');
}

function chooseHolder(
  code: string,
  holders: readonly CodeHolder[],
  evidence: Evidence,
  knowledge: KnowledgeBase,
): Match {
  const best = inOrderOfWords(withBest(holders), evidence, knowledge);
  const [only] = best;
  if (only && best.length === 1 && !only.isSaid && isLoose(evidence) && !isExchange(evidence.system))
    return matchWitnessed(codeCandidate(only, code, evidence, 1), evidence, knowledge);
  return matchOrChoice(
    best.slice(0, mostCandidates).map(holder => codeCandidate(holder, code, evidence, best.length)),
    best.length,
  );
}

function matchMeaning(evidence: Evidence, knowledge: KnowledgeBase): Match | undefined {
  const isPerson = evidence.kind === 'symptom' && evidence.cause === null && evidence.reason === null;
  // A reply code without words says too little for a match.
  const isVague = evidence.reasonBy === 'code' && evidence.reason !== 'delivered';
  const meant = byMeaning(knowledge.articles, evidence).filter(({ text }) =>
    isPerson ? technicalName.test(text ?? '') : text !== undefined || !isVague,
  );
  return meant.length === 0 ? undefined : matchMeant(meant, evidence, knowledge);
}

/** What the words mean. Where only loose words of no article's own say so, a second witness is heard before it is a match. */
function matchMeant(meant: readonly Meant[], evidence: Evidence, knowledge: KnowledgeBase): Match {
  const [only, ...others] = meant;
  const isFirm = others.length > 0 || only?.text !== undefined || !isLoose(evidence);
  return isFirm
    ? matchOrChoice(meant.map(({ candidate }) => candidate))
    : matchWitnessed(only!.candidate, evidence, knowledge);
}

/** Patterns of words gave the reason of a reply: no token, no whole wording, no block list that is named, no code. */
function isLoose({ kind, reason, reasonBy, reasonText, blockList }: Evidence): boolean {
  if (kind === 'symptom') return false;
  return reason !== null && reasonBy === 'words' && blockList === null && !isWholeWording(reason, reasonText ?? '');
}

/**
 * The ranker never saw how reasons are found, so where it would not even think of the article, one of the two is wrong about
 * what was said: then its articles are offered beside, and those of a reply that says nothing.
 */
function matchWitnessed(candidate: Candidate, evidence: Evidence, knowledge: KnowledgeBase): Match {
  // That their server failed is all that such words say, and the article for it says no more.
  if (knowledge.articles.some(({ id, catchAll }) => id === candidate.articleId && catchAll === 'others'))
    return matchOrChoice([candidate]);
  const { isMailFlow, hits } = knowledge.symptoms.search([...repliesOf(evidence), evidence.words].join(' '));
  if (isMailFlow && hits.some(({ article }) => article.id === candidate.articleId)) return matchOrChoice([candidate]);
  const rivals = (isMailFlow ? hits : [])
    .filter(({ score }) => score >= worthOffering)
    .map(({ article, score, words }): Candidate => {
      const because: Reason[] = [{ kind: 'words', words: shownWords(words, evidence.words) }];
      return { articleId: article.id, statusCodes: namedCodes(article, evidence), score: score / 2, because };
    });
  const last = isExchange(evidence.system) ? [] : catchAllsOf('others', evidence, knowledge);
  const others = [...rivals, ...last].filter(({ articleId }) => articleId !== candidate.articleId);
  return matchOrChoice([candidate, ...others]);
}

function matchOrChoice(candidates: readonly Candidate[], count = candidates.length): Match {
  const [first] = candidates;
  return first && count === 1
    ? { verdict: 'match', candidates: [first], locale: null }
    : { verdict: 'choose', candidates: candidates.slice(0, mostCandidates), isGuess: false, locale: null };
}

/** Words cannot decide between articles with one code, but the likelier one may stand first. */
function inOrderOfWords(holders: readonly CodeHolder[], evidence: Evidence, knowledge: KnowledgeBase): CodeHolder[] {
  if (holders.length < 2) return [...holders];
  const said = [...evidence.statusCodes.map(({ text }) => text), evidence.words].join(' ');
  const closeness = knowledge.symptoms.closeness(
    said,
    holders.map(({ article }) => article),
  );
  return holders
    .map((holder, place) => ({ holder, closeness: closeness[place]! < worthOrdering ? 0 : closeness[place]! }))
    .sort((one, other) => other.closeness - one.closeness)
    .map(({ holder }) => holder);
}

/** The code that the server at the far end gave, where the outer code only says that something failed. */
function repliedCode(evidence: Evidence, knowledge: KnowledgeBase): string | undefined {
  const innermost = evidence.statusCodes
    .filter(finding => finding.role === 'nested')
    .map(finding => finding.enhancedStatusCode)
    .filter(code => code !== null)
    .filter(code => !isGeneric(parseCode(code) ?? { class: 5, subject: 0, detail: 0 }))
    .at(-1);
  return innermost !== undefined && knowledge.codes.has(innermost) ? innermost : undefined;
}

function codeCandidate(holder: CodeHolder, code: string, evidence: Evidence, rivals: number): Candidate {
  const because: Reason[] = [{ kind: 'code', code }];
  if (holder.signature !== undefined) because.push({ kind: 'reply', text: holder.signature });
  return {
    articleId: holder.article.id,
    statusCodes: namedCodes(holder.article, evidence),
    score: rivals === 1 ? 1 : 0.6,
    because,
  };
}

/**
 * An unknown code of Exchange may still be an error of a connector, and one of another system has to be asked about there:
 * that is offered, and no other article is.
 */
function catchAlls(code: string, evidence: Evidence, knowledge: KnowledgeBase): Candidate[] {
  const parsed = parseCode(code);
  // RFC 3463, 3: the subjects end at 7.
  const isOthers = evidence.system !== null && !isExchange(evidence.system);
  return !parsed || parsed.subject > 7 ? [] : catchAllsOf(isOthers ? 'others' : 'exchange', evidence, knowledge);
}

function catchAllsOf(whose: 'others' | 'exchange', evidence: Evidence, knowledge: KnowledgeBase): Candidate[] {
  return knowledge.articles
    .filter(({ catchAll }) => catchAll === whose)
    .slice(0, mostCandidates)
    .map(article => ({
      articleId: article.id,
      statusCodes: namedCodes(article, evidence),
      score: 0.2,
      because: [{ kind: whose === 'others' ? 'catch-all-others' : 'catch-all' }],
    }));
}

/** A code that a screenshot tool has damaged is a guess: it is offered, and its words cannot make it more. */
function offerDamaged(evidence: Evidence, knowledge: KnowledgeBase, words: Match): Match {
  const candidates = new Map<string, Candidate>();
  for (const { found, couldBe } of evidence.damagedCodes) {
    for (const { article } of knowledge.codes.holders(couldBe, evidence)) {
      if (candidates.has(article.id)) continue;
      const because: Reason[] = [{ kind: 'damaged-code', found, couldBe }];
      candidates.set(article.id, { articleId: article.id, statusCodes: [couldBe], score: 0.6, because });
    }
  }
  for (const candidate of words.candidates) {
    const known = candidates.get(candidate.articleId);
    if (known) candidates.set(known.articleId, { ...known, because: [...known.because, ...candidate.because] });
    else candidates.set(candidate.articleId, { ...candidate, score: Math.min(candidate.score, 0.5) });
  }
  const offered = [...candidates.values()].slice(0, mostCandidates);
  if (offered.length === 0) return words;
  return { verdict: 'choose', candidates: offered, isGuess: false, locale: words.locale };
}

/** A reply without a code of its own, known by its wording; and a sentence that is nothing but such a wording. */
function matchWording(evidence: Evidence, knowledge: KnowledgeBase): Match | undefined {
  const isReply = evidence.kind !== 'symptom' || evidence.cause !== null;
  const best = new Map<string, WordingHit>();
  for (const text of new Set([...repliesOf(evidence), evidence.words])) {
    const tokens = tokenize(text);
    for (const hit of knowledge.wordings.find(tokens)) {
      if (!isReply && !isWholeSentence(hit, tokens, text, knowledge)) continue;
      if (isReply && !agrees(hit.article, evidence)) continue;
      const known = best.get(hit.article.id);
      if (!known || length(known) < length(hit)) best.set(hit.article.id, hit);
    }
  }
  const longest = Math.max(0, ...[...best.values()].map(length));
  const candidates = [...best.values()]
    .filter(hit => length(hit) === longest)
    .slice(0, mostCandidates)
    .map(({ article, text }): Candidate => {
      return {
        articleId: article.id,
        statusCodes: namedCodes(article, evidence),
        score: 0.9,
        because: [{ kind: 'wording', text }],
      };
    });
  const [first, second] = candidates;
  if (!first) return undefined;
  const locale = null;
  return second
    ? { verdict: 'choose', candidates, isGuess: false, locale }
    : { verdict: 'match', candidates: [first], locale };
}

/** A person's own words. */
function matchSymptom(evidence: Evidence, knowledge: KnowledgeBase): Match {
  const { locale, isMailFlow, hits } = knowledge.symptoms.search(evidence.words);
  const [best, ...others] = hits;
  if (!isMailFlow || !best) return { verdict: 'no-match', candidates: [], locale };
  const rivals = others.filter(({ score }) => score >= best.score * rivalShare);
  const candidates = [best, ...rivals].slice(0, mostCandidates).map(
    ({ article, score, words }): Candidate => ({
      articleId: article.id,
      statusCodes: namedCodes(article, evidence),
      score,
      because: [{ kind: 'words', words: shownWords(words, evidence.words) }],
    }),
  );
  const [first] = candidates;
  // That a reply refuses is not why, however often one reason was behind such words.
  return best.score >= sure && first && evidence.reason !== 'rejected'
    ? { verdict: 'match', candidates: [first], locale }
    : { verdict: 'choose', candidates, isGuess: best.score < mereGuess, locale };
}

/** A person says little around an error's wording, and "VPN connection timed out" is none of ours. */
function isWholeSentence(hit: WordingHit, tokens: readonly string[], text: string, knowledge: KnowledgeBase): boolean {
  const around = tokens.length - length(hit);
  const isSignature = hit.article.signatures.includes(hit.text);
  if (around === 0 || (isSignature && technicalName.test(hit.text))) return true;
  // A server's own words are not said by chance where they are most of what is said.
  const isMostOfIt = around <= mostWordsAround || (isSignature && length(hit) > around);
  return isMostOfIt && knowledge.symptoms.search(text).isMailFlow;
}

function length(hit: WordingHit): number {
  return hit.end - hit.start;
}
