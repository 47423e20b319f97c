/** Partners as lines of text that a spreadsheet opens: read tolerantly, written so that no cell is run as a formula. */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { type Locale, locales } from '../triage/evidence.ts';
import { mostContacts, type PartnerContact } from '../triage/memory.ts';
import type { LineProblem } from '../triage/showing/index.ts';

type Contact = Omit<PartnerContact, 'id'>;

/** What a list says of a partner; what it leaves empty stays as it is. */
export interface ListedInCsv {
  readonly domain: string;
  readonly language: Locale | null;
  readonly notes: string | null;
  readonly contacts: readonly Contact[];
}

export interface ReadCsv {
  readonly partners: readonly ListedInCsv[];
  /** Lines that are left out. */
  readonly problems: readonly LineProblem[];
  readonly unknownColumns: readonly string[];
}

/** The columns, and what else people and address books call them. */
const columns = {
  domain: ['domain', 'domein', 'domän', 'doman', '域', '域名'],
  language: ['language', 'lang', 'taal', 'språk', 'sprak', '语言'],
  name: [
    'name',
    'contact',
    'contact name',
    'display name',
    'full name',
    'naam',
    'contactpersoon',
    'namn',
    'kontakt',
    '姓名',
    '联系人',
  ],
  address: [
    'address',
    'email',
    'e-mail',
    'email address',
    'e-mail address',
    'mail',
    'adres',
    'e-mailadres',
    'adress',
    'e-post',
    'e-postadress',
    '地址',
    '邮箱',
    '电子邮件',
  ],
  phone: ['phone', 'telephone', 'tel', 'mobile', 'telefoon', 'telefon', '电话'],
  notes: ['notes', 'note', 'comment', 'remarks', 'notities', 'opmerkingen', 'anteckningar', '备注'],
} as const satisfies Record<string, readonly string[]>;
type Column = keyof typeof columns;
const columnNames = Object.keys(columns) as Column[];

/** As many lines as somebody looks after by hand. */
const mostLines = 2_000;
const longest: Readonly<Record<Column, number>> = {
  domain: 253,
  language: 40,
  name: 120,
  address: 120,
  phone: 60,
  notes: 500,
};

/** Whether a text begins as such a list: a line that names the domain and something else. */
export function looksLikePartners(text: string): boolean {
  const [first = ''] = text
    .slice(0, 2_000)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const names = first.split(delimiterOf(first)).map(columnOf);
  return names.includes('domain') && names.filter(name => name !== undefined).length > 1;
}

/** Undefined for a text that is no list. */
export function readPartnersCsv(text: string): ReadCsv | undefined {
  const [first = ''] = text.slice(0, 2_000).split(/\r?\n/);
  let rows: { readonly record: string[]; readonly info: { readonly lines: number } }[];
  try {
    rows = parse(text, {
      bom: true,
      delimiter: delimiterOf(first),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
      to: mostLines + 1,
    }) as unknown as typeof rows;
  } catch {
    return undefined;
  }
  const [header, ...lines] = rows;
  if (!header) return undefined;
  const names = header.record.map(columnOf);
  const unknownColumns = header.record.filter((name, index) => name !== '' && names[index] === undefined);
  const partners = new Map<string, ListedInCsv>();
  const problems: LineProblem[] = [];
  for (const { record, info } of lines) {
    const cell = (name: Column) => asWritten(record[names.indexOf(name)] ?? '');
    const cells = Object.fromEntries(columnNames.map(name => [name, cell(name)])) as Record<Column, string>;
    const problem = take(cells, partners);
    if (problem) problems.push({ line: info.lines, ...problem });
  }
  return { partners: [...partners.values()], problems, unknownColumns };
}

/** One line a contact; a partner without any has one line as well. */
export function writePartnersCsv(partners: readonly ListedInCsv[]): string {
  const rows = partners.flatMap(({ domain, language, notes, contacts }) => {
    const people = contacts.length > 0 ? contacts : [{ name: null, address: null, phone: null }];
    return people.map((one, index) => ({
      domain,
      language: index === 0 ? language : null,
      ...one,
      notes: index === 0 ? notes : null,
    }));
  });
  // A cell that begins with = + - @ is run by a spreadsheet.
  return stringify(rows, { header: true, columns: [...columnNames], escape_formulas: true });
}

function take(
  cells: Record<Column, string>,
  partners: Map<string, ListedInCsv>,
): Omit<LineProblem, 'line'> | undefined {
  const tooLong = columnNames.find(name => cells[name].length > longest[name]);
  if (tooLong) return { why: 'too-long', found: cells[tooLong].slice(0, 40) };
  const domain = cells.domain.toLowerCase().replace(/^@/, '').replace(/\.$/, '');
  if (!isDomain(domain)) return { why: 'no-domain', found: cells.domain };
  const language = languageOf(cells.language);
  if (language === undefined) return { why: 'language', found: cells.language };
  if (cells.address !== '' && !isAddress(cells.address)) return { why: 'address', found: cells.address };
  const contact = { name: cells.name || null, address: cells.address || null, phone: cells.phone || null };
  const before = partners.get(domain) ?? { domain, language: null, notes: null, contacts: [] };
  const isNamed = contact.name !== null || contact.address !== null || contact.phone !== null;
  if (isNamed && before.contacts.length >= mostContacts)
    return { why: 'too-many', found: contact.name ?? contact.address ?? contact.phone ?? '' };
  partners.set(domain, {
    domain,
    language: language ?? before.language,
    notes: cells.notes || before.notes,
    contacts: isNamed ? [...before.contacts, contact] : before.contacts,
  });
  return undefined;
}

/** Of three that spreadsheets write the one that stands in the first line most often. */
function delimiterOf(line: string): string {
  const count = (sign: string) => line.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

function columnOf(name: string): Column | undefined {
  const said = name
    .trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase();
  return columnNames.find(column => columns[column].some(one => one === said));
}

/** What was written with a mark against formulas is read without it. */
function asWritten(cell: string): string {
  const bare = cell.replace(/\s+/g, ' ').trim();
  return /^'[=+\-@\t]/.test(bare) ? bare.slice(1) : bare;
}

// fabrikam.com, münchen.example
export function isDomain(name: string): boolean {
  return (
    name.length <= 253 &&
    /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}[\p{L}\p{N}-]{1,61}$/u.test(name)
  );
}

// anna@fabrikam.com
export function isAddress(text: string): boolean {
  return /^[^\s@<>(),;]{1,64}@[^\s@<>(),;]{1,255}$/.test(text) && text.includes('.', text.indexOf('@'));
}

/** Null: none is named; undefined: one that is not among ours. */
function languageOf(name: string): Locale | null | undefined {
  const said = name.trim().toLowerCase();
  if (said === '') return null;
  return locales.find(locale => locale.toLowerCase() === said || languageNames[locale].includes(said));
}

const languageNames: Readonly<Record<Locale, readonly string[]>> = {
  en: ['english', 'engels', 'engelska', '英语'],
  nl: ['dutch', 'nederlands', 'nederländska', '荷兰语'],
  sv: ['swedish', 'zweeds', 'svenska', '瑞典语'],
  'zh-CN': ['chinese', 'chinees', 'kinesiska', '中文', 'zh'],
};
