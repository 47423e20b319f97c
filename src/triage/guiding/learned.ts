/** What an input teaches for later cases: whose a server is, whom one writes to, what was sent, and what helped. */
import type { Article, QuestionStep } from '../article.ts';
import type { Memory, TriageCase } from '../case.ts';
import { nextHop, ownedName, partnerDomain } from '../facts.ts';
import type { LetterEvent } from '../memory.ts';
import { findPosition } from './guide.ts';
import type { Remember } from './press.ts';

/** Whose server it is belongs to the tenant; where the mailboxes of a domain are is a fact with a date. */
export function learnedFrom(
  { remembers }: QuestionStep,
  option: string,
  { evidence }: TriageCase,
): readonly Remember[] {
  if (remembers === 'mailboxes') {
    const subject = partnerDomain(evidence);
    return subject === null ? [] : [{ kind: 'fact', subject, name: remembers, value: option }];
  }
  const host = ownedName(evidence);
  const isOwner = option === 'ours' || option === 'partner';
  return remembers === 'hostOwner' && host !== null && isOwner ? [{ kind: 'host-owner', host, owner: option }] : [];
}

/** What follows from the case as it is now: whom it names, what it sent and what came back, and how it was solved. */
export function learnedFromChange(
  before: TriageCase,
  after: TriageCase,
  article: Article | undefined,
  memory: Memory,
): Remember[] {
  if (!article) return [];
  const hasLetter = before.followUps !== after.followUps || before.outcome !== after.outcome;
  const domain = hasLetter || before.contact !== after.contact ? addressedDomain(after, article, memory) : null;
  return [
    ...(domain === null ? [] : contactOf(before, after, domain)),
    ...(domain === null || !hasLetter ? [] : letterOf(before, after, domain)),
    ...solutionOf(before, after, article, memory),
  ];
}

/** The domain of the partner that the case writes to; null where it writes to nobody, to a colleague or to Microsoft. */
function addressedDomain(triageCase: TriageCase, article: Article, memory: Memory): string | null {
  const { step } = findPosition(triageCase, article, memory);
  const isPartners = step.kind === 'escalation' && (step.to === 'partner' || step.to === 'recipient-admin');
  return isPartners ? partnerDomain(triageCase.evidence) : null;
}

function contactOf(before: TriageCase, { contact }: TriageCase, domain: string): Remember[] {
  const { person: name, address } = contact;
  const last = before.contact;
  if ((name === null && address === null) || (name === last.person && address === last.address)) return [];
  const replaces = last.person === null && last.address === null ? null : { name: last.person, address: last.address };
  return [{ kind: 'partner-contact', domain, contact: { name, address }, replaces }];
}

function letterOf(before: TriageCase, after: TriageCase, domain: string): Remember[] {
  const [was, is] = [eventsOf(before), eventsOf(after)];
  const isSame =
    was.length === is.length && is.every(({ kind, at }, index) => was[index]!.kind === kind && was[index]!.at === at);
  return isSame || after.articleId === null
    ? []
    : [{ kind: 'letter', domain, caseId: after.id, articleId: after.articleId, events: is }];
}

/** None where no text was sent. */
function eventsOf({ followUps, outcome }: TriageCase): LetterEvent[] {
  if (followUps.length === 0) return [];
  const events = followUps.map(({ kind, at }) => ({ kind, at }));
  return outcome?.kind === 'solved' ? [...events, { kind: 'solved', at: outcome.at }] : events;
}

function solutionOf(before: TriageCase, after: TriageCase, article: Article, memory: Memory): Remember[] {
  const [wasSolved, isSolved] = [before, after].map(({ outcome }) => outcome?.kind === 'solved');
  if (wasSolved && !isSolved) return [{ kind: 'unsolved', caseId: after.id }];
  const hop = nextHop(after.evidence);
  if (wasSolved || !isSolved || hop === null) return [];
  const { taken } = findPosition(after, article, memory);
  const answers = taken.flatMap(({ step, option }) =>
    article.guide.steps[step]?.kind === 'question' ? [{ step, option }] : [],
  );
  const ticked = Object.entries(after.ticks).sort(([, one], [, other]) => (one.at < other.at ? -1 : 1));
  const steps = ticked.map(([key]) => key).filter(key => isOfList(article, key));
  const wasAnswered = after.followUps.at(-1)?.kind === 'answered';
  const { id: caseId, openedAt } = after;
  return [{ kind: 'solved', caseId, articleId: article.id, nextHop: hop, openedAt, answers, steps, wasAnswered }];
}

/** A tick may also be a check that goes into a text, which mends nothing; and to send again mends nothing either. */
function isOfList({ guide }: Article, key: string): boolean {
  const [stepId = '', itemId = ''] = key.split('/');
  const step = guide.steps[stepId];
  return step?.kind === 'checklist' && step.items.some(({ id }) => id === itemId);
}
