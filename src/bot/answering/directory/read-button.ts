/** What a button of the directory sends, with what was filled in on its card. */
import { z } from 'zod';
import { isAddress } from '../../../files/partners-csv.ts';
import { type Locale, locales } from '../../../triage/evidence.ts';
import { hostOwners, mostContacts, type PartnerContact, type SaidOwner } from '../../../triage/memory.ts';

export interface Filled {
  readonly language: Locale | null;
  readonly notes: string | null;
  readonly contacts: readonly Omit<PartnerContact, 'id'>[];
}

export interface Page {
  readonly sought: string | null;
  readonly after: string | undefined;
  readonly before: string | undefined;
  readonly from: number;
}

export type DirectoryPress =
  | { readonly verb: 'partners' | 'hosts'; readonly page: Page }
  | { readonly verb: 'partner' | 'ask-delete-partner' | 'delete-partner' | 'host'; readonly named: string }
  | { readonly verb: 'save-partner'; readonly named: string; readonly filled: Filled }
  | { readonly verb: 'set-host'; readonly named: string; readonly owner: SaidOwner | null }
  | { readonly verb: 'import-partners'; readonly draft: string };

const name = z.string().trim().min(1).max(253);
const maybe = name.optional().catch(undefined);
const page = z
  .looseObject({ sought: z.string().max(60).optional().catch(undefined), after: maybe, before: maybe, from: maybe })
  .transform(
    ({ sought, after, before, from }): Page => ({
      sought: sought?.trim() || null,
      after,
      before,
      from: Number(from) || 0,
    }),
  );

const Pressed = z.union([
  z
    .looseObject({ action: z.looseObject({ verb: z.string(), data: z.looseObject({}).default({}) }) })
    .transform(({ action }) => ({ ...action.data, verb: action.verb })),
  z.looseObject({ verb: z.string() }),
]);

const Button = z.union([
  z
    .looseObject({ verb: z.enum(['partners', 'hosts']) })
    .transform(({ verb, ...rest }) => ({ verb, page: page.parse(rest) })),
  z.object({ verb: z.enum(['partner', 'ask-delete-partner', 'delete-partner', 'host']), named: name }),
  z
    .looseObject({ verb: z.literal('save-partner'), named: name })
    .transform(({ verb, named, ...fields }) => ({ verb, named, filled: filledIn(fields) })),
  z
    .object({ verb: z.literal('set-host'), named: name, option: z.enum([...hostOwners, 'nobody']) })
    .transform(({ verb, named, option }) => ({ verb, named, owner: option === 'nobody' ? null : option })),
  z.object({ verb: z.literal('import-partners'), draft: name }),
]) satisfies z.ZodType<DirectoryPress>;

/** Undefined for a verb or data that no button of the directory has. */
export function readDirectoryPress(value: unknown): DirectoryPress | undefined {
  const pressed = Pressed.safeParse(value);
  return pressed.success ? Button.safeParse(pressed.data).data : undefined;
}

/** An address that is none was refused by the client already, and is left out where one did not. */
function filledIn(fields: Readonly<Record<string, unknown>>): Filled {
  const text = (key: string, longest: number) => {
    const value = fields[key];
    return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim().slice(0, longest) || null : null;
  };
  const contacts = Array.from({ length: mostContacts }, (_, index) => {
    const address = text(`address${index + 1}`, 120);
    return {
      name: text(`name${index + 1}`, 120),
      address: address !== null && isAddress(address) ? address : null,
      phone: text(`phone${index + 1}`, 60),
    };
  });
  return {
    language: locales.find(locale => locale === fields.language) ?? null,
    notes: text('notes', 500),
    contacts: contacts.filter(one => one.name !== null || one.address !== null || one.phone !== null),
  };
}
