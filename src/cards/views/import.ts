/** A list of partners before it is imported: what would change, and which lines are left out. */
import type { ImportView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { joinWords } from '../join.ts';
import { escapeMarkdown } from '../markdown.ts';
import { rowPress } from './frame.ts';

/** So many lines are named. */
const mostProblems = 6;

export function importData(view: ImportView, { strings, locale }: CardContext) {
  const { draft, fresh, changed, same, problems, unknownColumns } = view;
  const title = strings.say(draft === null ? 'import.nothingTitle' : 'import.title', { count: fresh + changed });
  const more = problems.length - mostProblems;
  return {
    fallbackText: title,
    title,
    lines: [
      { text: strings.say('import.counts', { fresh, changed, same }) },
      ...problems.slice(0, mostProblems).map(({ line, why, found }) => ({
        text: strings.say('import.line', {
          line,
          why: strings.say(`import.why.${why}`, { found: escapeMarkdown(found) }),
        }),
      })),
      ...(more > 0 ? [{ text: strings.say('import.moreLines', { count: more }) }] : []),
      ...(unknownColumns.length > 0
        ? [
            {
              text: strings.say('import.unknownColumns', {
                columns: joinWords(locale, unknownColumns.map(escapeMarkdown)),
              }),
            },
          ]
        : []),
    ],
    note: strings.say(draft === null ? 'import.nothingNote' : 'import.note'),
    buttons: draft === null ? [] : [rowPress(strings.say('import.do'), 'import-partners', { draft })],
  };
}
