/** What every turn needs: built once in main.ts, the same for every conversation. */
import type { Logger } from 'pino';
import type { CardContext } from '../cards/card-context.ts';
import type { CardRenderer } from '../cards/render-card.ts';
import type { AllStrings } from '../cards/strings.ts';
import type { ReceiveFile } from '../files/receive-file.ts';
import type { Store, StoredCase } from '../storage/store.ts';
import type { Article } from '../triage/article.ts';
import { type Memory, noMemory, type Person, type TriageCase } from '../triage/case.ts';
import { plus } from '../triage/durations.ts';
import { type Evidence, type Locale, locales } from '../triage/evidence.ts';
import { nextHop, ownedName, partnerDomain, problemOf } from '../triage/facts.ts';
import type { Finding, ReadFinding } from '../triage/finding.ts';
import type { Handled } from '../triage/guiding/index.ts';
import type { CommandWords, Ear } from '../triage/hearing/index.ts';
import { justOver, type KnownIncident } from '../triage/incident.ts';
import type { ArticleSearch, KnowledgeBase } from '../triage/matching/index.ts';
import type { PublishedRanges } from '../triage/published-ranges.ts';
import { currentView, type View, type ViewContext } from '../triage/showing/index.ts';
import type { Address, Connector } from './channel.ts';
import { type Experts, groupOf } from './experts.ts';
import { knownIncident } from './incidents.ts';
import { type Probing, planFor } from './probing.ts';

export interface Desk {
  readonly connector: Connector;
  readonly receiveFile: ReceiveFile;
  /** Writes a file to where Teams says. @returns whether it is there */
  sendFile(url: string, bytes: Uint8Array): Promise<boolean>;
  readonly store: Store<TriageCase>;
  readonly articles: ReadonlyMap<string, Article>;
  readonly knowledge: KnowledgeBase;
  readonly cards: CardRenderer;
  readonly strings: AllStrings;
  readonly words: CommandWords;
  readonly ear: Ear;
  /**
   * What data shows, where a text is such data: a firewall's list, a log.
   * @param name of the file; null for a paste
   * @param evidence what the open case is about
   */
  readonly ranges: PublishedRanges;
  readData(
    text: string,
    name: string | null,
    evidence: Evidence | null,
    findings?: readonly Finding[],
  ): readonly ReadFinding[];
  /** The message extension's search, built when it is first used. */
  search(): ArticleSearch;
  readonly defaultLanguage: Locale;
  readonly retryHours: number;
  /** Whether sentences that the articles lack are kept. */
  readonly keepGaps: boolean;
  /** Whether cases are asked about by themselves. */
  readonly reminds: boolean;
  /** After so many minutes the experts are called again, where nobody has taken a case. */
  readonly alertMinutes: number;
  /** So many cases of one problem within so many minutes are an incident; 0: never. */
  readonly incidentCases: number;
  readonly incidentMinutes: number;
  /** Ids of people (of Entra ID, in lower case). Empty: whoever is asked may administer. */
  readonly admins: ReadonlySet<string>;
  /** Who sees the cases of everybody. */
  readonly leads: ReadonlySet<string>;
  readonly experts: Experts;
  /** Undefined: nothing is tested from here. */
  readonly probing: Probing | undefined;
  /** The bot's id; undefined in local mode. */
  readonly appId: string | undefined;
  readonly log: Logger;
  now(): string;
  newCaseId(): string;
}

/** Who asks, from where, and in which language and zone the answer is read. */
export interface Reader {
  readonly tenant: string;
  readonly conversation: string;
  readonly person: Person;
  readonly locale: Locale;
  /** True where the person chose the language; then a text in another one does not change it. */
  readonly hasChosenLocale: boolean;
  /** True where the client speaks one of our languages. */
  readonly hasClientLocale: boolean;
  readonly timeZone: string;
  /** A channel or group chat: others read along, and the language is that of the place. */
  readonly isShared: boolean;
  /** What this person alone is shown in. */
  readonly own: { readonly locale: Locale; readonly timeZone: string };
  /** The person's account in the channel, `29:…` in Teams. */
  readonly memberId: string;
  readonly address: Address;
}

/**
 * What this tenant knows about the server, the partner and the problem of one evidence.
 * @param about the case and its article, where there are any: then also how the same was solved before. One that is about to
 * be opened with this article may be a report of an incident.
 */
export async function recall(
  desk: Desk,
  tenant: string,
  evidence: Evidence,
  about: { readonly caseId: string | null; readonly articleId: string | null; readonly isOpening?: boolean },
): Promise<Memory> {
  const { store, experts } = desk;
  const [{ host, partner, lastTime, facts }, places, incident] = await Promise.all([
    store.recall(tenant, {
      host: ownedName(evidence),
      domain: partnerDomain(evidence),
      nextHop: nextHop(evidence),
      ...about,
    }),
    experts.of(tenant),
    incidentFor(desk, tenant, evidence, about),
  ]);
  const named = (by: Person | null) => by?.name ?? '';
  return {
    hostOwner: host ? { ...host, by: named(host.by) } : noMemory.hostOwner,
    // A newer version may know more languages.
    partnerLanguage: locales.find(locale => locale === partner?.language) ?? noMemory.partnerLanguage,
    contacts: partner?.contacts ?? noMemory.contacts,
    lastTime: lastTime ? { ...lastTime, by: named(lastTime.by) } : noMemory.lastTime,
    facts: facts.map(fact => ({ ...fact, by: named(fact.by) })),
    experts: places.map(groupOf),
    incident,
  };
}

/** Nobody has an incident where no experts can be asked. */
async function incidentFor(
  { store, experts, incidentCases, now }: Desk,
  tenant: string,
  evidence: Evidence,
  { caseId, articleId, isOpening = caseId === null }: Parameters<typeof recall>[3],
): Promise<KnownIncident | null> {
  if (incidentCases === 0 || articleId === null || (await experts.of(tenant)).length === 0) return null;
  const since = plus(now(), -justOver);
  const found = isOpening
    ? await store.incidentAbout(tenant, problemOf(articleId, evidence), since)
    : await store.incidentOf(tenant, caseId ?? '');
  // After another error the case may be about something else again.
  return found?.articleId === articleId ? knownIncident(found) : null;
}

/** The same for a case that is there. */
export function recallFor(
  desk: Desk,
  tenant: string,
  { id, articleId, evidence, leftIncidents }: TriageCase,
  isOpening = false,
): Promise<Memory> {
  const hasLeft = articleId !== null && leftIncidents.includes(articleId);
  return recall(desk, tenant, evidence, { caseId: id, articleId, isOpening: isOpening && !hasLeft });
}

/** After an input that gave the case another article or other evidence: what is known of those. */
export async function withMemoryOf(
  desk: Desk,
  tenant: string,
  before: Pick<TriageCase, 'articleId' | 'evidence'>,
  handled: Handled,
): Promise<Handled> {
  const { case: after } = handled;
  if (after.articleId === before.articleId && after.evidence === before.evidence) return handled;
  return { ...handled, memory: await recallFor(desk, tenant, after, true) };
}

export function viewContext(
  { articles, retryHours, probing }: Desk,
  { locale, conversation }: Pick<Reader, 'locale' | 'conversation'>,
  memory: Memory,
): ViewContext {
  return {
    articles,
    memory,
    retryHours,
    locale,
    conversation,
    ...(probing && { canProbe: evidence => planFor(evidence, probing.policy) !== null }),
  };
}

export function cardContext(desk: Desk, reader: Reader['own']): CardContext {
  return desk.cards.context(reader);
}

/** A stored case as it stands, with what its tenant knows by now. */
export async function viewOf(
  desk: Desk,
  reader: Pick<Reader, 'locale' | 'conversation'>,
  { tenant, value }: StoredCase<TriageCase>,
): Promise<View> {
  return currentView(value, viewContext(desk, reader, await recallFor(desk, tenant, value)));
}
