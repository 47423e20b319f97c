/** Guiding: a case and one input become the next case. */

export { canStepBack } from './back.ts';
export { checklistRows, type ItemState, itemsOf } from './checklist.ts';
export { findPosition, type Position, type Skipped } from './guide.ts';
export { type Handled, handlePress, openCase } from './handle-input.ts';
export type { InputContext, Press, Remember } from './press.ts';
