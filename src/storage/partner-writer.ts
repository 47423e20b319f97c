/** What is learned of a partner: by use, from a card, from a list. Its one row is locked before it is read. */
import type { Remember } from '../triage/guiding/index.ts';
import { mostContacts, type PartnerContact } from '../triage/memory.ts';
import { hostKey, json, time } from './columns.ts';
import { type Engine, run, seldom, type Work } from './engine.ts';
import { changeWriter } from './memory-changes.ts';
import { wordsOfPartner } from './partner-words.ts';
import { readContacts } from './recall.ts';
import { type Said, source } from './said.ts';

type OfPartner = Remember & {
  readonly kind: 'partner-language' | 'partner-contact' | 'partner' | 'partner-gone' | 'letter';
};
type NewContact = Omit<PartnerContact, 'id'>;

/** What a partner's row says, but for who said it. */
interface PartnerValue {
  readonly language: string | null;
  readonly notes: string | null;
  readonly contacts: readonly PartnerContact[];
}

export function partnerWriter(engine: Engine): (fact: OfPartner, said: Said) => Work<void> {
  const { db } = engine;
  const writeChange = changeWriter(engine);

  /** Writes to the row, which locks it until the transaction ends; a new one is empty. */
  function* lock(domain: string, { tenant, at, by }: Said): Work<PartnerValue> {
    const row = { language: null, ticket: null, name: null, contacts: '[]', notes: null, at, ...source(by) };
    yield* run<unknown>(
      seldom(
        db
          .insertInto('partners')
          .values({ tenant, domain, ...row, used_at: at })
          .onConflict(conflict => conflict.columns(['tenant', 'domain']).doUpdateSet({ used_at: at })),
      ),
    );
    const { rows } = yield* run(
      seldom(
        db
          .selectFrom('partners')
          .select(['language', 'notes', 'contacts'])
          .where('tenant', '=', tenant)
          .where('domain', '=', domain),
      ),
    );
    const { language, notes, contacts } = rows[0]!;
    return { language, notes, contacts: readContacts(contacts) };
  }

  function* save(
    domain: string,
    before: PartnerValue,
    after: PartnerValue,
    said: Said,
    isImported = false,
  ): Work<void> {
    const { tenant, at, by } = said;
    const what = changesOf(before, after);
    const { language, notes, contacts } = after;
    yield* run<unknown>(
      seldom(
        db
          .updateTable('partners')
          .set({ language, notes, contacts: json(contacts), at, ...source(by) })
          .where('tenant', '=', tenant)
          .where('domain', '=', domain),
      ),
    );
    yield* index(tenant, domain, after);
    if (what.length > 0) yield* writeChange('partner', domain, isImported ? ['imported', ...what] : what, said);
  }

  function* index(tenant: string, domain: string, value: PartnerValue): Work<void> {
    yield* run(seldom(db.deleteFrom('partner_words').where('domain', '=', domain).where('tenant', '=', tenant)));
    const rows = wordsOfPartner({ domain, ...value }).map(word => ({ tenant, word, domain }));
    yield* run<unknown>(seldom(db.insertInto('partner_words').values(rows)));
  }

  function* remove(domain: string, said: Said): Work<void> {
    const { tenant } = said;
    for (const table of ['partner_words', 'partner_letters', 'partners'] as const)
      yield* run<unknown>(seldom(db.deleteFrom(table).where('domain', '=', domain).where('tenant', '=', tenant)));
    // Who changed what names nobody of the partner, but what is deleted leaves nothing behind.
    yield* run(
      seldom(
        db
          .deleteFrom('memory_changes')
          .where('subject', '=', domain)
          .where('tenant', '=', tenant)
          .where('kind', '=', 'partner'),
      ),
    );
  }

  function* writeLetter({ caseId, articleId, events }: OfPartner & { kind: 'letter' }, domain: string, said: Said) {
    const { tenant, at } = said;
    const [first] = events;
    if (first === undefined) {
      yield* run(seldom(db.deleteFrom('partner_letters').where('case_id', '=', caseId).where('tenant', '=', tenant)));
      return;
    }
    const before = yield* lock(domain, said);
    yield* index(tenant, domain, before);
    const row = { domain, article: articleId, events: json(events), sent_at: time(first.at), last_at: at };
    yield* run<unknown>(
      seldom(
        db
          .insertInto('partner_letters')
          .values({ tenant, case_id: caseId, ...row })
          .onConflict(conflict => conflict.columns(['case_id', 'tenant']).doUpdateSet(row)),
      ),
    );
  }

  return function* (fact, said) {
    const domain = hostKey(fact.domain);
    if (fact.kind === 'letter') return yield* writeLetter(fact, domain, said);
    if (fact.kind === 'partner-gone') return yield* remove(domain, said);
    const before = yield* lock(domain, said);
    yield* save(domain, before, afterwards(before, fact), said, fact.kind === 'partner' && fact.isImported);
  };
}

function afterwards(
  before: PartnerValue,
  fact: OfPartner & { kind: 'partner-language' | 'partner-contact' | 'partner' },
): PartnerValue {
  switch (fact.kind) {
    case 'partner-language':
      return { ...before, language: fact.language };
    case 'partner-contact':
      return { ...before, contacts: withContact(before.contacts, fact) };
    case 'partner': {
      const { language, notes, contacts } = fact;
      return { language, notes, contacts: numbered(before.contacts, contacts) };
    }
    default:
      return fact satisfies never;
  }
}

/**
 * Whom a text was written to stands first. It takes the place of whom the same text named before, else of the same
 * address or name. Of more than a card has room for the one goes that was named longest ago.
 */
function withContact(
  contacts: readonly PartnerContact[],
  { contact, replaces }: OfPartner & { kind: 'partner-contact' },
): PartnerContact[] {
  if (contact.name === null && contact.address === null) return [...contacts];
  const known =
    contacts.find(one => contact.address !== null && sameText(one.address, contact.address)) ??
    contacts.find(one => replaces !== null && one.name === replaces.name && one.address === replaces.address) ??
    contacts.find(one => contact.name !== null && sameText(one.name, contact.name));
  const id = known?.id ?? nextId(contacts);
  const { name, address } = contact;
  const first = {
    id,
    name: name ?? known?.name ?? null,
    address: address ?? known?.address ?? null,
    phone: known?.phone ?? null,
  };
  return [first, ...contacts.filter(one => one !== known)].slice(0, mostContacts);
}

/** Whoever is the same as before keeps the number. */
function numbered(before: readonly PartnerContact[], contacts: readonly NewContact[]): PartnerContact[] {
  let next = nextId(before);
  const taken = new Set<number>();
  return contacts.slice(0, mostContacts).map(contact => {
    const known = before.find(
      one =>
        !taken.has(one.id) &&
        (contact.address === null ? one.name === contact.name : sameText(one.address, contact.address)),
    );
    const id = known?.id ?? next++;
    taken.add(id);
    return { id, name: contact.name, address: contact.address, phone: contact.phone };
  });
}

function nextId(contacts: readonly PartnerContact[]): number {
  return Math.max(0, ...contacts.map(({ id }) => id)) + 1;
}

function sameText(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one.toLowerCase() === other.toLowerCase();
}

/** The names of what is another now. */
function changesOf(before: PartnerValue, after: PartnerValue): string[] {
  const names = ['language', 'contacts', 'notes'] as const;
  return names.filter(name => json(before[name]) !== json(after[name]));
}
