/** Files that somebody sent: what could not be read, and many messages by problem. */
import type { BatchGroup, BatchProblem } from '../../triage/matching/index.ts';
import type { BatchView, FileProblem, FileRefusedView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { joinSentences } from '../join.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import { rowPress } from './frame.ts';

const megabyte = 1024 * 1024;

export function fileRefusedData(view: FileRefusedView, context: CardContext) {
  const { strings } = context;
  const title = strings.say(view.files.length === 1 ? 'files.refusedOne' : 'files.refusedSome');
  return {
    fallbackText: title,
    title,
    lines: problemLines(view.files, context),
    note: strings.say('files.kinds'),
    buttons: [],
  };
}

/** Teams shows a list of rows; more than these are counted. */
const mostProblems = 5;

export function problemLines(files: readonly FileProblem[], { strings }: CardContext): { text: string }[] {
  const lines = files.slice(0, mostProblems).map(({ name, code, limit, host }) => ({
    text: strings.say('files.problem', {
      name: escapeMarkdown(name),
      why: strings.say(`files.why.${code}`, {
        limit: limit === null ? '' : limit >= megabyte ? limit / megabyte : limit >= 1024 ? limit / 1024 : limit,
        host: escapeMarkdown(host ?? ''),
      }),
    }),
  }));
  const more = files.length - lines.length;
  return more === 0 ? lines : [...lines, { text: strings.say('files.more', { count: more }) }];
}

export function batchData(view: BatchView, context: CardContext) {
  const { strings } = context;
  const title = strings.say('files.batchTitle', { count: view.total });
  const left = [
    view.otherKinds > 0 ? strings.say('files.otherKinds', { count: view.otherKinds }) : undefined,
    view.leftOut > 0 ? strings.say('files.leftOut', { count: view.leftOut }) : undefined,
  ].filter(line => line !== undefined);
  const notes = [
    ...problemLines(view.refused, context),
    ...(left.length > 0 ? [{ text: joinSentences(strings.locale, left) }] : []),
  ];
  return {
    fallbackText: title,
    title,
    summary: strings.say('files.batchSummary'),
    rows: view.rows.map(({ group, draft }) => {
      const name = problemName(group.problem, context);
      const title = strings.say('files.row', { count: group.count, title: name });
      if (draft === null) return { title, ...stateLine(group, context) };
      const press = rowPress(withoutMarkdown(strings.say('files.open', { title })), 'open-draft', { draft });
      return { title: `${title} ›`, ...stateLine(group, context), press };
    }),
    ...(notes.length > 0 && { notes }),
  };
}

export function problemName(problem: BatchProblem, { strings, articles, locale }: CardContext): string {
  const titleOf = (id: string) => articles.get(id)?.strings[locale].title ?? id;
  switch (problem.kind) {
    case 'article':
      return titleOf(problem.articleId);
    case 'unclear':
      return strings.say('files.unclear', { titles: problem.articleIds.map(titleOf).join(' / ') });
    case 'unknown-code':
      return strings.say('files.unknownCode', { code: problem.code });
    case 'not-recognised':
      return strings.say('cases.noArticle');
    default:
      return problem satisfies never;
  }
}

function stateLine({ problem, statusCodes, bounced, queued }: BatchGroup, { strings }: CardContext): { line?: string } {
  const parts = [
    // The title names it.
    problem.kind === 'unknown-code' ? '' : statusCodes.slice(0, 3).join(', '),
    bounced > 0 ? strings.say('files.bounced', { count: bounced }) : '',
    queued > 0 ? strings.say('files.queued', { count: queued }) : '',
  ].filter(part => part !== '');
  return parts.length === 0 ? {} : { line: parts.join(' · ') };
}
