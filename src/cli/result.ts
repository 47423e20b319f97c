/** The public result object: what one text says and which article it belongs to. Documented in README.md; fields are only added. */

import type { CardContext } from '../cards/card-context.ts';
import { withoutMarkdown } from '../cards/markdown.ts';
import type { AllStrings } from '../cards/strings.ts';
import { reasonText } from '../cards/views/choose.ts';
import { sentenceText } from '../cards/views/findings.ts';
import type { Article } from '../triage/article.ts';
import type { Evidence, Locale } from '../triage/evidence.ts';
import type { FindingKind, ReadFinding } from '../triage/finding.ts';
import type { Match, Reason } from '../triage/match.ts';
import { rangeText } from '../triage/status-code.ts';

export interface TriageResult {
  readonly id: string;
  readonly kind: Evidence['kind'];
  readonly locale: Locale;
  readonly evidence: {
    readonly cause: { readonly replyCode: string | null; readonly enhancedStatusCode: string | null } | null;
    readonly statusCodes: Evidence['statusCodes'];
    readonly action: Evidence['action'];
    readonly recipients: readonly string[];
    readonly remoteHost: string | null;
    readonly remoteIp: string | null;
    readonly reportingHost: string | null;
    readonly lastAttempt: string | null;
    /** Why, in one word of a public vocabulary, and who wrote the deciding words; README.md documents both. */
    readonly reason: Evidence['reason'];
    readonly system: Evidence['system'];
    readonly blockList: string | null;
    readonly chain: readonly string[];
    readonly subReason: Evidence['subReason'];
    /** By what the message and the reply are found in a log. */
    readonly messageId: string | null;
    readonly networkMessageId: string | null;
    readonly sentAt: string | null;
    readonly replyReference: string | null;
  };
  /** What data shows, in words of the list in `src/triage/finding.ts` and in the language; empty for a bounce or a sentence. */
  readonly findings: readonly FoundResult[];
  readonly verdict: Match['verdict'];
  readonly matches: readonly {
    readonly article: string;
    readonly statusCodes: readonly string[];
    readonly score: number;
    readonly because: readonly string[];
  }[];
}

export interface FoundResult {
  readonly kind: FindingKind;
  readonly format: string | null;
  readonly rows: number;
  readonly unread: number;
  readonly shows: readonly string[];
  readonly says: readonly string[];
  readonly copies: readonly string[];
}

export function toFoundResult(finding: ReadFinding, context: CardContext): FoundResult {
  const { kind, source, shows, headline, says, copies } = finding;
  return {
    kind,
    format: source.format,
    rows: source.rows,
    unread: source.unread,
    shows,
    says: [headline, ...says].flatMap(sentence => sentenceText(kind, sentence, context) ?? []).map(withoutMarkdown),
    copies: copies.map(({ text }) => text),
  };
}

export interface ResultContext {
  readonly articles: ReadonlyMap<string, Article>;
  readonly strings: AllStrings;
  /** The language of `because`; absent: that of the text, else English. */
  readonly locale?: Locale | undefined;
}

export function toResult(
  id: string,
  evidence: Evidence,
  match: Match,
  { articles, strings, locale: wanted }: ResultContext,
): TriageResult {
  const locale = wanted ?? match.locale ?? 'en';
  const because = (reason: Reason) => withoutMarkdown(reasonText(reason, { strings: strings[locale] }));
  const { cause, statusCodes, action, recipients, remoteHost, remoteIp, reportingHost, lastAttempt } = evidence;
  const { reason, system, blockList, chain, subReason } = evidence;
  const { messageId, networkMessageId, sentAt, replyReference } = evidence;
  return {
    id,
    kind: evidence.kind,
    locale,
    evidence: {
      cause,
      statusCodes,
      action,
      recipients,
      remoteHost,
      remoteIp,
      reportingHost,
      lastAttempt,
      reason,
      system,
      blockList,
      chain,
      subReason,
      messageId,
      networkMessageId,
      sentAt,
      replyReference,
    },
    findings: [],
    verdict: match.verdict,
    matches: match.candidates.map(({ articleId, score, because: reasons }) => ({
      article: articleId,
      statusCodes: codesOf(articles.get(articleId)),
      score: Math.round(score * 100) / 100,
      because: reasons.map(because),
    })),
  };
}

/** Every code of an article; a range as `4.7.500-4.7.699`. */
export function codesOf(article: Article | undefined): string[] {
  return (article?.statusCodes ?? []).map(rangeText);
}
