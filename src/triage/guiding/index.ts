/** Guiding: a case and one input become the next case. */

export { canStepBack, hasOtherRecipients } from './back.ts';
export { branchesOf, openOptions, ownersBehind } from './branches.ts';
export { checklistRows, type ItemState, itemIn, itemsOf, looksFrom } from './checklist.ts';
export { findPosition, type Position, type Skipped } from './guide.ts';
export {
  type Handled,
  handleBesideChoice,
  handleChosen,
  handleFindings,
  handlePaste,
  handlePress,
  handleSaid,
  openCase,
} from './handle-input.ts';
export { newsIn, openIncident, tellIncident } from './incident.ts';
export { canSplit, goesOn, split } from './next-paste.ts';
export { addNote } from './note.ts';
export type { InputContext, PlainText, Press, Remember } from './press.ts';
export { expertsFor } from './press-people.ts';
