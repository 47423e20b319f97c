/** Whether a text is about mail flow at all. A helpdesk hears of printers, passwords and VPN all day. */
import type { Term, WordGroup } from '../../language/index.ts';
import { hasDigit } from '../../tokens.ts';

type Group = WordGroup | 'chatter';

/** What a word of a group says, however many there are; set on test/eval by logistic regression, then rounded. */
const speaks: Readonly<Record<Group, number>> = {
  mailFlow: 4.4,
  connection: 2,
  scene: 0,
  trouble: 0.9,
  circumstance: 2,
  elsewhere: 0,
  chatter: -3.9,
};
/** "Mailbox" and "full" together say more than each. */
const sceneAndTrouble = 2.4;
/** A text so close to an article is not likely to be about something else. */
const closenessSpeaks = 1.5;
const enough = 3.3;
/** Where the evidence is not enough, a clear sound of mail flow helps. */
const soundsLikeMailFlow = 6;
const enoughSaid = 3;

/**
 * @param closeness the score of the best article
 * @param talk how much more the text sounds like the articles than like a helpdesk's other calls, as a logarithm
 */
export function isAboutMailFlow(terms: readonly Term[], closeness: number, talk: number): boolean {
  if (!saysSomething(terms)) return false;
  return talk >= (hasEnoughEvidence(terms, closeness) ? 0 : soundsLikeMailFlow);
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
  const heard = new Set<Group>();
  let sum = closenessSpeaks * Math.min(1, closeness);
  for (const { kind, sure, partOf } of terms) {
    if (kind === 'word' || isSaidAlready(kind, partOf) || heard.has(kind)) continue;
    heard.add(kind);
    sum += speaks[kind] * sure;
  }
  if (heard.has('scene') && heard.has('trouble')) sum += sceneAndTrouble;
  return sum >= enough;
}

/** "connection refused" is one word of trouble, not two; "some messages" and "message too large" still speak of mail. */
function isSaidAlready(kind: Term['kind'], partOf: Term['partOf']): boolean {
  if (partOf === null || partOf === 'circumstance' || kind === 'chatter') return false;
  return kind !== 'scene' || partOf === 'connection';
}
