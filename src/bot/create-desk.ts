/** Content, cards and storage put together for the turns. */
import { randomInt } from 'node:crypto';
import type { Logger } from 'pino';
import { createCardRenderer } from '../cards/render-card.ts';
import type { AllStrings } from '../cards/strings.ts';
import type { ReceiveFile } from '../files/receive-file.ts';
import { readFindings } from '../findings/index.ts';
import type { Store } from '../storage/store.ts';
import { type Locale, locales } from '../triage/evidence.ts';
import { type CommandWord, type CommandWords, commandWords, createEar } from '../triage/hearing/index.ts';
import {
  type ArticleSearch,
  createArticleSearch,
  createKnowledgeBase,
  type KnowledgeBase,
} from '../triage/matching/index.ts';
import type { Connector } from './channel.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk.ts';
import { createExperts } from './experts.ts';
import type { Probing } from './probing.ts';

export interface DeskParts {
  readonly content: Content;
  /** Of this content; without it, it is built. */
  readonly knowledge?: KnowledgeBase | undefined;
  readonly store: Store;
  readonly connector: Connector;
  readonly receiveFile: ReceiveFile;
  readonly sendFile?: Desk['sendFile'];
  readonly defaultLanguage: Locale;
  readonly retryHours: number;
  readonly keepGaps: boolean;
  readonly reminds: boolean;
  readonly alertMinutes: number;
  readonly incidentCases?: number;
  readonly incidentMinutes?: number;
  readonly admins?: readonly string[];
  readonly leads?: readonly string[];
  readonly probing?: Probing | undefined;
  readonly appId?: string | undefined;
  readonly log: Logger;
  readonly now?: () => string;
}

export function createDesk({
  content,
  knowledge = createKnowledgeBase(content.articles, content.words),
  store,
  connector,
  receiveFile,
  sendFile = async () => false,
  defaultLanguage,
  retryHours,
  keepGaps,
  reminds,
  alertMinutes,
  incidentCases = 5,
  incidentMinutes = 60,
  admins = [],
  leads = [],
  probing,
  appId,
  log,
  now = () => new Date().toISOString(),
}: DeskParts): Desk {
  const { articles, strings } = content;
  const words = commandsOf(strings);
  let search: ArticleSearch | undefined;
  return {
    store,
    connector,
    receiveFile,
    sendFile,
    articles: new Map(articles.map(article => [article.id, article])),
    knowledge,
    cards: createCardRenderer({ ...content, terms: content.talk.terms }),
    strings,
    words,
    ear: createEar({
      ...content.talk,
      stopWords: locales.flatMap(locale => content.words.locales[locale].stopWords),
      negations: words.negation.filter(word => !words.no.includes(word)),
      none: words.none,
      meanings: text => knowledge.symptoms.meanings(text),
    }),
    ranges: content.ranges,
    readData: (text, name, evidence, findings = []) =>
      readFindings(text, name, { now: now(), ranges: content.ranges, evidence, findings }),
    search: () => {
      search ??= createArticleSearch(knowledge);
      return search;
    },
    defaultLanguage,
    retryHours,
    keepGaps,
    reminds,
    alertMinutes,
    incidentCases,
    incidentMinutes,
    admins: new Set(admins),
    leads: new Set(leads),
    experts: createExperts(store),
    probing,
    appId,
    log,
    now,
    newCaseId,
  };
}

/** Every command in every language: people type what they are used to. */
export function commandsOf(strings: AllStrings): CommandWords {
  const wordsOf = (word: CommandWord) => locales.flatMap(locale => strings[locale].list(`commands.${word}`));
  return Object.fromEntries(commandWords.map(word => [word, wordsOf(word)])) as unknown as CommandWords;
}

// Without letters and digits that look or sound alike; it is read over the phone.
const alphabet = 'ABCDEFGHJKLMNPRSTUVWXYZ23456789';

/** Six characters: 900 million, unique within a tenant by the storage's check. */
function newCaseId(): string {
  return Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('');
}
