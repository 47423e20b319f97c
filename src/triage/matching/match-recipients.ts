/** One bounce that reports several recipients: those who failed for another reason are a finding of their own. */
import type { Evidence } from '../evidence.ts';
import type { Candidate, Match, Reason } from '../match.ts';
import { evidenceOf, recipientGroups } from '../recipient-groups.ts';
import { type KnowledgeBase, matchArticle } from './match-article.ts';

/** As many causes as a person can look over. */
const mostOffered = 6;
/** The largest groups, which are the first: a bounce in which everybody fails for a reason of his own is not offered whole. */
const mostGroups = 12;

/** Like matchArticle, but where recipients failed for different problems, each group is offered with its own. */
export function matchEvidence(evidence: Evidence, knowledge: KnowledgeBase): Match {
  const whole = matchArticle(evidence, knowledge);
  const groups = recipientGroups(evidence).slice(0, mostGroups);
  if (groups.length < 2) return whole;
  const offered = new Map<string, Candidate>();
  const found = groups.map(({ code, members }) => {
    const { candidates } = matchArticle(evidenceOf(evidence, [code]), knowledge);
    const reason: Reason = { kind: 'recipients', code, count: members.length };
    return candidates.map(candidate => ({ ...candidate, because: [reason, ...withoutCode(candidate.because)] }));
  });
  // The likeliest of every group comes before the second of any.
  for (let place = 0; place < Math.max(...found.map(({ length }) => length)); place++) {
    for (const candidate of found.flatMap(candidates => candidates[place] ?? [])) {
      const known = offered.get(candidate.articleId);
      offered.set(candidate.articleId, known ? merged(known, candidate) : candidate);
    }
  }
  if (offered.size < 2) return whole;
  return {
    verdict: 'choose',
    candidates: [...offered.values()].slice(0, mostOffered),
    isGuess: false,
    locale: whole.locale,
  };
}

function merged(one: Candidate, other: Candidate): Candidate {
  return {
    ...one,
    statusCodes: [...new Set([...one.statusCodes, ...other.statusCodes])],
    because: [...new Map([...one.because, ...other.because].map(reason => [JSON.stringify(reason), reason])).values()],
  };
}

/** The group's code stands in its first reason. */
function withoutCode(because: readonly Reason[]): Reason[] {
  return because.filter(({ kind }) => kind !== 'code');
}
