/** What stands under the card of a case on every view: what it relies on, and where the shortened facts are whole. */
import type { View } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';

export interface FootReader {
  /** Others read along, so the card shows less than is known. */
  readonly isShared?: boolean;
}

/** Null where a view has no foot. */
export function footData(view: View, { articles, strings }: CardContext, { isShared = false }: FootReader) {
  const caseId = caseOf(view);
  if (caseId === null) return null;
  const asks = view.kind === 'question' || view.kind === 'contact-language';
  const cites = view.kind === 'checklist' || view.kind === 'outcome' || (asks && view.isFirst);
  const count = cites ? (articles.get(view.articleId)?.sources.filter(({ url }) => url !== undefined).length ?? 0) : 0;
  const marks = Array.from({ length: count }, (_, index) => `[${index + 1}]`).join(' ');
  if (count === 0 && !isShared) return null;
  return {
    caseId,
    ...(count > 0 && { sources: strings.say('sources.line', { marks }) }),
    ...(isShared && {
      shared: {
        note: strings.say('shared.note'),
        details: strings.say('shared.details'),
        gap: count > 0 ? 'small' : 'medium',
      },
    }),
  };
}

/** Notices, lists and dialogs are no card of a running case. */
function caseOf(view: View): string | null {
  switch (view.kind) {
    case 'question':
    case 'checklist':
    case 'confirm':
    case 'contact-language':
    case 'contact':
    case 'verify':
    case 'outcome':
    case 'choose':
      return view.caseId;
    default:
      return null;
  }
}
