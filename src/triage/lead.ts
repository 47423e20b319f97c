/** Where data alone leads: an expired certificate, a domain without MX. Most data says nothing without the error beside it. */
import type { Article, ArticleId } from './article.ts';
import { type Evidence, noEvidence } from './evidence.ts';
import type { FindingFact, ReadFinding } from './finding.ts';
import type { Candidate, Match } from './match.ts';

/** What was read and matched, with the data that it came in or beside. */
export interface Led {
  readonly evidence: Evidence;
  readonly match: Match;
  readonly findings: readonly ReadFinding[];
}

/** By what a server answered in it, else by what it shows. */
export function leadFrom(
  findings: readonly ReadFinding[],
  articles: Iterable<Article>,
  readReply: (text: string) => Pick<Led, 'evidence' | 'match'>,
): Led | undefined {
  const reply = findings.map(({ about }) => about?.reply ?? null).find(one => one !== null);
  const about = evidenceFrom(findings);
  if (reply !== undefined) {
    const { evidence, match } = readReply(reply);
    if (match.verdict === 'match') {
      const [{ articleId }] = match.candidates;
      const own = findings.map(one => (one.about?.reply === reply ? { ...one, articleId } : one));
      const { remoteHost, remoteIp } = about;
      return { evidence: { ...evidence, remoteHost, remoteIp }, match, findings: own };
    }
  }
  const match = leadOf(findings, articles);
  return match && { evidence: about, match, findings };
}

/**
 * Output of a tool below the error that it was run for: then the error is the case. What a server answered to the tool is
 * no bounce, and a list or a queue has codes of its own.
 * @param evidence of the whole text
 */
export function hasBounceBeside(data: readonly ReadFinding[], { cause }: Evidence): boolean {
  return data.every(({ about }) => about?.reply === null) && cause?.enhancedStatusCode != null;
}

/** What a choice has room for. */
const mostCandidates = 4;

/** @returns undefined where none of it opens an article */
export function leadOf(
  findings: readonly Pick<ReadFinding, 'shows'>[],
  articles: Iterable<Article>,
): Match | undefined {
  const facts = findings.flatMap(({ shows }) => shows);
  const [first, ...others] = opened(facts, [...articles])
    .slice(0, mostCandidates)
    .map(candidate);
  if (!first) return undefined;
  if (others.length === 0) return { verdict: 'match', candidates: [first], locale: null };
  return { verdict: 'choose', candidates: [first, ...others], isGuess: false, locale: null };
}

/** The first thing that was seen leads first. */
function opened(facts: readonly FindingFact[], articles: readonly Article[]): ArticleId[] {
  const found = facts.flatMap(fact =>
    articles.filter(({ findings }) => findings.opens.includes(fact)).map(({ id }) => id),
  );
  return [...new Set(found)];
}

function candidate(articleId: ArticleId): Candidate {
  return { articleId, statusCodes: [], score: 1, because: [] };
}

/** What a case that begins with data knows: what the data tells of the mail. */
export function evidenceFrom(findings: readonly ReadFinding[]): Evidence {
  const told = findings.flatMap(({ about }) => (about ? [about.evidence] : []));
  return Object.assign({}, noEvidence, ...told.reverse().map(withoutNull)) as Evidence;
}

function withoutNull(part: Partial<Evidence>): Partial<Evidence> {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== null));
}
