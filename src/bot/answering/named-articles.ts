/** Problems by their names, as people say them. */
import { type Locale, locales } from '../../triage/evidence.ts';
import { plain } from '../../triage/hearing/index.ts';
import type { Desk } from '../desk.ts';

/** Those that are called so in whichever language: exactly, else by their title, else by another name. */
export function allNamed({ articles }: Desk, sought: string, isExact = false): string[] {
  const words = plain(sought);
  const called = [...articles.values()].map(({ id, strings }) => {
    const of = (names: (locale: Locale) => readonly string[]) => locales.flatMap(names).map(plain);
    return { id, titles: of(locale => [strings[locale].title]), aliases: of(locale => strings[locale].aliases) };
  });
  const ways: readonly ((one: (typeof called)[number]) => boolean)[] = [
    ({ id, titles, aliases }) => [id, id.replaceAll('-', ' '), ...titles, ...aliases].includes(words),
    ({ titles }) => titles.some(title => hasWords(title, words)),
    ({ id, aliases }) => [id.replaceAll('-', ' '), ...aliases].some(name => hasWords(name, words)),
  ];
  for (const isMeant of isExact ? ways.slice(0, 1) : ways) {
    const found = called.filter(isMeant);
    if (found.length > 0) return found.map(({ id }) => id);
  }
  return [];
}

function hasWords(name: string, words: string): boolean {
  // Chinese has no blanks; two of its characters are a word.
  if (/\p{Script=Han}/u.test(words)) return words.length >= 2 && name.includes(words);
  return words.length >= 4 && ` ${name} `.includes(` ${words} `);
}
