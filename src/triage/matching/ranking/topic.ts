/** Whether a text is about mail flow at all. A helpdesk hears of printers, passwords and VPN all day. */
import type { Term, WordGroup } from '../../language/index.ts';
import { hasDigit } from '../../tokens.ts';

type Group = WordGroup | 'chatter';

/** What the first word of a group says, and each further one; set on test/eval by logistic regression, then rounded. */
const speaks: Record<Group, readonly [first: number, further: number]> = {
  mailFlow: [4.4, 0.6],
  connection: [2.8, 1],
  scene: [1.4, 0.8],
  trouble: [0.9, 0.8],
  circumstance: [2, 0.8],
  elsewhere: [-1.2, 0],
  chatter: [-3.9, -0.3],
};
const mostOfAGroup = 4;
/** "Mailbox" and "full" together say more than each. */
const sceneAndTrouble = 2.4;
/** A text so close to an article is not likely to be about something else. */
const closenessSpeaks = 1.5;
const enough = 3.3;
/** Where the evidence is enough, only a clear sound of something else outweighs it; where it is not, a clear sound of mail flow helps. */
const soundsOtherwise = -0.5;
const soundsLikeMailFlow = 6;
const enoughSaid = 3;

/**
 * @param closeness the score of the best article
 * @param talk how much more the text sounds like the articles than like a helpdesk's other calls, as a logarithm
 */
export function isAboutMailFlow(terms: readonly Term[], closeness: number, talk: number): boolean {
  if (!saysSomething(terms)) return false;
  return talk > (hasEnoughEvidence(terms, closeness) ? soundsOtherwise : soundsLikeMailFlow);
}

/** "Microsoft Exchange Server 15.02.1118.007" names things and says nothing of them. */
function saysSomething(terms: readonly Term[]): boolean {
  const said = terms.filter(term => term.partOf === null && !hasDigit(term.feature));
  return (
    said.length >= enoughSaid ||
    said.some(({ kind }) => kind === 'mailFlow' || kind === 'connection' || kind === 'trouble')
  );
}

function hasEnoughEvidence(terms: readonly Term[], closeness: number): boolean {
  const counts: Record<Group, number> = {
    mailFlow: 0,
    connection: 0,
    scene: 0,
    trouble: 0,
    circumstance: 0,
    elsewhere: 0,
    chatter: 0,
  };
  let sum = closenessSpeaks * Math.min(1, closeness);
  for (const { kind, sure, partOf } of terms) {
    if (kind === 'word' || isSaidAlready(kind, partOf) || counts[kind] >= mostOfAGroup) continue;
    const [first, further] = speaks[kind];
    sum += (counts[kind] === 0 ? first : further) * sure;
    counts[kind] += 1;
  }
  if (counts.scene > 0 && counts.trouble > 0) sum += sceneAndTrouble;
  return sum >= enough;
}

/** "connection refused" is one word of trouble, not two; "some messages" and "message too large" still speak of mail. */
function isSaidAlready(kind: Term['kind'], partOf: Term['partOf']): boolean {
  if (partOf === null || partOf === 'circumstance' || kind === 'chatter') return false;
  return kind !== 'scene' || partOf === 'connection';
}
