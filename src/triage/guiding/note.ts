/** Notes: what somebody wants to be kept with the case, in their own words. */
import { type Heard, longestNote, mostNotes, type Note, type TriageCase, undoable } from '../case.ts';
import type { Change, InputContext } from './press.ts';

/** In whichever state the case is. The last note goes with "Undo"; without a text, what was noted so far is answered. */
export function addNote(before: TriageCase, text: string, { by, now }: Pick<InputContext, 'by' | 'now'>): Change {
  const note = { by, at: now, text: cleaned(text) };
  if (note.text === '') return { answer: { about: 'notes', isNew: false } };
  return {
    case: { notes: withNote(before.notes, note), heard: nothingHeard(before, { by, now }) },
    events: [{ kind: 'noted', data: {} }],
    answer: { about: 'notes', isNew: true },
  };
}

export function withNote(notes: readonly Note[], note: Note): Note[] {
  return [...notes, note].slice(-mostNotes);
}

/** What "Undo" goes back to. */
function nothingHeard(before: TriageCase, { by, now }: Pick<InputContext, 'by' | 'now'>): Heard {
  return {
    ...undoable(before),
    ticked: [],
    unticked: [],
    answered: null,
    answeredToo: [],
    chosen: null,
    moved: null,
    isStillFailing: false,
    noted: [],
    began: null,
    untaken: [],
    by,
    at: now,
  };
}

function cleaned(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim()
    .slice(0, longestNote)
    .trim();
}
