/** Whether a text is about mail flow at all. A helpdesk hears of printers, passwords and VPN all day. */
import type { Term } from './lexicon.ts';
import type { WordGroup } from './words.ts';

/** What the first word of a group says, and each further one. */
const speaks: Record<WordGroup, readonly [first: number, further: number]> = {
  mailFlow: [2, 0.25],
  connection: [1.5, 0.25],
  scene: [1, 0.25],
  trouble: [1, 0.25],
  circumstance: [0, 0.2],
  elsewhere: [-1.5, 0],
};
const speaksAgainst = 1.5;
const enough = 1.3;
/** "Only messages from some of Microsoft's addresses reach our server": no word of trouble, and yet it is one. */
const manyCircumstances = 3;

/** Mail flow, a connection, or its scene together with trouble; and more of that than of anything else. */
export function isAboutMailFlow(terms: readonly Term[]): boolean {
  const counts: Record<WordGroup, number> = {
    mailFlow: 0,
    connection: 0,
    scene: 0,
    trouble: 0,
    circumstance: 0,
    elsewhere: 0,
  };
  let sum = 0;
  for (const { kind, sure, partOf } of terms) {
    if (kind === 'word' || isSaidAlready(kind, partOf)) continue;
    if (kind === 'chatter') {
      sum -= speaksAgainst;
      continue;
    }
    const [first, further] = speaks[kind];
    sum += (counts[kind] === 0 ? first : further) * sure;
    counts[kind] += 1;
  }
  const isTrouble = counts.trouble > 0 || counts.circumstance >= manyCircumstances;
  return sum >= enough && (counts.mailFlow > 0 || counts.connection > 0 || (counts.scene > 0 && isTrouble));
}

/** "connection refused" is one word of trouble, not two; "some messages" and "message too large" still speak of mail. */
function isSaidAlready(kind: Term['kind'], partOf: Term['partOf']): boolean {
  if (partOf === null || partOf === 'circumstance') return false;
  return kind !== 'scene' || partOf === 'connection';
}
