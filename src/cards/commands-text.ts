/** The commands of a checklist as plain text to copy; TextBlocks cannot be copied well on a phone. */
import type { ChecklistView } from '../triage/showing/index.ts';
import type { CardContext } from './card-context.ts';
import { fillCommand, fillText } from './case-values.ts';
import { withoutMarkdown } from './markdown.ts';
import { traceCommands } from './trace-commands.ts';
import { sourceOf, stepTexts } from './views/frame.ts';

/** Open items that have a command: a line that says what it is for, then the command; at the end how the message is traced. */
export function commandsText(view: ChecklistView, context: CardContext): string {
  const source = sourceOf(view, context);
  const items = stepTexts(view, view.stepId, context).items ?? {};
  const trace = traceCommands(view.evidence, true);
  const commands = view.items
    .filter(row => row.item.command !== null && row.state !== 'done')
    .map(row => {
      const text = withoutMarkdown(fillText(items[row.item.id]?.text ?? '', source));
      return `# ${row.number}. ${text}\n${fillCommand(row.item.command!, source)}`;
    });
  return [...commands, ...(trace.length === 0 ? [] : [[`# ${traceTitle(context)}`, ...trace].join('\n')])].join('\n\n');
}

function traceTitle({ strings }: CardContext): string {
  return strings.say('letter.trace').replace(/：$/, '');
}
