/** What is kept of partners, hosts and domains, in words that no database knows of. Names of hosts and domains know no upper case. */
import type { Person } from '../triage/case.ts';
import type { LastTime, LetterEvent, PartnerContact, SaidOwner } from '../triage/memory.ts';

export interface KnownHost {
  readonly owner: SaidOwner;
  /** Null once this person asked to be forgotten. */
  readonly by: Person | null;
  readonly at: string;
}

export interface KnownPartner {
  /** One that a newer version knows may be among them. */
  readonly language: string | null;
  readonly contacts: readonly PartnerContact[];
  readonly by: Person | null;
  readonly at: string;
}

export type KnownSolution = Omit<LastTime, 'by'> & { readonly by: Person | null };

export interface KnownFact {
  readonly subject: string;
  readonly name: string;
  readonly value: string;
  readonly by: Person | null;
  readonly at: string;
}

/** What one evidence makes one ask of memory; null: nothing. */
export interface RecallQuestion {
  readonly host: string | null;
  /** The partner's domain, which facts are about as well. */
  readonly domain: string | null;
  /** With the article: how the same was solved before. */
  readonly nextHop?: string | null;
  readonly articleId?: string | null;
  /** A case is no precedent for itself. */
  readonly caseId?: string | null;
}

export interface Recalled {
  readonly host: KnownHost | undefined;
  readonly partner: KnownPartner | undefined;
  readonly lastTime: KnownSolution | undefined;
  readonly facts: readonly KnownFact[];
}

export interface ListedPartner {
  readonly domain: string;
  readonly language: string | null;
  readonly contacts: readonly PartnerContact[];
  readonly notes: string | null;
}

/** What a case sent to a partner, and what came back. */
export interface PartnerLetter {
  readonly caseId: string;
  readonly articleId: string;
  /** The oldest first. */
  readonly events: readonly LetterEvent[];
}

/** That somebody changed something: the names of what, as the writer of memory gives them. */
export interface MemoryChange {
  readonly what: readonly string[];
  readonly by: Person | null;
  readonly at: string;
}

export interface PartnerDetails extends ListedPartner {
  /** The last ten, the newest first. */
  readonly letters: readonly PartnerLetter[];
  /** The last five, the newest first. */
  readonly changes: readonly MemoryChange[];
}

export interface HostDetails extends KnownHost {
  readonly host: string;
}

/** Pages go by name, so that the last one costs no more than the first. */
export interface Page {
  readonly tenant: string;
  readonly limit: number;
  /** What comes after this name, or before it; neither: the first page. */
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  /** Words of which each must be found, by its beginning; none: everything. */
  readonly words?: readonly string[] | undefined;
}

export interface DirectoryStore {
  recall(tenant: string, about: RecallQuestion): Promise<Recalled>;
  /** In the order of their domains. Of a search at most five hundred are found. */
  partners(page: Page): Promise<ListedPartner[]>;
  /** Undefined where nothing is known: neither a partner nor a letter to one. */
  partner(tenant: string, domain: string): Promise<PartnerDetails | undefined>;
  /** Those of these domains that are known. */
  partnersNamed(tenant: string, domains: readonly string[]): Promise<ListedPartner[]>;
  /** In the order of their names. Hosts are found by the beginning of the first word. */
  hosts(page: Page): Promise<HostDetails[]>;
  /** With who changed it before, the newest first. */
  host(
    tenant: string,
    host: string,
  ): Promise<{ readonly host: KnownHost | undefined; readonly changes: readonly MemoryChange[] }>;
  facts(tenant: string, subject: string): Promise<KnownFact[]>;
}
