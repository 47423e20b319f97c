/** What is remembered of one case: a plain JSON value. Where the agent stands follows from it; nothing else is stored. */
import type { ArticleId, ItemId, OptionId, Owner, StepId } from './article.ts';
import type { Evidence, Locale } from './evidence.ts';
import type { Fate } from './fate.ts';
import type { Finding } from './finding.ts';
import type { IncidentFacts, KnownIncident } from './incident.ts';
import type { Candidate, Verdict } from './match.ts';
import type { Fact, LastTime, PartnerContact, SaidOwner } from './memory.ts';
import type { Person } from './person.ts';

export type { Person };

/** Somebody who asked to be forgotten, or whom a stored value does not name. */
export const nobody: Person = { id: '', name: '…' };

/** A step that somebody took: an answer, or the way out of a checklist. */
export interface Move {
  readonly step: StepId;
  /** An option of the question; `next` or `still-failing` for a checklist. */
  readonly option: OptionId;
  readonly by: Person;
  readonly at: string;
}

export interface Tick {
  readonly by: Person;
  readonly at: string;
}

export interface ContactSettings {
  readonly language: Locale | null;
  /** The agent wants to choose the language anew. */
  readonly isChoosing: boolean;
  readonly includeAddresses: boolean;
  /** In the agent's own system; it belongs to the case and not to the text alone. */
  readonly ticket: string | null;
  /** When it began, as the agent says: a moment, or a day such as `2026-11-20`. */
  readonly began: string | null;
  /** Whom the text is written to: a name, and an address in place of the one that is guessed. */
  readonly person: string | null;
  readonly address: string | null;
}

/** What may be filled in on the card of a contact text, or typed. */
export type ContactDetails = Pick<ContactSettings, 'ticket' | 'began' | 'person' | 'address'>;

export const followUpKinds = ['sent', 'no-answer', 'reminded', 'answered'] as const;

/** That a contact text was sent, and what became of it. */
export interface FollowUp {
  readonly kind: (typeof followUpKinds)[number];
  readonly by: Person;
  readonly at: string;
}

/**
 * `look`: whether a change shows. `partner`: whether they have answered. `expiry`: what waits comes back soon.
 * `unclaimed`: the experts were asked, and nobody has taken it. `news`, `over`: of the incident that it belongs to.
 * `count`: of an incident itself, who has reported it since.
 */
export const reminderKinds = ['look', 'partner', 'expiry', 'unclaimed', 'news', 'over', 'count'] as const;

/** Something that the bot asks or says by itself. */
export interface Reminder {
  readonly kind: (typeof reminderKinds)[number];
  readonly at: string;
}

export interface Reminders {
  /** Nobody wants to be asked about this case. */
  readonly isOff: boolean;
  /** Nobody wants to be asked before. */
  readonly snoozedUntil: string | null;
  /** What is planned. */
  readonly next: Reminder | null;
  /** For which times somebody was asked, the oldest first. */
  readonly asked: readonly Reminder[];
}

/** How the contact text is worded: with all that is known, in a few lines, or with a kind word more. */
export const wordings = ['full', 'short', 'friendly'] as const;
export type Wording = (typeof wordings)[number];

/** Steps that somebody said were done while no list was open, by their numbers: they are ticked in the list that opens next. */
export interface DoneAhead {
  readonly numbers: readonly number[];
  readonly by: Person;
  readonly at: string;
}

export const severities = ['normal', 'high', 'critical'] as const;
/** How much hangs on it. From `high` on somebody is called by name. */
export type Severity = (typeof severities)[number];

/** Something that was said between whoever reported a case and the experts. */
export interface Exchange {
  readonly from: 'reporter' | 'experts';
  readonly by: Person;
  readonly at: string;
  readonly text: string;
}

/** What somebody wants to be kept with the case, in their own words. */
export interface Note {
  readonly by: Person;
  readonly at: string;
  readonly text: string;
}

export const escalationEnds = ['returned', 'taken-back'] as const;

/** That the experts were asked, and what came of it. What ends the case ends this too. */
export interface Escalation {
  readonly by: Person;
  readonly at: string;
  /** The conversation that the experts named as theirs. */
  readonly place: string;
  /** Who has taken it; null: nobody yet. */
  readonly taken: { readonly by: Person; readonly at: string } | null;
  /** The oldest first. */
  readonly exchanges: readonly Exchange[];
  /** `returned` by the experts, or `taken-back` by whoever asked; null: it is with them. */
  readonly ended: {
    readonly kind: (typeof escalationEnds)[number];
    readonly by: Person;
    readonly at: string;
    /** What is to be done now, as the experts say. */
    readonly text: string | null;
  } | null;
}

/** `withdrawn`: nothing is to be done any more, though nothing was solved. */
export const outcomeKinds = ['solved', 'sent', 'withdrawn'] as const;
/** In characters; what is longer is cut off. */
export const longestNote = 1_000;
/** A case is one row, and nobody reads more: the last ones are kept. */
export const mostNotes = 100;

export interface Outcome {
  readonly kind: (typeof outcomeKinds)[number];
  readonly by: Person;
  readonly at: string;
}

/** What "Start over" took away. */
export interface StartedOver extends Pick<TriageCase, 'moves' | 'asked' | 'ticks' | 'confirming'> {
  readonly by: Person;
  readonly at: string;
}

type Undoable = Pick<
  TriageCase,
  | 'articleId'
  | 'moves'
  | 'asked'
  | 'ticks'
  | 'confirming'
  | 'outcome'
  | 'ruledOut'
  | 'doneAhead'
  | 'wording'
  | 'contact'
  | 'followUps'
  | 'notes'
>;

/** What "Undo" brings back. */
export function undoable(triageCase: Undoable): Undoable {
  const { articleId, moves, asked, ticks, confirming, outcome, followUps } = triageCase;
  const { ruledOut, doneAhead, wording, contact, notes } = triageCase;
  return {
    articleId,
    moves,
    asked,
    ticks,
    confirming,
    outcome,
    followUps,
    ruledOut,
    doneAhead,
    wording,
    contact,
    notes,
  };
}

/** What a sentence of somebody changed, and what stood there before. */
export interface Heard extends Undoable {
  /** By `step/item`. */
  readonly ticked: readonly string[];
  readonly unticked: readonly string[];
  readonly answered: { readonly step: StepId; readonly option: OptionId } | null;
  /** What the same sentence answered besides. */
  readonly answeredToo: readonly { readonly step: StepId; readonly option: OptionId }[];
  /** The article that was taken of several, and the words in the sentence that named it. */
  readonly chosen: { readonly articleId: ArticleId; readonly words: string } | null;
  /** The case was moved here from another article; null in it: from none. */
  readonly moved: { readonly from: ArticleId | null } | null;
  /** The list did not help. */
  readonly isStillFailing: boolean;
  /** What it told besides: kept as notes, in the person's words. */
  readonly noted: readonly string[];
  /** Since when, where it told that. */
  readonly began: string | null;
  /** What nothing was made of, in the person's words. */
  readonly untaken: readonly string[];
  readonly by: Person;
  readonly at: string;
}

/** An answer that stands in the words around the paste. */
export interface ToldAnswer {
  readonly step: StepId;
  readonly option: OptionId;
  readonly text: string;
}

/** What an earlier paste of the same case showed, and what was done about it. */
export interface EarlierFinding
  extends Pick<TriageCase, 'evidence' | 'articleId' | 'verdict' | 'candidates' | 'moves' | 'asked' | 'ticks'> {
  /** When the next paste took its place. */
  readonly at: string;
  readonly by: Person;
}

export interface TriageCase {
  readonly id: string;
  readonly openedAt: string;
  readonly openedBy: Person & {
    /** The person's account in the channel, `29:…` in Teams: by which a card can be shown differently to one reader. */
    readonly memberId?: string;
  };
  readonly evidence: Evidence;
  readonly verdict: Verdict;
  /** The code that no article has, for `unknown-code`. */
  readonly unknownCode: string | null;
  readonly candidates: readonly Candidate[];
  /** Articles that were offered, and that nobody took. */
  readonly rejected: readonly ArticleId[];
  readonly articleId: ArticleId | null;
  readonly moves: readonly Move[];
  /** Questions that the agent wants to be asked although the evidence answers them. */
  readonly asked: readonly StepId[];
  /** By `step/item`. */
  readonly ticks: Readonly<Record<string, Tick>>;
  /** The risky item whose confirmation is open. */
  readonly confirming: { readonly step: StepId; readonly item: ItemId } | null;
  readonly contact: ContactSettings;
  readonly outcome: Outcome | null;
  /** The oldest first. */
  readonly followUps: readonly FollowUp[];
  /** Nobody has chosen its article yet: no list shows it, and it is gone after a day. */
  readonly isDraft: boolean;
  /** Its words fit none of the candidates well, so what happens to the message is asked first. */
  readonly isGuess: boolean;
  /** The answer to that; null: not asked, or not answered yet. */
  readonly fate: Fate | null;
  /** Comes back with "Undo", until something is answered or ticked. */
  readonly startedOver: StartedOver | null;
  /** Goes away with "Undo", until something else is answered or ticked. */
  readonly heard: Heard | null;
  /** Answers that nobody has to be asked for. */
  readonly told: readonly ToldAnswer[];
  /** What data that was sent shows; the oldest first. */
  readonly findings: readonly Finding[];
  /** The oldest first. */
  readonly earlier: readonly EarlierFinding[];
  /** Answers that somebody said are wrong, while others are left. */
  readonly ruledOut: readonly { readonly step: StepId; readonly option: OptionId }[];
  readonly doneAhead: DoneAhead | null;
  readonly wording: Wording;
  /** When the same error was pasted again; null: once only. */
  readonly seenAgain: { readonly at: string; readonly count: number } | null;
  readonly reminders: Reminders;
  readonly severity: Severity;
  /** Who looks after it; null: whoever opened it. */
  readonly owner: Person | null;
  /** How often the experts were asked, the oldest first. */
  readonly escalations: readonly Escalation[];
  /** What many cases have in common, where this is the experts' own case of it; null: somebody's case. */
  readonly incident: IncidentFacts | null;
  /** Articles whose incident it is no part of: somebody said so. */
  readonly leftIncidents: readonly ArticleId[];
  /** The oldest first. */
  readonly notes: readonly Note[];
}

/** A case to which nothing was done yet: the start for a new one, and what a stored one lacks. */
export const untouchedCase: Omit<TriageCase, 'id' | 'openedAt' | 'openedBy' | 'evidence'> = {
  verdict: 'no-match',
  unknownCode: null,
  candidates: [],
  rejected: [],
  articleId: null,
  moves: [],
  asked: [],
  ticks: {},
  confirming: null,
  contact: {
    language: null,
    isChoosing: false,
    includeAddresses: false,
    ticket: null,
    began: null,
    person: null,
    address: null,
  },
  outcome: null,
  followUps: [],
  isDraft: false,
  isGuess: false,
  fate: null,
  startedOver: null,
  heard: null,
  told: [],
  findings: [],
  earlier: [],
  ruledOut: [],
  doneAhead: null,
  wording: 'full',
  seenAgain: null,
  reminders: { isOff: false, snoozedUntil: null, next: null, asked: [] },
  severity: 'normal',
  owner: null,
  escalations: [],
  incident: null,
  leftIncidents: [],
  notes: [],
};

/** What can happen to a case; each has words in `timeline.event` of cards/strings. */
export const caseEventKinds = [
  'opened',
  'chosen',
  'narrowed',
  'answered',
  'ticked',
  'unticked',
  'confirmed',
  'went-back',
  'started-over',
  'undone',
  'went-on',
  'still-failing',
  'contact-changed',
  'copied',
  'sent',
  'contact-unanswered',
  'contact-reminded',
  'contact-answered',
  'solved',
  'reopened',
  'corrected',
  'seen-again',
  'another-error',
  'split',
  'found',
  'fell-due',
  'snoozed',
  'left-alone',
  'escalated',
  'taken',
  'assigned',
  'asked-reporter',
  'told-experts',
  'returned',
  'taken-back',
  'severity-changed',
  'withdrawn',
  'noted',
  'moved',
  'packed',
  'left-incident',
  'feedback',
] as const;

export interface CaseEvent {
  readonly kind: (typeof caseEventKinds)[number];
  readonly at: string;
  readonly by: Person;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the organisation knows from earlier cases, looked up for one evidence. */
export interface Memory {
  /** Whose server the evidence's remote host is. */
  readonly hostOwner: { readonly owner: SaidOwner; readonly by: string; readonly at: string } | null;
  /** The language in which to write to the partner's domain. */
  readonly partnerLanguage: Locale | null;
  /** Whom to write to there. */
  readonly contacts: readonly PartnerContact[];
  /** How the same problem on the same next hop was solved before, in another case. */
  readonly lastTime: LastTime | null;
  /** What is known of the recipient's domain. */
  readonly facts: readonly Fact[];
  /** Who can be asked, where; those who take all problems come last. */
  readonly experts: readonly ExpertGroup[];
  /** What others report as well. */
  readonly incident: KnownIncident | null;
}

/** Experts who named a conversation as theirs. */
export interface ExpertGroup {
  readonly place: string;
  /** Owners of the problems that they take; empty: all. */
  readonly problems: readonly Owner[];
  /** Whom a case can be given to there. */
  readonly people: readonly Person[];
}

export const noMemory: Memory = {
  hostOwner: null,
  partnerLanguage: null,
  contacts: [],
  lastTime: null,
  facts: [],
  experts: [],
  incident: null,
};

export function tickKey(step: StepId, item: ItemId): string {
  return `${step}/${item}`;
}

/** What became of the text that was sent last; undefined where nothing did yet, or none was sent. */
export function lastFollowUp({ outcome, followUps }: TriageCase): FollowUp | undefined {
  return outcome?.kind === 'sent' ? followUps.findLast(({ at }) => at >= outcome.at) : undefined;
}

/** The case needs nothing from anybody here: it is solved, or somebody else has to act. */
export function isClosed(triageCase: TriageCase): boolean {
  return triageCase.outcome !== null && lastFollowUp(triageCase)?.kind !== 'answered';
}

/** The question to the experts that is open; undefined where none is. */
export function openEscalation({
  escalations,
  outcome,
}: Pick<TriageCase, 'escalations' | 'outcome'>): Escalation | undefined {
  const last = escalations.at(-1);
  return outcome === null && last?.ended === null ? last : undefined;
}
