/** What is said to the bot beside the error itself: about the case that is open, or about nothing but a word. */
import type { ItemId, OptionId, Owner, StepId } from './article.ts';
import type { Locale } from './evidence.ts';

/** What somebody wants who says a sentence; dialogs/talk has how people say it. */
export const intents = [
  'done',
  'not-done',
  'failing',
  'works',
  'sent',
  'correction',
  'who',
  'where',
  'how-long',
  'risk',
  'why',
  'what-is',
  'hand-over',
  'summary',
  'resend',
  'denied',
  'do-it',
  'greeting',
  'thanks',
  'abilities',
  'next',
  'wrong',
  'unsure',
  'leave',
] as const;
export type Intent = (typeof intents)[number];

/** dialogs/talk/<locale>.yaml */
export interface LocaleTalk {
  /** Sentences by what they want; `other`: what sounds like it and is something else. */
  readonly intents: Readonly<Record<Intent | 'other', readonly string[]>>;
  /** How people say an option of a question that many articles have, by the option's id. */
  readonly answers: Readonly<Record<OptionId, readonly string[]>>;
  /** What people call those who do a step. */
  readonly owners: Readonly<Partial<Record<Owner, readonly string[]>>>;
  /** "first", "second" and so on. */
  readonly ordinals: readonly (readonly string[])[];
  readonly last: readonly string[];
  /** "all of them". */
  readonly everything: readonly string[];
  /** "up to" before the number of a step. */
  readonly upTo: readonly string[];
}

export interface TermTexts {
  /** As Microsoft or the field calls it in this language. */
  readonly term: string;
  readonly says: string;
  /** How else it is written or said. */
  readonly also: readonly string[];
}

/** A word of the trade. dialogs/glossary/<id>.yaml */
export interface Term {
  readonly id: string;
  readonly source: { readonly title: string; readonly url: string; readonly read: string };
  readonly related: readonly string[];
  readonly texts: Readonly<Record<Locale, TermTexts>>;
}

/** An item of a checklist, wherever in the guide it stands. */
export interface NamedItem {
  readonly step: StepId;
  readonly item: ItemId;
}

/** What was understood of a sentence beside an open case. */
export interface Said {
  /** "It works again" is what it says, and not one thing among others. */
  readonly isSureOfEnd: boolean;
  /** How much it sounds like talk about a case, from 0 to 1, whether or not it was understood. */
  readonly likeness: number;
  /** The strongest first; empty where nothing was understood. */
  readonly intents: readonly Intent[];
  /** The steps that are meant, in the order of the guide. */
  readonly items: readonly NamedItem[];
  /** Several fit and nothing tells which is meant. */
  readonly isUnclearWhich: boolean;
  /** The answer that is meant, of a question that was asked or is asked. */
  readonly answer: { readonly step: StepId; readonly option: OptionId } | null;
  /** Who is named. */
  readonly owner: Owner | null;
  /** The word of the trade that is asked about. */
  readonly term: string | null;
}
