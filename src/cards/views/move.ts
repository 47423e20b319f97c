/** Other problems that it may be: where a guide ends, and where somebody names one. A row moves the case there. */
import type { ArticleId } from '../../triage/article.ts';
import { textsFor } from '../../triage/article-texts.ts';
import type { Evidence } from '../../triage/evidence.ts';
import type { MoveView, View } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { escapeMarkdown } from '../markdown.ts';
import { rowPress } from './frame.ts';

/** More are no hint, and a card has room for no more. */
const mostRelated = 3;

export function moveData({ of, evidence, sought, articleIds }: MoveView, context: CardContext) {
  const { strings } = context;
  const title = strings.say('move.which');
  return {
    fallbackText: title,
    title,
    summary: strings.say('move.whichSummary', { text: escapeMarkdown(sought), id: of }),
    related: { rows: rowsOf(of, articleIds, evidence, context) },
  };
}

/** @param data of a card that may be the end of its guide */
export function withRelated(view: View, data: object, context: CardContext): object {
  const offered = offeredOn(view, context);
  if (!offered || !('caseId' in view) || view.caseId === undefined) return data;
  const rows = rowsOf(view.caseId, offered.articleIds.slice(0, mostRelated), offered.evidence, context);
  if (rows.length === 0) return data;
  return { ...data, related: { title: context.strings.say(`move.${offered.why}`), rows } };
}

/** For a card that is too large; undefined where there is none left. */
export function withoutLastRelated(data: object): object | undefined {
  if (!('related' in data)) return undefined;
  const { related, ...rest } = data as { readonly related: { readonly rows: readonly object[] } };
  const rows = related.rows.slice(0, -1);
  return rows.length === 0 ? rest : { ...rest, related: { ...related, rows } };
}

interface Offered {
  readonly why: 'related' | 'rejected';
  readonly articleIds: readonly ArticleId[];
  readonly evidence: Evidence;
}

function offeredOn(view: View, { articles }: CardContext): Offered | undefined {
  switch (view.kind) {
    case 'experts':
      if (view.side !== 'experts' || view.outcome !== null || view.escalation.ended !== null) return undefined;
      break;
    case 'unknown': {
      const { rejected, evidence, side, outcome, escalation } = view;
      const isTheirs = side === 'experts' && outcome === null && escalation.ended === null;
      return isTheirs ? { why: 'rejected', articleIds: rejected, evidence } : undefined;
    }
    case 'verify':
      break;
    default:
      return undefined;
  }
  const { articleId, evidence } = view;
  return { why: 'related', articleIds: articles.get(articleId)?.related ?? [], evidence };
}

function rowsOf(caseId: string, ids: readonly ArticleId[], evidence: Evidence, context: CardContext) {
  const { articles, locale, strings } = context;
  return ids.flatMap(id => {
    const article = articles.get(id);
    if (!article) return [];
    const { title, tell } = textsFor(article, evidence, locale);
    const code = article.statusCodes[0]?.from;
    return [
      {
        title: code === undefined ? `**${title}** ›` : `**${title}** · ${code} ›`,
        line: tell,
        press: rowPress(strings.say('move.name', { title }), 'move', { caseId, option: id }),
      },
    ];
  });
}
