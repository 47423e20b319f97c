/** Hearing: what a typed word means beside the view that is open. */
export { type CommandWord, type CommandWords, commandWords, readTyped, saysYesOrNo } from './read-typed.ts';
