/** The words of the trade, as the files in dialogs/words hold them: what people say, sorted by what they mean. */
import type { Locale } from '../evidence.ts';

/** A meaning, the same in every language: `queue`, `mailbox`, `expired`. */
export type ConceptId = string;

/**
 * The groups tell whether a text is about mail flow at all.
 * `mailFlow`: only mail flow has it, one is enough (relay, MX record).
 * `connection`: any server has it, enough while nothing speaks against it (time-out, certificate).
 * `scene`: where mail flow plays (message, mailbox, the far end). `trouble`: something goes wrong (full, blocked); both together
 * are enough.
 * `circumstance`: tells articles apart, says nothing of the topic (customer, migration).
 * `elsewhere`: things that send mail and mostly have other troubles (printer); on their own they speak against mail flow.
 */
export const wordGroups = ['mailFlow', 'connection', 'scene', 'trouble', 'circumstance', 'elsewhere'] as const;
export type WordGroup = (typeof wordGroups)[number];

/** dialogs/words/concepts.yaml */
export type Concepts = { readonly [group in WordGroup]: readonly ConceptId[] } & {
  /** Concepts that hardly tell one problem from another, such as a bounce. */
  readonly saysLittle: readonly ConceptId[];
};

/**
 * dialogs/words/<locale>.yaml. An entry is a word or a phrase in its basic form: endings are taken off on both sides, case
 * and marks do not matter. ` .. ` in a phrase stands for up to four other words.
 */
export interface LocaleWords {
  /** Endings that inflection adds. */
  readonly endings: readonly string[];
  /** Words that only look inflected: an internet is not intern. */
  readonly asTheyAre: readonly string[];
  /** Single words that are one word to us: `not: [never, cannot]`. */
  readonly sameAs: Readonly<Record<string, readonly string[]>>;
  /** Words that carry no meaning for the search. */
  readonly stopWords: readonly string[];
  readonly concepts: Readonly<Record<ConceptId, readonly string[]>>;
  /** What other helpdesk calls are about: a printer jam, VPN, a password. Speaks against mail flow. */
  readonly chatter: readonly string[];
  /** Sentences of other helpdesk calls, against which mail flow is told by npm run train. */
  readonly everydayTalk?: readonly string[];
  /** Sentences that say that mail does not work, and nothing of what is wrong. */
  readonly vagueTalk?: readonly string[];
}

export interface WordData {
  readonly concepts: Concepts;
  readonly locales: Readonly<Record<Locale, LocaleWords>>;
  /** How a Chinese character sounds, in letters without tones: `shou`. Without it nothing is corrected by its sound. */
  readonly readAloud?: (character: string) => string;
  /** What npm run train learned (matching/ranking/linear-model.ts). Without it an article is found by its nearest line. */
  readonly weights?: Uint8Array;
}
