/** Any number of articles that look like ours: each speaks of a few meanings in four languages, with codes of its own. */
import type { Article, ArticleStrings } from '../../src/triage/article.ts';
import { type Locale, locales } from '../../src/triage/evidence.ts';
import { type WordData, wordGroups } from '../../src/triage/language/words.ts';
import { createRandom, pickFrom } from '../random.ts';

export function syntheticArticles(count: number, words: WordData): Article[] {
  const random = createRandom(20261121);
  const concepts = wordGroups.flatMap(group => words.concepts[group]);
  const pick = <T>(list: readonly T[]) => pickFrom(list, random);
  return Array.from({ length: count }, (_, number) => {
    const meanings = Array.from({ length: 6 }, () => pick(concepts));
    const line = (locale: Locale) => {
      const said = [pick(meanings), pick(meanings), pick(meanings)];
      return said
        .map(concept => pick(words.locales[locale].concepts[concept] ?? ['mail']))
        .join(' ')
        .replaceAll('..', '');
    };
    const code = `5.${Math.floor(number / 1000) % 8}.${number % 1000}`;
    return {
      id: `problem-${number}`,
      statusCodes: [{ from: code, to: code, state: null }],
      catchAll: null,
      fate: null,
      signatures: [`${line('en')} ${number}`],
      tokens: [],
      reasons: ['undefined'],
      speaksFor: [],
      meant: [],
      findings: { agree: [], contradict: [], opens: [] },
      variants: [],
      changes: [],
      fixedBy: ['exchange-admin'],
      related: [],
      sources: [],
      guide: { start: 'end', steps: {} },
      strings: Object.fromEntries(locales.map(locale => [locale, texts(line, locale)])) as Article['strings'],
    };
  });
}

function texts(line: (locale: Locale) => string, locale: Locale): ArticleStrings {
  return {
    title: line(locale),
    headline: line(locale),
    cause: `${line(locale)}. ${line(locale)}.`,
    tell: line(locale),
    symptoms: Array.from({ length: 8 }, () => line(locale)),
    aliases: [line(locale)],
    changes: {},
    steps: {},
  };
}
