/** What somebody asks of a case, and what that does to it. */
import type { Answer, Question, Told } from '../answer.ts';
import type { Article, Owner } from '../article.ts';
import type { CaseEvent, ContactDetails, Memory, Person, Severity, TriageCase, Wording } from '../case.ts';
import type { Locale } from '../evidence.ts';
import type { Fate } from '../fate.ts';
import type { Problem } from '../incident.ts';
import type { Fact, LastTime, LetterEvent, PartnerContact, SaidOwner } from '../memory.ts';

/** What a button or a typed word asks for. */
export type Press =
  | { readonly verb: 'answer'; readonly step: string; readonly option: string }
  /** `item`: of several recipients the one whose reason it is, by the place in the report. */
  | { readonly verb: 'choose'; readonly option: string; readonly item?: string | undefined }
  | { readonly verb: 'narrow'; readonly option: Fate }
  /** To another article. */
  | { readonly verb: 'move'; readonly option: string }
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
  /** It is another problem than the incident's, or it still fails when that is over. */
  | { readonly verb: 'leave-incident' }
  | { readonly verb: 'assign'; readonly to: Person }
  | { readonly verb: 'severity'; readonly option: Severity }
  | { readonly verb: 'contact-language'; readonly option: Locale | 'ask' }
  | { readonly verb: 'contact-addresses'; readonly option: 'on' | 'off' }
  | { readonly verb: 'contact-wording'; readonly option: Wording }
  /** Empty: what was noted so far. */
  | { readonly verb: 'note'; readonly text: string }
  /** Somebody whom memory knows, by the number there. */
  | { readonly verb: 'contact-known'; readonly option: string }
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
  readonly told?: Told;
  readonly remember?: readonly Remember[];
}

/** A text to copy: the commands, the contact text, the shorter one that says it again, what was done, or the steps of one owner. */
export type PlainText = 'commands' | 'contact' | 'reminder' | 'summary' | { readonly handOverTo: Owner };

/** What is kept for later cases, to be stored with the case. */
export type Remember =
  /** Null takes back what was said. */
  | { readonly kind: 'host-owner'; readonly host: string; readonly owner: SaidOwner | null }
  | { readonly kind: 'partner-language'; readonly domain: string; readonly language: Locale }
  /** Whom a text was written to. `replaces`: whom the same text named before, which is corrected. */
  | {
      readonly kind: 'partner-contact';
      readonly domain: string;
      readonly contact: Named;
      readonly replaces: Named | null;
    }
  /** All that is known of a partner, as somebody filled it in or imported it. */
  | {
      readonly kind: 'partner';
      readonly domain: string;
      readonly language: Locale | null;
      readonly notes: string | null;
      readonly contacts: readonly Omit<PartnerContact, 'id'>[];
      readonly isImported: boolean;
    }
  | { readonly kind: 'partner-gone'; readonly domain: string }
  /** What a case sent to a partner and what came back, the oldest first; none: nothing was sent after all. */
  | {
      readonly kind: 'letter';
      readonly domain: string;
      readonly caseId: string;
      readonly articleId: string;
      readonly events: readonly LetterEvent[];
    }
  | ({
      readonly kind: 'solved';
      readonly caseId: string;
      readonly articleId: string;
      readonly nextHop: string;
    } & Pick<LastTime, 'openedAt' | 'answers' | 'steps' | 'wasAnswered'>)
  /** It was not solved after all. */
  | { readonly kind: 'unsolved'; readonly caseId: string }
  /** Null takes it back. */
  | ({ readonly kind: 'fact'; readonly value: string | null } & Pick<Fact, 'subject' | 'name'>)
  /** With which problem a case was opened. `incident`: the one that it belongs to, or that had just been over (`isAfter`). `hasLeft`: it is of none of this problem. */
  | ({
      readonly kind: 'opening';
      readonly caseId: string;
      readonly domain: string;
      readonly incident: string | null;
      readonly isAfter: boolean;
      readonly hasLeft: boolean;
    } & Problem)
  /** Many of them are one: the cases since then that are of none yet. */
  | ({ readonly kind: 'incident'; readonly caseId: string; readonly from: string } & Problem)
  /** The experts said something to everybody, or it is over. */
  | { readonly kind: 'incident-news' | 'incident-over'; readonly caseId: string; readonly at: string }
  /** The case is another problem. */
  | { readonly kind: 'incident-left'; readonly caseId: string };

type Named = Pick<PartnerContact, 'name' | 'address'>;
