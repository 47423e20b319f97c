/** Hearing: what is typed beside the view that is open, be it a command, an answer, or a sentence in one's own words. */
export { createEar, type Ear, type TalkData } from './hear.ts';
export { type IntentModel, learnIntents } from './learn-intents.ts';
export { mayBeSaid } from './nothing-said.ts';
export { dayName, readOnCallHours } from './on-call-hours.ts';
export { readForPeople, type TypedForPeople } from './people-words.ts';
export { plain } from './plain.ts';
export { proseOf } from './prose.ts';
export { readMove } from './read-move.ts';
export { readNote } from './read-note.ts';
export { readProbe } from './read-probe.ts';
export {
  type CommandWord,
  type CommandWords,
  commandWords,
  mayBeTyped,
  readTyped,
  saysYesOrNo,
  type Typed,
} from './read-typed.ts';
export type { Situation } from './situation.ts';
