/** The words of the trade, as dialogs/words/<locale>.yaml holds them: what people say, by what they mean. */
import type { Locale } from './evidence.ts';

/** A meaning, the same in every language: `queue`, `mailbox`, `expired`. */
export type ConceptId = string;

/**
 * One language's words. An entry is a word or a phrase, in any inflection; ` .. ` in it stands for up to four words between.
 * Whether a text is about mail flow is decided by the group in which its words stand.
 */
export interface LocaleWords {
  /** Words that carry no meaning for the search. */
  readonly stopWords: readonly string[];
  /** Endings that inflection adds, the longest first. */
  readonly endings: readonly string[];
  /** What only mail flow has: bounce, relay, MX record. One is enough. */
  readonly mailFlow: Readonly<Record<ConceptId, readonly string[]>>;
  /** What servers and connections have: time-out, certificate, firewall. Enough while nothing speaks against it. */
  readonly connection: Readonly<Record<ConceptId, readonly string[]>>;
  /** That the talk is of mail: message, mailbox, attachment. */
  readonly mail: Readonly<Record<ConceptId, readonly string[]>>;
  /** What goes wrong, with anything: full, blocked, slow. Counts beside a word of mail. */
  readonly trouble: Readonly<Record<ConceptId, readonly string[]>>;
  /** Circumstances that tell articles apart and say nothing of the topic: customer, migration, new. */
  readonly circumstance: Readonly<Record<ConceptId, readonly string[]>>;
  /** What other helpdesk calls are about: printer jam, VPN, password. Speaks against mail flow. */
  readonly chatter: readonly string[];
}

export type WordData = Readonly<Record<Locale, LocaleWords>>;
