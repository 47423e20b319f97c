/** Small articles for tests of matching: only what a row names, the rest is empty. */
import type { Article, ArticleStrings, Condition } from '../../src/triage/article.ts';
import type { Locale } from '../../src/triage/evidence.ts';
import { locales } from '../../src/triage/evidence.ts';
import type { LocaleWords, WordData } from '../../src/triage/words.ts';

export interface ArticleSketch {
  readonly id: string;
  /** `4.4.316` or `4.7.500-4.7.699`. */
  readonly codes?: readonly string[];
  readonly signatures?: readonly string[];
  readonly speaksFor?: readonly Condition[];
  readonly catchAll?: boolean;
  readonly strings?: Partial<Record<Locale, Partial<ArticleStrings>>>;
}

export function makeArticle(sketch: ArticleSketch): Article {
  return {
    id: sketch.id,
    statusCodes: (sketch.codes ?? []).map(text => {
      const [from, to] = text.split('-');
      return { from: from!, to: to ?? from!, state: null };
    }),
    catchAll: sketch.catchAll ?? false,
    signatures: sketch.signatures ?? [],
    speaksFor: sketch.speaksFor ?? [],
    fixedBy: ['exchange-admin'],
    related: [],
    sources: [],
    guide: { start: 'end', steps: {} },
    strings: Object.fromEntries(
      locales.map(locale => [locale, { ...noStrings, ...sketch.strings?.[locale] }]),
    ) as unknown as Article['strings'],
  };
}

const noStrings: ArticleStrings = {
  title: '',
  headline: '',
  cause: '',
  tell: '',
  symptoms: [],
  aliases: [],
  steps: {},
};

const noLocaleWords: LocaleWords = { endings: [], sameAs: {}, stopWords: [], concepts: {}, chatter: [] };

export const noWords: WordData = {
  concepts: { mailFlow: [], connection: [], scene: [], trouble: [], circumstance: [], elsewhere: [], saysLittle: [] },
  locales: { en: noLocaleWords, nl: noLocaleWords, sv: noLocaleWords, 'zh-CN': noLocaleWords },
};
