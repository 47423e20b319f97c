/** Partners as a list: looked through before it is imported, and written out. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type ListedInCsv, looksLikePartners, readPartnersCsv, writePartnersCsv } from '../../../files/partners-csv.ts';
import type { ListedPartner } from '../../../storage/directory-store.ts';
import { textOrNull } from '../../../storage/stored-shape.ts';
import { locales } from '../../../triage/evidence.ts';
import type { Remember } from '../../../triage/guiding/index.ts';
import { mostContacts, type PartnerContact } from '../../../triage/memory.ts';
import type { ImportView } from '../../../triage/showing/index.ts';
import type { Desk, Reader } from '../../desk.ts';
import { notice, type Reply, replyWith } from '../../reply.ts';
import { firstPage, listPartners, localeIn } from './directory-lists.ts';
import { remember } from './remember.ts';

type Contact = Omit<PartnerContact, 'id'>;

/** Partners that are written in one transaction, and read in one query. */
const mostAtOnce = 100;

export { looksLikePartners };

/** What a list would change; nothing is stored before somebody says so. Undefined for a text that is no list. */
export async function onPartnersCsv(desk: Desk, reader: Reader, text: string): Promise<Reply | undefined> {
  const read = readPartnersCsv(text);
  if (!read) return undefined;
  const planned = await plan(desk, reader, read.partners);
  const count = (kind: Planned['kind']) => planned.filter(one => one.kind === kind).length;
  const isEmpty = planned.every(({ kind }) => kind === 'same');
  const draft = isEmpty ? null : randomUUID();
  if (draft !== null) {
    const { tenant, person } = reader;
    const value = { partners: read.partners };
    await desk.store.saveDraft({ tenant, id: draft, personId: person.id, at: desk.now(), value });
  }
  const view: ImportView = {
    kind: 'import',
    draft,
    fresh: count('fresh'),
    changed: count('changed'),
    same: count('same'),
    problems: read.problems,
    unknownColumns: read.unknownColumns,
  };
  return replyWith(desk, reader, view);
}

// Written by this program, in whichever version.
const Stored = z.object({
  partners: z.array(
    z.object({
      domain: z.string(),
      language: z.enum(locales).nullable(),
      notes: textOrNull,
      contacts: z.array(z.object({ name: textOrNull, address: textOrNull, phone: textOrNull })),
    }),
  ),
});

/** What is known by then decides, so that nothing is lost that somebody wrote meanwhile; imported twice it is as once. */
export async function importPartners(desk: Desk, reader: Reader, draft: string): Promise<Reply> {
  const stored = Stored.safeParse(await desk.store.draft(reader.tenant, draft, reader.person.id)).data;
  if (!stored) return replyWith(desk, reader, notice('draft-gone'));
  const planned = await plan(desk, reader, stored.partners);
  const facts = planned.flatMap(({ kind, fact }) => (kind === 'same' ? [] : [fact]));
  for (let from = 0; from < facts.length; from += mostAtOnce)
    await remember(desk, reader, facts.slice(from, from + mostAtOnce));
  const count = (wanted: Planned['kind']) => planned.filter(({ kind }) => kind === wanted).length;
  return listPartners(desk, reader, firstPage, {
    kind: 'imported',
    fresh: count('fresh'),
    changed: count('changed'),
  });
}

interface Planned {
  readonly kind: 'fresh' | 'changed' | 'same';
  readonly fact: Remember;
}

async function plan({ store }: Desk, { tenant }: Reader, partners: readonly ListedInCsv[]): Promise<Planned[]> {
  const planned: Planned[] = [];
  for (let from = 0; from < partners.length; from += mostAtOnce) {
    const some = partners.slice(from, from + mostAtOnce);
    const known = await store.partnersNamed(
      tenant,
      some.map(({ domain }) => domain),
    );
    const byDomain = new Map(known.map(one => [one.domain, one]));
    planned.push(...some.map(one => merged(one, byDomain.get(one.domain))));
  }
  return planned;
}

/** What the list leaves empty stays as it is. */
function merged(listed: ListedInCsv, known: ListedPartner | undefined): Planned {
  const before = known?.contacts.map(({ name, address, phone }): Contact => ({ name, address, phone })) ?? [];
  const contacts = listed.contacts.reduce(withContact, before).slice(0, mostContacts);
  const language = listed.language ?? localeIn(known?.language);
  const notes = listed.notes ?? known?.notes ?? null;
  const fact: Remember = { kind: 'partner', domain: listed.domain, language, notes, contacts, isImported: true };
  if (!known) return { kind: 'fresh', fact };
  const isSame =
    language === localeIn(known.language) &&
    notes === known.notes &&
    JSON.stringify(contacts) === JSON.stringify(before);
  return { kind: isSame ? 'same' : 'changed', fact };
}

function withContact(contacts: Contact[], listed: Contact): Contact[] {
  const isSame = (one: string | null, other: string | null) =>
    one !== null && other !== null && one.toLowerCase() === other.toLowerCase();
  const known =
    contacts.find(({ address }) => isSame(address, listed.address)) ??
    contacts.find(({ name, address }) => isSame(name, listed.name) && (address === null || listed.address === null));
  if (!known) return [...contacts, listed];
  const { name, address, phone } = listed;
  const filled = { name: name ?? known.name, address: address ?? known.address, phone: phone ?? known.phone };
  return contacts.map(one => (one === known ? filled : one));
}

/** What Teams takes in one message, and how many of them nobody minds. */
const longestMessage = 15_000;
const mostMessages = 10;

/** Everything as text to copy, several messages where one is too short. */
export async function exportPartners(desk: Desk, reader: Reader): Promise<Reply> {
  const { tenant } = reader;
  const texts: string[] = [];
  let text = '';
  let isWhole = true;
  for (let after: string | undefined; ; ) {
    const some = await desk.store.partners({ tenant, limit: mostAtOnce, after });
    const [header = '', ...lines] = linesOf(some);
    for (const line of lines) {
      if (text !== '' && text.length + line.length > longestMessage) {
        texts.push(text);
        text = '';
      }
      text += text === '' ? header + line : line;
    }
    if (some.length < mostAtOnce) break;
    isWhole = texts.length < mostMessages;
    if (!isWhole) break;
    after = some.at(-1)!.domain;
  }
  if (text !== '') texts.push(text);
  if (texts.length === 0) return listPartners(desk, reader, firstPage);
  const { say } = desk.strings[reader.locale];
  const messages = [...texts, ...(isWhole ? [] : [say('partners.exportCut')])];
  return { messages: messages.map(one => ({ kind: 'text', text: one })), replacement: null };
}

/** Whole records, each with its line break: a note has none within. */
function linesOf(partners: readonly ListedPartner[]): string[] {
  const csv = writePartnersCsv(partners.map(one => ({ ...one, language: localeIn(one.language) })));
  return csv.split(/(?<=\n)/).filter(line => line !== '');
}
