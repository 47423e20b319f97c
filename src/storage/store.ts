/** What is kept, in words that no database knows of. Everything belongs to a tenant; times are ISO 8601. */

import type { CaseEvent, Person, TriageCase } from '../triage/case.ts';
import type { Locale } from '../triage/evidence.ts';
import type { Remember } from '../triage/guiding/index.ts';
import type { Belonging, IncidentFacts, Problem } from '../triage/incident.ts';
import type { DirectoryStore } from './directory-store.ts';
import type { ProbeStore } from './probe-store.ts';

export type {
  NewProbe,
  ProbeBound,
  ProbeKey,
  ProbeLimits,
  ProbeState,
  StoredProbe,
} from './probe-store.ts';

export interface ConversationKey {
  readonly tenant: string;
  readonly conversation: string;
}

export interface ActivityKey extends ConversationKey {
  readonly activity: string;
}

/** The state of a case that nobody has chosen an article for yet: no list shows it, and `forgetDrafts` deletes it. */
export const draftState = 'draft';
/** Nobody has to do anything in it any more. */
export const closedState = 'closed';
/** Somebody was written to who has to act. */
export const sentState = 'sent';
/** All is done, and whether it helped is to be seen. */
export const waitingState = 'waiting';
/** The experts were asked. */
export const expertsState = 'experts';
export const openState = 'open';

export interface StoredEvent {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  readonly kind: string;
  readonly at: string;
  /** Null once this person asked to be forgotten. */
  readonly by: Person | null;
  /** Any JSON value. */
  readonly data: unknown;
}

export interface CaseSummary {
  readonly id: string;
  readonly version: number;
  /** Where it was opened. */
  readonly conversation: string;
  /** Who opened it. */
  readonly personId: string | null;
  readonly article: string | null;
  readonly state: string;
  readonly openedAt: string;
  readonly updatedAt: string;
}

export interface StoredCase<Value> extends CaseSummary {
  readonly tenant: string;
  readonly value: Value;
}

/** What one turn changes: all of it or nothing. */
export interface Commit<Value> extends ConversationKey {
  readonly at: string;
  readonly by: Person | null;
  /** The activity that is answered, with what must be sent for it: any JSON value, and its text where it is at hand. */
  readonly activity?: { readonly id: string; readonly reply: unknown; readonly json?: string } | undefined;
  readonly case?: CaseChange<Value> | undefined;
  /** The conversation's current case from now on; null: none; absent: as it was. */
  readonly currentCase?: string | null | undefined;
  /** How to get back here; absent: as it was. */
  readonly place?: Place | undefined;
  /** What is to be kept of whoever this is `by`. */
  readonly person?: PersonChange | undefined;
  readonly remember?: readonly Remember[] | undefined;
}

export interface CaseChange<Value> {
  readonly id: string;
  /** The version that was loaded; 0 for a new case. */
  readonly expectedVersion: number;
  readonly value: Value;
  readonly article: string | null;
  readonly state: string;
  readonly events: readonly CaseEvent[];
  /** By what it is found; absent: as it was. */
  readonly words?: { readonly added: readonly string[]; readonly removed: readonly string[] } | undefined;
  /** What is to be done next about it by itself; null: nothing; absent: as it was. */
  readonly due?: Pick<DueWork, 'what' | 'dueAt'> | null | undefined;
}

/** Something that is to be done about a case at a time, whoever is there then. */
export interface DueWork {
  readonly tenant: string;
  readonly caseId: string;
  readonly what: string;
  readonly dueAt: string;
  /** How often it was taken up, this time included. Whoever took it up last holds it. */
  readonly attempts: number;
}

/** Work as its holder knows it. */
export type HeldWork = Omit<DueWork, 'what'>;

export type CommitResult =
  | { readonly kind: 'committed'; readonly version: number | null }
  /** Somebody else changed (or deleted) the case since it was loaded: load it, apply the input again. */
  | { readonly kind: 'conflict' }
  /** The activity was processed before; this is what was answered then. */
  | { readonly kind: 'repeated'; readonly reply: unknown };

export interface RecordedReply {
  readonly reply: unknown;
  readonly sent: boolean;
  /** Ids of the sent activities, in the order of the reply. */
  readonly sentIds: readonly string[];
}

export interface UnsentReply extends ActivityKey {
  readonly reply: unknown;
  readonly receivedAt: string;
  /** How often it was taken up after the turn itself, this time included. Whoever took it up last holds it. */
  readonly attempts: number;
  /** Of what was sent so far, in the order of the reply. */
  readonly sentIds: readonly string[];
  /** How often what comes next may have arrived, though no answer said so. */
  readonly unclear: number;
}

/** A reply as its holder knows it; 0 attempts: from the turn itself. */
export type HeldReply = ActivityKey & Pick<UnsentReply, 'attempts'>;

/** What was sent of a reply, noted right after it was. */
export interface SentNote extends ConversationKey {
  /** The activity that is answered, unless the channel gave it no id. */
  readonly activity: string | undefined;
  readonly at: string;
  /** Everything that was sent so far, in the order of the reply. */
  readonly sentIds: readonly string[];
  /** Whether nothing is left to do. */
  readonly isDone: boolean;
  /** What shows a case from now on. */
  readonly cards: readonly (ShownCard & { readonly caseId: string })[];
  /** Nothing would be there twice if it were forgotten: it is written with whatever is written next, in a moment at most. */
  readonly mayWait?: boolean;
}

/**
 * `place-gone`: the bot was removed or blocked there. `refused`: by the channel, each time. `unclear`: it may have
 * arrived more than once. `unreachable`: the channel did not take it in hours. `too-old`: nobody looked for a day.
 */
export type GaveUpWhy = 'place-gone' | 'refused' | 'unclear' | 'unreachable' | 'too-old';

export interface PersonChange {
  readonly name?: string | null | undefined;
  /** The language this person chose; null: follows the client. */
  readonly locale?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly welcomedAt?: string | null | undefined;
}

export interface KnownPerson {
  readonly tenant: string;
  readonly id: string;
  readonly name: string | null;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly welcomedAt: string | null;
}

export interface ShownCard {
  readonly conversation: string;
  readonly activity: string;
}

/** A conversation and how to get there again. */
export interface Place extends ConversationKey {
  /** `shared`: a channel or a group chat, where others read along. */
  readonly kind: 'personal' | 'shared';
  /** `msteams` and its like. */
  readonly channelId: string;
  readonly serviceUrl: string;
  /** The bot's own account there. */
  readonly botId: string;
  /** Whose personal chat this is; null for a shared place. */
  readonly personId: string | null;
  /** The language and zone in which its cards are written. */
  readonly locale: string;
  readonly timeZone: string;
  readonly seenAt: string;
  /** Since when the bot is not there any more. */
  readonly goneAt: string | null;
}

export interface PlaceStore {
  savePlace(place: Place): Promise<void>;
  place(key: ConversationKey): Promise<Place | undefined>;
  /** The personal chat of a person that was used last, unless the bot was removed from it. */
  personalPlace(tenant: string, personId: string): Promise<Place | undefined>;
  leavePlace(key: ConversationKey, at: string): Promise<void>;
  /** Any JSON value that one person comes back for within a day. */
  saveDraft(draft: {
    readonly tenant: string;
    readonly id: string;
    readonly personId: string;
    readonly at: string;
    readonly value: unknown;
  }): Promise<void>;
  /** Undefined when there is none, null for a damaged one. */
  draft(tenant: string, id: string, personId: string): Promise<unknown>;
}

export interface TurnStart<Value> {
  /** What this very activity was answered with before. */
  readonly reply: RecordedReply | undefined;
  readonly place: Place | undefined;
  readonly person: KnownPerson | undefined;
  /** The case that was asked for, else the conversation's current one. Read when it is first asked for. */
  readonly current: StoredCase<Value> | undefined;
}

export interface TurnStore<Value> {
  /** All that a turn has to know before it begins. */
  openTurn(
    asked: ConversationKey & {
      readonly activity: string | undefined;
      readonly personId: string;
      readonly caseId?: string | undefined;
    },
  ): Promise<TurnStart<Value>>;
}

/** By conversation, by the person who opened it, or both; by neither all of a tenant. */
export interface CaseFilter {
  readonly tenant: string;
  readonly conversation?: string | undefined;
  readonly personId?: string | undefined;
  readonly limit: number;
  readonly offset?: number;
  /** What is closed comes after everything else. */
  readonly isOpenFirst?: boolean;
  /** Only those in one of these states; but for those that somebody waits for, of the newest 500. */
  readonly states?: readonly string[] | undefined;
  /** Only those that have a word of each group; of words that many have, the newest. */
  readonly words?: readonly (readonly string[])[] | undefined;
}

export interface CaseStore<Value> {
  commit(commit: Commit<Value>): Promise<CommitResult>;
  /** Undefined also for a case whose value cannot be read. */
  loadCase(tenant: string, caseId: string): Promise<StoredCase<Value> | undefined>;
  /** Cheaper than the case; undefined when there is no such case. */
  caseVersion(tenant: string, caseId: string): Promise<number | undefined>;
  currentCase(key: ConversationKey): Promise<StoredCase<Value> | undefined>;
  /** Of the newest 500 the last changed first, without drafts. */
  listCases(filter: CaseFilter): Promise<CaseSummary[]>;
  caseEvents(tenant: string, caseId: string): Promise<StoredEvent[]>;
  /** Which activity shows the case in a conversation, so that it can be updated in place. A deleted case has none. */
  rememberCard(key: ConversationKey, caseId: string, activityId: string): Promise<void>;
  cardOf(key: ConversationKey, caseId: string): Promise<string | undefined>;
  /** Every activity that shows the case, one a conversation. */
  cardsOf(tenant: string, caseId: string): Promise<ShownCard[]>;
  /** The case that an activity shows. */
  caseOfCard(key: ActivityKey): Promise<string | undefined>;
  /** Whether a person did something in a case; what has the kind `but` does not count. */
  tookPart(tenant: string, caseId: string, personId: string, but?: string): Promise<boolean>;
  /** Adds what happened around a case without changing it. False when there is no such case. */
  addEvent(tenant: string, caseId: string, event: CaseEvent): Promise<boolean>;
  /** How often each article was a tenant's answer since then, the most frequent first; `lastAt` is the newest case. */
  articleCounts(
    tenant: string,
    since: string,
    limit: number,
  ): Promise<{ readonly article: string; readonly count: number; readonly lastAt: string }[]>;
}

/** A reply belongs to the process that commits it for thirty seconds, then to whoever takes it up. */
export interface ReplyStore {
  findReply(key: ActivityKey): Promise<RecordedReply | undefined>;
  /** What a person was answered last in a conversation, within the day that replies are kept. */
  lastReply(who: ConversationKey & { readonly personId: string }): Promise<unknown>;
  /** One transaction for the reply and its cards. What is not done belongs to the caller for another thirty seconds. */
  noteSent(note: SentNote): Promise<void>;
  /** Replies that are due and that nobody holds, oldest first. They are the caller's until `leaseUntil`. */
  claimUnsent(claim: {
    readonly now: string;
    readonly leaseUntil: string;
    readonly limit: number;
  }): Promise<UnsentReply[]>;
  /** One reply, whoever holds it and whenever it is due; undefined when it is sent or unknown. */
  claimReply(key: ActivityKey, leaseUntil: string): Promise<UnsentReply | undefined>;
  /** Keeps a reply until then; false when somebody else took it up meanwhile, or it is sent. */
  holdReply(held: HeldReply, leaseUntil: string): Promise<boolean>;
  /** Gives it back until its next attempt; false as above. */
  postponeReply(held: HeldReply, next: { readonly at: string; readonly unclear: number }): Promise<boolean>;
  /** Nobody takes it up any more, but for a repeated delivery; false as above. */
  giveUpReply(held: HeldReply, end: { readonly at: string; readonly why: GaveUpWhy }): Promise<boolean>;
}

/** Work that is due belongs to whoever takes it up, until a lease ends. A change of the case replaces it. */
export interface DueStore {
  /** What is due and what nobody holds, the longest due first. It is the caller's until `leaseUntil`. */
  claimDue(claim: { readonly now: string; readonly leaseUntil: string; readonly limit: number }): Promise<DueWork[]>;
  /** Gives it back until its next attempt; false when somebody else took it up meanwhile, or the case has changed. */
  postponeWork(held: HeldWork, at: string): Promise<boolean>;
  /** Nobody takes it up any more; false as above. */
  giveUpWork(held: HeldWork, end: { readonly at: string; readonly why: string }): Promise<boolean>;
  /** There is nothing to do any more. */
  dropWork(held: HeldWork): Promise<void>;
}

/** Somebody who is called by name, at these hours of the place's zone. */
export interface OnCall {
  readonly person: Person & { readonly memberId: string };
  /** 1 is Monday, 7 Sunday (ISO 8601). */
  readonly days: readonly number[];
  /** `08:00`; where it is not before `to`, it goes on past midnight. */
  readonly from: string;
  readonly to: string;
}

/** A conversation that a tenant's experts named as theirs. */
export interface ExpertsPlace extends ConversationKey {
  /** Owners of the problems that they take; empty: whatever nobody else takes. */
  readonly problems: readonly string[];
  readonly onCall: readonly OnCall[];
  /** Who named it, and when. */
  readonly by: Person | null;
  readonly at: string;
}

export interface ExpertStore {
  /** All of a tenant, the oldest first. */
  experts(tenant: string): Promise<ExpertsPlace[]>;
  /** @param change what it is from now on; undefined: it is theirs no more */
  changeExperts(
    key: ConversationKey,
    change: (before: ExpertsPlace | undefined) => ExpertsPlace | undefined,
  ): Promise<ExpertsPlace | undefined>;
}

/** An incident, as a case asks for it that is one of its reports, or is about to be. */
export interface StoredIncident<Value> {
  /** The number of the experts' case. */
  readonly id: string;
  readonly articleId: string;
  readonly isWide: boolean;
  readonly since: string;
  readonly count: number;
  readonly endedAt: string | null;
  readonly belonging: Belonging;
  /** The experts' case. */
  readonly value: Value;
  /** Other open cases of it in the same conversation. */
  readonly alsoHere: readonly string[];
}

export interface IncidentStore<Value> {
  /** What a case belongs to. */
  incidentOf(tenant: string, caseId: string): Promise<StoredIncident<Value> | undefined>;
  /** What runs, or ended since then, of a problem that somebody is about to report. */
  incidentAbout(tenant: string, problem: Problem, since: string): Promise<StoredIncident<Value> | undefined>;
  /** How many cases of a problem are of no incident yet, and towards how many next hops those of its code are. */
  reportsOf(
    tenant: string,
    problem: Problem,
    since: string,
  ): Promise<{ readonly cases: number; readonly hops: number }>;
  /**
   * After a report was stored: it is one of a running incident, which is counted then at the latest. False where the
   * incident is over; whoever thought otherwise is told.
   */
  joinIncident(
    tenant: string,
    caseId: string,
    which: { readonly incident: string; readonly countAt: string; readonly now: string },
  ): Promise<boolean>;
  /** What was reported of it so far. */
  reported(
    tenant: string,
    incident: string,
  ): Promise<
    Pick<IncidentFacts, 'count' | 'hops' | 'hopCount' | 'domains' | 'domainCount'> & {
      readonly since: string | null;
      readonly lastAt: string | null;
    }
  >;
  /** Cases whose cards do not say so yet, each once. */
  takeUnseen(tenant: string, incident: string): Promise<readonly string[]>;
  /** The numbers of the experts' cases, the oldest first. */
  runningIncidents(tenant: string): Promise<readonly string[]>;
}

export interface MemoryStore {
  person(tenant: string, id: string): Promise<KnownPerson | undefined>;
  savePerson(tenant: string, id: string, change: PersonChange): Promise<void>;
  /** True for the first who asks: this person was not welcomed before, and is from now on. */
  claimWelcome(tenant: string, person: Person, at: string): Promise<boolean>;
}

/** What a sentence led to: no article, another one than the first, "none of these", or a thumb down. */
export const gapReasons = ['nothing-found', 'other-chosen', 'none-fits', 'thumb-down'] as const;
export type GapReason = (typeof gapReasons)[number];

/** A sentence that the articles do not know well, without addresses and names. */
export interface Gap {
  readonly tenant: string;
  readonly id: string;
  readonly at: string;
  /** Whose sentence it is: it goes with this person. */
  readonly personId: string;
  readonly locale: Locale;
  readonly text: string;
  /** The article that was found first. */
  readonly found: string | null;
  /** The article that was chosen instead. */
  readonly chosen: string | null;
  readonly why: GapReason;
}

/** Written by whichever version: there may be languages and reasons that nobody here knows. */
export type KeptGap = Pick<Gap, 'at' | 'text' | 'found' | 'chosen'> & { readonly locale: string; readonly why: string };

export interface GapStore {
  /** Written with whatever is written next, in a moment at most. Of a tenant's five thousand the oldest makes room. */
  noteGap(gap: Gap): Promise<void>;
  /** Of all tenants, the newest first. */
  gaps(since: string): Promise<KeptGap[]>;
}

export interface PrivacyStore {
  /** Everything of a person in a tenant, and the local chat's transcript of one conversation. */
  forget(who: ConversationKey & { readonly personId: string }): Promise<ForgetCounts>;
  /** Cases not touched since `before`, old deliveries and old lines of the local chat. */
  deleteOlderThan(before: string): Promise<RetentionCounts>;
  /**
   * Forgets deliveries that were answered, and replies with them; keep at least ten minutes. Returns how many.
   * Of a reply that was given up the row stays, without what it said.
   */
  forgetActivities(before: string): Promise<number>;
  /** Findings that nobody posted, and cases that nobody has chosen an article for. */
  forgetDrafts(before: string): Promise<number>;
  /** Sentences for the authors. */
  forgetGaps(before: string): Promise<number>;
  /** What an organisation remembers of hosts, partners, solutions and facts, and did not use or say again since. */
  forgetMemory(before: string): Promise<number>;
}

export interface ForgetCounts {
  readonly cases: number;
  readonly events: number;
  readonly replies: number;
  readonly cards: number;
  readonly people: number;
  readonly chatMessages: number;
  /** Events in other people's cases and all that the organisation remembers: kept, without the name. */
  readonly anonymised: number;
}

export interface RetentionCounts {
  readonly cases: number;
  readonly replies: number;
  readonly chatMessages: number;
}

export interface ChatMessage {
  readonly seq: number;
  readonly id: string;
  readonly at: string;
  readonly activity: unknown;
}

/** What the local chat page shows. Teams keeps its own transcript. */
export interface ChatTranscript {
  /** Returns the message's number in the conversation: 1, 2, 3 … Appending an id again changes nothing. */
  append(conversation: string, message: Omit<ChatMessage, 'seq'>): Promise<number>;
  /** False when there is no such message. */
  update(conversation: string, id: string, activity: unknown): Promise<boolean>;
  remove(conversation: string, id: string): Promise<boolean>;
  list(conversation: string): Promise<ChatMessage[]>;
  clear(conversation: string): Promise<number>;
}

/** `not-writable`: full or read-only. `file-gone`: deleted or replaced under the running process. */
export type StoreTrouble = 'unreachable' | 'not-writable' | 'file-gone';

export interface Store<Value = TriageCase>
  extends TurnStore<Value>,
    CaseStore<Value>,
    ReplyStore,
    DueStore,
    ExpertStore,
    IncidentStore<Value>,
    MemoryStore,
    DirectoryStore,
    PlaceStore,
    GapStore,
    ProbeStore,
    PrivacyStore {
  readonly chat: ChatTranscript;
  /** What keeps the database from taking what is written; undefined: nothing does. */
  trouble(): Promise<StoreTrouble | undefined>;
  close(): Promise<void>;
}
