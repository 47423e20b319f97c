/** Whether a text is about mail flow at all. A helpdesk hears of printers, passwords and VPN all day. */
import type { Term } from './lexicon.ts';
import type { WordGroup } from './words.ts';

const speaks: Record<WordGroup, number> = {
  mailFlow: 2,
  connection: 1.5,
  scene: 1,
  trouble: 1,
  circumstance: 0,
  elsewhere: -1.5,
};
/** What a second and third word of the same group add. */
const speaksAgain = 0.25;
const speaksAgainst = 1.5;
const enough = 1.3;

/** Mail flow, a connection, or its scene together with trouble; and more of that than of anything else. */
export function isAboutMailFlow(terms: readonly Term[]): boolean {
  const groups = new Map<WordGroup, number>();
  let sum = 0;
  let against = 0;
  for (const { kind, sure, partOf } of terms) {
    if (kind === 'word' || isSaidAlready(kind, partOf)) continue;
    if (kind === 'chatter') {
      against += speaksAgainst;
      continue;
    }
    sum += (groups.has(kind) ? Math.max(0, speaksAgain * Math.sign(speaks[kind])) : speaks[kind]) * sure;
    groups.set(kind, (groups.get(kind) ?? 0) + 1);
  }
  const isTopical =
    groups.has('mailFlow') || groups.has('connection') || (groups.has('scene') && groups.has('trouble'));
  return isTopical && sum - against >= enough;
}

/** "connection refused" is one word of trouble, not two; "some messages" and "message too large" still speak of mail. */
function isSaidAlready(kind: Term['kind'], partOf: Term['partOf']): boolean {
  if (partOf === null || partOf === 'circumstance') return false;
  // "printer cannot send" is a mail trouble of its own; the printer in it no longer speaks against.
  return kind !== 'scene' || partOf === 'connection';
}
