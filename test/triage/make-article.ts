/** Small articles for tests of matching: only what a row names, the rest is empty. */
import type { Article, ArticleStrings, Condition } from '../../src/triage/article.ts';
import type { Locale } from '../../src/triage/evidence.ts';
import { locales } from '../../src/triage/evidence.ts';
import type { LocaleWords, WordData } from '../../src/triage/language/words.ts';

export interface ArticleSketch {
  readonly id: string;
  /** `4.4.316` or `4.7.500-4.7.699`. */
  readonly codes?: readonly string[];
  readonly signatures?: readonly string[];
  readonly speaksFor?: readonly Condition[];
  readonly tokens?: readonly string[];
  readonly reasons?: Article['reasons'];
  readonly meant?: readonly Condition[];
  readonly catchAll?: Article['catchAll'];
  readonly strings?: Partial<Record<Locale, Partial<ArticleStrings>>>;
}

export function makeArticle(sketch: ArticleSketch): Article {
  return {
    id: sketch.id,
    statusCodes: (sketch.codes ?? []).map(text => {
      const [from, to] = text.split('-');
      return { from: from!, to: to ?? from!, state: null };
    }),
    catchAll: sketch.catchAll ?? null,
    fate: null,
    signatures: sketch.signatures ?? [],
    tokens: sketch.tokens ?? [],
    reasons: sketch.reasons ?? [],
    speaksFor: sketch.speaksFor ?? [],
    meant: sketch.meant ?? [],
    findings: { agree: [], contradict: [], opens: [] },
    variants: [],
    changes: [],
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
  changes: {},
  steps: {},
};

const noLocaleWords: LocaleWords = { endings: [], asTheyAre: [], sameAs: {}, stopWords: [], concepts: {}, chatter: [] };

export const noWords: WordData = {
  concepts: { mailFlow: [], connection: [], scene: [], trouble: [], circumstance: [], elsewhere: [], saysLittle: [] },
  locales: { en: noLocaleWords, nl: noLocaleWords, sv: noLocaleWords, 'zh-CN': noLocaleWords },
};

/** A few words in each language, enough to see how texts are read. */
export const someWords: WordData = {
  concepts: {
    mailFlow: ['bounce'],
    connection: ['certificate', 'refused', 'queue'],
    scene: ['mail', 'mailbox'],
    trouble: ['expired', 'full', 'stuck'],
    circumstance: ['server'],
    elsewhere: ['printer'],
    saysLittle: ['bounce', 'mail', 'server', 'stuck'],
  },
  locales: {
    en: {
      endings: ['ing', 'ed', 'es', 's', 'e'],
      asTheyAre: [],
      sameAs: { mail: ['message', 'email'] },
      stopWords: ['the', 'a', 'is', 'are', 'in', 'of', 'our', 'to', 'was', 'and', 'my'],
      concepts: {
        bounce: ['bounce', 'undeliverable'],
        certificate: ['certificate'],
        refused: ['connection .. refuse', 'refuse .. connection'],
        queue: ['queue', 'queueing'],
        mail: ['mail'],
        mailbox: ['mailbox'],
        expired: ['expire'],
        full: ['full'],
        stuck: ['stuck'],
        server: ['server'],
        printer: ['printer'],
      },
      chatter: ['print queue', 'vpn', 'password', 'word', 'website'],
    },
    nl: {
      endings: ['en', 's', 'e', 't', 'd'],
      asTheyAre: [],
      sameAs: { weigeren: ['geweigerd', 'weigert'] },
      stopWords: ['de', 'het', 'is', 'staat', 'in', 'worden', 'wordt', 'onze', 'geeft'],
      concepts: {
        bounce: ['bounce', 'onbestelbaar'],
        certificate: ['certificaat'],
        refused: ['verbinding .. weigeren', 'connection refused'],
        queue: ['wachtrij'],
        mail: ['mail'],
        mailbox: ['postvak', 'mailbox'],
        expired: ['verlopen'],
        full: ['vol'],
        stuck: ['hangt'],
        server: ['server'],
        printer: ['printer'],
      },
      chatter: ['wachtwoord', 'website'],
    },
    sv: {
      endings: ['arna', 'en', 'et', 'n', 'ar', 'er', 'a', 's', 'ern'],
      asTheyAre: [],
      sameAs: {},
      stopWords: ['i', 'på', 'av', 'ligger', 'kvar', 'är', 'vår'],
      concepts: {
        bounce: ['studsa', 'olevererbart'],
        certificate: ['certifikat'],
        refused: ['anslutning .. nekas'],
        queue: ['kö', 'kön'],
        mail: ['mejl'],
        mailbox: ['postlåda'],
        expired: ['gått ut'],
        full: ['full'],
        stuck: ['fastnar'],
        server: ['server'],
        printer: ['skrivare'],
      },
      chatter: ['lösenord', 'webbplats'],
    },
    'zh-CN': {
      endings: [],
      asTheyAre: [],
      sameAs: {},
      stopWords: ['的', '了', '我们', '一直'],
      concepts: {
        bounce: ['退信'],
        certificate: ['证书'],
        refused: ['连接被拒'],
        queue: ['排队', '队列'],
        mail: ['邮件'],
        mailbox: ['邮箱'],
        expired: ['过期'],
        full: ['满了'],
        stuck: ['卡住'],
        server: ['服务器'],
        printer: ['打印机'],
      },
      chatter: ['密码', '网站'],
    },
  },
};
