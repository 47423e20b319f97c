/** What was noted in a case, the newest first: the last one was perhaps written in this very moment. */
import type { CardContext } from '../../card-context.ts';
import { button, canUndo, noteLine } from '../frame.ts';
import { type About, plain, type Said } from './parts.ts';

/** The rest stands in the summary. */
const mostShown = 5;

/** @param about null while no article is chosen: then they are shown later */
export function notesSaid(isNew: boolean, about: About | null, context: CardContext): Said {
  const { strings } = context;
  const notes = about?.notes ?? [];
  const title = isNew ? 'new' : notes.length === 0 ? 'none' : 'title';
  const left = notes.length - mostShown;
  return {
    title: strings.say(`answer.notes.${title}`),
    lines: plain([
      ...notes
        .slice(-mostShown)
        .reverse()
        .map(note => noteLine(note, context)),
      ...(left > 0 ? [strings.say('answer.notes.more', { count: left })] : []),
    ]),
    note: strings.say('answer.notes.note'),
    ...(about !== null && {
      field: { id: 'note', label: strings.say('answer.notes.label'), wrong: strings.say('contact.fields.wrong') },
    }),
    buttons: [
      ...(about === null ? [] : [button(strings.say('buttons.addNote'), 'note')]),
      ...(isNew && about !== null && canUndo(about) ? [button(strings.say('buttons.undo'), 'undo')] : []),
    ],
  };
}
