/**
 * The tables as types. JSON is text and a time is an ISO 8601 string in UTC with milliseconds, so that both
 * databases hold, compare and return the same. Every key starts with the tenant.
 */
export interface Tables {
  cases: CaseTable;
  case_events: CaseEventTable;
  case_words: CaseWordTable;
  activities: ActivityTable;
  replies: ReplyTable;
  conversations: ConversationTable;
  cards: CardTable;
  people: PersonTable;
  hosts: HostTable;
  partners: PartnerTable;
  partner_words: PartnerWordTable;
  partner_letters: PartnerLetterTable;
  memory_changes: MemoryChangeTable;
  solutions: SolutionTable;
  facts: FactTable;
  chat_messages: ChatMessageTable;
  places: PlaceTable;
  drafts: DraftTable;
  gaps: GapTable;
  due_work: DueWorkTable;
  experts: ExpertTable;
  incidents: IncidentTable;
  openings: OpeningTable;
  probes: ProbeTable;
}

export type Dialect = 'sqlite' | 'postgres';

interface CaseTable {
  tenant: string;
  id: string;
  version: number;
  value: string;
  conversation: string;
  person_id: string | null;
  article: string | null;
  state: string;
  opened_at: string;
  updated_at: string;
}

interface CaseEventTable {
  tenant: string;
  case_id: string;
  seq: number;
  kind: string;
  at: string;
  by_id: string | null;
  by_name: string | null;
  data: string;
}

/** By what a case is found. */
interface CaseWordTable {
  tenant: string;
  case_id: string;
  word: string;
  opened_at: string;
}

/** An activity that was processed, and what became of its reply: both the memory of deliveries and the outbox. */
interface ActivityTable {
  tenant: string;
  conversation: string;
  activity: string;
  case_id: string | null;
  person_id: string | null;
  received_at: string;
  sent_at: string | null;
  /** Of what was sent so far, a list in the order of the reply. */
  sent_ids: string;
  /** Until then it is being sent, or waits for its next attempt. */
  claimed_until: string | null;
  /** How often it was taken up after the turn itself. */
  attempts: number;
  /** How often what comes next may have arrived. */
  unclear: number;
  gave_up_at: string | null;
  gave_up_why: string | null;
}

/** What is to be sent for an activity; none any more for what was given up long ago. */
interface ReplyTable {
  tenant: string;
  conversation: string;
  activity: string;
  reply: string;
}

/** A row only while the conversation has a current case. */
interface ConversationTable {
  tenant: string;
  conversation: string;
  case_id: string;
}

interface CardTable {
  tenant: string;
  case_id: string;
  conversation: string;
  activity: string;
}

interface PersonTable {
  tenant: string;
  id: string;
  name: string | null;
  locale: string | null;
  time_zone: string | null;
  welcomed_at: string | null;
}

interface HostTable {
  tenant: string;
  host: string;
  owner: string;
  by_id: string | null;
  by_name: string | null;
  at: string;
}

interface PartnerTable {
  tenant: string;
  domain: string;
  language: string | null;
  ticket: string | null;
  name: string | null;
  contacts: string;
  notes: string | null;
  by_id: string | null;
  by_name: string | null;
  at: string;
  /** When it was last changed or written to. */
  used_at: string | null;
}

/** By what a partner is found: each word of its domain, contacts and notes. */
interface PartnerWordTable {
  tenant: string;
  word: string;
  domain: string;
}

/** What a case sent to a partner, and what came back. */
interface PartnerLetterTable {
  tenant: string;
  case_id: string;
  domain: string;
  article: string;
  events: string;
  sent_at: string;
  last_at: string;
}

/** Who changed what of a partner or a host. */
interface MemoryChangeTable {
  tenant: string;
  kind: string;
  subject: string;
  seq: number;
  what: string;
  at: string;
  by_id: string | null;
  by_name: string | null;
}

/** How a case was solved. */
interface SolutionTable {
  tenant: string;
  case_id: string;
  next_hop: string;
  article: string;
  opened_at: string;
  solved_at: string;
  how: string;
  by_id: string | null;
  by_name: string | null;
}

/** What was said or read of a domain. */
interface FactTable {
  tenant: string;
  subject: string;
  name: string;
  value: string;
  at: string;
  by_id: string | null;
  by_name: string | null;
}

interface ChatMessageTable {
  conversation: string;
  seq: number;
  activity: string;
  at: string;
  content: string;
}

interface PlaceTable {
  tenant: string;
  conversation: string;
  kind: 'personal' | 'shared';
  channel_id: string;
  service_url: string;
  bot_id: string;
  /** Whose personal chat this is. */
  person_id: string | null;
  locale: string;
  time_zone: string;
  seen_at: string;
  /** The bot was removed or blocked. */
  gone_at: string | null;
}

interface DraftTable {
  tenant: string;
  id: string;
  person_id: string;
  at: string;
  value: string;
}

/** What is to be done next about a case by itself. */
interface DueWorkTable {
  tenant: string;
  case_id: string;
  what: string;
  due_at: string;
  /** Until then a process is at it, or it waits for its next attempt. */
  claimed_until: string | null;
  attempts: number;
  gave_up_at: string | null;
  gave_up_why: string | null;
}

/** A conversation that a tenant's experts named as theirs. */
interface ExpertTable {
  tenant: string;
  conversation: string;
  /** JSON: the owners of the problems that they take; empty: all. */
  problems: string;
  /** JSON: who is on call, and when. */
  on_call: string;
  by_id: string | null;
  by_name: string | null;
  at: string;
}

/** The experts' own case of a problem that many report. */
interface IncidentTable {
  tenant: string;
  case_id: string;
  article: string;
  /** Empty: towards many. */
  next_hop: string;
  /** Empty: any. */
  code: string;
  since: string;
  ended_at: string | null;
}

/** With which problem a case was opened. */
interface OpeningTable {
  tenant: string;
  case_id: string;
  article: string;
  next_hop: string;
  code: string;
  /** Of the recipient. */
  domain: string;
  conversation: string;
  at: string;
  /** The number of the incident's case. */
  incident: string | null;
  /**
   * `free`: it counts. `unseen`, `in`: of an incident, which its card says since or not yet. `voice`: the one of its
   * conversation that is told what comes of it. `after`: it counts, and the incident was just over. `left`: it is of none.
   */
  state: string;
}

/** A test that somebody started. */
interface ProbeTable {
  id: string;
  tenant: string;
  conversation: string;
  case_id: string | null;
  by_id: string | null;
  by_name: string | null;
  at: string;
  name: string;
  state: string;
  why: string | null;
  /** JSON: the addresses that were connected to or refused. */
  addresses: string;
  card: string | null;
  /** Until then a process is at it; null: it has ended. */
  held_until: string | null;
  ended_at: string | null;
}

interface GapTable {
  tenant: string;
  at: string;
  id: string;
  /** Whose sentence it is. */
  person_id: string;
  /** The language of the sentence. */
  locale: string;
  text: string;
  /** The article that was offered first; null: none was. */
  found: string | null;
  /** The article that somebody took instead. */
  chosen: string | null;
  why: string;
}
