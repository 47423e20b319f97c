/** What an organisation knows beyond one case, in the words of the core. */
import type { OptionId, StepId } from './article.ts';

/** Whose a server or a domain is, as somebody said. A hoster's is neither ours nor the partner's own. */
export const hostOwners = ['ours', 'hoster', 'partner'] as const;
export type SaidOwner = (typeof hostOwners)[number];

/** Somebody at a partner. */
export interface PartnerContact {
  /** Within the partner; it stays when others go. */
  readonly id: number;
  readonly name: string | null;
  readonly address: string | null;
  readonly phone: string | null;
}

/** So many contacts of a partner are kept: more fit no card. */
export const mostContacts = 5;

/** How the same problem on the same next hop was solved before: only what was recorded then. */
export interface LastTime {
  readonly openedAt: string;
  readonly solvedAt: string;
  /** Who said that it was solved; empty once this person asked to be forgotten. */
  readonly by: string;
  /** The answers that led to the end, in their order. */
  readonly answers: readonly { readonly step: StepId; readonly option: OptionId }[];
  /** What was ticked, as `step/item`, in the order of ticking. */
  readonly steps: readonly string[];
  /** A partner was written to, and had answered before it was solved. */
  readonly wasAnswered: boolean;
}

/** Something that was said or read of a domain, such as the type of an accepted domain. */
export interface Fact {
  /** The domain or host that it is about. */
  readonly subject: string;
  readonly name: string;
  readonly value: string;
  /** Who pasted or said it; empty once this person asked to be forgotten. */
  readonly by: string;
  readonly at: string;
}

/** What came of the texts that a case sent to a partner. */
export const letterEventKinds = ['sent', 'no-answer', 'reminded', 'answered', 'solved'] as const;
export interface LetterEvent {
  readonly kind: (typeof letterEventKinds)[number];
  readonly at: string;
}
