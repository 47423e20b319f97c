/** What data showed, and what it means for the open case. */
import { bearingOf, spokenFor } from '../bearing.ts';
import type { TriageCase } from '../case.ts';
import type { Finding, ReadFinding } from '../finding.ts';
import { findPosition } from '../guiding/index.ts';
import type { FindingsView, ViewContext } from './view.ts';

/** @param triageCase to which they were added; null: there was none */
export function findingsView(
  findings: readonly (Finding | ReadFinding)[],
  triageCase: TriageCase | null,
  context: ViewContext,
): FindingsView {
  const article = triageCase === null ? undefined : context.articles.get(triageCase.articleId ?? '');
  const isAlone = triageCase === null;
  if (isAlone || !article) {
    const shown = findings.map(one => ({ ...one, bearing: null, fits: [] }));
    return { kind: 'findings', findings: shown, isAlone, about: null };
  }
  const because = findPosition(triageCase, article, context.memory).skipped.map(skipped => skipped.because);
  return {
    kind: 'findings',
    isAlone,
    findings: findings.map(one => {
      const bearing = bearingOf(one, article, because);
      const fits = bearing === 'contradicts' ? spokenFor(one, context.articles.values()).slice(0, mostFits) : [];
      return { ...one, bearing, fits };
    }),
    about: { caseId: triageCase.id, articleId: article.id, evidence: triageCase.evidence },
  };
}

/** Of the articles that it speaks for instead. */
const mostFits = 2;
