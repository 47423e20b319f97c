/** What stands under the card of a case on every view: what it relies on, and where the shortened facts are whole. */
import type { View } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';

export interface FootReader {
  /** Others read along, so the card shows less than is known. */
  readonly isShared?: boolean;
}

/** Null where a view has no foot: notices, lists and dialogs are no card of a running case. */
export function footData(view: View, { articles, strings }: CardContext, { isShared = false }: FootReader) {
  if (!('caseId' in view) || view.kind === 'notice') return null;
  const article = articles.get(citedArticle(view) ?? '');
  const count = article?.sources.filter(({ url }) => url !== undefined).length ?? 0;
  const marks = Array.from({ length: count }, (_, index) => `[${index + 1}]`).join(' ');
  if (count === 0 && !isShared) return null;
  return {
    caseId: view.caseId,
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

/** The article whose sources a card relies on: where the agent reads what was found, and what to do. */
function citedArticle(view: Exclude<Extract<View, { caseId?: string }>, { kind: 'notice' }>): string | null {
  switch (view.kind) {
    case 'question':
    case 'contact-language':
      return view.isFirst ? view.articleId : null;
    case 'checklist':
    case 'outcome':
    case 'experts':
      return view.articleId;
    case 'confirm':
    case 'contact':
    case 'verify':
    case 'unknown':
    case 'over':
    case 'choose':
    case 'narrow':
    case 'wanted':
      return null;
    default:
      return view satisfies never;
  }
}
