import type { ForgetView } from '../../triage/showing/index.ts';
import type { ForgetVerb } from '../../triage/verbs.ts';
import type { CardContext } from '../card-context.ts';
import { escapeMarkdown } from '../markdown.ts';

/** What is deleted and what stays, before it is. */
export function forgetData({ name }: ForgetView, { strings }: CardContext) {
  const title = strings.say('forget.title');
  return {
    fallbackText: title,
    title,
    lines: strings.list('forget.lines').map(text => ({ text })),
    note:
      name === null
        ? strings.say('forget.note')
        : strings.say('forget.noteShared', { name: escapeMarkdown(name || '…') }),
    buttons: [
      { title: strings.say('buttons.deleteAll'), verb: 'forget' },
      { title: strings.say('buttons.keep'), verb: 'keep' },
    ] satisfies { title: string; verb: ForgetVerb }[],
  };
}
