/** How long the largest pastes that were made to be slow stop the event loop: reading, matching, shortening and rendering. */
import { readFindings } from '../../src/findings/index.ts';
import type { Evidence } from '../../src/triage/evidence.ts';
import type { Match } from '../../src/triage/match.ts';
import type { KnowledgeBase } from '../../src/triage/matching/match-article.ts';
import { matchEvidence } from '../../src/triage/matching/match-recipients.ts';
import { readEvidence } from '../../src/triage/reading/index.ts';
import { currentView } from '../../src/triage/showing/current-view.ts';
import { redactView } from '../../src/triage/showing/redact-view.ts';
import { cards, caseOf, content, now, viewContextFor } from '../content.ts';
import { cpuTime } from '../cpu-time.ts';
import { fillWith, hostileTexts, hostileUnits } from '../hostile-texts.ts';

export interface Stop {
  readonly text: string;
  /** Whether it is data: before anything else, of every paste. */
  readonly data: number;
  readonly read: number;
  readonly match: number;
  readonly show: number;
  readonly all: number;
}

const known = { now, ranges: content.ranges, evidence: null };

/** The longest first. */
export function measureStops(knowledge: KnowledgeBase): readonly Stop[] {
  const units = Object.values(hostileUnits).flat();
  const texts = [
    ...units.map(unit => [JSON.stringify(unit), fillWith(unit)] as const),
    ...Object.entries(hostileTexts()),
  ];
  const stops = texts.map(([text, paste]) => {
    let evidence: Evidence;
    let match: Match;
    const data = cpuTime(() => void readFindings(paste, null, known));
    const read = cpuTime(() => {
      evidence = readEvidence(paste);
    });
    // Once only: words that were corrected are remembered.
    const matching = cpuTime(() => {
      match = matchEvidence(evidence, knowledge);
    }, 1);
    const show = cpuTime(() => showShortened(evidence, match));
    return { text, data, read, match: matching, show, all: data + read + matching + show };
  });
  return stops.sort((one, other) => other.all - one.all);
}

function showShortened(evidence: Evidence, match: Match): void {
  const { verdict, candidates } = match;
  const unknownCode = verdict === 'unknown-code' ? match.code : null;
  const articleId = verdict === 'match' ? candidates[0].articleId : null;
  const view = currentView(caseOf(articleId, evidence, { candidates, verdict, unknownCode }), viewContextFor());
  cards.render(redactView(view), { locale: 'en', timeZone: 'UTC', isShared: true });
}
