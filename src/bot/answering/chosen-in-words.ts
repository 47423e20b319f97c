/** Which of several problems somebody means, in their own words: by its place, its name, what the error says, or a description. */
import type { TriageCase } from '../../triage/case.ts';
import { codeOf, type Evidence, locales } from '../../triage/evidence.ts';
import type { Match } from '../../triage/match.ts';
import { matchEvidence } from '../../triage/matching/index.ts';
import type { Desk } from '../desk.ts';
import { readText } from './read-paste.ts';

export interface Choice {
  readonly articleId: string;
  /** What named it besides its place in the list. */
  readonly words: string;
  /** What was said besides. */
  readonly besides?: string;
}

/** Undefined where no choice waits, or none of them is meant for certain. */
export async function chosenInWords(
  desk: Desk,
  triageCase: TriageCase,
  text: string,
  evidence: Evidence,
): Promise<Choice | 'none' | undefined> {
  if (triageCase.articleId !== null || triageCase.candidates.length === 0) return undefined;
  return (await chosenInParts(desk, triageCase, text)) ?? chosenInWhole(desk, triageCase, text, evidence);
}

/** "Not that one, it says timed out": what follows a denial names it. */
async function chosenInParts(desk: Desk, triageCase: TriageCase, text: string): Promise<Choice | undefined> {
  for (const part of desk.ear.afterDenial(text)) {
    const evidence = await readText(part);
    const choice = typeof evidence === 'string' ? undefined : chosenInWhole(desk, triageCase, part, evidence);
    if (choice !== undefined && choice !== 'none') return choice;
  }
  return undefined;
}

/** "The second one, but it also says 10061": what the error says decides, else the place in the list. */
function chosenInWhole(
  desk: Desk,
  triageCase: TriageCase,
  text: string,
  evidence: Evidence,
): Choice | 'none' | undefined {
  if (triageCase.articleId !== null || triageCase.candidates.length === 0) return undefined;
  const ids = triageCase.candidates.map(({ articleId }) => articleId);
  const place = desk.ear.placeIn(text, ids.length);
  const match = matchEvidence(evidence, desk.knowledge);
  const named = match.verdict === 'match' ? match.candidates[0].articleId : undefined;
  const words = evidence.subReasonText ?? evidence.cause?.enhancedStatusCode ?? '';
  if (place === undefined && isOtherError(triageCase, evidence)) return undefined;
  if (place === undefined && match.verdict !== 'match' && desk.ear.saysNone(text)) return 'none';
  const byTitle = place === undefined ? desk.ear.titleIn(text, ids, id => titlesOf(desk, id)) : undefined;
  if (byTitle !== undefined) return { articleId: byTitle, words: '' };
  if (place === undefined && named !== undefined)
    return !hasFacts(evidence) && (words !== '' || ids.includes(named))
      ? { articleId: named, words: words || text }
      : undefined;
  if (place === undefined) {
    const described = describedIn(desk, triageCase, text, evidence, match);
    return described === undefined ? undefined : { articleId: described, words: text };
  }
  const byError =
    match.verdict === 'no-match' || match.verdict === 'unknown-code' ? undefined : match.candidates[0]?.articleId;
  const articleId = words !== '' && byError !== undefined ? byError : ids[place]!;
  if (articleId !== ids[place]) return { articleId, words };
  return { articleId, words: '', besides: words === '' ? desk.ear.besidePlace(text, ids.length) : '' };
}

/** A code that is not the one the choice is about: another error, which is looked at as such. */
function isOtherError({ evidence: before, candidates }: TriageCase, { cause }: Evidence): boolean {
  const [code, known] = [codeOf(cause), codeOf(before.cause)];
  if (code === null || known === null || code === known) return false;
  // What a screenshot tool has damaged is typed as it really was.
  return before.damagedCodes.length === 0 || !candidates.some(({ statusCodes }) => statusCodes.includes(code));
}

/** "The one about the firewall": what is said fits one of those that are offered, by itself or with what was said before. */
function describedIn(
  desk: Desk,
  { candidates, evidence: before }: TriageCase,
  text: string,
  evidence: Evidence,
  match: Match,
): string | undefined {
  if (evidence.kind !== 'symptom' || hasFacts(evidence) || /[?？]\s*$/.test(text)) return undefined;
  const ids = candidates.map(({ articleId }) => articleId);
  const some = ids.flatMap(id => desk.articles.get(id) ?? []);
  // What fits none of them, and another problem alone, is that one.
  const offered = match.verdict === 'choose' ? match.candidates.map(({ articleId }) => articleId) : [];
  if (offered.length === 1 && !desk.ear.saysNone(text)) return offered[0];
  if (offered.length > 0 && !offered.some(id => ids.includes(id))) return undefined;
  const told = [text, ...(before.kind === 'symptom' && before.words !== '' ? [`${before.words}. ${text}`] : [])];
  const isTitled = desk.ear.titleIn(text, ids, id => wordsOf(desk, id));
  if (isTitled !== undefined) return isTitled;
  if (match.verdict === 'no-match') return undefined;
  for (const one of told) {
    const [first, second] = desk.knowledge.symptoms
      .closeness(one, some)
      .map((score, place) => ({ score, id: some[place]!.id }))
      .sort((a, b) => b.score - a.score);
    if (first && first.score >= surelyMeant && first.score >= (second?.score ?? 0) * clearlyMore) return first.id;
  }
  return undefined;
}

/** Of those that are offered one is meant, if any: then it need not be quite certain. */
const surelyMeant = 0.75;
const clearlyMore = 3;

/** What an article says of itself, in every language. */
function wordsOf({ articles }: Desk, id: string): readonly string[] {
  const article = articles.get(id);
  if (!article) return [];
  return locales.flatMap(locale => {
    const { headline, cause, tell, aliases } = article.strings[locale];
    return [headline, cause, tell, ...aliases];
  });
}

function titlesOf({ articles }: Desk, id: string): readonly string[] {
  const article = articles.get(id);
  return article === undefined ? [] : locales.map(locale => article.strings[locale].title);
}

/** A host or a recipient: then it is a paste of its own. */
function hasFacts({ remoteHost, remoteIp, recipients }: Evidence): boolean {
  return remoteHost !== null || remoteIp !== null || recipients.length > 0;
}
