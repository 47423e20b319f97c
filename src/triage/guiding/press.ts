/** What somebody asks of a case, and what that does to it. */
import type { Answer, Question } from '../answer.ts';
import type { Article, Owner } from '../article.ts';
import type { CaseEvent, ContactDetails, Memory, Person, Severity, TriageCase, Wording } from '../case.ts';
import type { Locale } from '../evidence.ts';
import type { Fate } from '../fate.ts';

/** What a button or a typed word asks for. */
export type Press =
  | { readonly verb: 'answer'; readonly step: string; readonly option: string }
  /** `item`: of several recipients the one whose reason it is, by the place in the report. */
  | { readonly verb: 'choose'; readonly option: string; readonly item?: string | undefined }
  | { readonly verb: 'narrow'; readonly option: Fate }
  | { readonly verb: 'tick' | 'untick' | 'confirm' | 'cancel'; readonly step: string; readonly item: string }
  | { readonly verb: 'go-on' | 'failing'; readonly step: string }
  /** `anyway`: although steps are open that are to be done even when mail flows again. */
  | { readonly verb: 'solved'; readonly step: string; readonly option?: 'anyway' | undefined }
  | { readonly verb: 'ask'; readonly option: Question }
  | { readonly verb: 'hand-over'; readonly option: Owner }
  | { readonly verb: 'back' | 'restart' | 'recipients' | 'undo' | 'reopen' | 'show' | 'sent' }
  | { readonly verb: 'copy-commands' | 'copy-contact' | 'copy-summary' }
  /** What became of the text that was sent; a reminder is a text to copy as well. */
  | { readonly verb: 'no-answer' | 'they-answered' | 'copy-reminder' }
  /** Asked again later, or not at all. */
  | { readonly verb: 'remind-later' | 'no-reminders' }
  /** To the experts, with what they should know. */
  | { readonly verb: 'escalate'; readonly text: string | null }
  /** To the other side: from the experts to whoever reported it, or back. */
  | { readonly verb: 'tell'; readonly text: string }
  /** By the experts, with what is to be done now; or taken back by whoever asked them. */
  | { readonly verb: 'give-back'; readonly text: string | null }
  | { readonly verb: 'take-back' }
  | { readonly verb: 'take' | 'withdraw' }
  | { readonly verb: 'assign'; readonly to: Person }
  | { readonly verb: 'severity'; readonly option: Severity }
  | { readonly verb: 'contact-language'; readonly option: Locale | 'ask' }
  | { readonly verb: 'contact-addresses'; readonly option: 'on' | 'off' }
  | { readonly verb: 'contact-wording'; readonly option: Wording }
  /** Empty: what was noted so far. */
  | { readonly verb: 'note'; readonly text: string }
  /** What is absent stays; null takes it out. */
  | { readonly verb: 'contact-details'; readonly details: Partial<ContactDetails> };

export interface InputContext {
  readonly articles: ReadonlyMap<string, Article>;
  readonly memory: Memory;
  readonly now: string;
  readonly by: Person;
  /** Where it is pressed; absent: in a place of no other meaning. */
  readonly conversation?: string;
}

/** What a press does to a case; absent parts stay as they are. */
export interface Change {
  readonly case?: Partial<TriageCase>;
  readonly events?: readonly Omit<CaseEvent, 'at' | 'by'>[];
  readonly plainText?: PlainText;
  readonly answer?: Answer;
  /** What else was asked in the same breath. */
  readonly more?: readonly Answer[];
  readonly remember?: readonly Remember[];
}

/** A text to copy: the commands, the contact text, the shorter one that says it again, what was done, or the steps of one owner. */
export type PlainText = 'commands' | 'contact' | 'reminder' | 'summary' | { readonly handOverTo: Owner };

/** A fact for later cases, to be stored with the case. */
export type Remember =
  | { readonly kind: 'host-owner'; readonly host: string; readonly owner: 'ours' | 'partner' }
  | { readonly kind: 'partner-language'; readonly domain: string; readonly language: Locale };
