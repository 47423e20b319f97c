/** Where data alone leads: an expired certificate, a domain without MX. Most data says nothing without the error beside it. */
import type { Article, ArticleId } from './article.ts';
import { type Evidence, noEvidence } from './evidence.ts';
import type { FindingFact, ReadFinding } from './finding.ts';
import type { Candidate, Match } from './match.ts';

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
