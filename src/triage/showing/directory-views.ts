/** The organisation's memory to look at and correct: partners, and whose a server is. Seen in somebody's own chat alone. */
import type { ArticleId } from '../article.ts';
import type { Locale } from '../evidence.ts';
import type { LetterEvent, PartnerContact, SaidOwner } from '../memory.ts';

/** Rows of a page. */
export const directoryPage = 6;

/** A page of a list that goes by name. */
interface Paged {
  /** What was searched for; null: everything is shown. */
  readonly sought: string | null;
  /** How many rows stand on the pages before, as far as somebody went through them. */
  readonly from: number;
  /** The name after which the next page begins, and before which the last one ends; null where there is none. */
  readonly after: string | null;
  readonly before: string | null;
}

export interface PartnersView extends Paged {
  readonly kind: 'partners';
  readonly rows: readonly {
    readonly domain: string;
    readonly language: Locale | null;
    /** Whom one writes to first. */
    readonly contact: Pick<PartnerContact, 'name' | 'address'> | null;
    readonly contacts: number;
  }[];
  /** What was just done. */
  readonly done:
    | { readonly kind: 'imported'; readonly fresh: number; readonly changed: number }
    | { readonly kind: 'deleted'; readonly domain: string }
    | null;
}

export interface PartnerView {
  readonly kind: 'partner';
  readonly domain: string;
  /** Something is known of it. */
  readonly isKnown: boolean;
  readonly isSaved: boolean;
  readonly language: Locale | null;
  readonly notes: string | null;
  readonly contacts: readonly PartnerContact[];
  readonly letters: readonly {
    readonly caseId: string;
    readonly articleId: ArticleId;
    readonly events: readonly LetterEvent[];
  }[];
  readonly changes: readonly Changed[];
}

/** Who changed what; empty for whoever asked to be forgotten. */
interface Changed {
  readonly what: readonly string[];
  readonly by: string;
  readonly at: string;
}

/** Whether all that is known of a partner is to be deleted. */
export interface PartnerDeleteView {
  readonly kind: 'partner-delete';
  readonly domain: string;
}

export interface HostsView extends Paged {
  readonly kind: 'hosts';
  readonly rows: readonly {
    readonly host: string;
    readonly owner: SaidOwner;
    readonly by: string;
    readonly at: string;
  }[];
}

export interface HostView {
  readonly kind: 'host';
  readonly host: string;
  /** Null: nobody has said it. */
  readonly owner: SaidOwner | null;
  readonly changes: readonly Changed[];
}

/** What is wrong with a line of a list of partners. */
export const lineProblems = ['no-domain', 'language', 'address', 'too-many', 'too-long'] as const;
export interface LineProblem {
  readonly line: number;
  readonly why: (typeof lineProblems)[number];
  /** What stands there. */
  readonly found: string;
}

/** A list of partners before it is imported. */
export interface ImportView {
  readonly kind: 'import';
  /** Under which it waits; null where there is nothing to import. */
  readonly draft: string | null;
  readonly fresh: number;
  readonly changed: number;
  readonly same: number;
  /** Lines that are left out. */
  readonly problems: readonly LineProblem[];
  /** Columns that nothing is known of. */
  readonly unknownColumns: readonly string[];
}

export type DirectoryView = PartnersView | PartnerView | PartnerDeleteView | HostsView | HostView | ImportView;
