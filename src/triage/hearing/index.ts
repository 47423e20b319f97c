/** Hearing: what a typed word means beside the view that is open. */
export { type CommandWord, type CommandWords, commandWords, mayBeTyped, readTyped, saysYesOrNo } from './read-typed.ts';
