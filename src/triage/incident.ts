/** Many cases of one problem towards one next hop within an hour, or of one code towards many: one thing to mend, known once. */
import type { ArticleId } from './article.ts';
import type { Person } from './person.ts';

/** What cases have in common. */
export interface Problem {
  readonly articleId: ArticleId;
  /** Empty: the paste names none. */
  readonly code: string;
  /** Empty: the paste names none. */
  readonly nextHop: string;
}

/** What was counted of the reports, on the experts' own case of an incident. */
export interface IncidentFacts {
  /** When the first was opened. */
  readonly since: string;
  /** When the last was. */
  readonly lastAt: string;
  readonly count: number;
  /** Towards many next hops, so it lies with none of them. */
  readonly isWide: boolean;
  /** The most reported first; how many there are besides is known by `hopCount`. */
  readonly hops: readonly string[];
  readonly hopCount: number;
  /** Of the recipients. */
  readonly domains: readonly string[];
  readonly domainCount: number;
  readonly countedAt: string;
  /** How often nothing new was found since then. */
  readonly quiet: number;
  /** The experts have its card. */
  readonly isPosted: boolean;
  /** How many of the words of those who reported it the experts were told. */
  readonly told: number;
}

/**
 * How a case belongs to an incident. `free`: not yet, it is about to be opened. `in`: as one of many. `voice`: it is the one
 * of its conversation that is told what comes of it. `after`: it was opened when the incident had just been over.
 */
export const belongings = ['free', 'in', 'voice', 'after'] as const;
export type Belonging = (typeof belongings)[number];

/** An incident as a case sees it that is one of its reports. */
export interface KnownIncident {
  /** The number of the experts' case. */
  readonly id: string;
  readonly articleId: ArticleId;
  readonly since: string;
  /** How many cases it has besides this one. */
  readonly others: number;
  readonly isWide: boolean;
  readonly belonging: Belonging;
  /** Who works on it. */
  readonly taken: Person | null;
  /** What the experts said last to everybody. */
  readonly news: { readonly by: Person; readonly at: string; readonly text: string } | null;
  /** `withdrawn`: nobody works on it as one any more. */
  readonly over: { readonly kind: 'solved' | 'withdrawn'; readonly by: Person; readonly at: string } | null;
  /** Other open cases of the same incident in the same conversation, as long as it is over and nobody has said more. */
  readonly alsoHere: readonly string[];
}

/** The experts are at it, and this case is one of the reports. */
export function isInRunning(incident: KnownIncident | null): boolean {
  return incident !== null && incident.over === null && incident.belonging !== 'after';
}

// 5.1.1, 4.2.2, 5.6.11: an address, a mailbox, a content
const ofOneMessage = /^[245]\.[126]\./;

/**
 * Whether the same code from many mail systems may have one cause. What RFC 3463 (3.2, 3.3, 3.7) says of an address, a mailbox
 * or a content belongs to each message alone, however many there are in an hour; and so does a bare 550.
 */
export function mayComeFromMany(code: string): boolean {
  return code.includes('.') ? !ofOneMessage.test(code) : code.startsWith('4');
}

/** So long after an incident whoever reports the same is told that it was over. */
export const justOver = 15 * 60_000;
/** What is counted is shown no more often than that. */
export const countPause = 15_000;
/** An incident that nobody reports for so long is over by itself. */
export const longestQuiet = 24 * 3_600_000;
