/** Sentences that led nowhere or elsewhere: kept for whoever writes the articles, as lines that may be missing there. */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Gap as StoredGap } from '../../storage/store.ts';
import type { Person, TriageCase } from '../../triage/case.ts';
import type { Evidence } from '../../triage/evidence.ts';
import type { Handled } from '../../triage/guiding/index.ts';
import { redactEvidence } from '../../triage/showing/index.ts';
import type { Desk } from '../desk.ts';

/** What is to be kept of a turn, before anything was taken out of it. */
export type Gap = Pick<StoredGap, 'found' | 'chosen' | 'why'> & {
  readonly evidence: Evidence;
  /** Whose sentence it is, whoever pressed. */
  readonly person: Person;
};

/** No more of what somebody typed is needed for a line of an article. */
const longestSentence = 300;

export function nothingFound(evidence: Evidence, person: Person): Gap | undefined {
  return gapIn(evidence, { person, found: null, chosen: null, why: 'nothing-found' });
}

/** Another article than the first, or none of them. */
export function otherChosen(
  { candidates: [first], evidence, openedBy }: TriageCase,
  handled: Handled,
): Gap | undefined {
  const choice = handled.events.find(({ kind }) => kind === 'chosen');
  const chosen = handled.case.articleId;
  if (!choice || !first || chosen === first.articleId) return undefined;
  const why = chosen === null ? 'none-fits' : 'other-chosen';
  return gapIn(evidence, { person: openedBy, found: first.articleId, chosen, why });
}

/** The card that did not help is that of the article, or the choice with its first one. */
export function thumbDown({ articleId, candidates: [first], evidence, openedBy }: TriageCase): Gap | undefined {
  const found = articleId ?? first?.articleId ?? null;
  return gapIn(evidence, { person: openedBy, found, chosen: null, why: 'thumb-down' });
}

/** Only what a person said: an error is found by its code and words, and no line of an article would change that. */
function gapIn(evidence: Evidence, gap: Omit<Gap, 'evidence'>): Gap | undefined {
  const isSentence = evidence.kind === 'symptom' && evidence.cause === null && /\p{L}/u.test(evidence.words);
  return isSentence ? { ...gap, evidence } : undefined;
}

/** Nobody waits for it, and nobody misses what could not be kept. */
export async function keepGap(desk: Desk, tenant: string, { evidence, person, ...gap }: Gap): Promise<void> {
  if (!desk.keepGaps) return;
  const at = desk.now();
  // The answer goes first.
  await nextTurn();
  try {
    const text = [...redactEvidence(evidence).words].slice(0, longestSentence).join('');
    const { locale } = desk.knowledge.symptoms.search(evidence.words);
    await desk.store.noteGap({ ...gap, tenant, id: randomUUID(), at, personId: person.id, locale, text });
  } catch (error) {
    desk.log.warn({ name: (error as Error).name }, 'A sentence for the articles was not kept');
  }
}
