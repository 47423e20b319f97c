/** Partners, hosts and facts as somebody looks them up: a page at a time, by words, or one with all that is known of it. */
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { hostKey } from './columns.ts';
import type { DirectoryStore, KnownFact, ListedPartner, Page } from './directory-store.ts';
import { type Engine, seldom } from './engine.ts';
import { changeReader } from './memory-changes.ts';
import { readContacts, readLetterEvents, readOwner, recaller } from './recall.ts';
import { who } from './said.ts';
import type { Tables } from './schema.ts';

/** Letters to a partner that are shown. */
const mostLetters = 10;

export function directoryStore(engine: Engine): DirectoryStore {
  const { db } = engine;
  const readChanges = changeReader(engine);
  const recall = recaller(engine);

  return {
    recall,

    async partners(page) {
      const { rows } = await engine.read(seldom(partnersQuery(db, page)));
      return inOrder(page, rows.map(toPartner));
    },

    async partner(tenant, domain) {
      const key = hostKey(domain);
      const [found, letters, changes] = await Promise.all([
        engine.read(seldom(partnersNamed(db, tenant, [key]))),
        engine.read(seldom(lettersQuery(db, tenant, key))),
        readChanges(tenant, 'partner', key),
      ]);
      const [row] = found.rows;
      if (!row && letters.rows.length === 0) return undefined;
      const known = row ? toPartner(row) : { domain: key, language: null, contacts: [], notes: null };
      return {
        ...known,
        letters: letters.rows.map(({ case_id, article, events }) => ({
          caseId: case_id,
          articleId: article,
          events: readLetterEvents(events),
        })),
        changes,
      };
    },

    async partnersNamed(tenant, domains) {
      if (domains.length === 0) return [];
      const { rows } = await engine.read(seldom(partnersNamed(db, tenant, domains.map(hostKey))));
      return rows.map(toPartner);
    },

    async hosts(page) {
      const { rows } = await engine.read(seldom(hostsQuery(db, page)));
      const known = rows.flatMap(({ host, owner, by_id, by_name, at }) => {
        const said = readOwner(owner);
        return said ? [{ host, owner: said, by: who(by_id, by_name), at }] : [];
      });
      return inOrder(page, known);
    },

    async host(tenant, host) {
      const key = hostKey(host);
      const [{ host: known }, changes] = await Promise.all([
        recall(tenant, { host: key, domain: null }),
        readChanges(tenant, 'host', key),
      ]);
      return { host: known, changes };
    },

    async facts(tenant, subject) {
      const query = db
        .selectFrom('facts')
        .selectAll()
        .where('subject', '=', hostKey(subject))
        .where('tenant', '=', tenant)
        .orderBy('name');
      const { rows } = await engine.read(seldom(query));
      return rows.map(
        ({ subject, name, value, by_id, by_name, at }): KnownFact => ({
          subject,
          name,
          value,
          by: who(by_id, by_name),
          at,
        }),
      );
    },
  };
}

const partnerColumns = ['domain', 'language', 'contacts', 'notes'] as const;

function toPartner(row: Pick<Tables['partners'], (typeof partnerColumns)[number]>): ListedPartner {
  const { domain, language, contacts, notes } = row;
  return { domain, language, contacts: readContacts(contacts), notes };
}

/** Exported for a look at its plan. */
export function partnersQuery(db: Kysely<Tables>, page: Page) {
  const { tenant, words = [] } = page;
  let query = db.selectFrom('partners').select(partnerColumns).where('tenant', '=', tenant);
  if (words.length > 0) query = query.where('domain', 'in', foundBy(db, tenant, words));
  return paged(query, 'domain', page);
}

/** So many are looked at where a short word fits nearly everybody. */
const mostFound = 500;

/** The longest word tells them apart best; the others are looked up for what it finds. */
function foundBy(db: Kysely<Tables>, tenant: string, words: readonly string[]) {
  const [first, ...others] = words.toSorted((one, other) => other.length - one.length);
  let found = db
    .selectFrom('partner_words as found')
    .select('found.domain')
    .where('found.tenant', '=', tenant)
    .where('found.word', '>=', first!)
    .where('found.word', '<', after(first!));
  for (const word of others)
    found = found.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('partner_words as other')
          .select('other.domain')
          .whereRef('other.domain', '=', 'found.domain')
          .where('other.tenant', '=', tenant)
          .where('other.word', '>=', word)
          .where('other.word', '<', after(word)),
      ),
    );
  return db.selectFrom(found.limit(mostFound).as('few')).select('few.domain');
}

/** Exported for a look at its plan. */
export function hostsQuery(db: Kysely<Tables>, page: Page) {
  const [word] = page.words ?? [];
  let query = db
    .selectFrom('hosts')
    .select(['host', 'owner', 'by_id', 'by_name', 'at'])
    .where('tenant', '=', page.tenant);
  if (word !== undefined) query = query.where('host', '>=', word).where('host', '<', after(word));
  return paged(query, 'host', page);
}

/** Exported for a look at its plan. */
export function lettersQuery(db: Kysely<Tables>, tenant: string, domain: string) {
  return db
    .selectFrom('partner_letters')
    .select(['case_id', 'article', 'events'])
    .where('domain', '=', domain)
    .where('tenant', '=', tenant)
    .orderBy('sent_at', 'desc')
    .limit(mostLetters);
}

function partnersNamed(db: Kysely<Tables>, tenant: string, domains: readonly string[]) {
  return db.selectFrom('partners').select(partnerColumns).where('tenant', '=', tenant).where('domain', 'in', domains);
}

/** What no text that begins with the word comes after. */
function after(word: string): string {
  return `${word}\u{10ffff}`;
}

function paged<Table extends 'partners' | 'hosts', Row>(
  query: SelectQueryBuilder<Tables, Table, Row>,
  column: 'domain' | 'host',
  page: Page,
) {
  const ref = sql.ref<string>(column);
  const isBack = page.before !== undefined;
  let part = query as SelectQueryBuilder<Tables, never, Row>;
  if (page.after !== undefined) part = part.where(sql<boolean>`${ref} > ${page.after}`);
  if (isBack) part = part.where(sql<boolean>`${ref} < ${page.before}`);
  return part.orderBy(ref, isBack ? 'desc' : 'asc').limit(page.limit);
}

/** A page before a name is read from its end. */
function inOrder<Row>({ before }: Page, rows: readonly Row[]): Row[] {
  return before === undefined ? [...rows] : rows.toReversed();
}
