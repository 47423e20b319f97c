/** What the buttons of cards ask for: the cards and the bot write these words, and the bot reads them. */

/** Moves of a case: a `Press` of the same verb does it. */
export const pressVerbs = [
  'answer',
  'choose',
  'narrow',
  'move',
  'tick',
  'untick',
  'confirm',
  'cancel',
  'go-on',
  'failing',
  'solved',
  'back',
  'restart',
  'recipients',
  'undo',
  'reopen',
  'show',
  'sent',
  'copy-commands',
  'copy-contact',
  'copy-reminder',
  'copy-summary',
  'no-answer',
  'they-answered',
  'contact-language',
  'contact-addresses',
  'contact-wording',
  'contact-details',
  'note',
  'contact-known',
  'remind-later',
  'no-reminders',
  'ask',
  'hand-over',
  'escalate',
  'take',
  'assign',
  'tell',
  'give-back',
  'take-back',
  'withdraw',
  'severity',
  'leave-incident',
] as const;
export type PressVerb = (typeof pressVerbs)[number];

/** The last paste becomes a case of its own; a sentence that was not understood is looked at as a new problem. */
export const splitVerbs = ['split', 'triage-new'] as const;

/** The case as it is: on the card that is looked at, or whole in one's own chat. */
export const lookVerbs = ['refresh', 'details'] as const;

/** What a case consists of: who did what when. */
export const recordVerbs = ['timeline'] as const;

/** All that is known of a case as one text, for somebody outside. */
export const packVerbs = ['pack'] as const;

/** The case's server is tested from here, or a test is stopped. */
export const probeVerbs = ['probe', 'stop-probe'] as const;

/** What was read of a file becomes a case, or a list to copy. */
export const draftVerbs = ['open-draft', 'copy-resend'] as const;

/** The list of cases: another page of it, and what is closed or opened again on it. */
export const listVerbs = ['list', 'close-listed', 'reopen-listed'] as const;

/** What the organisation remembers: lists of it, one to look at, and what is changed there. */
export const directoryVerbs = [
  'partners',
  'partner',
  'save-partner',
  'ask-delete-partner',
  'delete-partner',
  'import-partners',
  'hosts',
  'host',
  'set-host',
] as const;
export type DirectoryVerb = (typeof directoryVerbs)[number];

/** Whether all that is known of somebody is deleted. */
export const forgetVerbs = ['forget', 'keep'] as const;
export type ForgetVerb = (typeof forgetVerbs)[number];

/** What the dialogs of the message extension send. */
export const dialogVerbs = ['post-case', 'triage-text'] as const;
export type DialogVerb = (typeof dialogVerbs)[number];

export const verbs = [
  ...pressVerbs,
  ...splitVerbs,
  ...lookVerbs,
  ...recordVerbs,
  ...packVerbs,
  ...probeVerbs,
  ...draftVerbs,
  ...listVerbs,
  ...directoryVerbs,
  ...forgetVerbs,
  ...dialogVerbs,
] as const;
export type Verb = (typeof verbs)[number];
