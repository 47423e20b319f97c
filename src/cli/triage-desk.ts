/** Reading, matching and showing, built once for a command. */
import { join } from 'node:path';
import { loadArticles } from '../articles/load-articles.ts';
import { loadWords } from '../articles/load-words.ts';
import { loadStrings } from '../cards/load-strings.ts';
import { loadTemplates } from '../cards/load-templates.ts';
import { createCardRenderer } from '../cards/render-card.ts';
import { noMemory } from '../triage/case.ts';
import type { Evidence, Locale } from '../triage/evidence.ts';
import { openCase } from '../triage/guiding/index.ts';
import type { Match } from '../triage/match.ts';
import { createKnowledgeBase, matchEvidence } from '../triage/matching/index.ts';
import { maxPasteBytes, readEvidence } from '../triage/reading/index.ts';
import { outlineResult } from './outline.ts';
import { type TriageResult, toResult } from './result.ts';
import { shortResult } from './short.ts';
import { InputError, tooLong } from './triage-inputs.ts';

export interface Read {
  readonly evidence: Evidence;
  readonly match: Match;
}

export interface Telling {
  /** Absent: the language of the text, else English. */
  readonly locale: Locale | undefined;
  readonly isShort: boolean;
  readonly bold: (text: string) => string;
}

export interface TerminalDesk {
  /** Throws an `InputError` for a text that is too long. */
  readonly read: (text: string) => Read;
  /** The public result object. */
  readonly result: (id: string, read: Read, locale: Locale | undefined) => TriageResult;
  /** For a person. */
  readonly tell: (read: Read, telling: Telling) => string;
}

/** @param root of the repository */
export function createTerminalDesk(root: string): TerminalDesk {
  const dialogs = join(root, 'dialogs');
  const { articles, values } = loadArticles(dialogs);
  const strings = loadStrings(join(root, 'cards', 'strings'));
  const knowledge = createKnowledgeBase(articles, loadWords(dialogs));
  const cards = createCardRenderer({ templates: loadTemplates(join(root, 'cards')), strings, articles, values });
  const byId = new Map(articles.map(article => [article.id, article]));
  return {
    read: text => {
      if (Buffer.byteLength(text) > maxPasteBytes) throw new InputError(tooLong);
      const evidence = readEvidence(text);
      return { evidence, match: matchEvidence(evidence, knowledge) };
    },
    result: (id, { evidence, match }, locale) => toResult(id, evidence, match, { articles: byId, strings, locale }),
    tell: ({ evidence, match }, { locale: wanted, isShort, bold }) => {
      const locale = wanted ?? match.locale ?? 'en';
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const now = new Date().toISOString();
      const by = { id: 'terminal', name: '' };
      const view = { articles: byId, memory: noMemory, retryHours: 24, locale, now, by };
      const opened = openCase('-', evidence, match, view).case;
      const context = { ...cards.context({ locale, timeZone }), retryHours: 24, bold };
      return isShort ? shortResult(evidence, match, opened, context) : outlineResult(evidence, match, opened, context);
    },
  };
}
