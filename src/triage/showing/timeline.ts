/** Who did what in a case, and when: a page of what was written down as it happened. */
import { type CaseEvent, caseEventKinds, mostNotes, nobody, type Person, type TriageCase } from '../case.ts';
import { findPosition } from '../guiding/index.ts';
import { frameOf } from './frame-of.ts';
import type { TimelineRow, TimelineView, ViewContext } from './view.ts';

/** An event as it was stored, by this version or another one. */
export interface StoredHappening {
  readonly kind: string;
  readonly at: string;
  /** Null: somebody who asked to be forgotten. */
  readonly by: Person | null;
  readonly data: unknown;
}

/** More rows are read by nobody at once. */
const pageLength = 15;

/**
 * The oldest first.
 * @param from after how many the page begins; absent: the last page, where one looks first
 * @param length rows of a page
 */
export function timelineView(
  triageCase: TriageCase,
  events: readonly StoredHappening[],
  context: ViewContext,
  { from, length = pageLength }: { readonly from?: number | undefined; readonly length?: number } = {},
): TimelineView {
  const article = context.articles.get(triageCase.articleId ?? '');
  const all = rowsOf(triageCase, events);
  const lastPage = Math.max(0, Math.ceil(all.length / length) - 1) * length;
  const begin = Math.min(Math.max(0, from ?? lastPage), lastPage);
  const about = article
    ? frameOf(triageCase, article, findPosition(triageCase, article, context.memory), context)
    : null;
  return {
    kind: 'timeline',
    of: triageCase.id,
    about,
    evidence: triageCase.evidence,
    retryHours: context.retryHours,
    rows: all.slice(begin, begin + length),
    from: begin,
    total: all.length,
    earlier: begin > 0 ? Math.max(0, begin - length) : null,
    later: begin + length < all.length ? begin + length : null,
  };
}

function rowsOf({ notes, articleId: last }: TriageCase, events: readonly StoredHappening[]): TimelineRow[] {
  let articleId: string | null = null;
  const left = [...notes];
  const [oldest] = notes;
  return events.map(({ kind, at, by, data }) => {
    const of = reader(data);
    articleId = of(kind === 'another-error' || kind === 'moved' ? 'to' : 'articleId') ?? articleId ?? last;
    // What was noted stands in the case alone, the last hundred of it; one sentence may be several notes.
    const place = kind === 'noted' ? left.findIndex(one => one.at === at && one.by.id === by?.id) : -1;
    const [note] = place < 0 ? [] : left.splice(place, 1);
    const wasDropped = notes.length >= mostNotes && oldest !== undefined && at <= oldest.at;
    return {
      kind: caseEventKinds.find(one => one === kind) ?? 'other',
      at,
      who: by === null ? null : by.name,
      articleId: kind === 'chosen' ? of('articleId') : articleId,
      step: of('step'),
      item: of('item'),
      option: of('option'),
      fate: of('fate'),
      code: of('code'),
      text: note?.text ?? null,
      isTakenBack: kind === 'noted' && note === undefined && by !== null && by.id !== nobody.id && !wasDropped,
    } satisfies TimelineRow & { kind: CaseEvent['kind'] | 'other' };
  });
}

function reader(data: unknown): (name: string) => string | null {
  const fields = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
  return name => (typeof fields[name] === 'string' && fields[name] !== '' ? fields[name] : null);
}
