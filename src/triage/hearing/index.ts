/** Hearing: what is typed beside the view that is open, be it a command, an answer, or a sentence in one's own words. */
export { createEar, type Ear, mayBeSaid, type Situation, type TalkData } from './hear.ts';
export { type IntentModel, learnIntents } from './learn-intents.ts';
export { proseOf } from './prose.ts';
export {
  type CommandWord,
  type CommandWords,
  commandWords,
  mayBeTyped,
  plain,
  readTyped,
  saysYesOrNo,
} from './read-typed.ts';
