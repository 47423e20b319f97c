/** The texts of the cards, one flat list a language. Every language has the keys of English. */
import { type Locale, locales } from '../triage/evidence.ts';
import { fill } from '../triage/placeholders.ts';

export interface Strings {
  readonly locale: Locale;
  /** A text by its dotted key, with `{…}` filled in. Throws on a key that does not exist: that is a bug. */
  say(key: string, values?: Readonly<Record<string, string | number>>): string;
  /** A list of texts by its dotted key. */
  list(key: string): readonly string[];
  /** Whether there is such a text: another version may have stored a key that is not known here. */
  has(key: string): boolean;
  keys(): readonly string[];
}

export type AllStrings = Readonly<Record<Locale, Strings>>;

/** @param trees what the files hold, one a language */
export function createAllStrings(trees: Readonly<Record<Locale, unknown>>): AllStrings {
  return Object.fromEntries(
    locales.map(locale => [locale, createStrings(locale, trees[locale])]),
  ) as unknown as AllStrings;
}

function createStrings(locale: Locale, tree: unknown): Strings {
  const texts = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  flatten('', tree, texts, lists);
  const get = <T>(from: ReadonlyMap<string, T>, key: string): T => {
    const found = from.get(key);
    if (found === undefined)
      throw new Error(`cards/strings/${locale}.yaml: no text "${key}". Add it in every language.`);
    return found;
  };
  return {
    locale,
    say: (key, values = {}) => {
      const text = get(texts, key);
      return fill(text, name => quotedWithin(text, name, String(values[name] ?? `{${name}}`)));
    },
    list: key => get(lists, key),
    has: key => texts.has(key),
    keys: () => [...texts.keys(), ...lists.keys()],
  };
}

/** Quotation marks inside of others are single ones: “Does it say ‘temporary’?” */
function quotedWithin(text: string, name: string, value: string): string {
  if (!value.includes('”') || !/[“”]$/.test(text.slice(0, text.indexOf(`{${name}}`)))) return value;
  return value.replace(/[“”]/g, mark => (mark === '“' ? '‘' : '’'));
}

function flatten(key: string, value: unknown, texts: Map<string, string>, lists: Map<string, readonly string[]>): void {
  if (Array.isArray(value)) lists.set(key, value.map(String));
  else if (typeof value === 'object' && value !== null) {
    for (const [name, child] of Object.entries(value))
      flatten(key === '' ? name : `${key}.${name}`, child, texts, lists);
  } else texts.set(key, String(value));
}
