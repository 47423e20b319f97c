/** An article as the core sees it: one problem, its codes and wording, its guide, its texts in every language. */
import type { DeliveryState, Locale, SubReason } from './evidence.ts';
import type { fatesWithArticle } from './fate.ts';
import type { FindingFact } from './finding.ts';
import type { MailSystem } from './mail-system.ts';
import type { PublicReason } from './public-reason.ts';

export type ArticleId = string;
export type StepId = string;
export type OptionId = string;
export type ItemId = string;

/** Who does a step, or who has to fix the problem. */
export const owners = [
  'helpdesk',
  'exchange-admin',
  'server-admin',
  'firewall',
  'network',
  'dns-host',
  'sender',
  'recipient',
  'recipient-admin',
  'partner',
  'microsoft',
] as const;
export type Owner = (typeof owners)[number];

/** A code or an inclusive range of details, as 4.7.500 to 4.7.699. `state` says what the code alone tells of the message. */
export interface StatusCodeRange {
  readonly from: string;
  readonly to: string;
  readonly state: DeliveryState | null;
  /** How common this problem is among those with the code: 1 is offered first. */
  readonly place?: number;
  /** Whose code it is, where it has a private meaning; absent: of whoever may say it. */
  readonly saidBy?: readonly MailSystem[];
}

/** All of it must hold. A list means: one of these. How each part is judged: condition.ts. */
export interface Condition {
  readonly hostOwner?: readonly ('ours' | 'partner' | 'hoster' | 'microsoft')[];
  readonly subReason?: readonly SubReason[];
  readonly state?: readonly DeliveryState[];
  readonly generatedBy?: readonly ('microsoft' | 'other')[];
  readonly kind?: readonly string[];
  readonly code?: readonly string[];
  readonly text?: readonly string[];
  readonly reason?: readonly PublicReason[];
  /** Who wrote the deciding words. */
  readonly system?: readonly MailSystem[];
  /** A mail system that is not Microsoft's said it: one that can be told, or whichever Exchange Online quotes. */
  readonly byOthers?: true;
  /** The reply names a public block list. */
  readonly blockList?: true;
  /** Sender and recipient are in one registered domain, so both are ours. */
  readonly sameDomain?: true;
  /** Data that was sent to the case shows it. */
  readonly found?: readonly FindingFact[];
}

export interface Answer {
  readonly when: Condition;
  readonly option: OptionId;
}

export interface QuestionStep {
  readonly kind: 'question';
  readonly options: readonly { readonly id: OptionId; readonly to: StepId }[];
  /** Lines whose output, sent back, answers it; they read and change nothing. */
  readonly command: string | null;
  /** The first that holds answers the question without asking it. */
  readonly answeredBy: readonly Answer[];
  /**
   * `hostOwner`: options `ours` and `partner` are remembered for the server, and it is not asked again. `mailboxes`: the
   * answer is a fact of the recipient's domain, said with its date where the question is asked again.
   */
  readonly remembers: 'hostOwner' | 'mailboxes' | null;
}

export interface ChecklistItem {
  readonly id: ItemId;
  readonly who: Owner;
  /** Rough working time. */
  readonly minutes: number | null;
  /** PowerShell or shell lines with `{placeholders}`. */
  readonly command: string | null;
  /** Asks for a confirmation that names the risk. */
  readonly risky: boolean;
  /** To be done even when mail flows again, such as a new password for an account that somebody else used. */
  readonly always: boolean;
  /** Refused unless these questions were answered with these options (and never on "not answered"). */
  readonly requires: readonly { readonly step: StepId; readonly option: OptionId }[];
  /** Refused as long as data shows one of these, such as mailboxes that the change would cut off. */
  readonly unless: readonly FindingFact[];
  /** Locked until these items are ticked: of each list one. */
  readonly after: readonly (readonly ItemId[])[];
  /**
   * How long what `after` names takes until it shows, as an ISO 8601 duration; `unknown` where the step's own words say how
   * one sees it. Null: it waits for nothing.
   */
  readonly wait: string | null;
}

export interface ChecklistStep {
  readonly kind: 'checklist';
  readonly items: readonly ChecklistItem[];
  /** Where a finished checklist goes on; null: to the question whether it is solved. */
  readonly next: StepId | null;
  /** The first that holds makes it needless: it goes on as if it were finished. Only where there is a `next`. */
  readonly skippedBy: readonly Condition[];
  /** Where "still failing" leads. */
  readonly stillFailing: StepId;
}

export interface EscalationStep {
  readonly kind: 'escalation';
  readonly to: 'partner' | 'recipient-admin' | 'sender' | 'colleague' | 'microsoft';
  /** Things that the agent may tick as checked, so that the text says them. */
  readonly checks: readonly ItemId[];
}

export type Step = QuestionStep | ChecklistStep | EscalationStep;

export interface Guide {
  readonly start: StepId;
  readonly steps: Readonly<Record<StepId, Step>>;
}

export interface ItemStrings {
  /** Verb first, one action. */
  readonly text: string;
  /** Where to click. */
  readonly place?: string | undefined;
  /** How to see that it worked. */
  readonly check?: string | undefined;
  /** What goes wrong if it is done at the wrong moment; for risky items. */
  readonly risk?: string | undefined;
  /** Why it is locked, for items with `after` or `requires`. */
  readonly locked?: string | undefined;
}

export interface StepStrings {
  readonly question?: string | undefined;
  readonly why?: string | undefined;
  readonly options?: Readonly<Record<OptionId, string>> | undefined;
  readonly title?: string | undefined;
  readonly summary?: string | undefined;
  readonly items?: Readonly<Record<ItemId, ItemStrings>> | undefined;
  readonly subject?: string | undefined;
  readonly problem?: string | undefined;
  readonly known?: readonly string[] | undefined;
  readonly ask?: readonly string[] | undefined;
  readonly checks?: Readonly<Record<ItemId, string>> | undefined;
}

export interface ArticleStrings {
  readonly title: string;
  readonly headline: string;
  readonly cause: string;
  readonly tell: string;
  readonly symptoms: readonly string[];
  readonly aliases: readonly string[];
  readonly effect?: string | undefined;
  /** By the id of the change; `{day}` stands for its day. */
  readonly changes: Readonly<Record<string, { readonly before: string; readonly after: string }>>;
  readonly steps: Readonly<Record<StepId, StepStrings>>;
}

/** What a variant says otherwise; whatever it leaves out is the article's own. */
export interface VariantStrings {
  readonly title?: string | undefined;
  readonly headline?: string | undefined;
  readonly cause?: string | undefined;
  readonly effect?: string | undefined;
  readonly steps?: Readonly<Record<StepId, VariantStepStrings>> | undefined;
}

export interface VariantStepStrings extends Omit<StepStrings, 'items'> {
  readonly items?: Readonly<Record<ItemId, Partial<ItemStrings>>> | undefined;
}

/** Texts for evidence that says more than the code. */
export interface Variant {
  readonly id: string;
  readonly when: Condition;
  readonly strings: Readonly<Record<Locale, VariantStrings>>;
}

/** A change that was announced: what holds until that day, and from then on. */
export interface Change {
  readonly id: string;
  /** YYYY-MM-DD. */
  readonly on: string;
  /** Title of one of the article's sources. */
  readonly source: string;
}

export interface Source {
  readonly title: string;
  readonly url?: string | undefined;
  /** The day it was read, YYYY-MM-DD. */
  readonly read: string;
}

export interface Article {
  readonly id: ArticleId;
  readonly statusCodes: readonly StatusCodeRange[];
  /** Offered, never matched, for a code that no other article has: one that Exchange said, or another system. */
  readonly catchAll: 'exchange' | 'others' | null;
  /** Opened for whoever says that just this happens to the message, and has no error. */
  readonly fate: (typeof fatesWithArticle)[number] | null;
  /** Wording that Exchange or the remote server uses; case and spacing ignored. */
  readonly signatures: readonly string[];
  /** What only one program writes for this problem: stronger than any code. */
  readonly tokens: readonly string[];
  /** What the problem is called in the public vocabulary, the usual one first. A reply whose words say another one is not this problem. */
  readonly reasons: readonly PublicReason[];
  /** Evidence that speaks for this article where several share a code; the first listed weigh the same as the last. */
  readonly speaksFor: readonly Condition[];
  /** Evidence that leads here where no code decides: what the words of a reply mean, and who says them. */
  readonly meant: readonly Condition[];
  /** What data says for this article, and against it, and what leads to it where nothing is open. */
  readonly findings: {
    readonly agree: readonly FindingFact[];
    readonly contradict: readonly FindingFact[];
    readonly opens: readonly FindingFact[];
  };
  /** The first that holds is told. */
  readonly variants: readonly Variant[];
  readonly changes: readonly Change[];
  readonly fixedBy: readonly Owner[];
  readonly related: readonly ArticleId[];
  readonly sources: readonly Source[];
  readonly guide: Guide;
  readonly strings: Readonly<Record<Locale, ArticleStrings>>;
}
