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
  'undo',
  'skip',
  'what-if',
  'meanwhile',
  'difference',
  'tell-user',
  'shorter',
  'friendlier',
  'longer',
  'aside',
  'sigh',
  'remark',
  'began',
  'repair',
] as const;
export type Intent = (typeof intents)[number];

/** dialogs/talk/<locale>.yaml */
export interface LocaleTalk {
  /** Sentences by what they want; `other`: what sounds like it and is something else. */
  readonly intents: Readonly<Record<Intent | 'other', readonly string[]>>;
  /**
   * How people say an option of a question, by the option's id, or by `<question>-<id>` for that question alone; `not-<id>` says
   * that it is not so.
   */
  readonly answers: Readonly<Record<OptionId, readonly string[]>>;
  /** Little words by what they mean, the same meanings in every language; in Chinese also parts of words. */
  readonly meanings: Readonly<Record<string, readonly string[]>>;
  /** What people call those who do a step. */
  readonly owners: Readonly<Partial<Record<Owner, readonly string[]>>>;
  /** "first", "second" and so on. */
  readonly ordinals: readonly (readonly string[])[];
  readonly last: readonly string[];
  /** "all of them". */
  readonly everything: readonly string[];
  /** "up to" before the number of a step. */
  readonly upTo: readonly string[];
  /** "one", "two" and so on, for "step two" and "the first three". */
  readonly numerals: readonly (readonly string[])[];
  /** "step" before its number. */
  readonly step: readonly string[];
  /** "everything except …". */
  readonly except: readonly string[];
  /** "the others". */
  readonly rest: readonly string[];
  /** "Firewall too": the same is said of it. */
  readonly too: readonly string[];
  /** Of two or a few that were asked about: all of them, none of them. */
  readonly both: readonly string[];
  readonly neither: readonly string[];
  /** What stands between the numbers of steps: "and". */
  readonly joins: readonly string[];
  /** What is counted and is no step: minutes, mailboxes. */
  readonly counted: readonly string[];
  /** What has a number and is no step: a port. */
  readonly numbered: readonly string[];
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

/** An answer to a question of the guide. */
export interface NamedOption {
  readonly step: StepId;
  readonly option: OptionId;
}

/** Steps that a sentence says something of. */
export interface NamedSteps {
  /** In the order of the sentence. */
  readonly items: readonly NamedItem[];
  /** Several fit and nothing tells which is meant. */
  readonly unclear: readonly NamedItem[];
  /** Numbers of a list that is not open yet. */
  readonly numbers: readonly number[];
}

/** Several steps fitted, and it was asked which of them are done, or are not. */
export interface AskedSteps {
  readonly verb: 'tick' | 'untick';
  readonly items: readonly NamedItem[];
}

/** What was understood of a sentence beside an open case. */
export interface Said {
  /** "It works again" is what it says, and not one thing among others. */
  readonly isSureOfEnd: boolean;
  /** How much it sounds like talk about a case, from 0 to 1, whether or not it was understood. */
  readonly likeness: number;
  /** The strongest first; empty where nothing was understood. */
  readonly intents: readonly Intent[];
  /** What is asked in a clause of its own, in the order of the sentence. */
  readonly questions: readonly Intent[];
  /** The steps that are done, those that are not, and those that are asked about. */
  readonly done: NamedSteps;
  readonly undone: NamedSteps;
  readonly asked: NamedSteps;
  /** The answers that are meant, of questions that were asked, are asked or come next. */
  readonly answers: readonly NamedOption[];
  /** Answers that are said to be wrong, where more than one other is left. */
  readonly ruledOut: readonly NamedOption[];
  /** What may be meant where nothing is certain enough, the likeliest first. */
  readonly guesses: readonly Intent[];
  /** The language in which a text is wanted. */
  readonly language: Locale | null;
  /** Who is named. */
  readonly owner: Owner | null;
  /** The word of the trade that is asked about. */
  readonly term: string | null;
  /** What is told beside steps and answers, in the person's words and the order of the sentence. */
  readonly remarks: readonly string[];
  /** The words that say since when; whoever knows the clock reads the time (`beganAt`). */
  readonly began: string | null;
  /** Since when, as a moment or a day; null: not said, or no time that a clock knows. */
  readonly beganAt: string | null;
  /** What is asked or ordered and nothing was made of, in the person's words. */
  readonly untaken: readonly string[];
}
