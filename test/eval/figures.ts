/** Answers -> figures: how often right, how often silent where it should be, how often a wrong code; and which have fallen. */
import type { Answer } from './engines.ts';
import type { LabelledText } from './load-texts.ts';

export interface Figures {
  readonly texts: number;
  /** Shares of the texts that an article answers. */
  readonly top1: number | null;
  readonly top3: number | null;
  /** Share of the texts with one right article that got a match, not a choice; right or wrong. */
  readonly clear: number | null;
  /** Texts that got a match, as if it were sure, and the wrong one. */
  readonly wrongMatches: number;
  /** How many articles a text that one answers is offered on average: nobody likes to choose. */
  readonly offered: number | null;
  /** Share of the texts that nothing may match. */
  readonly silence: number | null;
  /** Share of the mail problems without an article that were not answered with one as if sure. */
  readonly modest: number | null;
  /** Codes that were answered with an article that does not have them. */
  readonly wrongCodes: number;
  /** Share of the pastes whose cause was read right. */
  readonly cause: number | null;
}

/** By the group of texts: `tuned`, `held out`, `symptoms en`, `dsn`. */
export type FiguresByGroup = Readonly<Record<string, Figures>>;

/** What a text is for: found, to be silent on, or a problem that the articles do not have (yet). */
type Aim = 'article' | 'silence' | 'unknown-code' | 'beyond';

const moreIsBetter = ['top1', 'top3', 'clear', 'silence', 'modest', 'cause'] as const;
const lessIsBetter = ['wrongMatches', 'offered', 'wrongCodes'] as const;

export function measure(
  texts: readonly LabelledText[],
  answer: (text: LabelledText) => Answer,
  known: ReadonlySet<string>,
  catchAlls: ReadonlySet<string>,
): Figures {
  const rows = texts.map(text => ({ text, answer: answer(text), aim: aimOf(text, known) }));
  const aimed = (aim: Aim) => rows.filter(row => row.aim === aim);
  const share = <Row>(list: readonly Row[], isRight: (row: Row) => boolean) =>
    list.length === 0 ? null : list.filter(isRight).length / list.length;
  const place = ({ text, answer }: (typeof rows)[number]) =>
    answer.articles.findIndex(id => text.articles.includes(id));
  const isMatch = ({ answer }: (typeof rows)[number]) => answer.verdict === 'match';
  return {
    texts: texts.length,
    top1: share(aimed('article'), row => place(row) === 0),
    top3: share(aimed('article'), row => place(row) >= 0 && place(row) < 3),
    clear: share(
      aimed('article').filter(({ text }) => text.articles.length === 1),
      isMatch,
    ),
    wrongMatches: aimed('article').filter(row => isMatch(row) && place(row) !== 0).length,
    offered: average(aimed('article').map(({ answer }) => answer.articles.length)),
    silence: share(aimed('silence'), row => row.answer.articles.length === 0),
    modest: share(aimed('beyond'), row => !isMatch(row)),
    wrongCodes: aimed('unknown-code').filter(({ answer }) => answer.articles.some(id => !catchAlls.has(id))).length,
    cause: share(
      rows.filter(({ text, answer }) => text.cause !== undefined && answer.cause !== undefined),
      ({ text, answer }) => text.cause === answer.cause,
    ),
  };
}

function average(counts: readonly number[]): number | null {
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0) / counts.length;
}

export function aimOf(text: LabelledText, known: ReadonlySet<string>): Aim {
  if (text.isUnknownCode) return 'unknown-code';
  if (text.articles.length === 0) return 'silence';
  return text.articles.some(id => known.has(id)) ? 'article' : 'beyond';
}

/** What became worse, a sentence each with both values; nothing where all is as good as it was. */
export function fallen(group: string, before: Figures, now: Figures | undefined): string[] {
  if (!now) return [`${group}: no such texts any more`];
  return [
    ...moreIsBetter
      .filter(figure => (now[figure] ?? 0) < (before[figure] ?? 0))
      .map(figure => `${group}: ${figure} fell from ${before[figure]} to ${now[figure]}`),
    ...lessIsBetter
      .filter(figure => (now[figure] ?? 0) > (before[figure] ?? 0))
      .map(figure => `${group}: ${figure} rose from ${before[figure]} to ${now[figure]}`),
  ];
}
