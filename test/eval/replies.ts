/**
 * Replies of the world's mail systems with labels, and how they are read: the right article first, the public reason, who
 * spoke. Beside it the figures of a plain table of codes, which is what most tools are.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import type { Article } from '../../src/triage/article.ts';
import { mailSystemIds } from '../../src/triage/mail-system.ts';
import { type KnowledgeBase, matchArticle } from '../../src/triage/matching/match-article.ts';
import { publicReasons } from '../../src/triage/public-reason.ts';
import { readEvidence } from '../../src/triage/reading/index.ts';
import { parseCode, rangeSpan } from '../../src/triage/status-code.ts';

const Replies = z.array(
  z.strictObject({
    /** Who wrote the deciding words; null where nobody can tell. */
    system: z.enum(mailSystemIds).nullable(),
    reason: z.enum(publicReasons),
    /** Others that a professional would accept as well. */
    reasons: z.array(z.enum(publicReasons)).optional(),
    /** Any of these articles, with | between them, is right; `none`: nothing may match. */
    article: z.string(),
    form: z.enum(['bare', 'wrapped', 'ndr', 'log', 'nested', 'sentence']),
    text: z.string(),
  }),
);
export type LabelledReply = z.infer<typeof Replies>[number];

export interface ReplyFigures {
  readonly replies: number;
  readonly systems: number;
  /** Share whose first article is a right one. */
  readonly right: number;
  /** Share that got a match, as if it were sure, and a wrong one. */
  readonly wrong: number;
  readonly reasonGiven: number;
  /** Share of the reasons given that are right. */
  readonly reasonRight: number;
  /** Share of the systems named that are right, and of those that somebody can tell how many are named. */
  readonly systemRight: number;
  readonly systemNamed: number;
}

export const replySets = ['seen', 'held-out'] as const;
export type RepliesBySet = Readonly<Record<(typeof replySets)[number], ReplyFigures>>;
export const recordedReplies = join(import.meta.dirname, 'recorded-replies.json');

export function loadReplies(set: (typeof replySets)[number]): LabelledReply[] {
  return Replies.parse(load(readFileSync(join(import.meta.dirname, 'replies', `${set}.yaml`), 'utf8')));
}

interface ReplyAnswer {
  readonly articles: readonly string[];
  readonly isMatch: boolean;
  readonly reason: string | null;
  readonly system: string | null;
}

export function readReply({ text }: LabelledReply, knowledge: KnowledgeBase): ReplyAnswer {
  const evidence = readEvidence(text);
  const { verdict, candidates } = matchArticle(evidence, knowledge);
  const isOffered = verdict === 'match' || verdict === 'choose';
  return {
    articles: isOffered ? candidates.map(({ articleId }) => articleId) : [],
    isMatch: verdict === 'match',
    reason: evidence.reason,
    system: evidence.system,
  };
}

/** The first enhanced status code in the text, and the first article that has it. */
export function readByCodes({ text }: LabelledReply, articles: readonly Article[]): ReplyAnswer {
  const code = parseCode(/(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(text)?.[0] ?? '');
  const found = articles.filter(({ statusCodes }) => statusCodes.some(range => code && rangeSpan(range, code)));
  return { articles: found.map(({ id }) => id), isMatch: found.length > 0, reason: null, system: null };
}

/** A mailbox that its owner closed to somebody is unknown to the sender in the same words. */
const alike: Readonly<Record<string, string>> = { filtered: 'userunknown' };

export function measureReplies(
  replies: readonly LabelledReply[],
  answer: (reply: LabelledReply) => ReplyAnswer,
): ReplyFigures {
  const rows = replies.map(reply => ({ reply, answer: answer(reply) }));
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  const isRight = ({ reply, answer }: (typeof rows)[number]) => {
    const wanted = reply.article.split('|');
    return wanted.includes(answer.articles[0] ?? 'none');
  };
  const withReason = rows.filter(row => row.answer.reason !== null);
  const isReason = ({ reply, answer }: (typeof rows)[number]) =>
    answer.reason === reply.reason ||
    answer.reason === alike[reply.reason] ||
    reply.reasons?.some(reason => reason === answer.reason) === true;
  const named = rows.filter(row => row.answer.system !== null);
  const tellable = rows.filter(row => row.reply.system !== null);
  return {
    replies: rows.length,
    systems: new Set(replies.map(({ system }) => system).filter(system => system !== null)).size,
    right: share(rows.filter(isRight).length, rows.length),
    wrong: share(rows.filter(row => row.answer.isMatch && !isRight(row)).length, rows.length),
    reasonGiven: share(withReason.length, rows.length),
    reasonRight: share(withReason.filter(isReason).length, withReason.length),
    systemRight: share(named.filter(row => row.answer.system === row.reply.system).length, named.length),
    systemNamed: share(tellable.filter(row => row.answer.system !== null).length, tellable.length),
  };
}

const moreIsBetter = ['right', 'reasonGiven', 'reasonRight', 'systemRight', 'systemNamed'] as const;

/** What became worse than recorded, a sentence each. */
export function fallenReplies(set: string, before: ReplyFigures, now: ReplyFigures): string[] {
  return [
    ...moreIsBetter
      .filter(figure => now[figure] < before[figure])
      .map(figure => `${set}: ${figure} fell from ${before[figure]} to ${now[figure]}`),
    ...(now.wrong > before.wrong ? [`${set}: wrong rose from ${before.wrong} to ${now.wrong}`] : []),
  ];
}
