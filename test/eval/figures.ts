/** Answers -> figures: how often right, how often silent where it should be, how often a wrong code. */
import type { Answer } from './engines.ts';
import type { LabelledText } from './load-texts.ts';

export interface Figures {
  readonly texts: number;
  /** Shares of the texts that an article answers. */
  readonly top1: number | null;
  readonly top3: number | null;
  /** Share of the texts that nothing may match. */
  readonly silence: number | null;
  /** Share of the mail problems without an article that were not answered with one as if sure. */
  readonly modest: number | null;
  /** Codes that were answered with an article that does not have them. */
  readonly wrongCodes: number;
  /** Share of the pastes whose cause was read right. */
  readonly cause: number | null;
}

/** What a text is for: found, to be silent on, or a problem that the articles do not have (yet). */
type Aim = 'article' | 'silence' | 'unknown-code' | 'beyond';

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
  return {
    texts: texts.length,
    top1: share(aimed('article'), row => place(row) === 0),
    top3: share(aimed('article'), row => place(row) >= 0 && place(row) < 3),
    silence: share(aimed('silence'), row => row.answer.articles.length === 0),
    modest: share(aimed('beyond'), row => row.answer.verdict !== 'match'),
    wrongCodes: aimed('unknown-code').filter(({ answer }) => answer.articles.some(id => !catchAlls.has(id))).length,
    cause: share(
      rows.filter(({ text, answer }) => text.cause !== undefined && answer.cause !== undefined),
      ({ text, answer }) => text.cause === answer.cause,
    ),
  };
}

export function aimOf(text: LabelledText, known: ReadonlySet<string>): Aim {
  if (text.isUnknownCode) return 'unknown-code';
  if (text.articles.length === 0) return 'silence';
  return text.articles.some(id => known.has(id)) ? 'article' : 'beyond';
}
