/** Reading, matching and showing, built once for a command. */
import { join } from 'node:path';
import { loadArticles } from '../articles/load-articles.ts';
import { loadWords } from '../articles/load-words.ts';
import { loadStrings } from '../cards/load-strings.ts';
import { loadTemplates } from '../cards/load-templates.ts';
import { createCardRenderer } from '../cards/render-card.ts';
import type { Strings } from '../cards/strings.ts';
import { findingsLines } from '../cards/views/findings.ts';
import { readFindings } from '../findings/index.ts';
import { noMemory } from '../triage/case.ts';
import { type Locale, noEvidence } from '../triage/evidence.ts';
import type { ReadFinding } from '../triage/finding.ts';
import { openCase } from '../triage/guiding/index.ts';
import { evidenceFrom, hasBounceBeside, type Led, leadFrom } from '../triage/lead.ts';
import { createKnowledgeBase, matchEvidence, summariseBatch } from '../triage/matching/index.ts';
import { maxPasteBytes, readEvidence } from '../triage/reading/index.ts';
import { findingsView } from '../triage/showing/index.ts';
import { bulkLines } from './bulk-lines.ts';
import { outlineResult } from './outline.ts';
import { type TriageResult, toFoundResult, toResult } from './result.ts';
import { shortResult } from './short.ts';
import type { BulkRead } from './triage-bulk.ts';
import { InputError, tooLong } from './triage-inputs.ts';

/** With what data shows, where the text is data, or has some beside an error. */
export type Read = Led;

export interface Telling {
  /** Absent: the language of the text, else English. */
  readonly locale: Locale | undefined;
  readonly isShort: boolean;
  readonly bold: (text: string) => string;
}

export interface TerminalDesk {
  /** Throws an `InputError` for a text that is too long. */
  readonly read: (text: string, header?: string | null) => Read;
  /** Of data that was read already: where it leads. */
  readonly ofData: (findings: readonly ReadFinding[]) => Read;
  readonly strings: (locale: Locale | undefined) => Strings;
  /** The published address ranges of Exchange Online. */
  readonly ranges: readonly string[];
  /** What traces and logs say, for a person. */
  readonly tellBulk: (read: BulkRead, telling: Omit<Telling, 'isShort'>) => string;
  /** The public result object. */
  readonly result: (id: string, read: Read, locale: Locale | undefined) => TriageResult;
  /** For a person. */
  readonly tell: (read: Read, telling: Telling) => string;
}

/** @param root of the repository */
export function createTerminalDesk(root: string): TerminalDesk {
  const dialogs = join(root, 'dialogs');
  const { articles, values, ranges } = loadArticles(dialogs);
  const strings = loadStrings(join(root, 'cards', 'strings'));
  const knowledge = createKnowledgeBase(articles, loadWords(dialogs));
  const cards = createCardRenderer({ templates: loadTemplates(join(root, 'cards')), strings, articles, values });
  const byId = new Map(articles.map(article => [article.id, article]));
  const matched = (text: string) => {
    const evidence = readEvidence(text);
    return { evidence, match: matchEvidence(evidence, knowledge) };
  };
  const ofData = (findings: readonly ReadFinding[]) => {
    const led = leadFrom(findings, articles, matched) ?? leadOfErrors(findings, matched);
    return led ?? { evidence: evidenceFrom(findings), match: matchEvidence(noEvidence, knowledge), findings };
  };
  return {
    read: (text, header = null) => {
      if (Buffer.byteLength(text) > maxPasteBytes) throw new InputError(tooLong);
      const known = { now: new Date().toISOString(), ranges, evidence: null };
      const findings = readFindings(text, null, known);
      const evidence = readEvidence(text);
      if (findings.length === 0) {
        // A message without an error in it is sent for its way, or for what a filter made of it.
        const ofHeader = header === null || evidence.cause !== null ? [] : readFindings(header, null, known);
        return leadFrom(ofHeader, articles, matched) ?? { ...matched(text), findings };
      }
      const read = hasBounceBeside(findings, evidence) ? matched(text) : undefined;
      if (read && read.match.verdict !== 'no-match')
        return { ...read, findings: readFindings(text, null, { ...known, evidence }) };
      return ofData(findings);
    },
    ofData,
    strings: (locale = 'en') => strings[locale],
    ranges: ranges.ranges,
    tellBulk: (read, { locale = 'en', bold }) => {
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      return bulkLines(read, ranges, { ...cards.context({ locale, timeZone }), bold }).join('\n');
    },
    result: (id, { evidence, match, findings }, wanted) => {
      const locale = wanted ?? match.locale ?? 'en';
      const context = cards.context({ locale, timeZone: 'UTC' });
      return {
        ...toResult(id, evidence, match, { articles: byId, strings, locale: wanted }),
        findings: findings.map(finding => toFoundResult(finding, context)),
      };
    },
    tell: ({ evidence, match, findings }, { locale: wanted, isShort, bold }) => {
      const locale = wanted ?? match.locale ?? 'en';
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const now = new Date().toISOString();
      const by = { id: 'terminal', name: '' };
      const view = { articles: byId, memory: noMemory, retryHours: 24, locale, now, by };
      const context = { ...cards.context({ locale, timeZone }), retryHours: 24, bold };
      const opened = openCase('-', evidence, match, view, [], findings).case;
      const leads = match.candidates.length > 0;
      const found = findingsLines(findingsView(findings, leads ? opened : null, view), context);
      if (findings.length > 0 && !leads) return found.join('\n');
      const told = isShort
        ? shortResult(evidence, match, opened, context)
        : outlineResult(evidence, match, opened, context);
      return findings.length === 0 ? told : [...found, '', told].join('\n');
    },
  };
}

/** Errors that stand in data, such as those of a queue, are problems of their own, the one that holds up most first. */
function leadOfErrors(
  findings: readonly ReadFinding[],
  read: (text: string) => Pick<Led, 'evidence' | 'match'>,
): Led | undefined {
  const items = findings.flatMap(({ errors = [] }) => errors.map(({ text }) => ({ name: '', ...read(text) })));
  const firsts = summariseBatch(items).map(({ places }) => items[places[0]!]!);
  const [first] = firsts;
  if (!first || first.match.verdict === 'no-match') return undefined;
  if (firsts.length === 1) return { ...first, findings };
  const candidates = firsts.flatMap(({ match }) => match.candidates.slice(0, 1));
  const { locale } = first.match;
  return {
    evidence: evidenceFrom(findings),
    match: { verdict: 'choose', candidates, isGuess: false, locale },
    findings,
  };
}
