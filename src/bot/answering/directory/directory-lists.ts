/** Pages of partners and of hosts, and one of them with all that is known of it, as cards. */
import type { ListedPartner, MemoryChange } from '../../../storage/directory-store.ts';
import { wordsSought } from '../../../storage/partner-words.ts';
import { type Locale, locales } from '../../../triage/evidence.ts';
import {
  directoryPage,
  type HostsView,
  type HostView,
  type PartnersView,
  type PartnerView,
} from '../../../triage/showing/index.ts';
import type { Desk, Reader } from '../../desk.ts';
import { type Reply, replyWith } from '../../reply.ts';
import type { Page } from './read-button.ts';

export type List = 'partners' | 'hosts';

export const firstPage: Page = { sought: null, after: undefined, before: undefined, from: 0 };

export async function listPartners(
  desk: Desk,
  reader: Reader,
  page: Page,
  done: PartnersView['done'] = null,
): Promise<Reply> {
  const found = await desk.store.partners(askFor(reader, page));
  const { rows, ...beside } = pageOf(found, page, ({ domain }) => domain);
  const view: PartnersView = {
    kind: 'partners',
    sought: page.sought,
    from: page.from,
    ...beside,
    rows: rows.map(({ domain, language, contacts }) => ({
      domain,
      language: localeIn(language),
      contact: contacts[0] ?? null,
      contacts: contacts.length,
    })),
    done,
  };
  return listed(
    desk,
    reader,
    view,
    rows.map(({ domain }) => domain),
  );
}

export async function listHosts(desk: Desk, reader: Reader, page: Page): Promise<Reply> {
  const found = await desk.store.hosts(askFor(reader, page));
  const { rows, ...beside } = pageOf(found, page, ({ host }) => host);
  const view: HostsView = {
    kind: 'hosts',
    sought: page.sought,
    from: page.from,
    ...beside,
    rows: rows.map(({ host, owner, by, at }) => ({ host, owner, by: by?.name ?? '', at })),
  };
  return listed(
    desk,
    reader,
    view,
    rows.map(({ host }) => host),
  );
}

function askFor({ tenant }: Reader, { sought, after, before }: Page) {
  const words = sought === null ? [] : wordsSought(sought);
  return { tenant, limit: directoryPage + 1, after, before, words };
}

/** One more than a page was asked for, which tells whether the list goes on in that direction. */
function pageOf<Row>(found: readonly Row[], { after, before, from }: Page, nameOf: (row: Row) => string) {
  const goesOn = found.length > directoryPage;
  const isBack = before !== undefined;
  const rows = isBack ? found.slice(-directoryPage) : found.slice(0, directoryPage);
  const [first, last] = [rows[0], rows.at(-1)];
  const hasBefore = isBack ? goesOn : after !== undefined || from > 0;
  const hasAfter = isBack || goesOn;
  return {
    rows,
    before: first !== undefined && hasBefore ? nameOf(first) : null,
    after: last !== undefined && hasAfter ? nameOf(last) : null,
  };
}

/** A number that is typed next opens a row. */
function listed(desk: Desk, reader: Reader, view: PartnersView | HostsView, ids: readonly string[]): Reply {
  return {
    ...replyWith(desk, reader, view),
    asks: view.kind,
    listed: { from: view.from, ids, hasMore: view.after !== null, sought: view.sought },
  };
}

export async function partnerView({ store }: Desk, { tenant }: Reader, domain: string): Promise<PartnerView> {
  const known = await store.partner(tenant, domain);
  return {
    kind: 'partner',
    domain,
    isKnown: known !== undefined,
    isSaved: false,
    language: localeIn(known?.language),
    notes: known?.notes ?? null,
    contacts: known?.contacts ?? [],
    letters: known?.letters ?? [],
    changes: changesIn(known?.changes),
  };
}

export async function hostView({ store }: Desk, { tenant }: Reader, host: string): Promise<HostView> {
  const { host: known, changes } = await store.host(tenant, host);
  return { kind: 'host', host, owner: known?.owner ?? null, changes: changesIn(changes) };
}

function changesIn(changes: readonly MemoryChange[] = []): PartnerView['changes'] {
  return changes.map(({ what, by, at }) => ({ what, by: by?.name ?? '', at }));
}

/** A newer version may know more languages. */
export function localeIn(language: ListedPartner['language'] | undefined): Locale | null {
  return locales.find(locale => locale === language) ?? null;
}
